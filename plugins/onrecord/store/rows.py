"""Statements in, rows out: thin helpers over psycopg2 cursors."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from psycopg2 import extras, sql
from psycopg2.extensions import connection as Connection

from onrecord import settings

Row = dict[str, Any]
Params = Mapping[str, Any]
PAGE_SIZE = 500  # rows per statement of execute_values


@cache
def statement(name: str) -> str:
    """The text of sql/stages/<name>.sql."""
    return (settings.root() / "sql" / "stages" / f"{name}.sql").read_text("utf8")


def fetch(conn: Connection, query: str, params: Params | None = None) -> list[Row]:
    """All rows of a query, each as a dict by column name."""
    with conn.cursor(cursor_factory=extras.RealDictCursor) as cursor:
        cursor.execute(query, params)
        return [dict(row) for row in cursor.fetchall()]


def fetch_one(conn: Connection, query: str, params: Params | None = None) -> Row | None:
    """The first row of a query, or None."""
    rows = fetch(conn, query, params)
    return rows[0] if rows else None


def execute(conn: Connection, query: str, params: Params | None = None) -> int:
    """Run a statement; how many rows it touched."""
    with conn.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.rowcount


def execute_values(
    conn: Connection,
    query: str,
    rows: Sequence[Sequence[Any]],
    *,
    template: str | None = None,
    returning: bool = False,
) -> list[tuple[Any, ...]]:
    """Run `insert … values %s` over many rows at once; the returned rows if `returning`."""
    if not rows:
        return []
    with conn.cursor() as cursor:
        got = extras.execute_values(
            cursor, query, rows, template=template, page_size=PAGE_SIZE, fetch=returning
        )
    return list(got or [])


def copy_in(conn: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY rows into `schema.table` (or a temporary table); how many there were.

    A dict or list becomes JSON, None becomes NULL, bytes become bytea.
    """
    lines = [",".join(map(_cell, row)) + "\n" for row in rows]
    if lines:
        command = sql.SQL("copy {} ({}) from stdin with (format csv)").format(
            sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with conn.cursor() as cursor:
            cursor.copy_expert(command.as_string(conn), io.StringIO("".join(lines)))
    return len(lines)


@contextmanager
def savepoint(conn: Connection) -> Iterator[None]:
    """A part of a transaction that can fail alone: an error inside undoes it and is passed on."""
    execute(conn, "savepoint part")
    try:
        yield
    except BaseException:
        execute(conn, "rollback to savepoint part")
        raise
    execute(conn, "release savepoint part")


def _cell(value: Any) -> str:
    """A value as a cell of CSV: quoted, so that no text is taken for NULL, which is a cell with nothing in it."""
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        text = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, (bytes, memoryview)):
        text = "\\x" + bytes(value).hex()
    else:
        text = str(value)
    return '"' + text.replace('"', '""') + '"'
