"""Keep curated.topics true to config/topics.yml; a topic that is no longer there stays, marked retired."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.enrich import lexicon

UPSERT = """
insert into curated.topics as known (
    topic_id, parent_id, also_id, label_zh, label_en, definition, iptc_code, is_retired
) values %s
on conflict (topic_id) do update set
    parent_id = excluded.parent_id,
    also_id = excluded.also_id,
    label_zh = excluded.label_zh,
    label_en = excluded.label_en,
    definition = excluded.definition,
    iptc_code = excluded.iptc_code,
    is_retired = false
where to_jsonb(known) <> to_jsonb(excluded)
"""
RETIRE = "update curated.topics set is_retired = true where not is_retired and not topic_id = any(%(ids)s)"


def publish(conn: Connection) -> None:
    """Write every declared topic; rows that are as they should be are not touched."""
    topics = lexicon.topics().topics
    rows = [
        (one.id, one.parent, one.also, one.label_zh, one.label_en, one.definition, one.code, False)
        for one in topics.values()
    ]
    store.execute_values(conn, UPSERT, rows)
    store.execute(conn, RETIRE, {"ids": list(topics)})
