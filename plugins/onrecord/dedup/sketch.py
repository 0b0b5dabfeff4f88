"""The shingles of a folded text, and the small sample of them by which copies are found.

A shingle is a run of tokens (a Han, kana or hangul character, or a word). The sample is a fixed part
of all possible hashes, so that a part of an article has a part of its sample (FracMinHash: Irber et
al. 2022; "mod p" of Broder 1997), joined with the smallest few (bottom-k: Broder 1997), so that short
texts have one too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import xxhash
from numpy.typing import NDArray

from onrecord.dedup.fold import HAN

HAN_RUN = 5  # tokens of a shingle where most are characters
WORD_RUN = 3  # … where most are words
SAMPLED = 64  # one hash in so many is in the sample: 40 of a page of 2,500 characters
BOTTOM = 24  # and at least so many, of a text that has them
TOKEN = re.compile(rf"[{HAN}\u3040-\u30ff\uac00-\ud7af]|[^\W{HAN}\u3040-\u30ff\uac00-\ud7af]+")
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
KNOWN_TOKENS = 1 << 17  # words whose hash is remembered


@dataclass(frozen=True, slots=True)
class Shingles:
    """The tokens of a text and the distinct hashes of its shingles, sorted."""

    tokens: tuple[str, ...]
    hashes: NDArray[np.uint64]


def shingles(folded: str) -> Shingles:
    """Tokens and shingle hashes of a folded text."""
    tokens = tuple(TOKEN.findall(folded))
    character_count = sum(len(token) == 1 and not token.isascii() for token in tokens)
    run = HAN_RUN if 2 * character_count > len(tokens) else WORD_RUN
    return Shingles(tokens, _hashes(tokens, min(run, max(1, len(tokens)))))


def sample(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The hashes that stand for a text in the index, as signed numbers (Postgres has no others)."""
    fixed = hashes[hashes < np.uint64(2**64 // SAMPLED)]
    chosen = fixed if len(fixed) >= BOTTOM else hashes[:BOTTOM]
    return chosen.view(np.int64)


def _hashes(tokens: tuple[str, ...], run: int) -> NDArray[np.uint64]:
    if not tokens:
        return np.empty(0, np.uint64)
    one = np.fromiter((_token_hash(token) for token in tokens), np.uint64, len(tokens))
    count = len(tokens) - run + 1
    mixed = np.zeros(count, np.uint64)
    for offset in range(run):  # a polynomial over the run, wrapping at 64 bits
        mixed = mixed * MULTIPLIER + one[offset : offset + count]
    mixed ^= mixed >> np.uint64(29)  # spread to the high bits, by which the sample is taken
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    mixed *= MULTIPLIER
    return np.unique(mixed)


@lru_cache(KNOWN_TOKENS)
def _token_hash(token: str) -> int:
    return xxhash.xxh3_64_intdigest(token.encode("utf8", "surrogatepass"))
