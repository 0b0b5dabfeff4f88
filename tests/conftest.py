"""Fixtures for every test: a real Postgres.

No test reaches beyond loopback: see `--allow-hosts` in pyproject.toml.
`conn` is rolled back after each test; `committed_conn` is on a scratch database of the test's own,
for what commits by itself or needs two connections (`scratch_url`).
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

# Nothing here need survive a crash of the machine.
UNSAFE = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


@pytest.fixture(scope="session")
def _server() -> Iterator[None]:
    """An embedded server of the test session, in a folder of its own (pytest's are tidied by other sessions)."""
    former = {
        name: os.environ.pop(name, None) for name in ("ONRECORD_DATABASE_URL", "AIRFLOW_CONN_WAREHOUSE")
    }
    former["ONRECORD_HOME"] = os.environ.get("ONRECORD_HOME")
    home = tempfile.mkdtemp(prefix="onrecord-tests-")
    os.environ["ONRECORD_HOME"] = home
    from onrecord.store import embedded

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded, "OPTIONS", f"{embedded.OPTIONS} {UNSAFE}")
        with embedded.running():
            yield
    shutil.rmtree(home, ignore_errors=True)
    for name, value in former.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


@pytest.fixture(scope="session")
def _template(_server: None) -> str:
    """A database with every migration, which the others are copied from."""
    from onrecord import settings
    from onrecord.store import migrate

    url = settings.embedded_url("warehouse")
    migrate.upgrade(url)
    return url


def _create_copy(name: str) -> str:
    from onrecord import settings

    admin = psycopg2.connect(settings.embedded_url("postgres"))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(sql.SQL("create database {} template warehouse").format(sql.Identifier(name)))
    admin.close()
    return settings.embedded_url(name)


def _drop(name: str) -> None:
    from onrecord import settings

    admin = psycopg2.connect(settings.embedded_url("postgres"))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
    admin.close()


@pytest.fixture(scope="session")
def _shared_url(_template: str) -> Iterator[str]:
    yield _create_copy("tests")
    _drop("tests")


@pytest.fixture
def conn(_shared_url: str) -> Iterator[Connection]:
    """A connection to a migrated database; everything done on it is rolled back."""
    connection = psycopg2.connect(_shared_url)
    yield connection
    connection.rollback()
    connection.close()


@pytest.fixture
def scratch_url(_template: str) -> Iterator[str]:
    """The URL of a migrated database that is this test's own."""
    name = f"scratch_{uuid.uuid4().hex[:8]}"
    yield _create_copy(name)
    _drop(name)


@pytest.fixture
def committed_conn(scratch_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """A connection to `scratch_url`, which is also what `store.connect()` uses."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", scratch_url)
    connection = psycopg2.connect(scratch_url)
    yield connection
    connection.close()


@pytest.fixture
def empty_url(_server: None) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    from onrecord import settings

    name = f"empty_{uuid.uuid4().hex[:8]}"
    admin = psycopg2.connect(settings.embedded_url("postgres"))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    admin.close()
    yield settings.embedded_url(name)
    _drop(name)


@pytest.fixture
def root() -> Path:
    """The project's top folder."""
    return Path(__file__).resolve().parents[1]
