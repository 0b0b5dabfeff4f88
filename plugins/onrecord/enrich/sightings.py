"""Where does a document say words that speak for a topic, and which of their meanings is meant?

Terms with several meanings count where the file of topics says so: beside one of the words that it names, or
beside a plain term of the subject. Failing that they are kept aside, and count once the whole text is known
to be about the subject: a text uses a word in one sense (Gale, Church and Yarowsky, "One sense per
discourse", 1992).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.enrich import lexicon, matching
from onrecord.models import Document, Evidence

Field = Literal["title", "heading", "lede", "body"]
LEDE_CHARS: Final = 300  # the beginning of a text says what it is about; a long first line is its lede too


@dataclass(frozen=True, slots=True)
class Sighting:
    """A term that speaks for a topic, in the text or (`field` title) in the title."""

    hit: matching.Hit
    topic: str
    weight: int
    field: Field
    quote: str
    is_part: bool = False  # of a longer term: it tells what the text is about, and adds to no sum
    is_doubtful: bool = False  # has several meanings and stands alone: counts only in a text on the subject


@dataclass(frozen=True)
class Sightings:
    """All that speaks for a topic, in the title and, in order, in the text."""

    title: tuple[Sighting, ...]
    text: tuple[Sighting, ...]

    def all(self) -> tuple[Sighting, ...]:
        """Those of the title, then those of the text."""
        return self.title + self.text

    def inside(self, start_char: int, end_char: int) -> list[Sighting]:
        """Those of a stretch of the text."""
        first = bisect_left(self.text, start_char, key=_start)
        last = bisect_left(self.text, end_char, key=_start)
        return [seen for seen in self.text[first:last] if seen.hit.end_char <= end_char]


def find(words: lexicon.Lexicon, document: Document) -> Sightings:
    """What speaks for a topic in a document."""
    title = document.title or ""
    return Sightings(
        tuple(_in_line(words, matching.find(words.matcher, matching.plain(title)), title, "title")),
        tuple(_in_text(words, document)),
    )


def evidence(seen: Sighting) -> Evidence:
    """A sighting as evidence; the title stands in the metadata, not in the text."""
    if seen.field == "title":
        return Evidence("topic", "meta", seen.quote, path="title")
    return Evidence("topic", "text", seen.quote, start_char=seen.hit.start_char, end_char=seen.hit.end_char)


def _start(seen: Sighting) -> int:
    return seen.hit.start_char


def _in_text(words: lexicon.Lexicon, document: Document) -> Iterator[Sighting]:
    text = document.text
    starts = matching.line_starts(text)
    headings = {
        matching.line_of(starts, line.start_char) for line in document.lines if line.kind == "heading"
    }
    by_line: dict[int, list[matching.Hit]] = defaultdict(list)
    for hit in matching.find(words.matcher, matching.plain(text)):
        by_line[matching.line_of(starts, hit.start_char)].append(hit)
    for number, hits in sorted(by_line.items()):
        place: Field = "lede" if starts[number] < LEDE_CHARS else "body"
        yield from _in_line(words, hits, text, "heading" if number in headings else place)


def _in_line(
    words: lexicon.Lexicon, hits: Sequence[matching.Hit], text: str, field: Field
) -> Iterator[Sighting]:
    """The sightings of one line."""
    near = {hit.term for hit in hits}
    known = sorted((hit for hit in hits if hit.term in words.senses), key=lambda hit: hit.start_char)
    whole = set(matching.longest(known))
    for hit in known:
        rule = words.rules.get(hit.term)
        if rule is not None and not rule.unless.isdisjoint(near):
            continue
        doubtful = rule is not None and not rule.allows(near)
        quote = text[hit.start_char : hit.end_char]
        for topic, weight in words.senses[hit.term]:
            if words.topics[topic].excludes.isdisjoint(near):
                yield Sighting(hit, topic, weight, field, quote, hit not in whole, doubtful)
