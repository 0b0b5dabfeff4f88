"""Commands that only read: `status`, `query`, `export`."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from onrecord import analytics, store
from onrecord.cli.database import reading

CELL_CHARS = 60
MAX_WIDTH = 10_000  # of a table that is only measured
EXPORTED = (
    "select table_name from information_schema.tables where table_schema = 'curated' order by table_name"
)
out = Console(highlight=False)


def add(commands: Any) -> None:
    """Add the commands to a parser."""
    status = commands.add_parser(
        "status", help="the account, the backlog, sources and checks that need a look"
    )
    status.set_defaults(call=call_status)

    query = commands.add_parser(
        "query",
        help="run a query of sql/analytics by its name",
        description="Run a query of sql/analytics by its name; without a name, list them.",
    )
    query.add_argument("name", nargs="?", metavar="NAME")
    query.add_argument(
        "--since", type=date.fromisoformat, metavar="DAY", help="from this day on, where the query asks"
    )
    query.add_argument(
        "--until", type=date.fromisoformat, metavar="DAY", help="before this day, where the query asks"
    )
    query.add_argument("--limit", type=int, help="at most so many rows, where the query asks")
    form = query.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="as CSV")
    form.add_argument("--json", action="store_true", help="as one JSON array")
    query.set_defaults(call=call_query)

    export = commands.add_parser(
        "export",
        help="write the curated tables as CSV files",
        description="Write every table and view of the schema curated to DIR as CSV with a header, as of one moment.",
    )
    export.add_argument("folder", type=Path, metavar="DIR")
    export.set_defaults(call=call_export)


def call_status(_: argparse.Namespace) -> int:
    """Say how things stand; 1 if a check of severity fail does."""
    with reading(), store.connect(role="reader") as conn:
        for name in ("account", "backlog", "sources", "failing_checks"):
            rows = analytics.ask(conn, name)
            out.print(Text(name.replace("_", " "), style="bold"))
            _print(rows)
        failing = any(row.get("severity") == "fail" for row in rows)
    return 1 if failing else 0


def call_query(options: argparse.Namespace) -> int:
    """Run a query by name and print its rows."""
    if not options.name:
        for question in analytics.questions().values():
            out.print(f"{question.name}: {question.grain}", markup=False, soft_wrap=True)
        return 0
    query = analytics.question(options.name).query
    parameters = {"since": options.since, "until": options.until, "limit": options.limit}
    with reading(), store.connect(role="reader") as conn, conn.cursor() as cursor:
        cursor.execute(query, parameters)
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    if options.json:
        json.dump(rows, sys.stdout, ensure_ascii=False, default=str)
        sys.stdout.write("\n")
    elif options.csv:
        _write_csv(names, rows)
    else:
        _print(rows)
    return 0


def call_export(options: argparse.Namespace) -> int:
    """Write every curated table, all from one snapshot; a file is whole or not there."""
    options.folder.mkdir(parents=True, exist_ok=True)
    with reading(), store.connect(role="reader") as conn:
        store.execute(conn, "set transaction isolation level repeatable read, read only")
        for row in store.fetch(conn, EXPORTED):
            count = _export(conn, row["table_name"], options.folder)
            out.print(f"{row['table_name']}.csv: {count} rows", markup=False)
    return 0


def _export(conn: Connection, table: str, folder: Path) -> int:
    from psycopg2 import sql

    fresh, file = folder / f"{table}.csv.new", folder / f"{table}.csv"
    source = sql.Identifier("curated", table)
    command = sql.SQL("copy (select * from {}) to stdout with (format csv, header)").format(source)
    with conn.cursor() as cursor, fresh.open("w", encoding="utf8") as output:
        cursor.copy_expert(command.as_string(conn), output)
        count = cursor.rowcount
    fresh.rename(file)
    return count


def _write_csv(names: Sequence[str], rows: Iterable[store.Row]) -> None:
    writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _as_csv(value) for name, value in row.items()} for row in rows)


def _as_csv(value: object) -> object:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (dict, list)) else value


def _print(rows: Sequence[store.Row]) -> None:
    """A table; where it is wider than the screen, a line per value."""
    if not rows:
        out.print("  none")
        return
    table = Table(*rows[0], box=None, pad_edge=False, header_style="dim")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    if Measurement.get(out, out.options.update(max_width=MAX_WIDTH), table).maximum <= out.width:
        out.print(table)
        return
    indent = max(map(len, rows[0]))
    for row in rows:
        for name, value in row.items():
            line = Text.assemble((f"{name:>{indent}} ", "dim"), _cell(value))
            out.print(line, soft_wrap=True)
        out.print()


def _cell(value: object) -> str:
    text = "" if value is None else str(value).replace("\n", " ")
    return text if len(text) <= CELL_CHARS else text[: CELL_CHARS - 1] + "…"
