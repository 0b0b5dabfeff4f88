"""Where connections to the warehouse come from.

SQLAlchemy is imported when the first one is asked for: it takes a while, and `inspect` needs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import psycopg2
from psycopg2.extensions import connection as Connection

from onrecord import settings
from onrecord.errors import DatabaseError

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

CONNECT_TIMEOUT_SECONDS = 10
SET_ROLE = """
select set_config('role', rolname, false)
from pg_roles
where rolname = %(role)s and pg_has_role(current_user, oid, 'set')
"""


def engine(url: str | None = None) -> Engine:
    """An SQLAlchemy engine on the warehouse, without a pool: task processes are forked and short."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    return create_engine(
        _address(url).set(drivername="postgresql+psycopg2"),
        poolclass=NullPool,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_SECONDS, "application_name": "onrecord"},
    )


@contextmanager
def connect(
    url: str | None = None, *, role: Literal["writer", "reader", "owner"] = "writer"
) -> Iterator[Connection]:
    """A connection that commits on a clean exit and rolls back on an error.

    Works as the least-privileged role that will do (onrecord_writer, onrecord_reader) where the
    login may take it on; `owner` stays the login itself. Raises DatabaseError when none can be had.
    """
    dsn = _address(url).set(drivername="postgresql")
    try:
        conn = psycopg2.connect(
            dsn.render_as_string(hide_password=False),
            connect_timeout=CONNECT_TIMEOUT_SECONDS,
            application_name="onrecord",
        )
    except psycopg2.OperationalError as error:
        raise unreachable(url, error) from error
    try:
        if role != "owner":
            with conn.cursor() as cursor:
                cursor.execute(SET_ROLE, {"role": f"onrecord_{role}"})
            conn.commit()
        yield conn
        conn.commit()
    except BaseException:
        if not conn.closed:
            conn.rollback()
        raise
    finally:
        conn.close()


def unreachable(url: str | None, error: Exception) -> DatabaseError:
    """What to tell a person when there is no connection; the password is not in it."""
    shown = _address(url).render_as_string(hide_password=True)
    why = " ".join(str(error).split())
    return DatabaseError(
        f"No database answers at {shown} ({why}): start it, or set ONRECORD_DATABASE_URL to one that runs."
    )


def _address(url: str | None) -> URL:
    from sqlalchemy.engine import make_url

    return make_url(url or settings.database_url())
