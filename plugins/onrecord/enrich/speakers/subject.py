"""Whom is a page about, where no one is introduced with a post and the labels name no one?"""

from __future__ import annotations

import re
from typing import Final

from onrecord.enrich.speakers import names
from onrecord.enrich.speakers.labels import Mark
from onrecord.enrich.speakers.name_places import name_at
from onrecord.enrich.speakers.paper import Paper
from onrecord.enrich.speakers.people import Cast, is_part
from onrecord.models import Evidence

MIN_TIMES: Final = 2  # in title and lede, for a Chinese name that a sentence begins with

_LATIN: Final = re.compile(
    r"(?:^|[.!?]\s+|\n)(?P<name>[A-Z][\w'’-]*[a-z][\w'’-]*(?: (?:[A-Z]\.|[A-Z][\w'’-]*))? [A-Z][\w'’-]*[a-z][\w'’-]*)"
    r"(?=,? (?!of |in |and |at |for |to |from |on |with |or |by |the |a )[a-z]+)"
)
_NOT_A_PERSON: Final = re.compile(
    r"\b(?:The|This|Last|New|Our|In|On|At|When|After|Every|Class|Street|Company)\b"
)
_INTERVIEW_OF: Final = re.compile(
    r"(?:访谈录?|专访|采访录|对话录|答.{0,6}问|口述)"
)  # right after a name in a headline
_SENTENCE: Final = re.compile(r"(?:^|[。!?\n])\s*")


def add_to(cast: Cast, paper: Paper, first: int) -> None:
    """Add the one whom the sentences before the first turn are about, if it is one and no one is introduced."""
    if any(person.takes_part or person.title for person in cast.people):
        return
    if place := _find(paper, first):
        person = cast.add(paper.folded[slice(*place)], paper.text[slice(*place)])
        person.takes_part = True
        person.evidence.append(Evidence("name", "text", person.name, None, *place))
    elif place := _in_headline(paper):
        name = paper.document.source_text[slice(*place)]
        person = cast.add(paper.source[slice(*place)], name)
        person.takes_part = True
        person.evidence.append(Evidence("name", "source", name, None, *place))


def add_writer(cast: Cast, paper: Paper, marks: tuple[Mark, ...]) -> None:
    """Add the one of the byline where a label is his initials and nobody else's."""
    initials = {mark.key for mark in marks if mark.shape.kind == "initials"}
    writer = paper.byline
    if (
        not names.is_person_name(writer)
        or cast.get(writer)
        or not any(is_part(key, writer) for key in initials)
    ):
        return
    at = paper.source.find(writer)
    place = (at, at + len(writer)) if at >= 0 else None
    person = cast.add(writer, paper.document.source_text[slice(*place)] if place else writer)
    person.takes_part = True
    person.evidence.append(
        Evidence("name", "source", person.name, None, *place)
        if place
        else Evidence("name", "meta", writer, "byline")
    )


def _find(paper: Paper, first: int) -> tuple[int, int] | None:
    """The place of the one name that sentences before the first turn begin with; None where there are more."""
    start = 0
    found: dict[str, tuple[int, int]] = {}
    for latin in _LATIN.finditer(paper.folded, start, first):
        if names.is_latin_name(latin["name"]) and not _NOT_A_PERSON.search(latin["name"]):
            found.setdefault(latin["name"], latin.span("name"))
    told = paper.told(first)
    for begins in _SENTENCE.finditer(paper.folded, start, first):
        place = name_at(paper.folded, begins.end(), first, frozenset())
        if place and names.is_han_name(paper.folded[slice(*place)]):
            name = paper.folded[slice(*place)]
            if told.count(name) >= MIN_TIMES:
                found.setdefault(name, place)
    return next(iter(found.values())) if len(found) == 1 else None


def _in_headline(paper: Paper) -> tuple[int, int] | None:
    """The place in the source text of the name before `访谈录` in a line that is not in the text."""
    for start, end in paper.aside:
        for word in _INTERVIEW_OF.finditer(paper.source, start, end):
            for length in (3, 2, 4):
                at = word.start() - length
                if at >= start and names.is_han_name(paper.source[at : word.start()]):
                    return at, word.start()
    return None
