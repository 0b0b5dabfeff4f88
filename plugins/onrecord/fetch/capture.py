"""What stands at an address now? Fetches what is due, keeps each new body, and says what became of each.

The one stage that commits by itself: per address, once its record is safe in the archive. A page that
was captured before and is refused now keeps its capture; nothing is set aside for it.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from psycopg2 import DataError
from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from onrecord import store
from onrecord.errors import DEFECTS, Permanent, Transient
from onrecord.fetch import aliases, folders, schedule
from onrecord.fetch.addresses import host_of, is_file
from onrecord.fetch.archive import Archive
from onrecord.fetch.client import client_for
from onrecord.fetch.http import Client
from onrecord.fetch.page import Page, online, saved
from onrecord.models import Source
from onrecord.store import exits

log = logging.getLogger(__name__)

STAGE = "fetch"
RUN_SECONDS = 1200.0  # of the 30 minutes a task has; what is not reached stays due
MAX_HOST_FAILURES = 3  # in a row, then the host is left alone for the rest of the batch

LOAD = """
select
    urls.url_id,
    urls.url,
    urls.source_slug,
    urls.etag,
    urls.last_modified,
    urls.failure_count,
    urls.hint_title,
    urls.hint_published_at,
    urls.discovered_at,
    urls.alias_of_url_id,
    coalesce(urls.next_fetch_at <= %(now)s, false) as is_due,
    exists (select 1 from raw.captures where captures.url_id = urls.url_id) as is_captured
from raw.urls
where urls.url_id = any(%(url_ids)s)
"""
LAST_BODY = """
select
    captures.body_sha256,
    exists (
        select 1
        from work.exits
        where
            exits.capture_id = captures.capture_id
            and exits.reason = 'capture_unreadable'
            and exits.closed_at is null
    ) as is_lost
from raw.captures
where captures.url_id = %(url_id)s
order by captures.capture_id desc
limit 1
"""
CAPTURE = """
insert into raw.captures (
    url_id, fetched_at, http_status, headers, content_type, body_sha256, body_bytes,
    warc_file, warc_offset, warc_length, final_url
)
values (
    %(url_id)s, %(now)s, %(status)s, %(headers)s, %(content_type)s, %(sha256)s, %(body_bytes)s,
    %(warc_file)s, %(warc_offset)s, %(warc_length)s, %(final_url)s
)
"""
FETCHED = """
update raw.urls
set
    alias_of_url_id = null,
    last_fetched_at = %(now)s,
    last_changed_at = case when %(is_changed)s then %(now)s else last_changed_at end,
    last_status = coalesce(%(status)s, last_status),
    failure_count = 0,
    etag = coalesce(%(etag)s, case when %(is_not_modified)s then etag end),
    last_modified = coalesce(%(last_modified)s, case when %(is_not_modified)s then last_modified end),
    next_fetch_at = %(next_fetch_at)s
where url_id = %(url_id)s
"""
FAILED = """
update raw.urls
set
    last_fetched_at = %(now)s,
    last_status = coalesce(%(status)s, last_status),
    failure_count = failure_count + 1,
    etag = coalesce(%(etag)s, etag),
    next_fetch_at = %(next_fetch_at)s
where url_id = %(url_id)s
"""


def run(
    conn: Connection,
    url_ids: Sequence[int],
    *,
    sources: Iterable[Source],
    home: Path | str,
    now: datetime | None = None,
    client: Client | None = None,
) -> Counter[str]:
    """Fetch these addresses; commits after each. The tally counts each once.

    `captured`, `unchanged`, `not_modified`, `redirected` (its target was captured or is as it was),
    `rejected_<reason>`, `postponed_<reason>`, `left` (no time, or its host is down), `not_due`
    (done already, or unknown).
    """
    now = now or _now()
    declared = {source.slug: source for source in sources}
    rows = store.fetch(conn, LOAD, {"url_ids": list(url_ids), "now": now})
    due = [row for row in rows if row["is_due"]]
    tally = Counter(not_due=len(url_ids) - len(due))
    kept = Archive(home)
    deadline = time.monotonic() + RUN_SECONDS
    failures: Counter[str] = Counter()
    try:
        for row in _in_turn(due):
            host = host_of(row["url"])
            if time.monotonic() > deadline or failures[host] >= MAX_HOST_FAILURES:
                tally["left"] += 1
                continue
            slug = row["source_slug"]
            source = declared.get(slug) or Source(slug=slug, name=slug, kind="urls", addresses=())
            outcome = _fetch(conn, row, source, client or client_for(source), kept, now)
            conn.commit()
            failures[host] = failures[host] + 1 if outcome.startswith("postponed") else 0
            tally[outcome] += 1
    finally:
        kept.close()
    return +tally


def _in_turn(rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """One of each host after the other, so that waiting for one is spent on the others."""
    by_host: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_host.setdefault(host_of(row["url"]), []).append(row)
    return (row for row in chain.from_iterable(zip_longest(*by_host.values())) if row is not None)


def _fetch(
    conn: Connection, row: Mapping[str, Any], source: Source, client: Client, kept: Archive, now: datetime
) -> str:
    """Get one address and store what came of it; its outcome. A defect of ours costs this address alone."""
    try:
        page = saved(source, row) if is_file(row["url"]) else online(source, row, client)
        with store.savepoint(conn):
            return _store(conn, row, source, page, kept, now)
    except Permanent as error:
        return _refuse(conn, row, source, error, now)
    except Transient as error:
        return _postpone(conn, row, error, now)
    except (*DEFECTS, DataError) as error:
        log.exception("fetch: %s", row["url"])
        return _postpone(conn, row, Transient("http_error", f"{type(error).__name__}: {error}"), now)


def _store(
    conn: Connection, row: Mapping[str, Any], source: Source, page: Page, kept: Archive, now: datetime
) -> str:
    target_id = aliases.follow(conn, row, page, now) if page.address != row["url"] else row["url_id"]
    outcome = _keep(conn, target_id, page, kept, now)
    age = now - (row["hint_published_at"] or row["discovered_at"])
    is_by_clock = source.kind in {"feed", "sitemap", "list"} and not source.is_sample
    fetched = {
        "url_id": target_id,
        "now": now,
        "status": page.status,
        "etag": page.etag,
        "last_modified": page.last_modified,
        "is_changed": outcome == "captured",
        "is_not_modified": outcome == "not_modified",
        "next_fetch_at": schedule.next_visit(now, age=age) if is_by_clock else None,
    }
    store.execute(conn, FETCHED, fetched)
    exits.close(conn, sorted({row["url_id"], target_id}), stages=[STAGE])
    return outcome if target_id == row["url_id"] else "redirected"


def _keep(conn: Connection, url_id: int, page: Page, kept: Archive, now: datetime) -> str:
    """Archive a body and store its capture, unless the last capture has the same one and can be read."""
    if page.body is None:
        return "not_modified"
    sha256 = hashlib.sha256(page.body).digest()
    last = store.fetch(conn, LAST_BODY, {"url_id": url_id})
    if last and bytes(last[0]["body_sha256"]) == sha256 and not last[0]["is_lost"]:
        return "unchanged"
    place = kept.append(page.address, page.body, fetched_at=now, headers=page.headers, status=page.status)
    headers = {name: _clean(value) for name, value in page.headers.items()}
    values = {
        "url_id": url_id,
        "now": now,
        "status": page.status,
        "headers": Json(headers),
        "content_type": next(
            (value for name, value in headers.items() if name.lower() == "content-type"), None
        ),
        "sha256": sha256,
        "body_bytes": len(page.body),
        "warc_file": place.warc_file,
        "warc_offset": place.offset,
        "warc_length": place.length,
        "final_url": page.address,
    }
    store.execute(conn, CAPTURE, values)
    return "captured"


def _refuse(conn: Connection, row: Mapping[str, Any], source: Source, error: Permanent, now: datetime) -> str:
    next_fetch_at = schedule.recheck(now, reason=error.reason, failure_count=row["failure_count"] + 1)
    tag = folders.tag_of(source, row["url"]) if is_file(row["url"]) else None
    _fail(conn, row, getattr(error, "status", None), next_fetch_at, now, tag)
    if _is_without_page(row):
        exits.open(conn, url_id=row["url_id"], stage=STAGE, reason=error.reason, detail=error.detail)
    return f"rejected_{error.reason}"


def _postpone(conn: Connection, row: Mapping[str, Any], error: Transient, now: datetime) -> str:
    failures = row["failure_count"] + 1
    pause = getattr(error, "retry_after_seconds", None)
    retry_at = schedule.retry(now, failure_count=failures, retry_after_seconds=pause)
    _fail(conn, row, getattr(error, "status", None), retry_at, now, None)
    if failures >= schedule.MAX_FAILURES and _is_without_page(row):
        exits.open(
            conn,
            url_id=row["url_id"],
            stage=STAGE,
            reason=error.reason,
            detail=error.detail,
            retry_at=retry_at,
        )
    return f"postponed_{error.reason}"


def _is_without_page(row: Mapping[str, Any]) -> bool:
    """Whether neither a capture nor another address stands for this one."""
    return not row["is_captured"] and row["alias_of_url_id"] is None


def _fail(
    conn: Connection,
    row: Mapping[str, Any],
    status: int | None,
    next_fetch_at: datetime | None,
    now: datetime,
    tag: str | None,
) -> None:
    values = {
        "url_id": row["url_id"],
        "status": status,
        "next_fetch_at": next_fetch_at,
        "now": now,
        "etag": tag,
    }
    store.execute(conn, FAILED, values)


def _clean(value: str) -> str:
    """A header as text that Postgres can hold."""
    return "".join(char for char in value if char.isprintable())


def _now() -> datetime:
    return datetime.now(timezone.utc)
