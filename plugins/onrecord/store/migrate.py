"""Bring the warehouse's schema to the newest revision (Alembic; each revision runs the .sql file beside it)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command, op
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg2.errors import InsufficientPrivilege
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, ProgrammingError

from onrecord import settings
from onrecord.store.connection import engine, unreachable

LOCK_KEY = 0x6F6E7265  # two migrations at once wait for one another
# Commands ask whether the schema is theirs; no .sql file can do this, a restore makes the table anew.
MAY_ASK = """
do $$
declare
    wanted text;
begin
    for wanted in
        select rolname
        from pg_roles
        where
            rolname in ('onrecord_reader', 'onrecord_writer')
            and not has_table_privilege(oid, 'public.alembic_version', 'select')
    loop
        execute format('grant select on public.alembic_version to %I', wanted);
    end loop;
end
$$
"""


def upgrade(url: str | None = None, revision: str = "head") -> list[str]:
    """Apply every revision up to `revision`; the names of those that were applied, in order."""
    config = _config()
    script = ScriptDirectory.from_config(config)
    with _connected(url) as connection, connection.begin():
        connection.exec_driver_sql("select pg_advisory_xact_lock(%s)", (LOCK_KEY,))
        before = current(connection_revision=MigrationContext.configure(connection).get_current_revision())
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        run_sql(connection, MAY_ASK)
        after = MigrationContext.configure(connection).get_current_revision()
    applied = list(script.iterate_revisions(after, before)) if after != before else []
    return [Path(item.path).stem for item in reversed(applied)]


def current(*, connection_revision: str | None) -> str:
    """A revision as Alembic's own name for "nothing yet" where it is None."""
    return connection_revision or "base"


def is_current(url: str | None = None) -> bool:
    """Whether the database has every revision this code knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with _connected(url) as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def is_known(revision: str) -> bool:
    """Whether this code has that revision."""
    return revision in {found.revision for found in ScriptDirectory.from_config(_config()).walk_revisions()}


def stamp(url: str | None, revision: str) -> None:
    """Note that the database, whose tables came from elsewhere, is at a revision."""
    config = _config()
    with _connected(url) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.stamp(config, revision)


def run_sql_beside(file: str) -> None:
    """Run the .sql file that stands beside a revision's .py file."""
    run_sql(op.get_bind(), Path(file).with_suffix(".sql").read_text("utf8"))


def run_sql(connection: Connection, statements: str) -> None:
    """Run SQL as it is written, with no parameters."""
    cursor = connection.connection.cursor()
    cursor.execute(statements)
    cursor.close()


@contextmanager
def _connected(url: str | None) -> Iterator[Connection]:
    """A connection of SQLAlchemy's, which Alembic wants. Raises DatabaseError when none can be had.

    What the login may not do is raised as elsewhere: InsufficientPrivilege.
    """
    try:
        connection = engine(url).connect()
    except OperationalError as error:
        raise unreachable(url, error.orig or error) from error
    try:
        with connection:
            yield connection
    except ProgrammingError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            raise error.orig from error
        raise


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(settings.root() / "sql" / "migrations" / "environment"))
    config.set_main_option("version_locations", str(settings.root() / "sql" / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
