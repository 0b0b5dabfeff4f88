"""What of an article does its page print a second time, to be found or to be seen?

A table of contents prints the headings before the text that has them; a pull quote prints a sentence in
large type beside the paragraph it is from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from onrecord.extract.bounds import MAX_HEADING_LETTERS, Lines
from onrecord.extract.reasons import Reason
from onrecord.extract.shape import letters

MIN_ENTRIES = 2  # of a table of contents, one under the other
MIN_QUOTE_LETTERS = 12  # a shorter sentence in quotation marks may be said twice
QUOTE_REACH = 8  # lines between a pull quote and its paragraph

_QUOTED = re.compile(r"^[\"“”‘’「『«]+(?P<inner>[^\"“”「」『』]+[.!?。！？…])[\"“”’」』»]+$")
_NUMBER = re.compile(r"^(?:\d{1,2}:\d\d(?::\d\d)?|[\d一二三四五六七八九十]{1,3}[.、:)])\s*")


def printed_again(lines: Lines, *, is_text: bool) -> dict[int, Reason]:
    """The lines that are only there to point at others. In HTML the extractor has seen the lists."""
    reasons: dict[int, Reason] = dict.fromkeys(_contents(lines) if is_text else (), "contents")
    reasons.update(dict.fromkeys(_pull_quotes(lines), "pull_quote"))
    return reasons


def _contents(lines: Lines) -> Iterator[int]:
    """Short lines one under the other that all come back alone, each with text under it, in this order."""
    places: dict[str, list[int]] = defaultdict(list)
    for i in lines.considered:
        folded = _bare(lines, i)
        if 0 < letters(folded) <= MAX_HEADING_LETTERS and not lines.is_speech(i):
            places[folded].append(i)
    run: list[int] = []
    after = -1
    for n, i in enumerate(lines.considered):
        found = places.get(_bare(lines, i), [])
        later = found[1] if len(found) == 2 and found[0] == i else None  # more often: the rows of a table
        if later is not None and later > after and _has_text_under(lines, later):
            run.append(i)
            after = later
            continue
        if len(run) >= MIN_ENTRIES and after > run[-1] + 1:
            yield from run
        run, after = [], -1
        if n + 1 == len(lines.considered):
            return


def _bare(lines: Lines, i: int) -> str:
    return _NUMBER.sub("", lines.shapes[i].folded)


def _has_text_under(lines: Lines, i: int) -> bool:
    return any(shape.is_body for shape in lines.shapes[i + 1 : i + 3])


def _pull_quotes(lines: Lines) -> Iterator[int]:
    """Whole sentences in quotation marks that a paragraph nearby holds word for word."""
    for i in lines.considered:
        found = _QUOTED.match(lines.shapes[i].folded)
        if found is None or letters(found["inner"]) < MIN_QUOTE_LETTERS or lines.is_speech(i):
            continue
        near = lines.shapes[max(0, i - QUOTE_REACH) : i + QUOTE_REACH + 1]
        if any(found["inner"] in shape.folded and len(shape.folded) > len(found[0]) for shape in near):
            yield i
