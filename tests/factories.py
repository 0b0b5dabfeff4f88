"""Rows for tests, each sound by itself: a test names only what it is about.

`schema` is `curated` (what is published) or `staged` (what is about to be). Every function returns the
key of its row.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timezone
from itertools import count
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json, register_uuid

register_uuid()
NOON = datetime(2031, 5, 20, 12, tzinfo=timezone.utc)
TEXT = "Ada Example: What is open?\nBo Sample: The door is open."
_numbers = count(1)


def add(conn: Connection, table: str, **columns: Any) -> dict[str, Any]:
    """Insert a row into `schema.table`; the row with what the database filled in."""
    values = {name: Json(v) if isinstance(v, (dict, list)) else v for name, v in columns.items()}
    statement = sql.SQL("insert into {} ({}) values ({}) returning *").format(
        sql.Identifier(*table.split(".")),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(map(sql.Placeholder, values)),
    )
    with conn.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchone() or (), strict=True))


def add_source(conn: Connection, slug: str = "example_times", **columns: Any) -> str:
    """A source that was read at noon; nothing if it is there already."""
    with conn.cursor() as cursor:
        cursor.execute("select 1 from raw.sources where source_slug = %s", (slug,))
        if cursor.fetchone():
            return slug
    defaults = {"name": "The Example Times", "kind": "feed", "last_succeeded_at": NOON}
    add(conn, "raw.sources", source_slug=slug, **{**defaults, **columns})
    return slug


def add_url(conn: Connection, url: str | None = None, **columns: Any) -> int:
    """A url that was fetched, with nothing made of it: pending."""
    url = url or f"https://times.example/{next(_numbers)}"
    source = add_source(conn, columns.pop("source_slug", "example_times"))
    defaults = {"discovered_at": NOON, "next_fetch_at": None}
    row = add(conn, "raw.urls", url=url, source_slug=source, **{**defaults, **columns})
    return int(row["url_id"])


def add_exit(conn: Connection, url_id: int, **columns: Any) -> int:
    """An open reason why a url is set aside."""
    defaults = {"stage": "extract", "reason": "too_short", "opened_at": NOON, "last_seen_at": NOON}
    return int(add(conn, "work.exits", url_id=url_id, **{**defaults, **columns})["exit_id"])


def add_site(conn: Connection, host: str = "times.example", *, schema: str = "curated") -> uuid.UUID:
    """A site, or the one with that host."""
    site_id = uuid.uuid5(uuid.NAMESPACE_DNS, host)
    with conn.cursor() as cursor:
        cursor.execute(
            sql.SQL("insert into {} values (%s, %s, %s) on conflict do nothing").format(
                sql.Identifier(schema, "sites")
            ),
            (site_id, host, NOON),
        )
    return site_id


def add_outlet(conn: Connection, name: str = "The Example Times", *, schema: str = "curated") -> uuid.UUID:
    """An outlet, or the one with that name."""
    outlet_id = uuid.uuid5(uuid.NAMESPACE_DNS, name)
    with conn.cursor() as cursor:
        cursor.execute(
            sql.SQL("insert into {} values (%s, %s, %s) on conflict do nothing").format(
                sql.Identifier(schema, "outlets")
            ),
            (outlet_id, name, name.lower()),
        )
    return outlet_id


def add_article(
    conn: Connection, *, schema: str = "curated", canonical_copy: bool = True, **columns: Any
) -> uuid.UUID:
    """An article with its canonical copy; published ones have their url in the ledger."""
    number = next(_numbers)
    text = columns.get("text", TEXT)
    defaults = {
        "article_id": uuid.uuid4(),
        "canonical_url": f"https://times.example/article/{number}",
        "title": f"Article {number}",
        "site_id": add_site(conn, schema=schema),
        "first_published_at": NOON,
        "first_published_precision": "day",
        "first_seen_at": NOON,
        "language": "en",
        "is_interview": False,
        "is_truncated": False,
        "char_count": len(text),
        "copy_count": 0,
        "text": text,
        "repairs": [],
        "evidence": [],
        "versions": {},
        "run_id": "test",
    }
    row = add(conn, f"{schema}.articles", **{**defaults, **columns})
    if canonical_copy:
        add_copy(conn, row["article_id"], row["canonical_url"], schema=schema, is_canonical=True)
    return uuid.UUID(str(row["article_id"]))


def add_copy(
    conn: Connection,
    article_id: uuid.UUID,
    url: str | None = None,
    *,
    schema: str = "curated",
    is_canonical: bool = False,
    **columns: Any,
) -> str:
    """A page on which an article stands, its url made known."""
    url = url or f"https://mirror.example/{next(_numbers)}"
    if schema == "curated":
        add_url(conn, url)
    defaults = {
        "site_id": add_site(conn, schema=schema),
        "relation": None if is_canonical else "exact",
        "similarity": 1.0,
        "containment": 1.0,
        "first_seen_at": NOON,
        "damage": {},
    }
    values = {**defaults, **columns, "article_id": article_id, "url": url, "is_canonical": is_canonical}
    add(conn, f"{schema}.copies", **values)
    return url


def add_section(
    conn: Connection, article_id: uuid.UUID, *, schema: str = "curated", **columns: Any
) -> uuid.UUID:
    """A section; its title and place must be named."""
    values = {"section_id": uuid.uuid4(), "article_id": article_id, "position": 0, **columns}
    return uuid.UUID(str(add(conn, f"{schema}.sections", **values)["section_id"]))


def add_speaker(
    conn: Connection, article_id: uuid.UUID, *, schema: str = "curated", **columns: Any
) -> uuid.UUID:
    """A speaker of an article: a guest without evidence."""
    defaults = {
        "speaker_id": uuid.uuid4(),
        "position": next(_numbers),
        "name": "Bo Sample",
        "kind": "person",
        "role": "guest",
        "turn_count": 1,
        "confidence": 0.9,
        "evidence": [],
    }
    row = add(conn, f"{schema}.speakers", article_id=article_id, **{**defaults, **columns})
    return uuid.UUID(str(row["speaker_id"]))


def add_person(conn: Connection, name: str = "Bo Sample", **columns: Any) -> uuid.UUID:
    """A person of one article."""
    defaults = {"person_id": uuid.uuid4(), "article_count": 1, "first_seen_at": NOON, "last_seen_at": NOON}
    return uuid.UUID(str(add(conn, "curated.people", name=name, **{**defaults, **columns})["person_id"]))


def add_statement(
    conn: Connection,
    article_id: uuid.UUID,
    text: str = "The door is open.",
    *,
    schema: str = "curated",
    within: str = TEXT,
    speaker_id: uuid.UUID | None = None,
    **columns: Any,
) -> uuid.UUID:
    """A statement, cut from where `text` first stands in `within`."""
    start = max(0, within.find(text))
    defaults = {
        "statement_id": uuid.uuid4(),
        "position": next(_numbers),
        "kind": "answer",
        "text": text,
        "text_folded": text.lower(),
        "start_char": start,
        "end_char": start + len(text),
        "char_count": len(text),
        "confidence": 0.9,
        "run_id": "test",
    }
    row = add(conn, f"{schema}.statements", article_id=article_id, **{**defaults, **columns})
    if speaker_id:
        add(
            conn,
            f"{schema}.statement_speakers",
            statement_id=row["statement_id"],
            speaker_id=speaker_id,
        )
    return uuid.UUID(str(row["statement_id"]))


def add_topic(
    conn: Connection,
    article_id: uuid.UUID,
    topic_id: str = "doors",
    *,
    schema: str = "curated",
    evidence: list[Mapping[str, Any]] | None = None,
) -> str:
    """An article's topic, with where its terms stand."""
    with conn.cursor() as cursor:
        cursor.execute(
            "insert into curated.topics (topic_id, label_zh, label_en) values (%s, '门', 'Doors') "
            "on conflict do nothing",
            (topic_id,),
        )
    values = {"article_id": article_id, "topic_id": topic_id, "score": 0.5, "evidence": evidence or []}
    add(conn, f"{schema}.article_topics", **values)
    return topic_id


def add_run(conn: Connection, run_id: str | None = None, dag: str = "curate", **columns: Any) -> str:
    """A run that took a minute."""
    run_id = run_id or f"run {next(_numbers)}"
    defaults = {"started_at": NOON, "finished_at": NOON.replace(minute=1)}
    add(conn, "ops.runs", run_id=run_id, dag=dag, **{**defaults, **columns})
    return run_id


def add_tally(conn: Connection, run_id: str, stage: str, **outcomes: int) -> None:
    """What a run's stage counted."""
    for outcome, number in outcomes.items():
        values = {"stage": stage, "batch": "all", "outcome": outcome, "item_count": number}
        add(conn, "work.batch_tallies", run_id=run_id, **values)


def add_check(conn: Connection, run_id: str, check_name: str, **columns: Any) -> str:
    """The result of a check: passed."""
    defaults = {"scope": "warehouse", "severity": "fail", "offender_count": 0, "checked_at": NOON}
    add(conn, "ops.checks", run_id=run_id, check_name=check_name, **{**defaults, **columns})
    return check_name


def proof(quote: str, *, within: str = TEXT, field: str = "name", shift: int = 0) -> dict[str, Any]:
    """Evidence in the text: where `quote` first stands in `within`, `shift` characters beside it."""
    start = within.find(quote) + shift
    return {
        "field": field,
        "origin": "text",
        "quote": quote,
        "start_char": start,
        "end_char": start + len(quote),
    }
