"""Which addresses are due, and which captures did the archive lose?"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.errors import Permanent
from onrecord.fetch import archive
from onrecord.fetch.addresses import canonical, host_of, is_file
from onrecord.models import Source

log = logging.getLogger(__name__)

MAX_PLANNED = 20_000  # addresses of one plan
MAX_BATCHES = 1000
RESUME_WINDOW = timedelta(days=3)  # only young files can have lost their end

# Each host has its share of a plan before any has more; files need no distance, so all of them may go.
DUE = """
with due as (
    select
        urls.url_id,
        urls.url,
        urls.next_fetch_at,
        row_number() over (
            partition by substring(urls.url from '^(?:https?://)?([^/]+)')
            order by urls.next_fetch_at, urls.url_id
        ) as place
    from raw.urls
    inner join raw.sources on urls.source_slug = sources.source_slug
    where
        urls.next_fetch_at <= %(now)s
        and (sources.is_enabled or urls.url = any(%(named)s))
        and (%(is_all)s or urls.source_slug = any(%(slugs)s) or urls.url = any(%(named)s))
)

select url_id, url
from due
where place <= %(per_host)s or starts_with(url, 'file:')
order by place, next_fetch_at, url_id
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
# Once for each time that extract did not find a record.
RENEW = """
update raw.urls
set next_fetch_at = %(now)s, etag = null, last_modified = null
from work.exits
where
    exits.url_id = urls.url_id
    and exits.closed_at is null
    and exits.reason = 'capture_unreadable'
    and urls.alias_of_url_id is null
    and (urls.last_fetched_at is null or urls.last_fetched_at < exits.last_seen_at)
    and (urls.next_fetch_at is null or urls.next_fetch_at > %(now)s)
"""


def pending(
    conn: Connection, *, batch_size: int, now: datetime | None = None, only: Iterable[Source] | None = None
) -> list[list[int]]:
    """What is due, oldest first, in batches that share no host (at most a batch of each host).

    `only`: pages of these sources, and those that they name one by one, whichever source had them first.
    """
    chosen = list(only or ())
    values = {
        "now": now or _now(),
        "limit": MAX_PLANNED,
        "per_host": batch_size,
        "is_all": only is None,
        "slugs": [source.slug for source in chosen],
        "named": list(named(chosen)),
    }
    rows = store.fetch(conn, DUE, values)
    return batches([(row["url_id"], row["url"]) for row in rows], batch_size)[:MAX_BATCHES]


def named(sources: Iterable[Source]) -> Iterator[str]:
    """The pages that sources name one by one, by their canonical addresses."""
    for source in sources:
        for address in source.addresses if source.kind == "urls" else ():
            with suppress(Permanent):  # discovery has counted it
                yield canonical(address)


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
    """Make pages due again whose record the archive lost (a machine that went down).

    Call it before planning. How many; the captures of those that nothing has read yet are forgotten. A
    file that is not there at all may be in another machine's archive: only where extract did not find
    it either is its page fetched again.
    """
    now = now or _now()
    count = 0
    missing = []
    for row in store.fetch(conn, ENDS, {"since": now - RESUME_WINDOW}):
        size = archive.file_bytes(row["warc_file"], home=home)
        if size is None:
            missing.append(row["warc_file"])
        elif size < row["end_byte"]:
            values = {"warc_file": row["warc_file"], "file_bytes": size, "now": now}
            count += store.execute(conn, DROP, values)
    if missing:
        log.warning("fetch: %d file(s) not in the archive of %s, first %s", len(missing), home, missing[0])
    return count + store.execute(conn, RENEW, {"now": now})


def _now() -> datetime:
    return datetime.now(timezone.utc)
