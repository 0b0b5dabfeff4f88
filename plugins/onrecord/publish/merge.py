"""Move what is staged into the curated tables: changed rows only, their former versions kept.

One call is one transaction of the caller's. Rows that are already as they should be are not touched,
so publishing twice changes nothing. Merged and emptied families are withdrawn, with a redirect.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.publish import people, topics
from onrecord.publish.rows import COLUMNS

log = logging.getLogger(__name__)

# Tables whose rows others point to are updated in place; of the rest, rows that differ are replaced.
UPDATED = {
    "outlets": "outlet_id",
    "sites": "site_id",
    "articles": "article_id",
    "sections": "section_id",
    "speakers": "speaker_id",
}
REPLACED = (
    "copies",
    "credits",
    "statement_speakers",
    "article_topics",
    "statement_topics",
    "keywords",
    "mentions",
)
NOT_COMPARED = {"run_id", "first_seen_at"}  # alone they are no change
OF_STATEMENT = ("statement_speakers", "statement_topics")


def publish(conn: Connection, run_id: str) -> Counter[str]:
    """Publish `staged`; how many articles are new, changed, unchanged, withdrawn."""
    tally: Counter[str] = Counter()
    tally["withdrawn"] = _withdraw(conn, run_id)
    tally += _count(conn)
    store.execute(conn, store.statement("publish_keep_versions"), {"run_id": run_id})
    store.execute(conn, store.statement("publish_free_urls"))
    for table in ("sites", "outlets", "articles"):
        _update(conn, table)
    for table in ("sections", "speakers"):
        _remove_missing(conn, table)
        _update(conn, table)
    store.execute(conn, store.statement("publish_statements"))
    store.execute(conn, store.statement("publish_retire_statements"))
    topics.publish(conn)
    for table in REPLACED:
        _replace(conn, table)
    people.publish(conn)
    store.execute(conn, store.statement("publish_done"))
    log.info("publish: %s", dict(tally))
    return +tally


def _withdraw(conn: Connection, run_id: str) -> int:
    """Take out the articles whose family was merged into another, or has no member any more."""
    store.execute(conn, store.statement("publish_redirects"))
    return store.execute(conn, store.statement("publish_withdraw"), {"run_id": run_id})


def _count(conn: Connection) -> Counter[str]:
    rows = store.fetch(conn, store.statement("publish_counts"))
    return Counter({row["outcome"]: row["article_count"] for row in rows})


def _update(conn: Connection, table: str) -> None:
    key = UPDATED[table]
    columns = COLUMNS[table].split()
    compared = [name for name in columns if name != key and name not in NOT_COMPARED]
    changed = [name for name in columns if name != key and name != "first_seen_at"] or [key]
    statement = sql.SQL(
        "insert into curated.{table} as kept ({columns}) select {columns} from staged.{table} "
        "on conflict ({key}) do update set {assignments} where ({kept}) is distinct from ({excluded})"
    ).format(
        table=sql.Identifier(table),
        columns=_names(columns),
        key=sql.Identifier(key),
        assignments=sql.SQL(", ").join(
            sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in changed
        ),
        kept=_names(compared, "kept"),
        excluded=_names(compared, "excluded"),
    )
    store.execute(conn, statement.as_string(conn))


def _remove_missing(conn: Connection, table: str) -> None:
    key = sql.Identifier(UPDATED[table])
    statement = sql.SQL(
        "delete from curated.{table} as kept using staged.articles "
        "where kept.article_id = articles.article_id "
        "and not exists (select 1 from staged.{table} as wanted where wanted.{key} = kept.{key})"
    ).format(table=sql.Identifier(table), key=key)
    store.execute(conn, statement.as_string(conn))


def _replace(conn: Connection, table: str) -> None:
    columns = [name for name in COLUMNS[table].split() if name != "first_seen_at"]
    owner = (
        "inner join curated.statements on statements.statement_id = kept.statement_id "
        "inner join staged.articles on statements.article_id = articles.article_id"
        if table in OF_STATEMENT
        else "inner join staged.articles on kept.article_id = articles.article_id"
    )
    same = sql.SQL("({kept}) is not distinct from ({wanted})").format(
        kept=_names(columns, "kept"), wanted=_names(columns, "wanted")
    )
    names = {
        "table": sql.Identifier(table),
        "owner": sql.SQL(owner),
        "same": same,
        "columns": _names(COLUMNS[table].split()),
        "wanted": _names(COLUMNS[table].split(), "wanted"),
    }
    delete = sql.SQL(
        "delete from curated.{table} where ctid in (select kept.ctid from curated.{table} as kept {owner} "
        "where not exists (select 1 from staged.{table} as wanted where {same}))"
    ).format(**names)
    insert = sql.SQL(
        "insert into curated.{table} ({columns}) select {wanted} from staged.{table} as wanted "
        "where not exists (select 1 from curated.{table} as kept where {same})"
    ).format(**names)
    store.execute(conn, delete.as_string(conn))
    store.execute(conn, insert.as_string(conn))


def _names(columns: Sequence[str], table: str | None = None) -> sql.Composable:
    return sql.SQL(", ").join(
        sql.Identifier(table, name) if table else sql.Identifier(name) for name in columns
    )
