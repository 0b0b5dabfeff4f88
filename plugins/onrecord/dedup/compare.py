"""What is one text to another? Decided from the two texts alone, so that no order of arrival matters.

How much of each text stands in the other, and where: an edited copy has short gaps all over, a text
of its own has long stretches that the other lacks. Vetoes keep apart what shares most of its words and
none of what it says: reports of one template, whose figures or names differ, and a questionnaire answered
by two guests, with other words between the same questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from onrecord.dedup import facts, sides
from onrecord.dedup.fold import fold_simple, parted, simplify
from onrecord.dedup.sides import Side
from onrecord.dedup.sketch import Shingles, opposite, shingles, tokens
from onrecord.models import Pair, Relation

VERSION = "2"

# Measured in docs/families.md; weights are 3 for a character and 5 for a word (sketch.py).
MIN_WEIGHT = 120  # 40 characters or 24 words: shorter texts are copies only when they are equal
MIN_COVERED = 0.60  # of the text that is more within the other: copies from .75, half of another .58 and less
MAX_OWN = 0.20  # of the text that is more within the other, in long gaps: copies .07 and less, mixed pages .3
MIN_SIZE_RATIO = 0.18  # a text held by one more than five times its size is a passage, not a copy
MIN_TEASER_RATIO = 0.10  # but the beginning of an article, which a page shows before a link to the rest
PART = 0.10  # as much more of its own on one side: that one holds the other
MIN_AGREEMENT = (
    0.60  # of the figures in one slot: copies and corrected stories .7 and more, templates .5 and less
)
MIN_CHANGED = 3  # figures that differ: two may be corrections where names are the same
MAX_EXCHANGED = (
    0.06  # of a text, in three stretches and more that the other has otherwise: copies 0, answers .09
)
MANY_EXCHANGED = 3
NAMES = 10  # the weight of two words with capitals, or of two short names
MAX_RENAMED = 0.04  # of a text, in words repeated in it and absent from the other: copies .02, templates .07
MAX_CHANGED = 0.06  # of a text, in facts that are others in the other text: copies .035, templates .069
MAX_TEMPLATE = (
    1_200  # 400 characters or 240 words: where longer texts differ so much, they were edited throughout
)
SCRIPT_GAIN = 0.25  # as much nearer by folding: it is the script or an obfuscation that differs


@dataclass(frozen=True)
class Text:
    """A text with what comparing it needs, computed once."""

    raw: str

    @cached_property
    def simple(self) -> str:
        """The text in simplified script."""
        return simplify(self.raw)

    @cached_property
    def folded(self) -> str:
        """The text folded."""
        return fold_simple(self.simple)

    @cached_property
    def shingles(self) -> Shingles:
        """Its shingles, folded."""
        return shingles(self.folded)

    @cached_property
    def plain(self) -> Shingles:
        """Its shingles as printed."""
        return shingles(self.raw.lower())

    @cached_property
    def weights(self) -> NDArray[np.int64]:
        """The weight before each token, and of all."""
        return self.shingles.weights

    @cached_property
    def figures(self) -> tuple[facts.Figure, ...]:
        """The numbers in it, with what stands around them."""
        return facts.figures(self.simple)

    @cached_property
    def cased(self) -> tuple[str, ...]:
        """Its tokens as printed in upper or lower case."""
        printed = tokens(parted(self.simple))
        lower = self.shingles.tokens
        return printed if [token.lower() for token in printed] == list(lower) else lower

    @cached_property
    def numeral_count(self) -> int:
        """How many numbers in Han numerals it has."""
        return facts.numeral_count(self.shingles.tokens)


def compare(a: str, b: str) -> Pair:
    """What the first text is to the second, with similarity and containment; relation None: unrelated."""
    return compare_texts(Text(a), Text(b))


def compare_texts(a: Text, b: Text) -> Pair:
    """`compare` for texts that are compared more than once."""
    if a.folded == b.folded:
        is_alike = a.raw == b.raw or _overlap(a.plain, b.plain)[0] > 1 - SCRIPT_GAIN
        return Pair("exact" if is_alike else "script", 1.0, 1.0, "the folded texts are equal")
    similarity, containment = _overlap(a.shingles, b.shingles)
    relation, why, lead = _relation(a, b)
    if relation == "near" and similarity - _overlap(a.plain, b.plain)[0] > SCRIPT_GAIN:
        relation, why = "script", "alike only when folded"
    return Pair(relation, similarity, containment, why, lead)


def _relation(a: Text, b: Text) -> tuple[Relation | None, str, float]:
    size_a, size_b = int(a.weights[-1]), int(b.weights[-1])
    if min(size_a, size_b) < MIN_WEIGHT:
        return None, "too short to be copies without being equal", 0.0
    if min(size_a, size_b) < MIN_TEASER_RATIO * max(size_a, size_b):
        return None, "a passage at most", 0.0
    side_a, side_b = sides.side(a.shingles, b.shingles), sides.side(b.shingles, a.shingles)
    if why := _unlike(a, b, side_a, side_b) or _veto(a, b, side_a, side_b):
        return None, why, 0.0
    if side_b.own - side_a.own >= PART:
        return "truncated", "the other holds it", sides.lead(b.shingles, side_b)
    if side_a.own - side_b.own >= PART:
        return "extended", "it holds the other", sides.lead(a.shingles, side_a)
    return "near", "most of both in common", 0.0


def _unlike(a: Text, b: Text, side_a: Side, side_b: Side) -> str | None:
    """Why two texts have too little of each other to be copies."""
    (small, side_small), (large, side_large) = sorted(
        ((a, side_a), (b, side_b)), key=lambda pair: int(pair[0].weights[-1])
    )
    if small.weights[-1] < MIN_SIZE_RATIO * large.weights[-1] and not sides.is_beginning(
        small.shingles, side_small, large.shingles, side_large
    ):
        return "a passage at most"
    inner = _inner(side_a, side_b)
    if inner.covered < MIN_COVERED:
        return "too little in common"
    if inner.own > MAX_OWN:
        return f"long stretches of their own: {side_a.own:.0%} and {side_b.own:.0%}"
    return None


def _veto(a: Text, b: Text, side_a: Side, side_b: Side) -> str | None:
    """Why two texts of one wording are other articles all the same."""
    if side_a is _inner(side_a, side_b):
        exchanged = sides.exchanged(a.shingles, b.shingles, side_a)
    else:
        exchanged = sides.exchanged(b.shingles, a.shingles, side_b)
    if (exchanged.count >= MANY_EXCHANGED and exchanged.share > MAX_EXCHANGED) or (
        exchanged.short and exchanged.short + _inner(side_a, side_b).own > MAX_OWN
    ):
        return f"other words in {exchanged.count} places between the same: {exchanged.share:.0%} of the text"
    renamed = min(side_a.renamed, side_b.renamed)
    if renamed > MAX_RENAMED:
        return f"one wording, other names: {renamed:.0%} of the text"
    size = min(int(a.weights[-1]), int(b.weights[-1]))
    same, compared = facts.matched(a.figures, b.figures)
    differ = compared >= facts.MIN_FIGURES and same < MIN_AGREEMENT * compared
    if differ or size <= MAX_TEMPLATE:
        names, all_facts = _contradiction(a, b, side_a, side_b, (same, compared))
        if differ and (compared - same >= MIN_CHANGED or names >= NAMES):
            return f"one wording, other figures: {same} of {compared} agree"
        if size <= MAX_TEMPLATE and all_facts > MAX_CHANGED * size:
            return f"one wording, other facts: {all_facts / size:.0%} of the text"
    return None


def _inner(side_a: Side, side_b: Side) -> Side:
    """The text that is more within the other."""
    return max(side_a, side_b, key=lambda side: (side.covered, -side.own))


def _overlap(a: Shingles, b: Shingles) -> tuple[float, float]:
    """Jaccard index and containment of the smaller, of distinct shingles."""
    shared = len(np.intersect1d(a.hashes, b.hashes, assume_unique=True))
    smaller, union = min(len(a.hashes), len(b.hashes)), len(a.hashes) + len(b.hashes) - shared
    return (shared / union if union else 0.0, shared / smaller if smaller else 0.0)


def _contradiction(a: Text, b: Text, side_a: Side, side_b: Side, figures: tuple[int, int]) -> tuple[int, int]:
    """The weight of the names, and of all facts, that are others in the other text."""
    (first, side), (second, _) = sorted(((a, side_a), (b, side_b)), key=lambda pair: pair[0].folded)
    pairs = [
        (first.cased[start:end], second.cased[other_start:other_end])
        for (start, end), (other_start, other_end) in opposite(first.shingles, second.shingles, side.gaps)
    ]
    return facts.contradiction(pairs, figures, min(a.numeral_count, b.numeral_count))
