"""Fill in what the SQL of the guides answers on the sample sites, from a warehouse that `make run` has published.

    make run ONCE=1
    .venv/bin/python scripts/answers.py            # --check: only say which are stale, exit 1

An answer is the plain block of code right after a block of SQL. A test holds them to what is published.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from psycopg2.extensions import connection as Connection
from rich.cells import cell_len, set_cell_size

from onrecord import store
from onrecord.store import embedded

ROOT = Path(__file__).resolve().parents[1]
GUIDES = (ROOT / "README.md", ROOT / "docs" / "ten-questions.md")
ANSWERED = re.compile(r"(?P<asked>```sql\n(?P<query>[^`]+)```\n\n)```\n[^`]*```\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the guides whose answers have changed; with --check, 1 if there are any."""
    parser = argparse.ArgumentParser(prog="scripts/answers.py", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a guide is stale")
    options = parser.parse_args(arguments)
    with embedded.running(), store.connect(role="reader") as conn:
        wanted = {path: answered(conn, path.read_text("utf8")) for path in GUIDES}
    stale = [path for path, text in wanted.items() if path.read_text("utf8") != text]
    for path in stale:
        sys.stdout.write(f"{path.relative_to(ROOT)}: {'stale' if options.check else 'written'}\n")
        if not options.check:
            path.write_text(wanted[path], "utf8")
    return 1 if options.check and stale else 0


def answered(conn: Connection, text: str) -> str:
    """The text of a guide, with what its queries answer now."""
    return ANSWERED.sub(lambda block: f"{block['asked']}```\n{_table(conn, block['query'])}```\n", text)


def _table(conn: Connection, query: str) -> str:
    """The rows as a table of fixed width: a Han character is two columns wide."""
    with conn.cursor() as cursor:
        cursor.execute(query)
        assert cursor.description
        rows = [[column.name for column in cursor.description]]
        rows += [["" if value is None else str(value) for value in row] for row in cursor.fetchall()]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    lines = (
        "  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
