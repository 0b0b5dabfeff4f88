"""Which addresses are due, and which captures did the archive lose?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.fetch import archive
from onrecord.fetch.addresses import host_of, is_file

MAX_PLANNED = 20_000  # addresses of one plan
MAX_BATCHES = 1000
RESUME_WINDOW = timedelta(days=3)  # only young files can have lost their end

DUE = """
select urls.url_id, urls.url
from raw.urls
inner join raw.sources on urls.source_slug = sources.source_slug
where urls.next_fetch_at <= %(now)s and urls.alias_of_url_id is null and sources.is_enabled
order by urls.next_fetch_at, urls.url_id
limit %(limit)s
"""
ENDS = """
select warc_file, max(warc_offset + warc_length) as end_byte
from raw.captures
where fetched_at >= %(since)s
group by warc_file
"""
DROP = """
with dropped as (
    delete from raw.captures
    where
        warc_file = %(warc_file)s
        and warc_offset + warc_length > %(file_bytes)s
        and not exists (select 1 from work.documents where documents.capture_id = captures.capture_id)
        and not exists (select 1 from work.exits where exits.capture_id = captures.capture_id)
    returning url_id
)

update raw.urls
set next_fetch_at = %(now)s, etag = null, last_modified = null
where url_id in (select url_id from dropped)
"""


def pending(conn: Connection, *, batch_size: int, now: datetime | None = None) -> list[list[int]]:
    """What is due, oldest first, in batches that share no host (at most a batch of each host)."""
    rows = store.fetch(conn, DUE, {"now": now or _now(), "limit": MAX_PLANNED})
    return batches([(row["url_id"], row["url"]) for row in rows], batch_size)[:MAX_BATCHES]


def batches(due: Iterable[tuple[int, str]], batch_size: int) -> list[list[int]]:
    """Group addresses so that no host is in two batches, for two tasks would not keep its interval."""
    by_host: dict[str, list[int]] = {}
    for url_id, address in due:
        by_host.setdefault(host_of(address), []).append(url_id)
    planned: list[list[int]] = []
    for host, url_ids in by_host.items():
        # Files of a folder need no distance: all of them may go, in as many batches as it takes.
        parts = [url_ids[start : start + batch_size] for start in range(0, len(url_ids), batch_size)]
        for part in parts if is_file(host) else parts[:1]:
            if planned and len(planned[-1]) + len(part) <= batch_size:
                planned[-1] += part
            else:
                planned.append(part)
    return planned


def drop_unreadable(conn: Connection, *, home: Path | str, now: datetime | None = None) -> int:
    """Forget captures whose record the archive lost (a machine that went down); their pages are due again.

    Call it before planning. How many were forgotten; nothing that was read already is.
    """
    now = now or _now()
    count = 0
    for row in store.fetch(conn, ENDS, {"since": now - RESUME_WINDOW}):
        size = archive.file_bytes(row["warc_file"], home=home)
        if size < row["end_byte"]:
            values = {"warc_file": row["warc_file"], "file_bytes": size, "now": now}
            count += store.execute(conn, DROP, values)
    return count


def _now() -> datetime:
    return datetime.now(timezone.utc)
