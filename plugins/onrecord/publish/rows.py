"""What rows does a family of copies become? Pure: values in, rows of the curated tables out."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from onrecord.dedup import fold
from onrecord.enrich import language as languages
from onrecord.models import Document, Keywords, Language, Quotation, Reading, Topics, TopicScore, Turn
from onrecord.store.codec import plain

NAMESPACE = uuid.UUID(
    "6f9d3c55-7b1e-5c0a-9a52-0d3f8f0f4a11"
)  # of sites, outlets; children take their article's id
MIN_DATE_CONFIDENCE = 0.5  # below it a date is kept with its page, but is nobody's first
# How long what a date names may be: a page of that day is not older than one of 9:30 on it.
SPANS = {"year": timedelta(days=366), "month": timedelta(days=31), "day": timedelta(days=1)}
CLOCK_SLACK = timedelta(days=1)  # pages east of us may be dated tomorrow

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One page of a family, as the publisher needs it."""

    url: str
    is_canonical: bool
    relation: str | None
    similarity: float
    containment: float
    published_at: datetime | None
    published_at_precision: str | None
    published_at_confidence: float | None
    is_repost: bool  # it names another outlet as its source
    first_seen_at: datetime
    damage: dict[str, Any]
    matched_url: str | None
    folded_text: str


@dataclass(frozen=True, slots=True)
class Family:
    """All that an article is made of."""

    article_id: uuid.UUID
    document: Document
    language: Language
    reading: Reading
    topics: Topics
    keywords: Keywords
    members: tuple[Member, ...]
    versions: dict[str, str]


COLUMNS = {
    "sites": "site_id host first_seen_at",
    "outlets": "outlet_id name name_folded",
    "articles": (
        "article_id canonical_url title outlet_id site_id byline first_published_at first_published_precision "
        "first_published_url first_published_confidence first_seen_at language original_language translator script "
        "is_interview interview_confidence interview_why is_truncated char_count copy_count text repairs evidence "
        "versions run_id"
    ),
    "copies": (
        "article_id url site_id relation similarity containment published_at published_at_precision first_seen_at "
        "is_canonical damage matched_url"
    ),
    "sections": "section_id article_id position number title start_char end_char",
    "credits": "credit_id article_id position kind name evidence",
    "speakers": (
        "speaker_id article_id position label name name_latin kind role title affiliation turn_count confidence "
        "evidence"
    ),
    "statements": (
        "statement_id article_id section_id position kind answers_statement_id label text text_folded language "
        "start_char end_char char_count is_indirect seen_in_copies confidence run_id stage_notes"
    ),
    "statement_speakers": "statement_id speaker_id",
    "article_topics": "article_id topic_id score evidence",
    "statement_topics": "statement_id topic_id score evidence",
    "keywords": "article_id term score term_count",
    "mentions": "article_id entity_id name kind mention_count places",
}


def build(family: Family, run_id: str) -> dict[str, list[Row]]:
    """The rows of one article, by table, in the order of COLUMNS."""
    rows: dict[str, list[Row]] = defaultdict(list)
    article_id = family.article_id
    sites = {site_host(member.url): member.first_seen_at for member in reversed(family.members)}
    for host, first_seen_at in sites.items():
        rows["sites"].append((site_id(host), host, first_seen_at))
    rows["articles"].append(_article(family, run_id, rows))
    for member in family.members:
        rows["copies"].append(_copy(article_id, member))
    for position, section in enumerate(family.document.sections):
        key = uuid.uuid5(article_id, f"section\n{position}\n{fold(section.title)}")
        rows["sections"].append(
            (key, article_id, position, section.number, section.title, section.start_char, section.end_char)
        )
    credits = dict.fromkeys((*family.document.credits, *family.reading.credits))
    for position, credit in enumerate(credits):
        key = uuid.uuid5(article_id, f"credit\n{position}\n{credit.kind}\n{credit.name}")
        evidence = plain(credit.evidence) if credit.evidence else None
        rows["credits"].append((key, article_id, position, credit.kind, credit.name, evidence))
    _add_speech(family, run_id, rows)
    rows["article_topics"] = [(article_id, *topic) for topic in _topics(family.topics.article)]
    rows["keywords"] = [(article_id, word.term, word.score, word.count) for word in family.keywords.keywords]
    rows["mentions"] = [
        (
            article_id,
            found.entity,
            found.name,
            found.kind,
            len(found.places),
            [list(place) for place in found.places],
        )
        for found in family.keywords.mentions
    ]
    return rows


def first_published(members: Iterable[Member]) -> Member | None:
    """The page that states the earliest credible date of first publication; None if none does.

    The date on a repost says when it was reposted, so a page that names another outlet as its source
    dates nothing; and where such a page is plainly older than every other, the first is not among them.
    """
    credible = [
        (member.published_at, member.url, member)
        for member in members
        if member.published_at is not None
        and (member.published_at_confidence or 0) >= MIN_DATE_CONFIDENCE
        and member.published_at <= member.first_seen_at + CLOCK_SLACK
    ]
    own = [found for found in credible if not found[2].is_repost]
    if not own:
        return None
    first_at, _, first = min(own)
    ends = (at + SPANS.get(one.published_at_precision or "", timedelta()) for at, _, one in credible)
    return None if any(end < first_at for end in ends) else first


def site_host(url: str) -> str:
    """Where a page stands: its host, or the slug of a folder source.

    >>> site_host("https://www.north.test/a"), site_host("file:saved/a.html")
    ('www.north.test', 'saved')
    """
    parts = urlsplit(url)
    return parts.path.partition("/")[0] if parts.scheme == "file" else parts.netloc


def site_id(host: str) -> uuid.UUID:
    """The key of a site."""
    return uuid.uuid5(NAMESPACE, f"site\n{host}")


def outlet_id(name: str) -> uuid.UUID:
    """The key of an outlet: one for all ways of writing its name that fold to the same."""
    return uuid.uuid5(NAMESPACE, f"outlet\n{fold(name) or name}")


def _article(family: Family, run_id: str, rows: dict[str, list[Row]]) -> Row:
    document, reading = family.document, family.reading
    (canonical,) = [member for member in family.members if member.is_canonical]
    first = first_published(family.members)
    outlet = None
    if document.outlet:
        outlet = outlet_id(document.outlet)
        rows["outlets"].append((outlet, document.outlet, fold(document.outlet) or document.outlet))
    return (
        family.article_id,
        canonical.url,
        document.title,
        outlet,
        site_id(site_host(canonical.url)),
        document.byline,
        first.published_at if first else None,
        first.published_at_precision if first else None,
        first.url if first else None,
        first.published_at_confidence if first else None,
        min(member.first_seen_at for member in family.members),
        family.language.code,
        document.original_language,
        document.translator,
        family.language.script,
        reading.is_interview,
        reading.confidence,
        reading.why,
        document.is_truncated,
        len(document.text),
        len(family.members) - 1,
        document.text,
        plain(document.repairs),
        plain(document.evidence),
        family.versions,
        run_id,
    )


def _copy(article_id: uuid.UUID, member: Member) -> Row:
    return (
        article_id,
        member.url,
        site_id(site_host(member.url)),
        member.relation,
        member.similarity,
        member.containment,
        member.published_at,
        member.published_at_precision,
        member.first_seen_at,
        member.is_canonical,
        member.damage,
        member.matched_url,
    )


def _add_speech(family: Family, run_id: str, rows: dict[str, list[Row]]) -> None:
    """Speakers, statements and what hangs on them."""
    article_id, reading = family.article_id, family.reading
    speaker_ids: list[uuid.UUID] = []
    seen: Counter[str] = Counter()
    for position, speaker in enumerate(reading.speakers):
        name = fold(speaker.name) or speaker.name
        seen[name] += 1
        speaker_ids.append(uuid.uuid5(article_id, f"speaker\n{name}\n{seen[name]}"))
        rows["speakers"].append(
            (
                *(speaker_ids[-1], article_id, position, speaker.label, speaker.name, speaker.name_latin),
                *(speaker.kind, speaker.role, speaker.title, speaker.affiliation, speaker.turn_count),
                *(speaker.confidence, plain(speaker.evidence)),
            )
        )
    spoken: list[tuple[Turn | Quotation, tuple[TopicScore, ...]]] = [
        *zip(reading.turns, _padded(family.topics.turns, len(reading.turns)), strict=True),
        *zip(reading.quotations, _padded(family.topics.quotations, len(reading.quotations)), strict=True),
    ]
    spoken.sort(key=lambda item: (item[0].start_char, item[0].end_char))
    folded = [fold(item.text) or item.text for item, _ in spoken]
    statement_ids = _statement_ids(article_id, folded)
    by_turn = {
        item.position: key
        for (item, _), key in zip(spoken, statement_ids, strict=True)
        if isinstance(item, Turn)
    }
    copies = [member.folded_text for member in family.members if not member.is_canonical]
    sections = rows["sections"]
    for position, ((item, topics), key) in enumerate(zip(spoken, statement_ids, strict=True)):
        answers = by_turn.get(item.answers) if isinstance(item, Turn) and item.answers is not None else None
        rows["statements"].append(
            (
                *(key, article_id, _section_at(sections, item.start_char), position),
                *(item.kind if isinstance(item, Turn) else "quotation", answers),
                *(item.label if isinstance(item, Turn) else None, item.text, folded[position]),
                *(
                    languages.detect(item.text).code,
                    item.start_char,
                    item.end_char,
                    item.end_char - item.start_char,
                ),
                isinstance(item, Quotation) and item.is_indirect,
                *(sum(folded[position] in copy for copy in copies), item.confidence, run_id),
                [list(place) for place in item.notes] if isinstance(item, Turn) else [],
            )
        )
        speakers = item.speakers if isinstance(item, Turn) else (item.speaker,)
        rows["statement_speakers"] += [
            (key, speaker_ids[who]) for who in dict.fromkeys(speakers) if who is not None
        ]
        rows["statement_topics"] += [(key, *topic) for topic in _topics(topics)]


def _statement_ids(article_id: uuid.UUID, folded: Sequence[str]) -> list[uuid.UUID]:
    seen: Counter[str] = Counter()
    ids = []
    for text in folded:
        seen[text] += 1
        ids.append(uuid.uuid5(article_id, f"{text}\n{seen[text]}"))
    return ids


def _section_at(sections: Sequence[Row], place: int) -> uuid.UUID | None:
    holding = [section for section in sections if section[5] <= place < section[6]]
    return holding[-1][0] if holding else None


def _topics(scores: Iterable[TopicScore]) -> list[Row]:
    return [(topic.topic, topic.score, plain(topic.evidence)) for topic in scores]


def _padded(topics: tuple[tuple[TopicScore, ...], ...], length: int) -> list[tuple[TopicScore, ...]]:
    return [*topics[:length], *[()] * (length - len(topics))]
