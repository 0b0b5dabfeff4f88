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
from functools import lru_cache

import numpy as np
import xxhash
from numpy.typing import NDArray

from onrecord.dedup.fold import HAN

CHARACTER_WEIGHT, WORD_WEIGHT = 3, 5  # a word says more than a character
RUN_WEIGHT = 15  # of a shingle: five characters or three words, whatever else stands in the text
SAMPLED = 64  # one hash in so many is in the sample: 40 of a page of 2,500 characters
BOTTOM = 40  # and at least so many: a fifth of a text then has 8 of them, and misses by chance 3 in 1,000
LETTER = rf"[^\W{HAN}\u3040-\u30ff\uac00-\ud7af]"
TOKEN = re.compile(rf"[{HAN}\u3040-\u30ff\uac00-\ud7af]|{LETTER}(?:{LETTER}|(?<=\d)\.(?=\d))*")
MAX_OPPOSITE = 25  # tokens
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))
KNOWN_TOKENS = 1 << 17  # words whose hash is remembered


@dataclass(frozen=True, slots=True)
class Shingles:
    """The tokens of a text and its shingles: in order, with the token each ends before; and distinct."""

    tokens: tuple[str, ...]
    ordered: NDArray[np.uint64]
    ends: NDArray[np.int64]
    hashes: NDArray[np.uint64]  # sorted
    weights: NDArray[np.int64]  # before each token, and of all


def shingles(folded: str) -> Shingles:
    """Tokens and shingle hashes of a folded text; a text shorter than a shingle is one."""
    return run_together(tokens(folded))


def run_together(words: tuple[str, ...]) -> Shingles:
    """`shingles` of a text that is in tokens already."""
    total = weights(words)
    starts = total[:-1]
    ends = np.searchsorted(total, starts + RUN_WEIGHT).astype(np.int64)
    ends = ends[ends <= len(words)]
    if words and not len(ends):
        ends = np.array([len(words)], np.int64)
    ordered = _hashes(words, ends)
    return Shingles(words, ordered, ends, np.unique(ordered), total)


def tokens(text: str) -> tuple[str, ...]:
    """The words and the Han, kana or hangul characters of a text without punctuation."""
    return tuple(TOKEN.findall(text))


def weights(tokens: tuple[str, ...]) -> NDArray[np.int64]:
    """The weight of the text before each token, and of all of it."""
    own = [CHARACTER_WEIGHT if len(token) == 1 and not token.isascii() else WORD_WEIGHT for token in tokens]
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(own, dtype=np.int64)])


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
    steps = np.zeros(len(a.tokens) + 1, np.int64)
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
    rights[ends == len(a.tokens)] = len(b.tokens)
    for gap, left, right in zip(gaps, lefts.tolist(), rights.tolist(), strict=True):
        if 0 <= left < right <= left + limit:
            yield gap, (left, right)


def _unique_places(text: Shingles, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where each shingle stands in a text; -1: nowhere, or more than once."""
    values, first, counts = np.unique(text.ordered, return_index=True, return_counts=True)
    found = np.minimum(np.searchsorted(values, hashes), len(values) - 1)
    is_one = (values[found] == hashes) & (counts[found] == 1)
    return np.where(is_one, first[found], -1)


def _hashes(tokens: tuple[str, ...], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A polynomial over each run, modulo 2^64: the difference of two sums, moved to the run's start."""
    one = np.fromiter((_token_hash(token) for token in tokens), np.uint64, len(tokens))
    count = len(ends)
    powers = _powers(MULTIPLIER, len(tokens))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(one * powers, dtype=np.uint64)])
    mixed: NDArray[np.uint64] = (sums[ends] - sums[:count]) * _powers(INVERSE, count)
    mixed ^= mixed >> np.uint64(29)  # spread to the high bits, by which the sample is taken
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    mixed *= MULTIPLIER
    return mixed


def _powers(base: np.uint64, count: int) -> NDArray[np.uint64]:
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


@lru_cache(KNOWN_TOKENS)
def _token_hash(token: str) -> int:
    return xxhash.xxh3_64_intdigest(token.encode("utf8", "surrogatepass"))
