"""Write the documents that are read from the project itself; with --check, only say which are stale.

dags/README.md is read from the DAG files, docs/data-dictionary.md from the comments of a freshly migrated
database, docs/queries.md from the heads of sql/analytics and sql/checks. Called by `make docs`; CI holds
the files to it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from dag_docs import dag_table
from markdown_tables import HEAD, cell, table
from psycopg2.extensions import connection as Connection

from onrecord import analytics, audit, store

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ("curated", "ops")

RELATIONS = """
select
    namespaces.nspname as schema_name,
    classes.relname as name,
    classes.relkind in ('v', 'm') as is_view,
    classes.oid::bigint as oid,
    obj_description(classes.oid, 'pg_class') as comment
from pg_class as classes
inner join pg_namespace as namespaces on classes.relnamespace = namespaces.oid
where namespaces.nspname = any(%(schemas)s) and classes.relkind in ('r', 'p', 'v', 'm')
order by namespaces.nspname, classes.relkind in ('v', 'm'), classes.relname
"""
COLUMNS = """
select
    attributes.attname as name,
    format_type(attributes.atttypid, attributes.atttypmod) as type,
    attributes.attnotnull as is_required,
    col_description(attributes.attrelid, attributes.attnum) as comment,
    coalesce(keys.is_key, false) as is_key,
    keys.target
from pg_attribute as attributes
left join lateral (
    select
        bool_or(constraints.contype = 'p') as is_key,
        min(
            case
                when constraints.contype = 'f' and cardinality(constraints.conkey) = 1
                    then constraints.confrelid::regclass::text
            end
        ) as target
    from pg_constraint as constraints
    where constraints.conrelid = attributes.attrelid and attributes.attnum = any(constraints.conkey)
) as keys on true
where attributes.attrelid = %(oid)s and attributes.attnum > 0 and not attributes.attisdropped
order by attributes.attnum
"""
SCHEMA_COMMENTS = """
select
    namespaces.nspname as name,
    obj_description(namespaces.oid, 'pg_namespace') as comment
from pg_namespace as namespaces
where namespaces.nspname = any(%(schemas)s)
"""
REASONS = """
select
    reasons.reason,
    reasons.stage,
    reasons.disposition,
    reasons.description
from ops.reasons
order by
    array_position(array['discover', 'fetch', 'extract', 'deduplicate', 'enrich', 'audit'], reasons.stage),
    reasons.disposition desc,
    reasons.reason
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what has changed; with --check, 1 if a file is not what it should be."""
    parser = argparse.ArgumentParser(prog="scripts/docs.py", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is stale")
    options = parser.parse_args(arguments)
    with _scratch_warehouse() as conn:
        wanted = documents(conn)
    stale = [path for path, text in wanted.items() if not is_current(path, text)]
    for path in stale:
        sys.stdout.write(
            f"{path.relative_to(ROOT)}: {'stale: run `make docs`' if options.check else 'written'}\n"
        )
        if not options.check:
            path.write_text(wanted[path], "utf8")
    return 1 if options.check and stale else 0


def documents(conn: Connection) -> Mapping[Path, str]:
    """Every generated file with the text it should have; `conn`: a database with all migrations."""
    return {
        ROOT / "dags" / "README.md": dag_table(ROOT),
        ROOT / "docs" / "data-dictionary.md": data_dictionary(conn),
        ROOT / "docs" / "queries.md": query_list(),
    }


def is_current(path: Path, text: str) -> bool:
    """Whether a file has that text."""
    return path.exists() and path.read_text("utf8") == text


@contextmanager
def _scratch_warehouse() -> Iterator[Connection]:
    """A migrated database of a server of our own, gone afterwards."""
    from onrecord.store import embedded, migrate

    for name in ("ONRECORD_DATABASE_URL", "AIRFLOW_CONN_WAREHOUSE"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="onrecord-docs-") as folder:
        os.environ["ONRECORD_HOME"] = folder
        with embedded.running():
            migrate.upgrade()
            with store.connect(role="owner") as conn:
                yield conn


# --- the data dictionary ---


def data_dictionary(conn: Connection) -> str:
    """The published tables and views with their columns, and the closed list of reasons."""
    relations = store.fetch(conn, RELATIONS, {"schemas": list(SCHEMAS)})
    parts = [
        HEAD,
        "# Data dictionary\n",
        "Every table and view of the schemas that analysts may read, and the closed list of reasons. The comments "
        "are those of the database (`\\d+ curated.articles` in psql shows them too). The first sentence of each is "
        "its grain. *Key*: part of the primary key. *Set*: never NULL. Columns of views have neither.\n",
        "Times are `timestamptz`. Places (`start_char`, `end_char`) count code points, half-open, so that "
        "`substr(articles.text, start_char + 1, end_char - start_char)` is the words. Where we are not sure of a "
        "fact, it is NULL.\n",
        *(_schema(conn, row, relations) for row in _in_order(conn)),
        "## Reasons\n",
        "Why a url was set aside: the closed list `ops.reasons`. *Rejected* is final until the page changes or a "
        "newer rule reads it; *quarantined* is tried again later, by itself.\n",
        table(
            ("reason", "stage", "disposition", "meaning"),
            [
                (f"`{row['reason']}`", row["stage"], row["disposition"], row["description"])
                for row in store.fetch(conn, REASONS)
            ],
        ),
    ]
    return "\n".join(parts)


def _in_order(conn: Connection) -> list[store.Row]:
    rows = store.fetch(conn, SCHEMA_COMMENTS, {"schemas": list(SCHEMAS)})
    return sorted(rows, key=lambda row: SCHEMAS.index(str(row["name"])))


def _schema(conn: Connection, schema: store.Row, relations: Sequence[store.Row]) -> str:
    own = [row for row in relations if row["schema_name"] == schema["name"]]
    links = [
        (f"[{row['name']}](#{row['schema_name']}{row['name']})", cell(row["comment"] or "")) for row in own
    ]
    parts = [f"## {schema['name']}\n", f"{schema['comment']}\n", table(("table or view", "grain"), links)]
    return "\n".join([*parts, *(_relation(conn, row) for row in own)])


def _relation(conn: Connection, relation: store.Row) -> str:
    name = f"{relation['schema_name']}.{relation['name']}"
    if not relation["comment"]:
        raise SystemExit(f"{name} has no comment: write its grain in the migration")
    rows = []
    for column in store.fetch(conn, COLUMNS, {"oid": relation["oid"]}):
        if not column["comment"]:
            raise SystemExit(f"{name}.{column['name']} has no comment: write one in the migration")
        marks = "key" if column["is_key"] else "set" if column["is_required"] else ""
        target = f" → `{column['target']}`" if column["target"] else ""
        rows.append((f"`{column['name']}`", column["type"], marks, f"{cell(column['comment'])}{target}"))
    kind = " (view)" if relation["is_view"] else ""
    # GitHub makes the anchor of a heading from its letters: dots and backticks vanish.
    return f"### {name}\n\n{relation['comment']}{kind}\n\n{table(('column', 'type', '', 'meaning'), rows)}"


# --- the queries and checks ---


def query_list() -> str:
    """Every question of sql/analytics and every check, with its first line."""
    questions = [(f"`{each.name}`", cell(each.grain)) for each in analytics.questions().values()]
    checks = [
        (f"`{check.name}`", check.severity, check.scope, cell(check.sentence)) for check in audit.checks()
    ]
    return "\n".join(
        [
            HEAD,
            "# Queries and checks\n",
            "## Queries\n",
            "Files of sql/analytics. `onrecord query NAME [--since DAY] [--until DAY] [--limit N] [--csv|--json]` "
            "runs one; the operations page shows the same files.\n",
            table(("query", "a row is"), questions),
            "## Checks\n",
            "Files of sql/checks: each selects rows that should not exist. Checks of scope `article` run on what is "
            "about to be published; those of severity `fail` hold the offending articles back. Checks of scope "
            "`warehouse` run on what is published; of severity `fail`, they turn the run red. Results: `ops.checks`.\n",
            table(("check", "severity", "scope", "what should be true"), checks),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
