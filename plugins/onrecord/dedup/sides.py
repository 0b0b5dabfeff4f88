"""How does one text stand in another: what of it the other has, and what stands there in place of the rest?"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from onrecord.dedup import facts
from onrecord.dedup.sketch import Shingles, covered, opposite

# Weights are 3 for a character and 5 for a word (sketch.py).
LONG_GAP = 75  # 25 characters or 15 words that the other has not: a stretch of its own, not an edit
MIN_EXCHANGED = 15  # 5 characters or 3 words: random edits leave shorter stretches with nothing in common
MAX_ANSWER = 60  # tokens of an exchanged stretch: longer ones are of the text's own anyway
LIKENESS = 1 / 3  # of the tokens of a stretch in those that stand in its place: it was edited, not exchanged
WHOLLY = 0.90  # of a teaser stands where the article begins, and of that beginning in the teaser


@dataclass(frozen=True, slots=True)
class Side:
    """How one text stands in the other, in shares of its weight."""

    covered: float  # in shingles that both have
    own: float  # in long gaps
    renamed: float  # in short gaps, by tokens repeated here and absent there
    is_covered: NDArray[np.bool_]  # each token
    gaps: list[tuple[int, int]]  # the short ones
    long_gaps: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The stretches in whose place another text has other words; `short`, `share`: of the text's weight."""

    count: int
    short: float  # those that are no long gaps
    share: float


def side(text: Shingles, other: Shingles) -> Side:
    """How a text stands in another."""
    is_covered = covered(text, other)
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
    known = set(other.tokens)
    renamed = sum(int(own_weights[place]) for place in facts.renamed(text.tokens, known, places))
    return Side(in_common / total, own / total, renamed / total, is_covered, gaps, long_gaps)


def exchanged(text: Shingles, other: Shingles, held: Side) -> Exchanged:
    """What the other text has otherwise, between the same neighbours; a headline or a footer does not count."""
    inside = [
        (start, end)
        for start, end in sorted((*held.gaps, *held.long_gaps))
        if text.weights[end] - text.weights[start] >= MIN_EXCHANGED and start > 0 and end < text.count
    ]
    count = short = weight = 0
    for gap, (start, end) in opposite(text, other, inside, MAX_ANSWER) if inside else ():
        ours, theirs = text.tokens[slice(*gap)], other.tokens[start:end]
        own = int(text.weights[gap[1]] - text.weights[gap[0]])
        blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        is_alike = sum(block.size for block in blocks) >= LIKENESS * min(len(ours), len(theirs))
        if not is_alike and other.weights[end] - other.weights[start] >= MIN_EXCHANGED:
            count += 1
            weight += own
            short += own if own < LONG_GAP else 0
    total = int(text.weights[-1])
    return Exchanged(count, short / total, weight / total)


def is_beginning(short: Shingles, side_short: Side, long: Shingles, side_long: Side) -> bool:
    """Whether one text is how the other begins."""
    size = int(short.weights[-1])
    place = int(np.searchsorted(long.weights, size))
    weights = np.diff(long.weights)[:place]
    held = int(weights[side_long.is_covered[:place]].sum())
    return side_short.covered >= WHOLLY and held >= WHOLLY * size


def lead(text: Shingles, held: Side) -> float:
    """The share before the first stretch that the other has, if a long gap follows the last one.

    A stretch is what lies between long gaps; what it has in common must be long too, or it is chance.
    """
    common = np.concatenate([[0], np.cumsum(np.diff(text.weights) * held.is_covered)])
    starts = [0, *(end for _, end in held.long_gaps)]
    ends = [*(start for start, _ in held.long_gaps), len(held.is_covered)]
    stretches = [
        (start, end)
        for start, end in zip(starts, ends, strict=True)
        if common[end] - common[start] >= LONG_GAP
    ]
    is_framed = bool(stretches) and stretches[0][0] > 0 and stretches[-1][1] < len(held.is_covered)
    return float(text.weights[stretches[0][0]] / text.weights[-1]) if is_framed else 0.0
