"""What is an article, and each statement in it, about?

Method: BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", 2004) with
the topics as queries and the weights of config/topics.yml in place of inverse document frequencies. A term
counts more in the title, the headings and the lede, less with each repetition, and less in a long text. The
sum S of a topic becomes the score S / (S + HALF); topics below MIN_SCORE, or far below the best one, are left
out: most text has none. Hints (weight 1) never make a topic alone.

Terms with several meanings count as sightings.py says; topics marked `within` only in a text that is about
the other topic too, and not beyond what speaks for that; a question's sum supports its answer's. A topic
above another shows only where none below it does, one beside it (`also`) only where it is much more. A subject
that was chosen gives its place to its part that says most of what is said on it. What is
named in passing is no topic of a longer text, and a subject must hold its own against all that speaks for
another. Everything is deterministic, and every score comes with the terms it was made of and their places.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from onrecord.enrich import lexicon, sightings
from onrecord.enrich.sightings import Sighting
from onrecord.models import Document, Evidence, Reading, Topics, TopicScore

VERSION = "3"

MOST = 3  # topics of an article or a statement
K1 = 1.2  # how soon repetition stops to count (the usual value)
K1_OF_NAMES = 2.0  # … of a term that names the topic: one name said often is as good as many names
B = 0.75  # how much length counts (the usual value)
USUAL_LENGTH = 220  # in Han characters: a paragraph; what weights of 1, 2, 3 are made for
BOOST: Final[Mapping[sightings.Field, float]] = {"title": 2.0, "heading": 2.0, "lede": 1.5, "body": 1.0}
HINTS_MOST = 0.5  # times the sum of its other terms is the most that the hints of a topic add
HALF = 4.0  # the sum that scores one half
MIN_SCORE = 0.33  # a typical term (weight 2) once in a paragraph; a hint alone never reaches it
MIN_SHARE_OF_BEST = 0.45  # of the best sum: what is less is passing by …
MIN_SHARE_IF_LONGER = 0.33  # … but a longer text has room for what it says less about
MORE_THAN_TWIN = 2.0  # times the sum of a topic must be that of one beside it to show too
MIN_SHARE_OF_SUBJECT = 0.45  # of all that speaks for the best subject: what is less is no second subject
LONGER = 1.5  # paragraphs: in a text of more than these a topic must be named more than in passing, …
MIN_TERMS, MIN_PLACES = 2, 3  # … by so many terms or so often, or in the title or a heading
MIN_SHARE_OF_WHOLE = 0.45  # of what is said on a subject a part of it must say to stand in its place
QUESTION_SUPPORT = 0.5  # of the question's sum goes to its answer
TYPICAL, TYPICAL_SHARE = 2, 0.5  # a typical term says half as much of what its topic stands under
CONTEXT_SUM = 1.2  # from here on a text is about the topic that others are `within`
OWN_CONTEXT_SUM = 2.4  # a statement is so by itself from here on, whatever the text is about
WITHIN_MOST = 2.0  # times the sum of that topic counts of one that is `within` it
MAX_EVIDENCE = 12  # places kept of a topic; the sum counts all
LATIN_PER_HAN = 3  # Latin letters say as much as one Han character

Sums = dict[str, float]


def assign(document: Document, reading: Reading) -> Topics:
    """Topics of the article and of each turn and quotation, in the order of the reading; often none."""
    words = lexicon.topics()
    found = sightings.find(words, document)
    about = _about(words, found.all(), _length(document.text))
    own = {turn.position: found.inside(turn.start_char, turn.end_char) for turn in reading.turns}
    texts = {turn.position: turn.text for turn in reading.turns}
    turns = []
    for turn in reading.turns:
        question = own.get(turn.answers, []) if turn.answers is not None else []
        asked = _sums(question, _length(texts[turn.answers])) if turn.answers in texts and question else {}
        turns.append(_choose(words, own[turn.position], _length(turn.text), about, question, asked))
    quotations = tuple(
        _choose(words, found.inside(quotation.start_char, quotation.end_char), _length(quotation.text), about)
        for quotation in reading.quotations
    )
    article = _choose(words, found.all(), _length(document.text), about)
    return Topics(article=article, turns=tuple(turns), quotations=quotations)


def _sums(
    seen: Iterable[Sighting], length: float, *, with_parts: bool = False, hints_count: bool = False
) -> Sums:
    """BM25F: for each topic the sum over its terms. Hints count at most half of the rest, or in full."""
    norm = 1 - B + B * math.sqrt(length / USUAL_LENGTH)  # a text twice as long says less than twice as much
    counts: dict[tuple[str, str, int], float] = defaultdict(float)
    for one in seen:
        if with_parts or not one.is_part:
            by_length = 1.0 if one.field == "title" else norm
            counts[one.topic, one.hit.term, one.weight] += BOOST[one.field] / by_length
    strong: Sums = defaultdict(float)
    hints: Sums = defaultdict(float)
    for (topic, _, weight), count in sorted(counts.items()):
        k1 = K1_OF_NAMES if weight == max(lexicon.WEIGHTS) else K1
        (strong if weight > min(lexicon.WEIGHTS) else hints)[topic] += (
            weight * count * (k1 + 1) / (count + k1)
        )
    if hints_count:
        return {topic: strong[topic] + hints[topic] for topic in sorted(strong.keys() | hints.keys())}
    return {topic: total + min(HINTS_MOST * total, hints[topic]) for topic, total in strong.items()}


def _about(words: lexicon.Lexicon, seen: Sequence[Sighting], length: float) -> Sums:
    """What a text is about enough for doubtful terms and topics `within` others to count, and how much.

    A term that names a topic by itself (weight 3) names what is above it too. In a short text, which cannot say
    much, hints count in full, and a typical term speaks for what is above its topic by half.
    """
    is_longer = length > LONGER * USUAL_LENGTH
    plain = [one for one in seen if not one.is_doubtful]
    sums = _sums(plain, length, with_parts=True, hints_count=not is_longer)
    for weight, share in ((max(lexicon.WEIGHTS), 1.0), (TYPICAL, 0.0 if is_longer else TYPICAL_SHARE)):
        some = [one for one in plain if one.weight == weight and _stands_alone(words.topics[one.topic])]
        for topic, total in _sums(some, length, with_parts=True).items():
            for above in words.ancestors(topic):
                sums[above] = sums.get(above, 0.0) + share * total
    return {topic: total for topic, total in sums.items() if total >= CONTEXT_SUM}


def _choose(
    words: lexicon.Lexicon,
    seen: Sequence[Sighting],
    length: float,
    about: Sums,
    question: Sequence[Sighting] = (),
    asked: Mapping[str, float] | None = None,
) -> tuple[TopicScore, ...]:
    """The topics of a stretch of text, best first, with their evidence."""
    here = _about(words, [*question, *seen], length)
    about = {topic: total for topic, total in here.items() if total >= OWN_CONTEXT_SUM} | about
    seen = [one for one in seen if _counts(words, one, about)]
    sums = _sums(seen, length)
    is_longer = length > LONGER * USUAL_LENGTH
    passing = _in_passing(seen) if is_longer else set()
    sums = {topic: _bounded(words, topic, total, about) for topic, total in sums.items()}
    sums = {topic: total for topic, total in sums.items() if total and topic not in passing}
    for topic, total in (asked or {}).items():
        support = QUESTION_SUPPORT * _bounded(words, topic, total, about)
        sums[topic] = sums.get(topic, 0.0) + support
    everything = [*(one for one in question if _counts(words, one, about)), *seen]
    wholes = {topic: total for topic, total in sums.items() if not words.topics[topic].is_part}
    parts = {topic: total for topic, total in sums.items() if words.topics[topic].is_part}
    ranked = _ranked(words, wholes, MIN_SHARE_IF_LONGER if is_longer else MIN_SHARE_OF_BEST)[:MOST]
    chosen = [_narrowed(words, topic, total, parts) for topic, total in ranked]
    return tuple(
        TopicScore(topic, round(_score(total), 4), _evidence(everything, topic))
        for topic, total in sorted(chosen, key=lambda one: (-one[1], one[0]))
    )


def _narrowed(words: lexicon.Lexicon, whole: str, total: float, parts: Sums) -> tuple[str, float]:
    """The part of a topic that says most of what is said on it, with its sum; the topic itself where none does."""
    least = MIN_SHARE_OF_WHOLE * total
    own = [(part, said) for part, said in parts.items() if words.topics[part].parent == whole]
    good = [(part, said) for part, said in own if said >= least and _score(said) >= MIN_SCORE]
    return min(good, key=lambda one: (-one[1], one[0]), default=(whole, total))


def _ranked(words: lexicon.Lexicon, sums: Sums, least: float) -> list[tuple[str, float]]:
    """The topics that are worth naming, with their sums, best first. `least`: share of the best one's sum."""
    subjects: Sums = defaultdict(float)
    for topic, total in sums.items():
        subjects[words.subject(topic)] += total
    most = max(subjects.values(), default=0.0)
    good = {
        topic: total
        for topic, total in sums.items()
        if _score(total) >= MIN_SCORE and subjects[words.subject(topic)] >= MIN_SHARE_OF_SUBJECT * most
    }
    covered = {above for topic in good for above in words.ancestors(topic)}
    covered |= {
        twin
        for topic, total in good.items()
        if (twin := words.topics[topic].also) and good.get(twin, 0.0) < MORE_THAN_TWIN * total
    }
    ranked = sorted((-total, topic) for topic, total in good.items() if topic not in covered)
    return [(topic, -total) for total, topic in ranked if total <= least * ranked[0][0]]


def _in_passing(seen: Iterable[Sighting]) -> set[str]:
    """The topics that are named by one term, and seldom, outside title and headings."""
    places: dict[str, list[Sighting]] = defaultdict(list)
    for one in seen:
        if one.weight > min(lexicon.WEIGHTS) and not one.is_part:
            places[one.topic].append(one)
    return {
        topic
        for topic, found in places.items()
        if len({one.hit.term for one in found}) < MIN_TERMS
        and len(found) < MIN_PLACES
        and not any(one.field in {"title", "heading"} for one in found)
    }


def _counts(words: lexicon.Lexicon, seen: Sighting, about: Sums) -> bool:
    """Does a sighting count? A doubtful one only in a text that is about its subject."""
    return not seen.is_doubtful or words.subject(seen.topic) in about


def _bounded(words: lexicon.Lexicon, topic: str, total: float, about: Sums) -> float:
    """What a sum counts: below the second level, nothing outside a text on the subject, and of a topic
    `within` another no more than that one lets count."""
    subject = words.subject(topic)
    if subject not in about and subject != topic and not words.topics[topic].is_part:
        return 0.0
    context = words.topics[topic].within
    return total if context is None else min(total, WITHIN_MOST * about.get(context, 0.0))


def _stands_alone(topic: lexicon.Topic) -> bool:
    """Do its terms speak for what is above it? Those of a part are its whole's already."""
    return not topic.within and not topic.is_part


def _score(total: float) -> float:
    return total / (total + HALF)


def _evidence(seen: Iterable[Sighting], topic: str) -> tuple[Evidence, ...]:
    """The places of a topic's terms: each term's first before any second, in the order of the text."""
    turn: Counter[str] = Counter()
    places: list[tuple[int, int, Sighting]] = []
    for one in seen:
        if one.topic == topic and not one.is_part:
            turn[one.hit.term] += 1
            places.append((turn[one.hit.term], len(places), one))
    kept = sorted(places, key=lambda place: place[:2])[:MAX_EVIDENCE]
    return tuple(sightings.evidence(one) for _, _, one in sorted(kept, key=lambda place: place[1]))


def _length(text: str) -> float:
    """The length of a text in Han characters."""
    latin = len(text.encode("ascii", "ignore"))
    return len(text) - latin + latin / LATIN_PER_HAN
