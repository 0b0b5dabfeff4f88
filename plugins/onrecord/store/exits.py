"""Set urls aside with a reason of the closed list, and let them back in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from psycopg2.extensions import connection as Connection

from onrecord.store.rows import execute

MAX_DETAIL_CHARS = 500
STAGES = [
    "discover",
    "fetch",
    "extract",
    "deduplicate",
    "enrich",
    "audit",
]  # in the order a page goes through them
OPEN = """
insert into work.exits as known (url_id, capture_id, stage, reason, detail, version, retry_at)
values (%(url_id)s, %(capture_id)s, %(stage)s, %(reason)s, %(detail)s, %(version)s, %(retry_at)s)
on conflict (url_id) where closed_at is null do update set
    capture_id = coalesce(excluded.capture_id, known.capture_id),
    stage = excluded.stage,
    reason = excluded.reason,
    detail = excluded.detail,
    version = excluded.version,
    retry_at = excluded.retry_at,
    last_seen_at = now(),
    attempt_count = known.attempt_count + 1
where array_position(%(stages)s, excluded.stage) <= array_position(%(stages)s, known.stage)
"""
CLOSE = """
update work.exits set closed_at = now()
where url_id = any(%(url_ids)s) and stage = any(%(stages)s) and closed_at is null
"""


def open(
    conn: Connection,
    *,
    url_id: int,
    stage: str,
    reason: str,
    detail: str = "",
    capture_id: int | None = None,
    version: str | None = None,
    retry_at: datetime | None = None,
) -> None:
    """Set a url aside; a reason already open for it is replaced and its attempts counted on.

    One that an earlier stage has opened stands: that stage asks by it what to leave alone, and closes it.
    """
    values = {
        "url_id": url_id,
        "capture_id": capture_id,
        "stage": stage,
        "reason": reason,
        "detail": detail.replace("\0", "").encode("utf8", "replace").decode("utf8")[:MAX_DETAIL_CHARS],
        "version": version,
        "retry_at": retry_at,
        "stages": STAGES,
    }
    execute(conn, OPEN, values)


def close(conn: Connection, url_ids: Sequence[int], *, stages: Sequence[str]) -> int:
    """Close the open reasons that these stages gave these urls; how many there were."""
    return execute(conn, CLOSE, {"url_ids": list(url_ids), "stages": list(stages)}) if url_ids else 0
