"""A line of a page while it is being worked on: its text may change, its places in the source stay known."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from onrecord.extract.page import Page
from onrecord.extract.reasons import Reason
from onrecord.models import LineKind


@dataclass(frozen=True, slots=True)
class Strand:
    """A line; `places[i]` is where in `source_text` its i-th character was read."""

    text: str
    places: Sequence[int]
    kind: LineKind = "paragraph"
    level: int | None = None  # of a heading
    number: str | None = None  # of a heading: printed before its title, not part of the text
    is_main: bool | None = None  # None: nobody has judged yet
    reason: Reason | None = None  # why it is not the article


def strands_of(page: Page) -> list[Strand]:
    """The lines of a page, ready to be worked on."""
    return [
        Strand(
            text=line.text,
            places=range(line.start, line.start + len(line.text)),
            kind=line.kind,
            level=line.level,
            is_main=line.is_main,
            reason=line.reason,
        )
        for line in page.lines
    ]


def edit(strand: Strand, changes: Sequence[tuple[int, int, str]]) -> Strand:
    """The strand with stretches replaced: (start, end, new text) in order, not overlapping."""
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for start, end, new in changes:
        parts += (strand.text[done:start], new)
        places += strand.places[done:start]
        # new characters stand where the old ones were; more of them than before share the last place
        last = max(start, end - 1)
        places += [_place(strand, min(start + i, last)) for i in range(len(new))]
        done = end
    parts.append(strand.text[done:])
    places += strand.places[done:]
    return replace(strand, text="".join(parts), places=tuple(places))


def substitute(
    strand: Strand, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]
) -> tuple[Strand, int]:
    """Replace every match; the count is of those that changed something."""
    changes = []
    for match in pattern.finditer(strand.text):
        text = match.expand(new) if isinstance(new, str) else new(match)
        if text != match.group():
            changes.append((match.start(), match.end(), text))
    return (edit(strand, changes), len(changes)) if changes else (strand, 0)


def cut(strand: Strand, start: int, end: int) -> Strand:
    """The stretch of a strand as a strand of its own, without white space around it."""
    while start < end and strand.text[start].isspace():
        start += 1
    while end > start and strand.text[end - 1].isspace():
        end -= 1
    return replace(strand, text=strand.text[start:end], places=strand.places[start:end])


def _place(strand: Strand, i: int) -> int:
    if not strand.places:
        return 0
    return strand.places[min(i, len(strand.places) - 1)]
