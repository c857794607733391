"""Draft a migration: the difference between the models and the migrations, found on a throw-away server.

`make migration m="add assignments"`. Read what it writes: policies, grants and triggers are not in it.
"""

import re
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from doimoi import migrations
from doimoi.core import roles
from doimoi.core.embedded.supervisor import Embedded
from doimoi.running import database


def main(words: str) -> None:
    """Write the next numbered migration, named after `words`."""
    number = int(migrations.head().split("_")[0]) + 1
    slug = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # the server may run as another user than root
        embedded = Embedded(Path(folder) / "var", tell=print, shared_buffers="64MB")
        running = embedded.start()
        try:
            database.make_roles(running)
            owner = running.url(roles.OWNER, database.NAME)
            migrations.migrate(owner)
            with create_engine(owner).begin() as connection:
                config = migrations.config()
                config.attributes["connection"] = connection
                command.revision(config, words, autogenerate=True, rev_id=f"{number:04}_{slug}")
        finally:
            embedded.stop()


main(sys.argv[1])
