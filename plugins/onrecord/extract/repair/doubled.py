"""A body printed twice: the fuller copy stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.strand import Strand

MIN_LINE_CHARS = 14  # a line so long that stands twice is worth a look
MIN_LINES = 3  # such lines
MIN_CHARS = 80  # in them
MIN_SHARE = 0.2  # of the page's characters in one copy: less is a blurb, not the body
MIN_COVER = 0.6  # of a copy's long lines are in the other, in the same order: otherwise they are quotations
MAX_DIFFERENCE = 0.1  # of the size of two copies that are alike
MAX_LINES_BEFORE = 4  # long lines before the first copy: a refrain has verses before it, a body a page's head

_SENTENCE = re.compile(r"[。！？!?.…][”』」\"]?\s*$")
_SPACE = re.compile(r"\s+")


def drop_second_copy(strands: list[Strand]) -> tuple[list[Strand], int]:
    """Mark the poorer copy's lines as not the article; the count is of copies dropped."""
    dropped = 0
    while True:
        keys = [_key(strand) for strand in strands]
        copies = _copies(keys)
        if copies is None:
            return strands, dropped
        poorer = _poorer(copies, strands)
        strands = [
            replace(strand, is_main=False, reason="printed_twice") if i in poorer else strand
            for i, strand in enumerate(strands)
        ]
        dropped += 1


def _key(strand: Strand) -> str:
    return "" if strand.reason == "printed_twice" else _SPACE.sub("", strand.text)


def _copies(keys: Sequence[str]) -> tuple[list[int], list[int]] | None:
    """The lines of the first copy and of the second, if most of one stands in the other in the same order."""
    pairs = _pairs(keys)
    if len(pairs) < MIN_LINES:
        return None
    size = sum(min(len(keys[i]), len(keys[j])) for i, j in pairs)
    if size < max(MIN_CHARS, MIN_SHARE * sum(map(len, keys))):
        return None
    (a, c), (b, d) = pairs[0], pairs[-1]
    before, one, other = (
        sum(len(key) >= MIN_LINE_CHARS for key in part)
        for part in (keys[:a], keys[a : b + 1], keys[c : d + 1])
    )
    if before > MAX_LINES_BEFORE or len(pairs) < MIN_COVER * min(one, other) or b >= c:
        return None
    return _grow(keys, a, b, c, d)


def _pairs(keys: Sequence[str]) -> list[tuple[int, int]]:
    """Lines that stand twice in the same order; of two that begin alike one may be cut."""
    first: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for j, key in enumerate(keys):
        if len(key) < MIN_LINE_CHARS:
            continue
        i = first.setdefault(key[:MIN_LINE_CHARS], j)
        is_same = i != j and (key.startswith(keys[i]) or keys[i].startswith(key))
        if is_same and (not pairs or i > pairs[-1][0]):
            pairs.append((i, j))
    # the copies follow each other: what starts after the second one began is another repetition
    return [pair for pair in pairs if pair[0] < pairs[0][1]]


def _grow(keys: Sequence[str], a: int, b: int, c: int, d: int) -> tuple[list[int], list[int]]:
    """Add the short lines around the copies."""
    while a > 0 and c - 1 > b and keys[a - 1] and keys[a - 1] == keys[c - 1]:
        a, c = a - 1, c - 1
    while b + 1 < c and d + 1 < len(keys) and keys[b + 1] and keys[b + 1] == keys[d + 1]:
        b, d = b + 1, d + 1
    first, second = set(keys[a : b + 1]), set(keys[c : d + 1])
    return (
        [i for i in range(a, b + 1) if keys[i] in second or i in (a, b)],
        [i for i in range(c, d + 1) if keys[i] in first or i in (c, d)],
    )


def _poorer(copies: tuple[list[int], list[int]], strands: Sequence[Strand]) -> set[int]:
    """The lines of the copy with less text; where an HTML reader judged, its article stays.

    Of two alike the poorer is the one that breaks off: after the other the text goes on.
    """
    sizes = [sum(len(_key(strands[i])) for i in copy if strands[i].is_main is not False) for copy in copies]
    if abs(sizes[0] - sizes[1]) <= MAX_DIFFERENCE * max(sizes):
        (_, b), (c, d) = ((copy[0], copy[-1]) for copy in copies)
        between, after = (_prose(part) for part in (strands[b + 1 : c], strands[d + 1 :]))
        if bool(between) != bool(after):
            return set(copies[0] if after else copies[1])
    return set(copies[0] if sizes[0] < sizes[1] else copies[1])


def _prose(strands: Sequence[Strand]) -> int:
    """How many of the lines are sentences that may be the article's?"""
    return sum(
        strand.is_main is not False
        and len(strand.text) >= MIN_LINE_CHARS
        and _SENTENCE.search(strand.text) is not None
        for strand in strands
    )
