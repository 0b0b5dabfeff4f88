"""What is one text to another? Decided from the two texts alone, so that no order of arrival matters.

How much of each text stands in the other, and where: an edited copy has short gaps all over, a text
of its own has long stretches that the other lacks. Two vetoes keep reports of one template apart,
which share most of their words and none of their facts: their figures, or the names in them, differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from onrecord.dedup import facts
from onrecord.dedup.fold import fold_simple, parted, simplify
from onrecord.dedup.sketch import Shingles, covered, opposite, run_together, shingles, tokens
from onrecord.models import Pair, Relation

VERSION = "1"

# Measured in docs/families.md; weights are 3 for a character and 5 for a word (sketch.py).
MIN_WEIGHT = 120  # 40 characters or 24 words: shorter texts are copies only when they are equal
MIN_COVERED = 0.60  # of the text that is more within the other: copies from .75, half of another .58 and less
LONG_GAP = 75  # 25 characters or 15 words that the other has not: a stretch of its own, not an edit
MAX_OWN = 0.20  # of the text that is more within the other, in long gaps: copies .07 and less, mixed pages .3
MIN_SIZE_RATIO = 0.18  # a text held by one more than five times its size is a passage, not a copy
PART = 0.10  # as much more of its own on one side: that one holds the other
MIN_AGREEMENT = (
    0.60  # of the figures in one slot: copies and corrected stories .7 and more, templates .5 and less
)
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
        printed = tokens(self.raw.lower())
        return self.shingles if printed == self.shingles.tokens else run_together(printed)

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


@dataclass(frozen=True, slots=True)
class _Side:
    """How one text stands in the other, in shares of its weight."""

    covered: float  # in shingles that both have
    own: float  # in long gaps
    renamed: float  # in short gaps, by tokens repeated here and absent there
    is_covered: NDArray[np.bool_]  # each token
    gaps: list[tuple[int, int]]  # the short ones
    long_gaps: list[tuple[int, int]]


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
    if min(size_a, size_b) < MIN_SIZE_RATIO * max(size_a, size_b):
        return None, "a passage at most", 0.0
    side_a, side_b = _side(a, b), _side(b, a)
    inner = max(side_a, side_b, key=lambda side: (side.covered, -side.own))
    if inner.covered < MIN_COVERED:
        return None, "too little in common", 0.0
    if inner.own > MAX_OWN:
        return None, f"long stretches of their own: {side_a.own:.0%} and {side_b.own:.0%}", 0.0
    same, compared = facts.matched(a.figures, b.figures)
    if compared >= facts.MIN_FIGURES and same < MIN_AGREEMENT * compared:
        return None, f"one wording, other figures: {same} of {compared} agree", 0.0
    renamed = min(side_a.renamed, side_b.renamed)
    if renamed > MAX_RENAMED:
        return None, f"one wording, other names: {renamed:.0%} of the text", 0.0
    if min(size_a, size_b) <= MAX_TEMPLATE:
        changed = _contradiction(a, b, side_a, side_b, (same, compared))
        if changed > MAX_CHANGED:
            return None, f"one wording, other facts: {changed:.0%} of the text", 0.0
    if side_b.own - side_a.own >= PART:
        return "truncated", "the other holds it", _lead(b, side_b)
    if side_a.own - side_b.own >= PART:
        return "extended", "it holds the other", _lead(a, side_a)
    return "near", "most of both in common", 0.0


def _overlap(a: Shingles, b: Shingles) -> tuple[float, float]:
    """Jaccard index and containment of the smaller, of distinct shingles."""
    shared = len(np.intersect1d(a.hashes, b.hashes, assume_unique=True))
    smaller, union = min(len(a.hashes), len(b.hashes)), len(a.hashes) + len(b.hashes) - shared
    return (shared / union if union else 0.0, shared / smaller if smaller else 0.0)


def _side(text: Text, other: Text) -> _Side:
    is_covered = covered(text.shingles, other.shingles)
    total = int(text.weights[-1])
    edges = np.flatnonzero(np.diff(np.concatenate([[True], is_covered, [True]])))
    own, gaps, long_gaps = 0, [], []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        weight = int(text.weights[end] - text.weights[start])
        if weight >= LONG_GAP:
            own += weight
            long_gaps.append((start, end))
        else:
            gaps.append((start, end))
    own_weights = np.diff(text.weights)
    in_common = int(own_weights[is_covered].sum())
    places = [place for start, end in gaps for place in range(start, end)]
    known = set(other.shingles.tokens)
    renamed = sum(int(own_weights[place]) for place in facts.renamed(text.shingles.tokens, known, places))
    return _Side(in_common / total, own / total, renamed / total, is_covered, gaps, long_gaps)


def _lead(text: Text, side: _Side) -> float:
    """The share before the first stretch that the other has, if a long gap follows the last one.

    A stretch is what lies between long gaps; what it has in common must be long too, or it is chance.
    """
    common = np.concatenate([[0], np.cumsum(np.diff(text.weights) * side.is_covered)])
    starts = [0, *(end for _, end in side.long_gaps)]
    ends = [*(start for start, _ in side.long_gaps), len(side.is_covered)]
    held = [
        (start, end)
        for start, end in zip(starts, ends, strict=True)
        if common[end] - common[start] >= LONG_GAP
    ]
    is_framed = bool(held) and held[0][0] > 0 and held[-1][1] < len(side.is_covered)
    return float(text.weights[held[0][0]] / text.weights[-1]) if is_framed else 0.0


def _contradiction(a: Text, b: Text, side_a: _Side, side_b: _Side, figures: tuple[int, int]) -> float:
    """The share of the smaller text in facts that are others in the other one."""
    (first, side), (second, _) = sorted(((a, side_a), (b, side_b)), key=lambda pair: pair[0].folded)
    gaps = opposite(first.shingles, second.shingles, side.gaps)
    pairs = [
        (first.cased[start:end], second.cased[other_start:other_end])
        for (start, end), (other_start, other_end) in gaps
    ]
    numerals = min(a.numeral_count, b.numeral_count)
    return facts.contradiction(pairs, figures, numerals) / min(int(a.weights[-1]), int(b.weights[-1]))
