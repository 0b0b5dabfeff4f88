"""Folding and sketching, beside MinHash of five-character shingles of texts that are folded in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from datasketch import MinHash
from rensa import RMinHash

from onrecord import dedup
from onrecord.dedup.compare import Text
from onrecord.dedup.sketch import sample

from .measure import COPIES, Line, texts, versus

MINHASHES = 128


def measure() -> Iterator[Line]:
    """Documents per CPU-second."""
    many = [f"{number} {text}" for text in texts() for number in range(COPIES)]
    yield versus(
        "fold and sketch", lambda: _ours(many), "fold + datasketch", lambda: _datasketch(many), len(many)
    )
    yield versus("fold and sketch", lambda: _ours(many), "fold + rensa", lambda: _rensa(many), len(many))


def _ours(many: list[str]) -> None:
    for text in many:
        sample(Text(text).shingles.hashes)


def _shingles(text: str) -> set[str]:
    folded = re.sub(r"\s", "", dedup.fold(text))
    return {folded[place : place + 5] for place in range(len(folded) - 4)}


def _datasketch(many: list[str]) -> None:
    for text in many:
        MinHash(num_perm=MINHASHES).update_batch([shingle.encode("utf8") for shingle in _shingles(text)])


def _rensa(many: list[str]) -> None:
    for text in many:
        RMinHash(num_perm=MINHASHES, seed=1).update(list(_shingles(text)))
