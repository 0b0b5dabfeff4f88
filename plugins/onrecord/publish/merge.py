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
REPLACED = {
    "copies": ("article_id", "url"),
    "credits": ("credit_id",),
    "statement_speakers": ("statement_id", "speaker_id"),
    "article_topics": ("article_id", "topic_id"),
    "statement_topics": ("statement_id", "topic_id"),
    "keywords": ("article_id", "term"),
    "mentions": ("article_id", "entity_id"),
}
NOT_COMPARED = {"run_id", "first_seen_at"}  # alone they are no change, unless it was seen earlier
OF_STATEMENT = ("statement_speakers", "statement_topics")


def publish(conn: Connection, run_id: str) -> Counter[str]:
    """Publish `staged`; how many articles are new, changed, unchanged, withdrawn."""
    run = {"run_id": run_id}
    tally: Counter[str] = Counter()
    tally["withdrawn"] = _withdraw(conn, run_id)
    tally += _count(conn)
    store.execute(conn, store.statement("publish_keep_versions"), run)
    store.execute(conn, store.statement("publish_free_urls"))
    for table in ("sites", "outlets", "articles"):
        _update(conn, table)
    _remove_missing(conn, "speakers")
    _remove_missing(conn, "sections")
    for table in ("sections", "speakers"):
        _update(conn, table)
    store.execute(conn, store.statement("publish_statements"))
    store.execute(conn, store.statement("publish_retire_statements"), run)
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
    assignments: list[sql.Composable] = [
        sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name))
        for name in columns
        if name not in (key, "first_seen_at")
    ]
    earlier: sql.Composable = sql.SQL("")
    if "first_seen_at" in columns:
        assignments.append(sql.SQL("first_seen_at = least(kept.first_seen_at, excluded.first_seen_at)"))
        earlier = sql.SQL(" or excluded.first_seen_at < kept.first_seen_at")
    statement = sql.SQL(
        "insert into curated.{table} as kept ({columns}) select {columns} from staged.{table} "
        "on conflict ({key}) do update set {assignments} where ({kept}) is distinct from ({excluded}){earlier}"
    ).format(
        table=sql.Identifier(table),
        columns=_names(columns),
        key=sql.Identifier(key),
        assignments=sql.SQL(", ").join(assignments),
        kept=_names(compared, "kept"),
        excluded=_names(compared, "excluded"),
        earlier=earlier,
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
    for statement in replacing(table):
        store.execute(conn, statement.as_string(conn))


def replacing(table: str) -> tuple[sql.Composed, sql.Composed]:
    """What deletes the rows of a table that are not as staged, and what inserts those that are missing."""
    columns = [name for name in COLUMNS[table].split() if name != "first_seen_at"]
    owner = (
        "inner join curated.statements on statements.statement_id = kept.statement_id "
        "inner join staged.articles on statements.article_id = articles.article_id"
        if table in OF_STATEMENT
        else "inner join staged.articles on kept.article_id = articles.article_id"
    )
    # Its key apart, a row finds the other by hash or index; rows can only be compared one by one.
    same = sql.SQL("({kept_key}) = ({wanted_key}) and ({kept}) is not distinct from ({wanted})").format(
        kept_key=_names(REPLACED[table], "kept"),
        wanted_key=_names(REPLACED[table], "wanted"),
        kept=_names(columns, "kept"),
        wanted=_names(columns, "wanted"),
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
    return delete, insert


def _names(columns: Sequence[str], table: str | None = None) -> sql.Composable:
    return sql.SQL(", ").join(
        sql.Identifier(table, name) if table else sql.Identifier(name) for name in columns
    )
