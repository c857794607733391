"""The PostgreSQL server that comes with the product, for an installation that has none of its own.

Start with `supervisor.Embedded`. Around it: `place` (where binaries, data folder and socket go), `account`
(the system user the server runs as), `folder` (what a data folder looks like before it is touched), `locks`
(who may start, adopt or stop), `server` (the PostgreSQL processes), `patience` (waiting without a limit,
aloud), `instance` (the mark of an installation), `refusals` (why a start is refused and what to do).
Nothing here knows what the database is used for.
"""
