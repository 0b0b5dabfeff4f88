"""What is an article, and each statement in it, about?

Method: BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", 2004) with
the topics as queries and the weights of config/topics.yml in place of inverse document frequencies. A term
counts more in title and headings, less with each repetition, and less in a long text. The sum S of a topic
becomes the score S / (S + HALF); topics below MIN_SCORE, or far below the best one, are left out: most text
has none. Hints (weight 1) never make a topic alone.

Terms with several meanings count only beside the words that the file names; topics marked `within` only in a
text that is about the other topic too; a question's sum supports its answer's. A parent shows only where no
child does. Everything is deterministic, and every score comes with the terms it was made of and their places.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.enrich import lexicon, matching
from onrecord.models import Document, Evidence, Reading, Topics, TopicScore

VERSION = "1"

MOST = 3  # topics of an article or a statement
K1 = 1.2  # how soon repetition stops to count (the usual value)
B = 0.75  # how much length counts (the usual value)
USUAL_LENGTH = 220  # in Han characters: a paragraph; what weights of 1, 2, 3 are made for
LONG_TEXT = 10  # paragraphs: from here on length counts no more, or a long interview would be about nothing
TITLE_BOOST = 3.0
HEADING_BOOST = 2.0
HALF = 4.0  # the sum that scores one half
MIN_SCORE = 0.33  # a typical term (weight 2) once in a paragraph; a hint alone never reaches it
MIN_SHARE_OF_BEST = 0.45  # of the best sum: what is less is passing by
QUESTION_SUPPORT = 0.5  # of the question's sum goes to its answer
CONTEXT_SUM = 1.2  # from here on a text is about the topic that others are `within`
MAX_EVIDENCE = 12  # places kept of a topic; the sum counts all
LATIN_PER_HAN = 3  # Latin letters say as much as one Han character


@dataclass(frozen=True, slots=True)
class _Sighting:
    """A term that speaks for a topic, in the text or (`boost` of the title) in the title."""

    hit: matching.Hit
    topic: str
    weight: int
    boost: float
    quote: str
    in_title: bool = False
    is_part: bool = False  # of a longer term: it tells what the text is about, and adds to no sum


def assign(document: Document, reading: Reading) -> Topics:
    """Topics of the article and of each turn and quotation, in the order of the reading; often none."""
    words = lexicon.topics()
    sightings = _sightings(words, document)
    in_title = _in_title(words, document.title)
    about = _contexts(words, [*in_title, *sightings], _length(document.text))
    starts = [sighting.hit.start_char for sighting in sightings]

    def inside(start_char: int, end_char: int) -> list[_Sighting]:
        found = sightings[bisect_left(starts, start_char) : bisect_left(starts, end_char)]
        return [sighting for sighting in found if sighting.hit.end_char <= end_char]

    own = {turn.position: inside(turn.start_char, turn.end_char) for turn in reading.turns}
    texts = {turn.position: turn.text for turn in reading.turns}
    turns = []
    for turn in reading.turns:
        question = own.get(turn.answers, []) if turn.answers is not None else []
        asked = _sums(question, _length(texts.get(turn.answers, "")) if turn.answers is not None else 0.0)
        turns.append(_choose(words, own[turn.position], _length(turn.text), about, question, asked))
    quotations = tuple(
        _choose(words, inside(quotation.start_char, quotation.end_char), _length(quotation.text), about)
        for quotation in reading.quotations
    )
    article = _choose(words, [*in_title, *sightings], _length(document.text), about)
    return Topics(article=article, turns=tuple(turns), quotations=quotations)


def _sightings(words: lexicon.Lexicon, document: Document) -> list[_Sighting]:
    """All that speaks for a topic in the text, in order; terms in headings count more."""
    text = document.text
    starts = matching.line_starts(text)
    headings = {
        matching.line_of(starts, line.start_char) for line in document.lines if line.kind == "heading"
    }
    by_line: dict[int, list[matching.Hit]] = defaultdict(list)
    for hit in matching.find(words.matcher, matching.plain(text)):
        by_line[matching.line_of(starts, hit.start_char)].append(hit)
    return [
        sighting
        for number, hits in sorted(by_line.items())
        for sighting in _in_line(words, hits, text, HEADING_BOOST if number in headings else 1.0)
    ]


def _in_title(words: lexicon.Lexicon, title: str | None) -> list[_Sighting]:
    """All that speaks for a topic in the title."""
    title = title or ""
    return list(
        _in_line(
            words, matching.find(words.matcher, matching.plain(title)), title, TITLE_BOOST, in_title=True
        )
    )


def _in_line(
    words: lexicon.Lexicon, hits: Sequence[matching.Hit], text: str, boost: float, *, in_title: bool = False
) -> Iterable[_Sighting]:
    """The sightings of one line: longest terms, those with several meanings only in the right company."""
    near = {hit.term for hit in hits}
    known = sorted((hit for hit in hits if hit.term in words.senses), key=lambda hit: hit.start_char)
    whole = set(matching.longest(known))
    for hit in known:
        rule = words.rules.get(hit.term)
        if rule is not None and not rule.allows(near):
            continue
        quote = text[hit.start_char : hit.end_char]
        for topic, weight in words.senses[hit.term]:
            if words.topics[topic].excludes.isdisjoint(near):
                yield _Sighting(hit, topic, weight, boost, quote, in_title, hit not in whole)


def _sums(sightings: Iterable[_Sighting], length: float, *, with_parts: bool = False) -> dict[str, float]:
    """BM25F: for each topic the sum over its terms. Hints count at most as much as the rest."""
    counts: dict[tuple[str, str, int], float] = defaultdict(float)
    for seen in sightings:
        if with_parts or not seen.is_part:
            counts[seen.topic, seen.hit.term, seen.weight] += seen.boost
    norm = K1 * (1 - B + B * min(length / USUAL_LENGTH, LONG_TEXT))
    strong: dict[str, float] = defaultdict(float)
    hints: dict[str, float] = defaultdict(float)
    for (topic, _, weight), count in sorted(counts.items()):
        (strong if weight > 1 else hints)[topic] += weight * count * (K1 + 1) / (count + norm)
    return {topic: total + min(total, hints[topic]) for topic, total in strong.items()}


def _contexts(words: lexicon.Lexicon, sightings: Sequence[_Sighting], length: float) -> frozenset[str]:
    """The topics that a text is about enough for others to count `within` them."""
    sums = _sums(sightings, length, with_parts=True)
    found = {topic for topic, total in sums.items() if total >= CONTEXT_SUM}
    for seen in sightings:
        if (
            seen.weight == max(lexicon.WEIGHTS)
            and seen.topic in found
            and not words.topics[seen.topic].within
        ):
            found.update(words.ancestors(seen.topic))
    return frozenset(found)


def _choose(
    words: lexicon.Lexicon,
    sightings: Sequence[_Sighting],
    length: float,
    about: frozenset[str],
    question: Sequence[_Sighting] = (),
    asked: Mapping[str, float] | None = None,
) -> tuple[TopicScore, ...]:
    """The topics of a stretch of text, best first, with their evidence."""
    sums = _sums(sightings, length)
    for topic, total in (asked or {}).items():
        sums[topic] = sums.get(topic, 0.0) + QUESTION_SUPPORT * total
    everything = [*question, *sightings]
    about = about | _contexts(words, everything, length)
    sums = {
        topic: total
        for topic, total in sums.items()
        if total / (total + HALF) >= MIN_SCORE
        and ((context := _context_of(words, topic)) is None or context in about)
    }
    covered = {above for topic in sums for above in words.ancestors(topic)}
    ranked = sorted((-total, topic) for topic, total in sums.items() if topic not in covered)
    return tuple(
        TopicScore(topic, round(-total / (HALF - total), 4), _evidence(everything, topic))
        for total, topic in ranked[:MOST]
        if total <= MIN_SHARE_OF_BEST * ranked[0][0]
    )


def _context_of(words: lexicon.Lexicon, topic: str) -> str | None:
    """The topic that a text must be about for this one to count; None for those of the upper two levels."""
    node = words.topics[topic]
    if node.within:
        return node.within
    return node.parent if node.parent and words.topics[node.parent].parent else None


def _evidence(sightings: Iterable[_Sighting], topic: str) -> tuple[Evidence, ...]:
    """The places of a topic's terms: each term's first before any second, in the order of the text."""
    turn: Counter[str] = Counter()
    places: list[tuple[int, int, _Sighting]] = []
    for seen in sightings:
        if seen.topic == topic and not seen.is_part:
            turn[seen.hit.term] += 1
            places.append((turn[seen.hit.term], len(places), seen))
    kept = sorted(places, key=lambda place: place[:2])[:MAX_EVIDENCE]
    return tuple(_place(seen) for _, _, seen in sorted(kept, key=lambda place: place[1]))


def _place(seen: _Sighting) -> Evidence:
    """A sighting as evidence; the title stands in the metadata, not in the text."""
    if seen.in_title:
        return Evidence("topic", "meta", seen.quote, path="title")
    return Evidence("topic", "text", seen.quote, start_char=seen.hit.start_char, end_char=seen.hit.end_char)


def _length(text: str) -> float:
    """The length of a text in Han characters."""
    latin = len(text.encode("ascii", "ignore"))
    return len(text) - latin + latin / LATIN_PER_HAN
