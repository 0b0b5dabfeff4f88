"""What a reader of the tables sees, without what tells one run from another."""

from __future__ import annotations

from uuid import UUID

from psycopg2.extensions import connection as Connection

PUBLISHED = {
    "articles": """
        select articles.article_id, canonical_url, title, outlets.name, byline, first_published_at, language,
            is_interview, is_truncated, copy_count, text, repairs, evidence, versions
        from curated.articles left join curated.outlets using (outlet_id) order by 1
    """,
    "copies": """
        select article_id, url, relation, similarity, containment, published_at, is_canonical, damage, matched_url
        from curated.copies order by 2
    """,
    "speakers": """
        select speaker_id, article_id, label, name, kind, role, title, affiliation, turn_count, evidence
        from curated.speakers order by 1
    """,
    "statements": """
        select statement_id, position, kind, answers_statement_id, label, text, text_folded, language, start_char,
            seen_in_copies, retired_at, (
                select array_agg(speaker_id order by speaker_id) from curated.statement_speakers
                where statement_speakers.statement_id = statements.statement_id)
        from curated.statements order by 1
    """,
    "topics": "select article_id, topic_id, score, evidence from curated.article_topics order by 1, 2",
    "ledger": "select url, disposition, reason, article_id from ops.url_ledger order by 1",
}


def rows(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """What is published, by name."""
    found = {}
    with conn.cursor() as cursor:
        for name, query in PUBLISHED.items():
            cursor.execute(query)
            found[name] = cursor.fetchall()
    return found


def without_ids(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """The same with names for ids: an article's id tells which of its copies was seen first, and that may differ."""
    names: dict[object, object] = {None: None}
    names |= {article_id: url for article_id, url, *_ in found["articles"]}
    names |= {
        speaker_id: (names[article_id], *said)
        for speaker_id, article_id, *said in _first(found["speakers"], 5)
    }
    names |= {statement_id: text for statement_id, *_, text in _first(found["statements"], 6)}

    def named(value: object) -> object:
        if isinstance(value, str) and value.startswith("{"):  # an array of ids, as psycopg2 leaves it
            value = value.strip("{}").split(",")
        if isinstance(value, list):
            return sorted(map(named, value), key=repr)
        return names.get(value, value) if isinstance(value, (str, UUID)) else value

    return {
        name: sorted((tuple(named(value) for value in row) for row in listed), key=repr)
        for name, listed in found.items()
    }


def _first(listed: list[tuple[object, ...]], count: int) -> list[tuple[object, ...]]:
    return [row[:count] for row in listed]
