"""The shingles of a folded text, and the small sample of them by which copies are found.

A shingle is a run of tokens (a Han, kana or hangul character, or a word). The sample is a fixed part
of all possible hashes, so that a part of an article has a part of its sample (FracMinHash: Irber et
al. 2022; "mod p" of Broder 1997), or the smallest few (bottom-k: Broder 1997), so that short texts
have one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from onrecord.dedup.fold import HAN

CHARACTER_WEIGHT, WORD_WEIGHT = 3, 5  # a word says more than a character
RUN_WEIGHT = 15  # of a shingle: five characters or three words, whatever else stands in the text
SAMPLED = 64  # one hash in so many is in the sample: 40 of a page of 2,500 characters
BOTTOM = 40  # and at least so many: a fifth of a text then has 8 of them, and misses by chance 3 in 1,000
CHARACTER = rf"[{HAN}\u3040-\u30ff\uac00-\ud7af]"
LETTER = rf"[^\W{HAN}\u3040-\u30ff\uac00-\ud7af]"
TOKEN = re.compile(rf"{CHARACTER}|{LETTER}(?:{LETTER}|(?<=\d)\.(?=\d))*")
MAX_OPPOSITE = 25  # tokens
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))
IS_CHARACTER, IS_LETTER, IS_DIGIT = 1, 2, 3  # what a code point is in a token; 0: it parts tokens
POINT = ord(".")


@dataclass(frozen=True)
class Shingles:
    """The shingles of a text: in order, with the token each ends before; and distinct."""

    text: str
    ordered: NDArray[np.uint64]
    ends: NDArray[np.int64]
    hashes: NDArray[np.uint64]  # sorted
    weights: NDArray[np.int64]  # before each token, and of all

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The words and characters that they are made of."""
        return tokens(self.text)

    @property
    def count(self) -> int:
        """How many tokens there are."""
        return len(self.weights) - 1


def shingles(text: str) -> Shingles:
    """The shingles of a folded text, or one as printed; a text shorter than a shingle is one."""
    words, weights = _token_hashes(text)
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(weights, dtype=np.int64)])
    ends = np.searchsorted(total, total[:-1] + RUN_WEIGHT).astype(np.int64)
    ends = ends[ends <= len(words)]
    if len(words) and not len(ends):
        ends = np.array([len(words)], np.int64)
    ordered = _mixed(_runs(words, np.arange(len(ends)), ends))
    return Shingles(text, ordered, ends, _distinct(ordered), total)


def tokens(text: str) -> tuple[str, ...]:
    """The words and the Han, kana or hangul characters of a text without punctuation."""
    return tuple(TOKEN.findall(text))


def sample(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The hashes that stand for a text in the index, as signed numbers (Postgres has no others)."""
    fixed = hashes[hashes < np.uint64(2**64 // SAMPLED)]
    chosen = fixed if len(fixed) >= BOTTOM else hashes[:BOTTOM]
    return chosen.view(np.int64)


def covered(a: Shingles, b: Shingles) -> NDArray[np.bool_]:
    """Of each token of the first text, whether a shingle around it stands in the other too."""
    place = np.searchsorted(b.hashes, a.ordered)
    found = np.zeros(len(a.ordered), np.bool_)
    inside = place < len(b.hashes)
    found[inside] = b.hashes[place[inside]] == a.ordered[inside]
    steps = np.zeros(a.count + 1, np.int64)
    np.add.at(steps, np.flatnonzero(found), 1)
    np.add.at(steps, a.ends[found], -1)
    is_covered: NDArray[np.bool_] = np.cumsum(steps[:-1]) > 0
    return is_covered


def opposite(
    a: Shingles, b: Shingles, gaps: Sequence[tuple[int, int]], limit: int = MAX_OPPOSITE
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Gaps of the first text with what the second has between the same neighbours, if that is at most `limit` tokens.

    The neighbours are the shingles before and after, or the start and the end of both texts. One that the
    second text has twice says nothing.
    """
    starts, ends = np.array(gaps, np.int64).reshape(-1, 2).T
    before = np.searchsorted(a.ends, starts, side="right") - 1
    ends_here = (before >= 0) & (a.ends[before] == starts)
    places = _unique_places(b, a.ordered[np.where(ends_here, before, 0)])
    lefts = np.where(ends_here & (places >= 0), b.ends[places], -1)
    begins_here = ends < len(a.ordered)
    rights = np.where(begins_here, _unique_places(b, a.ordered[np.where(begins_here, ends, 0)]), -1)
    lefts[starts == 0] = 0
    rights[ends == a.count] = b.count
    for gap, left, right in zip(gaps, lefts.tolist(), rights.tolist(), strict=True):
        if 0 <= left < right <= left + limit:
            yield gap, (left, right)


def _unique_places(text: Shingles, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where each shingle stands in a text; -1: nowhere, or more than once."""
    values, first, counts = np.unique(text.ordered, return_index=True, return_counts=True)
    found = np.minimum(np.searchsorted(values, hashes), len(values) - 1)
    is_one = (values[found] == hashes) & (counts[found] == 1)
    return np.where(is_one, first[found], -1)


def _token_hashes(text: str) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """A hash of each token, as `tokens` finds them, and its weight."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = np.zeros(len(codes) + 2, np.uint8)  # one more on either side, which parts tokens
    kinds[1:-1] = _kinds()[codes]
    points = np.flatnonzero(codes == POINT) + 1
    kinds[points[(kinds[points - 1] == IS_DIGIT) & (kinds[points + 1] == IS_DIGIT)]] = IS_DIGIT
    before, here, after = kinds[:-2], kinds[1:-1], kinds[2:]
    starts = np.flatnonzero((here == IS_CHARACTER) | ((here >= IS_LETTER) & (before < IS_LETTER)))
    ends = np.flatnonzero((here == IS_CHARACTER) | ((here >= IS_LETTER) & (after < IS_LETTER))) + 1
    is_character = (ends - starts == 1) & (codes[starts] > 127)
    weights = np.where(is_character, CHARACTER_WEIGHT, WORD_WEIGHT)
    return _mixed(_runs(_mixed(codes.astype(np.uint64)), starts, ends)), weights


def _runs(
    values: NDArray[np.uint64], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """A polynomial over each run of values, modulo 2^64: the difference of two sums, moved to the run's start."""
    sums = np.zeros(len(values) + 1, np.uint64)
    np.cumsum(values * _powers(MULTIPLIER, len(values)), dtype=np.uint64, out=sums[1:])
    moved: NDArray[np.uint64] = (sums[ends] - sums[starts]) * _powers(INVERSE, len(values))[starts]
    return moved


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread to the high bits, by which the sample is taken."""
    mixed = values ^ (values >> np.uint64(29))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    mixed *= MULTIPLIER
    return mixed


def _distinct(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    ordered = np.sort(values)
    is_first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return ordered[is_first]


def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    return _powers_to(base, 1 << count.bit_length())[:count]


@lru_cache(32)
def _powers_to(base: np.uint64, count: int) -> NDArray[np.uint64]:
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


@cache
def _kinds() -> NDArray[np.uint8]:
    """For each code point what it is in a token."""
    every = "".join(map(chr, range(0x110000)))
    kinds = np.zeros(len(every), np.uint8)
    for kind, pattern in ((IS_CHARACTER, CHARACTER), (IS_LETTER, LETTER), (IS_DIGIT, r"\d")):
        for found in re.finditer(f"{pattern}+", every):
            kinds[found.start() : found.end()] = kind
    return kinds
