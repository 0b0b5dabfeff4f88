"""Which lines do the pages of one site have in common?

In: pages as they were read. Out: counts in work.site_lines, of which `known` gives those that are the
site's. They are learned after a run has published, never while it reads: what becomes of a page must
not depend on which of its neighbours was read first. A page is counted once for all its captures, and
not at all when it repeats the article of another page of its site: what reposts have in common is their
article.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.extract.fold import fold_lines
from onrecord.extract.shape import is_label, letters
from onrecord.models import Document

MIN_PAGES = 3  # that print a line; site_lines.sql asks for one page in fifty as well
PATIENCE = 200  # pages: a line that by then fewer than MIN_PAGES of them have printed is an article's
BATCH_SIZE = 200  # pages compared in one transaction
MAX_PAGE_LINES = 300  # from both ends of a page: menus and footers stand there
MAX_CHARS = 200  # of a line: longer ones are paragraphs
MIN_LETTERS = 8  # of a line in an article: shorter ones may be answers, which interviews have in common
SKETCH = 6  # long lines by which an article is known again
MIN_SKETCH_CHARS = 14
MAX_SHARED = 0.3  # of an article's lines that its site has printed before: more makes it a repost

SAVE_SITES = "insert into work.learned_sites (site) values %s on conflict do nothing"
SAVE_PAGES = """
update work.learned_pages set is_counted = true where url_id = any(%(url_ids)s)
"""
NEW_PAGES = """
insert into work.learned_pages (url_id, is_counted)
select asked.url_id, false
from unnest(%(url_ids)s::bigint []) as asked (url_id)
order by asked.url_id
on conflict do nothing
returning url_id
"""
SAVE_SIZES = """
update work.learned_sites set page_count = counted.page_count
from unnest(%(sites)s::text [], %(counts)s::integer []) as counted (site, page_count)
where learned_sites.site = counted.site
"""
_QUESTION = re.compile(r"[?？][\s”\"』」）)]*$")
_COMPLETE = re.compile(r"[。！？!?.…]$")
_SPOKEN = re.compile(r"^[^:]{1,20}:\s*\S")


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page as far as its site is concerned: lines that may be the site's, and lines that show its article."""

    url_id: int
    site: str
    lines: Mapping[bytes, str]
    article: frozenset[bytes]


@dataclass(slots=True)
class _Count:
    pages: int = 0
    first: int = 0
    last: int = 0
    line: str | None = None


def site_of(url: str) -> str:
    """The host of a url; of a saved page its source.

    >>> site_of("https://post.example:8443/a/1"), site_of("file:saved/a/1.html")
    ('post.example:8443', 'file:saved')
    """
    parts = urlsplit(url)
    return parts.netloc.lower() or f"{parts.scheme}:{parts.path.split('/')[0]}"


def page_of(url_id: int, url: str, document: Document) -> SitePage:
    """What of a page may be its site's, and what tells that its article is one that was seen before."""
    printed = [line.strip() for line in document.source_text.split("\n")]
    half = MAX_PAGE_LINES // 2
    printed = printed if len(printed) <= MAX_PAGE_LINES else [*printed[:half], *printed[-half:]]
    kept = {line.strip() for line in document.text.split("\n")}
    short = [line for line in dict.fromkeys(printed) if 1 < len(line) <= MAX_CHARS]
    folded = fold_lines(short)
    lines = {
        _key(line): line
        for line, plain in zip(short, folded, strict=True)
        if _may_be_sites(plain, is_kept=line in kept)
    }
    sketch = sorted(_key(line) for line in kept if len(line) >= MIN_SKETCH_CHARS)[:SKETCH]
    return SitePage(url_id, site_of(url), lines, frozenset(sketch))


def _may_be_sites(folded: str, *, is_kept: bool) -> bool:
    """Not what people say: questions, labels, what has a label, short answers."""
    if is_label(folded) or _QUESTION.search(folded):
        return False
    if not is_kept:
        return True
    if _SPOKEN.match(folded) or letters(folded) < MIN_LETTERS:
        return False
    return not (_COMPLETE.search(folded) and letters(folded) < 2 * MIN_LETTERS)


def known(conn: Connection, sites: Iterable[str]) -> dict[str, frozenset[str]]:
    """The lines of each site, as far as they have been learned."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in store.fetch(conn, store.statement("site_lines"), {"host": " ".join(sorted(set(sites)))}):
        found[row["site"]].add(row["line"])
    return {site: frozenset(lines) for site, lines in found.items()}


def learn_new(conn: Connection, *, limit: int = BATCH_SIZE) -> int:
    """Count the lines of up to `limit` pages that have been read and never compared; how many there were."""
    rows = store.fetch(conn, store.statement("extract_unlearned"), {"limit": limit})
    documents = [Document(url=row["url"], text=row["text"], source_text=row["source_text"]) for row in rows]
    learn(
        conn,
        [page_of(row["url_id"], row["url"], document) for row, document in zip(rows, documents, strict=True)],
    )
    return len(rows)


def learn(conn: Connection, pages: Sequence[SitePage]) -> None:
    """Count the lines of pages that were never looked at; each batch of a site waits for the one before."""
    if not pages:
        return
    sites = sorted({page.site for page in pages})
    store.execute_values(conn, SAVE_SITES, [(site,) for site in sites])
    rows = store.fetch(conn, store.statement("extract_lock_sites"), {"sites": sites})
    sizes = {row["site"]: row["page_count"] for row in rows}
    rows = store.fetch(conn, NEW_PAGES, {"url_ids": sorted({page.url_id for page in pages})})
    new = {row["url_id"] for row in rows}
    fresh = sorted((page for page in pages if page.url_id in new), key=lambda page: page.url_id)
    counted, counts = _count(fresh, sizes, _seen(conn, fresh))
    if not counted:
        return
    store.execute(conn, SAVE_PAGES, {"url_ids": counted})
    store.execute(conn, SAVE_SIZES, {"sites": sites, "counts": [sizes[site] for site in sites]})
    _save(conn, counts)
    forget = {"sites": sites, "common": MIN_PAGES, "patience": PATIENCE}
    store.execute(conn, store.statement("extract_forget_lines"), forget)


def _seen(conn: Connection, pages: Sequence[SitePage]) -> set[tuple[str, bytes]]:
    """Which lines of these articles have their sites printed before?"""
    asked = sorted({(page.site, key) for page in pages for key in page.article})
    values = {"sites": [site for site, _ in asked], "keys": [key for _, key in asked]}
    rows = store.fetch(conn, store.statement("extract_seen_lines"), values)
    return {(row["site"], bytes.fromhex(row["line_sha256"])) for row in rows}


def _count(
    pages: Sequence[SitePage], sizes: dict[str, int], seen: set[tuple[str, bytes]]
) -> tuple[list[int], dict[tuple[str, bytes], _Count]]:
    """The pages that count, in the order of their urls, and their lines; `sizes` grows by them."""
    counted: list[int] = []
    counts: dict[tuple[str, bytes], _Count] = defaultdict(_Count)
    for page in pages:
        known_before = sum((page.site, key) in seen for key in page.article)
        if known_before > MAX_SHARED * len(page.article):
            continue
        counted.append(page.url_id)
        sizes[page.site] += 1
        for key in (*page.lines, *(page.article - page.lines.keys())):
            count = counts[page.site, key]
            count.pages += 1
            count.first = count.first or sizes[page.site]
            count.last = sizes[page.site]
            count.line = page.lines.get(key, count.line)
        seen |= {(page.site, key) for key in page.article}
    return counted, counts


def _save(conn: Connection, counts: Mapping[tuple[str, bytes], _Count]) -> None:
    rows = sorted(counts.items(), key=lambda item: item[0])
    values = {
        "sites": [site for (site, _), _ in rows],
        "keys": [key for (_, key), _ in rows],
        "counts": [count.pages for _, count in rows],
        "firsts": [count.first for _, count in rows],
        "lasts": [count.last for _, count in rows],
    }
    store.execute(conn, store.statement("extract_count_lines"), values)
    named = [(site, key, count.line) for (site, key), count in rows if count.line is not None]
    values = {
        "sites": [site for site, _, _ in named],
        "keys": [key for _, key, _ in named],
        "lines": [line for _, _, line in named],
    }
    store.execute(conn, store.statement("extract_name_lines"), {**values, "common": MIN_PAGES})


def _key(line: str) -> bytes:
    return hashlib.sha256(line.encode("utf8")).digest()
