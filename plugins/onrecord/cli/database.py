"""The warehouse that a command works on, embedded or named; and the commands that look after it: `db …`.

Alembic is imported by what needs it: it takes a while, and `inspect` does without.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import settings
from onrecord.errors import DatabaseError
from onrecord.store import embedded

if TYPE_CHECKING:
    from onrecord.store.backup import Manifest


@contextmanager
def warehouse() -> Iterator[None]:
    """The database runs and has this version's schema. Raises DatabaseError where a named one has not.

    The embedded one is brought to it; one that others use too is only by `onrecord db migrate`.
    """
    from onrecord.store import migrate

    with embedded.running():
        if not settings.external_database_url():
            migrate.upgrade()
        elif not migrate.is_current():
            raise DatabaseError(
                "The warehouse's schema is not this version's: run `onrecord db migrate` first."
            )
        yield


@contextmanager
def reading() -> Iterator[None]:
    """The database runs, to be asked only: a login that may read curated and ops is enough."""
    from onrecord.store import migrate

    with embedded.running():
        if not settings.external_database_url():
            migrate.upgrade()
        yield


def add(commands: Any) -> None:
    """Add the commands to a parser."""
    database = commands.add_parser("db", help="look after the warehouse: migrate, backup, restore")
    steps = database.add_subparsers(required=True, metavar="ACTION")
    step = steps.add_parser("migrate", help="bring the schema to this version; nothing is lost")
    step.set_defaults(call=call_migrate)

    step = steps.add_parser(
        "backup",
        help="write the database and the WARC files into a new folder",
        description="Write the database, as of one moment, and the WARC files into a new folder. May run at any time.",
    )
    step.add_argument("folder", type=Path, metavar="FOLDER", help="must not be there yet")
    step.set_defaults(call=call_backup)

    step = steps.add_parser(
        "restore",
        help="bring a backup back into an empty database",
        description="Bring a backup back: the database, and the WARC files under ONRECORD_HOME. Stop Airflow before.",
    )
    step.add_argument("folder", type=Path, metavar="FOLDER", help="what `onrecord db backup` has written")
    step.add_argument("--force", action="store_true", help="replace what is in the database")
    step.set_defaults(call=call_restore)


def call_migrate(_: argparse.Namespace) -> int:
    """Apply the revisions that are missing."""
    from onrecord.store import migrate

    with embedded.running():
        applied = migrate.upgrade()
    print("\n".join(f"applied {name}" for name in applied) or "the schema is up to date")
    return 0


def call_backup(options: argparse.Namespace) -> int:
    """Back up; 1 when WARC files had already lost something, which the backup cannot have either."""
    from onrecord.store import backup

    with embedded.running():
        manifest = backup.save(options.folder.absolute())
    print(f"{options.folder}: {_told(manifest)}")
    for name in manifest.damaged:
        print(
            f"{name} is missing or shorter than the captures in it: those cannot be restored", file=sys.stderr
        )
    return 1 if manifest.damaged else 0


def call_restore(options: argparse.Namespace) -> int:
    """Restore."""
    from onrecord.store import backup

    with embedded.running():
        manifest = backup.restore(options.folder.absolute(), force=options.force)
    print(f"restored the backup of {manifest.made_at}: {_told(manifest)}")
    return 0


def _told(manifest: Manifest) -> str:
    archive = sum(file.bytes for file in manifest.files.values())
    return f"{manifest.dump.bytes:,} bytes of database, {len(manifest.files)} WARC files of {archive:,} bytes"
