"""A body printed twice: the fuller copy stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.strand import Strand

MIN_LINE_CHARS = 20  # a line so long does not stand twice by chance
MIN_LINES = 3  # long lines that stand twice
MIN_CHARS = 150  # in them
MIN_SHARE = 0.2  # of the page's characters in one copy: less is a blurb, not the body
MIN_COVER = 0.6  # of the first copy's long lines are in the second: otherwise they are quotations
MIN_PREFIX_CHARS = 10  # of a last line that was cut

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
    first: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for i, key in enumerate(keys):
        if len(key) >= MIN_LINE_CHARS:
            if key in first:
                if not pairs or first[key] > pairs[-1][0]:
                    pairs.append((first[key], i))
            else:
                first[key] = i
    # the copies follow each other: what starts after the second one began is another repetition
    pairs = [pair for pair in pairs if pair[0] < pairs[0][1]]
    if len(pairs) < MIN_LINES or sum(len(keys[i]) for i, _ in pairs) < max(
        MIN_CHARS, MIN_SHARE * sum(map(len, keys))
    ):
        return None
    (a, c), (b, d) = pairs[0], pairs[-1]
    long_lines = [i for i in range(a, b + 1) if len(keys[i]) >= MIN_LINE_CHARS]
    others = [i for i in range(c, d + 1) if len(keys[i]) >= MIN_LINE_CHARS]
    if len(pairs) < MIN_COVER * min(len(long_lines), len(others)) or b >= c:
        return None
    return _grow(keys, a, b, c, d)


def _grow(keys: Sequence[str], a: int, b: int, c: int, d: int) -> tuple[list[int], list[int]]:
    """Add short lines around the copies, and a last line that one copy has only in part."""
    while a > 0 and c - 1 > b and keys[a - 1] and keys[a - 1] == keys[c - 1]:
        a, c = a - 1, c - 1
    while b + 1 < c and d + 1 < len(keys) and keys[b + 1] and keys[b + 1] == keys[d + 1]:
        b, d = b + 1, d + 1
    if b + 1 < c and d + 1 < len(keys):
        one, other = keys[b + 1], keys[d + 1]
        size = min(len(one), len(other))
        if size >= MIN_PREFIX_CHARS and one[:size] == other[:size]:
            b, d = b + 1, d + 1
    first, second = set(keys[a : b + 1]), set(keys[c : d + 1])
    return (
        [i for i in range(a, b + 1) if keys[i] in second or i in (a, b)],
        [i for i in range(c, d + 1) if keys[i] in first or i in (c, d)],
    )


def _poorer(copies: tuple[list[int], list[int]], strands: Sequence[Strand]) -> set[int]:
    """The lines of the copy with less text; where an HTML reader judged, its article stays."""
    sizes = [sum(len(_key(strands[i])) for i in copy if strands[i].is_main is not False) for copy in copies]
    return set(copies[0] if sizes[0] < sizes[1] else copies[1])
