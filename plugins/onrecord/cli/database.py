"""The warehouse that a command works on: the embedded one, made as it should be, or the one that was named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from onrecord import settings
from onrecord.errors import DatabaseError
from onrecord.store import embedded, migrate


@contextmanager
def warehouse() -> Iterator[None]:
    """The database runs and has this version's schema. Raises DatabaseError where a named one has not.

    The embedded one is brought to it; one that others use too is only by `onrecord db migrate`.
    """
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
    with embedded.running():
        if not settings.external_database_url():
            migrate.upgrade()
        yield
