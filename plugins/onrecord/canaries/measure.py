"""Which canaries can be judged now, and how do they read? Asks the tables, compares, keeps the counts."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from onrecord import settings, store
from onrecord.canaries.compare import TASKS, Mark, compare
from onrecord.canaries.floors import Floor
from onrecord.canaries.pages import Answer, Article, Page, Said, Speaker, answers, disposition, locate
from onrecord.canaries.scores import MAX_PAGES, Score
from onrecord.dedup import fold

log = logging.getLogger(__name__)

NO_FAMILY = "a family of its own"
NO_VERSION = "?"  # nothing at all is published
# Not judged: what is on its way, and what could not be fetched for now.
LEDGER = """
select
    url_ledger.url,
    url_ledger.disposition,
    url_ledger.reason,
    url_ledger.article_id::text as article_id,
    copies.relation,
    to_char(copies.published_at at time zone 'UTC', 'YYYY-MM-DD') as day,
    to_char(copies.published_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as eastern_day,
    articles.versions,
    (
        url_ledger.disposition <> 'pending'
        and not url_ledger.has_newer_pending
        and not (url_ledger.disposition = 'quarantined' and reasons.stage = 'fetch')
    ) as is_settled
from ops.url_ledger
left join curated.copies on url_ledger.url = copies.url
left join curated.articles on url_ledger.article_id = articles.article_id
left join ops.reasons on url_ledger.reason = reasons.reason
where url_ledger.source_slug = any(%(slugs)s)
order by url_ledger.url_id
"""
# A site of samples is in one of two zones; a page says its day in its own.
ARTICLES = """
select
    articles.article_id::text as article_id,
    articles.title,
    articles.text,
    articles.language,
    articles.is_interview,
    outlets.name as outlet,
    to_char(articles.first_published_at at time zone 'UTC', 'YYYY-MM-DD') as day,
    to_char(articles.first_published_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as eastern_day,
    array(
        select article_topics.topic_id
        from curated.article_topics
        where article_topics.article_id = articles.article_id
    ) as topics
from curated.articles
left join curated.outlets on articles.outlet_id = outlets.outlet_id
where articles.article_id = any(%(ids)s::uuid [])
"""
SPEAKERS = """
select article_id::text as article_id, name, kind <> 'role' as is_named, role, title, affiliation
from curated.speakers
where article_id = any(%(ids)s::uuid [])
order by article_id, position
"""
STATEMENTS = """
select
    statements.article_id::text as article_id,
    statements.kind = 'quotation' as is_quotation,
    statements.text_folded,
    array_remove(array_agg(speakers.name), null) as names,
    coalesce(bool_or(speakers.kind <> 'role'), false) as is_named
from curated.statements
left join curated.statement_speakers on statements.statement_id = statement_speakers.statement_id
left join curated.speakers on statement_speakers.speaker_id = speakers.speaker_id
where
    statements.article_id = any(%(ids)s::uuid [])
    and statements.retired_at is null
    and not statements.is_indirect  -- the answers hold what stands in quotation marks
group by statements.statement_id
order by statements.article_id, statements.position
"""
KEEP = """
insert into ops.quality_daily (
    day, task, rule_version, right_count, wrong_count, missing_count, waiting_count,
    precision_floor, recall_floor, is_below_floor, detail, run_id
) values %s
on conflict (day, task, rule_version) do update set
    right_count = excluded.right_count,
    wrong_count = excluded.wrong_count,
    missing_count = excluded.missing_count,
    waiting_count = excluded.waiting_count,
    precision_floor = excluded.precision_floor,
    recall_floor = excluded.recall_floor,
    is_below_floor = excluded.is_below_floor,
    detail = excluded.detail,
    run_id = excluded.run_id
"""
TEMPLATE = "((now() at time zone 'UTC')::date, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class _Judged:
    """A page whose outcome is known, with the versions of the rules that read it."""

    url: str
    marks: tuple[Mark, ...]
    versions: Mapping[str, str]


def measure(conn: Connection, run_id: str, slugs: Sequence[str], floors: Mapping[str, Floor]) -> list[Score]:
    """Compare what is published of sample sources with the answers, keep the counts, and give them by task.

    A page is judged once it is settled, and so is the page that its text was first published on: until
    then a copy may well stand for it.
    """
    wanted = answers(settings.root() / "samples" / "answers.jsonl")
    rows = {row["url"]: row for row in store.fetch(conn, LEDGER, {"slugs": list(slugs)})}
    located = locate(wanted, list(rows))
    settled = {url: answer for url, answer in located.items() if rows[url]["is_settled"]}
    firsts = {answer.slug: url for url, answer in settled.items() if answer.is_first}
    chosen = {
        url: answer
        for url, answer in settled.items()
        if not (answer.page.family and answer.slug not in firsts)
    }
    judged = _judge(conn, rows, chosen, firsts)
    seen = {(answer.site, answer.path) for answer in chosen.values()}
    waiting = [answer for answer in wanted if (answer.site, answer.path) not in seen]
    log.info("canaries: %d pages judged, %d not there or on their way", len(judged), len(waiting))
    scores = _scores(judged, waiting, floors)
    _keep(conn, run_id, scores, judged)
    return scores


def _judge(
    conn: Connection,
    rows: Mapping[str, store.Row],
    chosen: Mapping[str, Answer],
    firsts: Mapping[str | None, str],
) -> list[_Judged]:
    articles = _articles(conn, [rows[url]["article_id"] for url in firsts.values()])
    families: dict[str, list[str | None]] = defaultdict(list)
    for slug, url in firsts.items():
        if rows[url]["article_id"]:
            families[rows[url]["article_id"]].append(slug)
    newest: dict[str, str] = {}
    for row in rows.values():
        newest |= row["versions"] or {}
    found = []
    for url, answer in chosen.items():
        row = rows[url]
        published = _page(row, families.get(row["article_id"], []), answer.slug)
        if answer.is_first:
            published = replace(published, article=articles.get(row["article_id"]))
        marks = tuple(compare(published, answer.page))
        found.append(_Judged(url, marks, row["versions"] or newest))
    return found


def _page(row: store.Row, families: Collection[str | None], slug: str | None) -> Page:
    """A page as published. A family is called by the text that was first published in it."""
    family = slug if slug in families else next(iter(families), NO_FAMILY)
    return Page(
        disposition=disposition(row["disposition"], row["reason"]),
        family=family if row["article_id"] else None,
        relation=row["relation"],
        days=_days(row),
    )


def _articles(conn: Connection, ids: Iterable[str | None]) -> dict[str, Article]:
    """The published articles, by their id."""
    asked = {"ids": sorted({article_id for article_id in ids if article_id})}
    speakers: dict[str, list[Speaker]] = defaultdict(list)
    for row in store.fetch(conn, SPEAKERS, asked):
        speakers[row["article_id"]].append(
            Speaker(row["name"], row["is_named"], row["role"], row["title"], row["affiliation"])
        )
    said: dict[tuple[str, bool], list[Said]] = defaultdict(list)
    for row in store.fetch(conn, STATEMENTS, asked):
        who = frozenset(map(fold, row["names"]))
        said[row["article_id"], row["is_quotation"]].append(Said(row["text_folded"], who, row["is_named"]))
    return {
        row["article_id"]: Article(
            text=fold(row["text"]),
            title=row["title"],
            days=_days(row),
            outlet=row["outlet"],
            language=row["language"],
            is_interview=row["is_interview"],
            speakers=tuple(speakers[row["article_id"]]),
            turns=tuple(said[row["article_id"], False]),
            quotations=tuple(said[row["article_id"], True]),
            topics=frozenset(row["topics"]),
        )
        for row in store.fetch(conn, ARTICLES, asked)
    }


def _days(row: store.Row) -> tuple[str, ...]:
    return (row["day"], row["eastern_day"]) if row["day"] else ()


def _scores(judged: Iterable[_Judged], waiting: Iterable[Answer], floors: Mapping[str, Floor]) -> list[Score]:
    scores = {task: Score(task, floor=floors.get(task)) for task in TASKS}
    for page in judged:
        for mark in page.marks:
            scores[mark.task].marks.setdefault(page.url, []).append(mark)
    for answer in waiting:
        for mark in compare(answer.page, answer.page):
            scores[mark.task].waiting += 1
    return list(scores.values())


def _keep(conn: Connection, run_id: str, scores: Iterable[Score], judged: Iterable[_Judged]) -> None:
    """Store the counts of each task by the version of its rule; a task that nothing was asked of has no row."""
    versions = {page.url: page.versions for page in judged}
    rows = []
    for score in scores:
        parts: dict[str, Score] = {}
        for url, marks in score.marks.items():
            version = versions[url].get(TASKS[score.task], NO_VERSION)
            parts.setdefault(version, replace(score, marks={})).marks[url] = marks
        for version, part in sorted(parts.items()):
            counts = (*map(part.count, ("right", "wrong", "missing")), score.waiting)
            floor = (score.floor.precision, score.floor.recall) if score.floor else (None, None)
            pages = part.pages()
            detail = Json({"pages": pages[:MAX_PAGES], "page_count": len(pages)})
            rows.append((score.task, version, *counts, *floor, score.is_below_floor, detail, run_id))
    store.execute_values(conn, KEEP, rows, template=TEMPLATE)
