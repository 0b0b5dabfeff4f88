"""A stretch of the text that will be a turn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.enrich.speakers import stamps
from onrecord.enrich.speakers.folding import fold
from onrecord.enrich.speakers.labels import Mark
from onrecord.models import Document, Line


@dataclass(frozen=True, slots=True)
class Stretch:
    """What will be a turn: its place, and the mark it begins with (None: an unlabelled change)."""

    mark: Mark | None
    start_char: int
    end_char: int
    asks: bool  # whether typography or label shows a question (of unlabelled stretches)
    continues: int | None = None  # for a stretch after a heading: the stretch it goes on with
    named_at: tuple[int, int] | None = None  # where a speaker without a label names himself


def is_empty(document: Document, line: Line) -> bool:
    return not document.text[line.start_char : line.end_char].strip(" \t\u3000*#->|—=_")


_DASHES = frozenset({"- ", "– ", "— "})  # before each turn, in place of labels


def tighten(text: str, stretch: Stretch) -> Stretch | None:
    """The stretch without blanks and marks of bold at its ends; None where nothing is left."""
    start, end = stretch.start_char, stretch.end_char
    while start < end and (text[start].isspace() or text[start] in "*\u200b\ufeff"):
        start += 1
    if text[start : start + 2] in _DASHES:
        start += 2
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*#|\u200b"):
        end -= 1
    if time := stamps.AT_END.search(fold(text[max(start, end - 14) : end])):
        end = max(start, end - 14) + time.start()
    return replace(stretch, start_char=start, end_char=end) if end > start else None
