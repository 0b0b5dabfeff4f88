"""What people decide about families: this page is another article, these articles are one.

A decision is about pages, by address and by text: it holds when they are read again by newer rules, when
they change, and for any other page of the same text. Of two that disagree the later one holds, so a
split is undone by a join and the other way round. Families follow at once, published tables with the
next run of `curate`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.dedup import families
from onrecord.errors import OnrecordError

FAMILY_OF_URL = """
select family_members.family_id::text as family_id
from work.family_members
inner join raw.urls on family_members.url_id = urls.url_id
where urls.url = %(name)s
"""
FAMILY_OF_ID = """
select coalesce(merged_families.last_family_id, families.family_id)::text as family_id
from work.families
left join work.merged_families on families.family_id = merged_families.family_id
where families.family_id = %(name)s::uuid
"""
RECORD = """
insert into work.family_decisions (kind, decided_by, reason) values (%(kind)s, %(by)s, %(reason)s)
returning decision_id
"""
RECORD_PAGES = "insert into work.family_decision_pages (decision_id, url_id, folded_sha256, leaves) values %s"
LEFT = """
select family_decision_pages.url_id
from work.family_decision_pages
where family_decision_pages.leaves and family_decision_pages.url_id = any(%(url_ids)s)
"""
ABOUT = """
select
    family_decisions.kind,
    family_decisions.decided_by,
    family_decisions.decided_at,
    family_decisions.reason,
    count(*) filter (where not family_decision_pages.leaves) as staying_count,
    count(*) filter (where family_decision_pages.leaves) as leaving_count
from work.family_decisions
inner join work.family_decision_pages on family_decisions.decision_id = family_decision_pages.decision_id
where family_decisions.decision_id in (
    select concerned.decision_id
    from work.family_decision_pages as concerned
    where concerned.url_id = any(%(url_ids)s)
)
group by family_decisions.decision_id
order by family_decisions.decision_id
"""


class NotDecided(OnrecordError):
    """What was asked for cannot be decided; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A page whose article a decision has changed."""

    url: str
    before: str
    after: str


def split(conn: Connection, urls: Sequence[str], *, by: str, reason: str) -> list[Moved]:
    """Take pages out of their article, for ever, into one of their own; what moved (nothing: it was so already).

    The article keeps its id and its other pages. Raises NotDecided.
    """
    store.execute(conn, families.LOCK)
    articles = {url: article_of(conn, url) for url in urls}
    if len(set(articles.values())) > 1:
        named = ", ".join(f"{url} ({article})" for url, article in articles.items())
        raise NotDecided(f"These pages are of different articles: {named}. Split one article at a time.")
    pages = page_rows(conn, articles.values())
    leaving = {row["url_id"] for row in pages if row["url"] in articles}
    if len(leaving) == len(pages):
        if leaving == {row["url_id"] for row in store.fetch(conn, LEFT, {"url_ids": list(leaving)})}:
            return []
        raise NotDecided(
            f"Article {pages[0]['article_id']} has no other pages: name only those that are to leave it."
        )
    _record(conn, "split", pages, leaving, by=by, reason=reason)
    families.regroup(conn, [row["document_id"] for row in pages], strays=leaving)
    return _moved(conn, pages)


def join(conn: Connection, names: Sequence[str], *, by: str, reason: str) -> list[Moved]:
    """Make articles (ids, or addresses of pages) one, for ever, under the first's id; what moved. Raises NotDecided.

    The other ids lead to the first one.
    """
    store.execute(conn, families.LOCK)
    articles = list(dict.fromkeys(article_of(conn, name) for name in names))
    if len(articles) == 1:
        return []
    pages = page_rows(conn, articles)
    _record(conn, "join", pages, set(), by=by, reason=reason)
    families.regroup(conn, [row["document_id"] for row in pages], heir=articles[0])
    return _moved(conn, pages)


def page_rows(conn: Connection, articles: Iterable[str]) -> list[store.Row]:
    """The pages of articles, as in dedup_pages.sql."""
    return store.fetch(conn, store.statement("dedup_pages"), {"ids": sorted(set(articles))})


def about(conn: Connection, url_ids: Iterable[int]) -> list[store.Row]:
    """What was decided about pages, oldest first: kind, by whom, when, why, of how many pages."""
    return store.fetch(conn, ABOUT, {"url_ids": list(url_ids)})


def article_of(conn: Connection, name: str) -> str:
    """The article of an id (also one that leads elsewhere by now) or of a page's address. Raises NotDecided."""
    rows = store.fetch(conn, FAMILY_OF_ID if _is_id(name) else FAMILY_OF_URL, {"name": name})
    if not rows:
        what = "article" if _is_id(name) else "page of an article"
        raise NotDecided(
            f"There is no {what} {name!r}: `onrecord query copies` lists both ids and addresses."
        )
    return str(rows[0]["family_id"])


def _is_id(name: str) -> bool:
    try:
        uuid.UUID(name)
    except ValueError:
        return False
    return True


def _record(
    conn: Connection, kind: str, pages: Sequence[store.Row], leaving: set[int], *, by: str, reason: str
) -> None:
    (row,) = store.fetch(conn, RECORD, {"kind": kind, "by": by, "reason": reason})
    about_pages = [
        (row["decision_id"], page["url_id"], bytes.fromhex(page["folded"]), page["url_id"] in leaving)
        for page in pages
    ]
    store.execute_values(conn, RECORD_PAGES, about_pages)


def _moved(conn: Connection, pages: Sequence[store.Row]) -> list[Moved]:
    """The pages that are of another article now."""
    before = {row["url"]: row["article_id"] for row in pages}
    after = {url: article_of(conn, url) for url in before}
    return [Moved(url, before[url], after[url]) for url in before if before[url] != after[url]]
