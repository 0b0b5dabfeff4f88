"""Which pages are there to fetch? Looks through a source and stores the addresses it did not know.

A source that fails keeps its last error and is tried again later and later; what it named before
stays. Nothing here raises for a bad source, and nothing commits.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from onrecord import store
from onrecord.errors import DEFECTS, Permanent, StageError
from onrecord.fetch import folders, listings, schedule
from onrecord.fetch.addresses import canonical, is_file, same_site
from onrecord.fetch.client import client_for
from onrecord.fetch.http import Answer, Client
from onrecord.fetch.listings import Link, Unreadable
from onrecord.models import Source

log = logging.getLogger(__name__)

MAX_SITEMAPS = 50  # files of one sitemap index, the newest first
MAX_ERROR_CHARS = 1000

REGISTER = """
insert into raw.sources (source_slug, name, kind, outlet, is_sample, is_enabled)
values (%(slug)s, %(name)s, %(kind)s, %(outlet)s, %(is_sample)s, %(is_enabled)s)
on conflict (source_slug) do update set
    name = excluded.name,
    kind = excluded.kind,
    outlet = excluded.outlet,
    is_sample = excluded.is_sample,
    is_enabled = excluded.is_enabled
"""
REST_OTHERS = """
update raw.sources set is_enabled = false where is_enabled and not source_slug = any(%(slugs)s)
"""
DUE = """
select source_slug
from raw.sources
where source_slug = any(%(slugs)s) and (next_due_at is null or next_due_at <= %(now)s)
order by next_due_at nulls first, source_slug
"""
STATE = "select http_state, failure_count from raw.sources where source_slug = %(slug)s"
SUCCEEDED = """
update raw.sources
set
    http_state = %(state)s,
    last_discovered_at = %(now)s,
    last_succeeded_at = %(now)s,
    failure_count = 0,
    last_error = null,
    next_due_at = %(next_due_at)s
where source_slug = %(slug)s
"""
FAILED = """
update raw.sources
set
    http_state = %(state)s,
    last_discovered_at = %(now)s,
    failure_count = failure_count + 1,
    last_error = %(error)s,
    next_due_at = %(next_due_at)s
where source_slug = %(slug)s
"""
KNOWN = """
select url, url_id, etag, last_fetched_at, next_fetch_at, failure_count
from raw.urls
where url = any(%(urls)s)
"""
INSERT = """
insert into raw.urls (url, source_slug, hint_title, hint_published_at, discovered_at, next_fetch_at)
values %s
on conflict (url) do nothing
"""
MAKE_DUE = """
update raw.urls
set next_fetch_at = %(now)s
where url_id = any(%(url_ids)s) and (next_fetch_at is null or next_fetch_at > %(now)s)
"""


@dataclass(slots=True)
class _Found:
    """What looking through a source has brought so far."""

    links: list[Link] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def register(conn: Connection, sources: Iterable[Source]) -> None:
    """Make raw.sources say what is declared; a source that no longer is rests, with its pages."""
    declared = list(sources)
    for source in declared:
        _register(conn, source)
    store.execute(conn, REST_OTHERS, {"slugs": [source.slug for source in declared]})


def pending(conn: Connection, sources: Iterable[Source], *, now: datetime | None = None) -> list[str]:
    """The slugs of the sources that are due; `register` them first."""
    slugs = [source.slug for source in sources if source.is_enabled]
    rows = store.fetch(conn, DUE, {"slugs": slugs, "now": now or _now()})
    return [row["source_slug"] for row in rows]


def run(
    conn: Connection, source: Source, *, now: datetime | None = None, client: Client | None = None
) -> Counter[str]:
    """Look through a source and store what is new; the tally counts each address it names once.

    `new`, `known`, `due_again` (known, to be fetched again), `skipped`, `bad_address`, `left` (over
    max_pages, taken next time); `failed` counts addresses of the source itself that were not readable.
    """
    now = now or _now()
    state = store.fetch_one(conn, STATE, {"slug": source.slug}) or {"http_state": {}, "failure_count": 0}
    found = _look(source, state["http_state"], client or client_for(source))
    _register(conn, source)  # only now: no row stays locked while servers answer
    tally, wanted = _choose(source, found.links)
    tally += _store(conn, source, wanted, now)
    if tally["left"]:
        # A "not modified" next time would hide what was left.
        found.state = {address: {} for address in found.state}
    tally["failed"] += len(found.problems)
    failures = state["failure_count"] + 1 if found.problems else 0
    next_due_at = schedule.next_discovery(
        now, source.kind, failure_count=failures, is_sample=source.is_sample
    )
    values = {"slug": source.slug, "now": now, "state": Json(found.state), "next_due_at": next_due_at}
    if found.problems:
        error = "; ".join(found.problems).replace("\0", "")[:MAX_ERROR_CHARS]
        store.execute(conn, FAILED, {**values, "error": error})
    else:
        store.execute(conn, SUCCEEDED, values)
    return +tally


def _register(conn: Connection, source: Source) -> None:
    named = ("slug", "name", "kind", "outlet", "is_sample", "is_enabled")
    store.execute(conn, REGISTER, {name: getattr(source, name) for name in named})


def _look(source: Source, state: Mapping[str, Any], client: Client) -> _Found:
    found = _Found()
    for address in source.addresses:
        # Pages of a sample are looked at again each time, so what lists them must be read each time.
        known = {} if source.is_sample else state.get(address) or {}
        try:
            links, kept = _look_at(source, address, known, client, found.problems)
        except (StageError, Unreadable) as error:
            found.problems.append(f"{address}: {error}" if isinstance(error, StageError) else str(error))
            continue
        except DEFECTS as error:
            log.exception("discover: %s", address)
            found.problems.append(f"{address}: {type(error).__name__}: {error}")
            continue
        found.links += links
        if kept or source.kind == "folder":  # whose folders are told from another's by it
            found.state[address] = kept
    if source.kind == "folder" and len(source.addresses) > 1:
        twice = folders.twice_named(map(Path, source.addresses))
        found.problems += [f"{name}: only the first of its files is read" for name in twice]
    return found


def _look_at(
    source: Source, address: str, known: Mapping[str, str], client: Client, problems: list[str]
) -> tuple[list[Link], Mapping[str, str]]:
    """The links at one address of a source, and what makes the next look a conditional one."""
    if source.kind == "urls":
        return [Link(address)], {}
    if source.kind == "folder":
        links, kept, unread = folders.list_pages(source, address, known)
        problems += unread
        return links, kept
    answer = client.get(
        address,
        etag=known.get("etag"),
        last_modified=known.get("last_modified"),
        interval_seconds=source.interval_seconds,
        max_bytes=listings.MAX_BYTES,
    )
    if answer.status == 304:
        return [], known
    content_type = answer.headers.get("Content-Type", "")
    if source.kind == "feed":
        links = listings.read_feed(answer.body, address=answer.address, content_type=content_type)
    elif source.kind == "list":
        charset = listings.charset_of(content_type)
        links = listings.read_list(answer.body, address=answer.address, charset=charset)
    else:
        links, is_index = _sitemap_links(source, answer, client, problems)
        if is_index:  # it may stand still while the sitemaps it names move
            return links, {}
    kept = {"etag": answer.headers.get("ETag", ""), "last_modified": answer.headers.get("Last-Modified", "")}
    return links, {name: value for name, value in kept.items() if value}


def _sitemap_links(
    source: Source, answer: Answer, client: Client, problems: list[str]
) -> tuple[list[Link], bool]:
    """The pages of a sitemap and of those it names, on the same site; and whether it names any."""
    pages: list[Link] = []
    waiting = [(answer.address, answer.body)]
    seen = {answer.address}
    while waiting and len(pages) < listings.MAX_LINKS:
        address, body = waiting.pop(0)
        try:
            if not body:
                body = client.get(
                    address, interval_seconds=source.interval_seconds, max_bytes=listings.MAX_BYTES
                ).body
            kind, links = listings.read_sitemap(body, address=address)
        except (StageError, Unreadable) as error:
            if address == answer.address:
                raise
            problems.append(f"{address}: {error}")
            continue
        links = [link for link in links if _may_be_of(link.address, answer.address)]
        if kind == "pages":
            pages += links
            continue
        for link in links:
            if link.address not in seen and len(seen) <= MAX_SITEMAPS:
                seen.add(link.address)
                waiting.append((link.address, b""))
    return pages, len(seen) > 1


def _may_be_of(address: str, home: str) -> bool:
    """Whether an address is of a site; one that cannot be read is let through, to be counted as such."""
    try:
        return same_site(address, home)
    except ValueError:
        return True


def _choose(source: Source, links: Sequence[Link]) -> tuple[Counter[str], dict[str, Link]]:
    """The links to keep, by canonical address, and what became of the others."""
    tally: Counter[str] = Counter()
    skip = [re.compile(pattern) for pattern in source.skip]
    wanted: dict[str, Link] = {}
    for link in links:
        try:
            address = link.address if is_file(link.address) else canonical(link.address)
        except Permanent:
            tally["bad_address"] += 1
            continue
        if any(pattern.search(address) for pattern in skip):
            tally["skipped"] += 1
        else:
            wanted.setdefault(address, replace(link, address=address))
    return tally, wanted


def _store(conn: Connection, source: Source, wanted: Mapping[str, Link], now: datetime) -> Counter[str]:
    known = {row["url"]: row for row in store.fetch(conn, KNOWN, {"urls": list(wanted)})}
    unknown = [link for address, link in wanted.items() if address not in known]
    new = unknown[: source.max_pages]
    rows = [(link.address, source.slug, link.title, link.published_at, now, now) for link in new]
    store.execute_values(conn, INSERT, rows)
    # Of an alias itself, not of its target: it may lead elsewhere by now, or answer by itself.
    due_again = [row["url_id"] for url, row in known.items() if _is_due_again(source, wanted[url], row)]
    store.execute(conn, MAKE_DUE, {"url_ids": due_again, "now": now})
    return Counter(
        new=len(new),
        left=len(unknown) - len(new),
        due_again=len(due_again),
        known=len(known) - len(due_again),
    )


def _is_due_again(source: Source, link: Link, row: Mapping[str, Any]) -> bool:
    """Whether a known page is fetched again now: its file changed, its listing says it did, or always."""
    if source.kind == "folder":
        return bool(row["etag"] != link.tag)
    if source.is_sample or source.kind == "urls":
        return True
    fetched_at, changed_at = row["last_fetched_at"], link.modified_at
    is_waiting = row["failure_count"] > 0 and row["next_fetch_at"] is not None  # its retry has its time
    return bool(fetched_at and changed_at and changed_at > fetched_at and not is_waiting)


def _now() -> datetime:
    return datetime.now(timezone.utc)
