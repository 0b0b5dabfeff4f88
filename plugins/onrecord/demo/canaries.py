"""How much of the sample sites was published right? Published rows against answers that are right by construction.

Counts go to ops.quality_daily, one row a day, task and rule version; `make run` prints them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from onrecord import store
from onrecord.dedup import fold

SAVED_SITE = "saved"
SAVED_SOURCE = "sample-saved"
MAX_PAGES = 20  # named per task
# Which rule reads what: whose version a score belongs to.
RULES = {
    **dict.fromkeys(("text", "title", "date", "outlet"), "extract"),
    **dict.fromkeys(("disposition",), "publish"),
    **dict.fromkeys(("family", "relation"), "deduplicate"),
    **dict.fromkeys(("interview", "speaker", "role", "post", "employer", "turn", "quotation"), "speakers"),
    "language": "language",
    "topic": "topics",
}
ARTICLES = """
select
    copies.url,
    articles.article_id,
    articles.title,
    articles.text,
    articles.language,
    articles.is_interview,
    articles.versions,
    outlets.name as outlet,
    array[
        to_char(copies.published_at at time zone 'UTC', 'YYYY-MM-DD'),
        to_char(copies.published_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')
    ] as days
from curated.articles
inner join curated.copies on articles.article_id = copies.article_id and copies.is_canonical
left join curated.outlets on articles.outlet_id = outlets.outlet_id
"""
LEDGER = """
select url_ledger.url, url_ledger.disposition, url_ledger.article_id, copies.relation
from ops.url_ledger
left join curated.copies on url_ledger.url = copies.url
"""
SPEAKERS = "select article_id, speaker_id, name, role, title, affiliation from curated.speakers"
STATEMENTS = """
select statements.article_id, statements.kind = 'quotation' as is_quotation, statements.text_folded, speakers.name
from curated.statements
left join curated.statement_speakers on statements.statement_id = statement_speakers.statement_id
left join curated.speakers on statement_speakers.speaker_id = speakers.speaker_id
where statements.retired_at is null
"""
TOPICS = "select article_id, topic_id from curated.article_topics"
LATEST_RUN = "select run_id from ops.runs where finished_at is not null order by finished_at desc limit 1"
KEEP = """
insert into ops.quality_daily as known (
    day, task, rule_version, right_count, wrong_count, missing_count, detail, run_id
) values %s
on conflict (day, task, rule_version) do update set
    right_count = excluded.right_count,
    wrong_count = excluded.wrong_count,
    missing_count = excluded.missing_count,
    detail = excluded.detail,
    run_id = excluded.run_id
where to_jsonb(known) - 'run_id' <> to_jsonb(excluded) - 'run_id'
"""

Answer = Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """What of a task is published right, published wrong, and not published; with the pages at fault."""

    task: str
    right: int = 0
    wrong: int = 0
    missing: int = 0
    pages: list[str] = field(default_factory=list)

    def count(self, page: str, *, right: int = 0, wrong: int = 0, missing: int = 0) -> None:
        """Add the counts of a page."""
        self.right += right
        self.wrong += wrong
        self.missing += missing
        if wrong or missing:
            self.pages.append(page)

    def compare(self, page: str, published: object, wanted: object) -> None:
        """Count one value: nothing published where something is wanted is missing, not wrong."""
        is_right = published == wanted
        is_missing = not is_right and not published
        self.count(
            page, right=int(is_right), missing=int(is_missing), wrong=int(not is_right and not is_missing)
        )

    def compare_all(self, page: str, published: Iterable[object], wanted: Iterable[object]) -> None:
        """Count values that may come in any order, and more than once."""
        have, want = Counter(published), Counter(wanted)
        right = (have & want).total()
        self.count(page, right=right, wrong=have.total() - right, missing=want.total() - right)


def answers(file: Path, addresses: Mapping[str, str]) -> dict[str, Answer]:
    """The answers by url, the sites being at these addresses."""
    rows = (json.loads(line) for line in file.open(encoding="utf8"))
    return {_url(row, addresses): row for row in rows}


def measure(conn: Connection, wanted: Mapping[str, Answer]) -> list[Score]:
    """Compare what is published of the samples with their answers, keep the counts, and give them."""
    scores = {task: Score(task) for task in RULES}
    published = {row["url"]: row for row in store.fetch(conn, ARTICLES) if row["url"] in wanted}
    _compare_pages(conn, wanted, scores)
    parts = {"speakers": _by_article(conn, SPEAKERS), "statements": _by_article(conn, STATEMENTS)}
    parts["topics"] = _by_article(conn, TOPICS)
    for url, answer in wanted.items():
        if answer["disposition"] == "published" and url in published:
            _compare_article(answer, published[url], parts, scores)
    _keep(conn, scores.values(), published.values())
    return list(scores.values())


def _url(answer: Answer, addresses: Mapping[str, str]) -> str:
    if answer["site"] == SAVED_SITE:
        return f"file:{SAVED_SOURCE}/{answer['path']}"
    return f"{addresses[answer['site']]}{answer['path']}"


def _by_article(conn: Connection, query: str) -> dict[str, list[store.Row]]:
    found: dict[str, list[store.Row]] = defaultdict(list)
    for row in store.fetch(conn, query):
        found[row["article_id"]].append(row)
    return found


def _compare_pages(conn: Connection, wanted: Mapping[str, Answer], scores: Mapping[str, Score]) -> None:
    """Dispositions, families and relations: of every page, by the ledger."""
    ledger = {row["url"]: row for row in store.fetch(conn, LEDGER)}
    first = {
        a["article"]: ledger.get(url, {}) for url, a in wanted.items() if a["disposition"] == "published"
    }
    for url, answer in wanted.items():
        row = ledger.get(url, {})
        scores["disposition"].compare(url, row.get("disposition"), answer["disposition"])
        if answer["disposition"] == "copy":
            family = first.get(answer["article"], {}).get("article_id")
            scores["family"].compare(url, row.get("article_id"), family)
            scores["relation"].compare(url, row.get("relation"), answer["relation"])


def _compare_article(
    answer: Answer,
    row: store.Row,
    parts: Mapping[str, dict[str, list[store.Row]]],
    scores: Mapping[str, Score],
) -> None:
    url, key = row["url"], row["article_id"]
    scores["text"].compare(url, fold(row["text"]), fold(answer["text"]))
    scores["title"].compare(url, row["title"], answer["title"])
    day = (answer["published_at"] or "")[
        :10
    ] or None  # in the page's own time; the sites are in these two zones
    scores["date"].compare(url, day if day in row["days"] else row["days"][0], day)
    scores["outlet"].compare(url, row["outlet"], answer["outlet"])
    scores["language"].compare(url, row["language"], answer["language"])
    scores["interview"].compare(url, row["is_interview"], answer["is_interview"])
    have = {fold(one["name"]): one for one in parts["speakers"][key]}
    want = {fold(one["name"]): one for one in answer["speakers"]}
    scores["speaker"].compare_all(url, list(have), list(want))
    for name in have.keys() & want.keys():
        for task, column in (("role", "role"), ("post", "title"), ("employer", "affiliation")):
            scores[task].compare(url, have[name][column], want[name][column])
    said = parts["statements"][key]
    for task, is_quotation, spoken in (
        ("turn", False, answer["turns"]),
        ("quotation", True, answer["quotations"]),
    ):
        published = (
            (fold(one["name"] or ""), one["text_folded"])
            for one in said
            if one["is_quotation"] == is_quotation
        )
        scores[task].compare_all(
            url, published, ((fold(one["speaker"] or ""), fold(one["text"])) for one in spoken)
        )
    scores["topic"].compare_all(url, {one["topic_id"] for one in parts["topics"][key]}, set(answer["topics"]))


def _keep(conn: Connection, scores: Iterable[Score], articles: Iterable[store.Row]) -> None:
    run = store.fetch_one(conn, LATEST_RUN)
    versions: dict[str, str] = {}
    for article in articles:
        versions |= article["versions"]
    if run is None or not versions:
        return
    rows = [
        (
            *(score.task, versions.get(RULES[score.task], ""), score.right, score.wrong, score.missing),
            *(Json({"pages": score.pages[:MAX_PAGES]}), run["run_id"]),
        )
        for score in scores
    ]
    template = "((now() at time zone 'UTC')::date, %s, %s, %s, %s, %s, %s, %s)"
    store.execute_values(conn, KEEP, rows, template=template)
