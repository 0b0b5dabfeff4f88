"""What is one text to another? Decided from the two texts alone, so that no order of arrival matters.

Jaccard index and containment of their shingles, counted exactly; and a veto where the figures of the
two disagree, for two reports of one template share most of their words and none of their facts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from onrecord.dedup.fold import fold, simplify
from onrecord.dedup.sketch import Shingles, shingles
from onrecord.models import Pair, Relation

VERSION = "1"

MIN_SIMILARITY = 0.40  # edited copies of 8 % changed characters have .45 and more; unrelated pages under .10
MIN_CONTAINMENT = 0.90  # of the smaller text in the larger; a cut copy has 1.0, half of another text .5
MIN_SIZE_RATIO = 0.20  # a contained text smaller than that is a passage, not a copy
MIN_TOKENS = 12  # shorter texts are copies only when they are equal
SAME_SIZE = 0.90  # sizes this near are the same text edited; below, one is part of the other
MIN_AGREEMENT = (
    0.55  # of the figures in the same surroundings: edited copies .8 and more, templates .4 and less
)
MIN_FIGURES = 3  # fewer say nothing
SCRIPT_GAIN = 0.25  # as much nearer by folding: it is the script or an obfuscation that differs
FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
DIGIT = re.compile(r"\d")
BETWEEN = re.compile(
    r"[^\w.,:]+|(?<!\d)[.,:]|[.,:](?!\d)"
)  # white space and punctuation, but not inside a number
BEFORE, AFTER = 2, 1  # characters around a number that make its slot: more are spoilt by edits nearby


@dataclass(frozen=True)
class Text:
    """A text with what comparing it needs, computed once."""

    raw: str

    @cached_property
    def folded(self) -> str:
        """The text folded."""
        return fold(self.raw)

    @cached_property
    def shingles(self) -> Shingles:
        """Its shingles, folded."""
        return shingles(self.folded)

    @cached_property
    def plain(self) -> Shingles:
        """Its shingles as printed."""
        return shingles(self.raw.lower())

    @cached_property
    def figures(self) -> dict[str, Counter[str]]:
        """The numbers in it, by what stands around them: the slot of a template."""
        joined = BETWEEN.sub("", simplify(self.raw).lower())
        masked = DIGIT.sub("0", joined)
        slots: dict[str, Counter[str]] = defaultdict(Counter)
        for figure in FIGURE.finditer(joined):
            start, end = figure.span()
            slots[f"{masked[max(0, start - BEFORE) : start]}|{masked[end : end + AFTER]}"][figure[0]] += 1
        return slots


def compare(a: str, b: str) -> Pair:
    """What the first text is to the second, with similarity and containment; relation None: unrelated."""
    return compare_texts(Text(a), Text(b))


def compare_texts(a: Text, b: Text) -> Pair:
    """`compare` for texts that are compared more than once."""
    if a.folded == b.folded:
        relation: Relation = (
            "exact" if a.raw == b.raw or _nearness(a.plain, b.plain) > 1 - SCRIPT_GAIN else "script"
        )
        return Pair(relation, 1.0, 1.0, "the folded texts are equal")
    similarity, containment = _overlap(a.shingles, b.shingles)
    size_a, size_b = len(a.shingles.hashes), len(b.shingles.hashes)
    ratio = min(size_a, size_b) / max(size_a, size_b, 1)
    if min(len(a.shingles.tokens), len(b.shingles.tokens)) < MIN_TOKENS:
        return Pair(None, similarity, containment, "too short to be copies without being equal")
    is_part = containment >= MIN_CONTAINMENT and ratio >= MIN_SIZE_RATIO
    if similarity < MIN_SIMILARITY and not is_part:
        return Pair(None, similarity, containment, "too little in common")
    agreement = _agreement(a, b)
    if agreement < MIN_AGREEMENT:
        return Pair(None, similarity, containment, f"one wording, other figures: {agreement:.0%} agree")
    if is_part and ratio < SAME_SIZE:
        return Pair(
            "truncated" if size_a < size_b else "extended", similarity, containment, "one holds the other"
        )
    if similarity - _nearness(a.plain, b.plain) > SCRIPT_GAIN:
        return Pair("script", similarity, containment, "alike only when folded")
    return Pair("near", similarity, containment, "most shingles in common")


def _overlap(a: Shingles, b: Shingles) -> tuple[float, float]:
    shared = len(np.intersect1d(a.hashes, b.hashes, assume_unique=True))
    smaller, union = min(len(a.hashes), len(b.hashes)), len(a.hashes) + len(b.hashes) - shared
    return (shared / union if union else 0.0, shared / smaller if smaller else 0.0)


def _nearness(a: Shingles, b: Shingles) -> float:
    return _overlap(a, b)[0]


def _agreement(a: Text, b: Text) -> float:
    """Of the figures that stand in the same surroundings in both, the share that is the same."""
    same = compared = 0
    for slot in a.figures.keys() & b.figures.keys():
        here, there = a.figures[slot], b.figures[slot]
        same += (here & there).total()
        compared += min(here.total(), there.total())
    return same / compared if compared >= MIN_FIGURES else 1.0
