"""Running the product: from settings to a database that is up, checked and migrated, and from there to a server.

`database` finds or brings up PostgreSQL; `identity` refuses a database that is not this installation's; `first`
fills a new one; `links` prints the way in for the first administrator; `serving` answers requests until told to
stop; `doctor` looks at all of it. Everything that stops a start is a refusal: one sentence in Vietnamese and one in
English that say what to do, and nothing changed.
"""
