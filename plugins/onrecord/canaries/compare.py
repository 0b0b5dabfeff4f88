"""What of a page is right, wrong or missing? Compares a published page with its answer, value by value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from onrecord.canaries.pages import Article, Page, Said, Speaker
from onrecord.dedup import fold
from onrecord.enrich import lexicon

Outcome = Literal["right", "wrong", "missing"]

# Each task with the rule that reads it: whose version a score belongs to.
TASKS = {
    "disposition": "publish",
    "family": "deduplicate",
    "relation": "deduplicate",
    "text": "extract",
    "title": "extract",
    "date": "extract",
    "first_published": "publish",
    "outlet": "extract",
    "language": "language",
    "interview": "speakers",
    "speaker": "speakers",
    "role": "speakers",
    "post": "speakers",
    "employer": "speakers",
    "turn": "speakers",
    "quotation": "speakers",
    "topic": "topics",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One value of a page: whether it is published as the answer says."""

    task: str
    outcome: Outcome
    published: object
    answer: object


def compare(published: Page, answer: Page) -> Iterator[Mark]:
    """A mark for each value that the answer has, and for each that is published and should not be.

    A page compared with itself is all right. What is published of one that is set aside is nothing.
    """
    yield _value("disposition", published.disposition, answer.disposition)
    if answer.family is not None:
        yield _value("family", published.family, answer.family)
        yield _value("relation", published.relation, answer.relation)
    if published.family is not None or answer.article is not None:  # else it has no row, and that is counted
        yield _day("date", published.days, answer.days)
    if answer.article is not None:
        if published.article is None:
            yield from _nothing(answer.article)
        else:
            yield from _articles(published.article, answer.article)


def _nothing(answer: Article) -> Iterator[Mark]:
    """All that an answer has is missing; particulars of speakers are asked of those that are published only."""
    for mark in _articles(answer, answer):
        if mark.answer and mark.task not in ("role", "post", "employer"):
            yield Mark(mark.task, "missing", None, mark.answer)


def _articles(published: Article, answer: Article) -> Iterator[Mark]:
    yield _value("text", published.text, answer.text)
    yield _value("title", published.title, answer.title)
    yield _day("first_published", published.days, answer.days)
    yield _value("outlet", published.outlet, answer.outlet)
    yield _value("language", published.language, answer.language)
    yield _value("interview", published.is_interview, answer.is_interview)
    yield from _speakers(published.speakers, answer.speakers)
    yield from _statements("turn", published.turns, answer.turns)
    yield from _statements("quotation", published.quotations, answer.quotations)
    found = {_as_answered(topic, answer.topics) for topic in published.topics}
    for topic in sorted(found | answer.topics):
        yield _value("topic", topic if topic in found else None, topic if topic in answer.topics else None)


def _as_answered(topic: str, answers: frozenset[str]) -> str:
    """A published topic; where it is a part of a subject that the answer names, that subject."""
    node = lexicon.topics().topics.get(topic)
    return node.parent if node and node.is_part and node.parent in answers else topic


def _value(task: str, published: object, answer: object) -> Mark:
    """One value: nothing published where something is wanted is missing, not wrong."""
    if published == answer:
        return Mark(task, "right", published, answer)
    return Mark(task, "wrong" if published else "missing", published, answer)


def _day(task: str, published: tuple[str, ...], answer: tuple[str, ...]) -> Mark:
    """A day; the published one is given as it is called in each of the zones that the sites are in."""
    wanted = answer[0] if answer else None
    same = next((day for day in published if wanted and day.startswith(wanted)), None)
    return _value(task, wanted if same else next(iter(published), None), wanted)


def _speakers(published: Iterable[Speaker], answer: Iterable[Speaker]) -> Iterator[Mark]:
    """Speakers by name. One who is published as a mere role may be one that is missing: that is not wrong."""
    have = {fold(one.name): one for one in published}
    want = {fold(one.name): one for one in answer}
    others = [one for name, one in have.items() if name not in want]
    for name, wanted in want.items():
        if found := have.get(name):
            yield Mark("speaker", "right", found.name, wanted.name)
            yield _value("role", found.role, wanted.role)
            yield _value("post", found.title, wanted.title)
            yield _value("employer", found.affiliation, wanted.affiliation)
        else:
            role = next((one for one in others if not one.is_named and one.role == wanted.role), None)
            if role:
                others.remove(role)
            yield Mark("speaker", "missing", role and role.name, wanted.name)
    for one in others:
        yield Mark("speaker", "wrong", one.name, None)


def _statements(task: str, published: Iterable[Said], answer: Iterable[Said]) -> Iterator[Mark]:
    """Statements in any order, as often as they occur."""
    left = list(published)
    absent = []
    for wanted in answer:
        if wanted in left:
            left.remove(wanted)
            yield Mark(task, "right", _words(wanted), _words(wanted))
        else:
            absent.append(wanted)
    for wanted in absent:
        same = next((said for said in left if said.text == wanted.text), None)
        if same:
            left.remove(same)
        yield Mark(task, _outcome(same, wanted), same and _words(same), _words(wanted))
    for said in left:
        yield Mark(task, "wrong", _words(said), None)


def _outcome(published: Said | None, answer: Said) -> Outcome:
    """Of words that are not published as they should be: said by nobody, or by a mere role, they miss a speaker."""
    if published is None or not published.speakers:
        return "missing"
    return "wrong" if published.is_named or not answer.is_named else "missing"


def _words(said: Said) -> str:
    return f"{', '.join(sorted(said.speakers)) or '?'}: {said.text}"
