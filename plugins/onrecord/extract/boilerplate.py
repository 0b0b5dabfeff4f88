"""Which lines of a page are the article, and why are the others not?

In a text the whole decision is made here: clutter is known by its words (cues.py), the body by where it
begins and ends (bounds.py). In an HTML page the extractor has judged already and is only corrected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract import bounds, cues
from onrecord.extract.again import printed_again
from onrecord.extract.bounds import Lines
from onrecord.extract.cue import Cue
from onrecord.extract.reasons import Reason
from onrecord.extract.shape import Shape, is_speech, letters, shapes_of
from onrecord.extract.strand import Strand

MIN_REPEATS = 3  # the same line so often between paragraphs is an advert
MIN_BETWEEN_SHARE = 0.5  # of its places are between paragraphs: in a list or a recipe lines may recur
MIN_REPEATED_LETTERS = 8  # shorter lines recur in speech: 是的。 Yes. Exactly.


def judge(strands: Sequence[Strand], site_lines: frozenset[str] = frozenset()) -> list[Strand]:
    """Every line with `is_main` decided, and a reason where it is not."""
    shapes = shapes_of([strand.text for strand in strands])
    strands = _with_first_turns(strands, shapes)
    considered = [
        i for i, strand in enumerate(strands) if strand.is_main is not False and strand.reason is None
    ]
    found: list[Cue | None] = [None] * len(shapes)
    for i in considered:
        found[i] = cues.find(shapes[i].folded)
    headings = frozenset(
        i for i, strand in enumerate(strands) if strand.kind == "heading" and strand.level != 1
    )
    titles = frozenset(i for i, strand in enumerate(strands) if strand.level == 1)
    lines = Lines(shapes, found, considered, headings, titles)
    is_text = not any(strand.is_main for strand in strands)  # nobody has judged it
    reasons = _known(lines, strands, site_lines) | _repeated(lines) | printed_again(lines, is_text=is_text)
    lines = replace(lines, reasons=reasons)
    start, end = bounds.find(lines, is_text=is_text)
    judged = []
    for i, strand in enumerate(strands):
        if strand.is_main is False or strand.reason is not None:
            place: Reason = "header" if i < start else "tail" if i >= end else "not_article"
            judged.append(replace(strand, is_main=False, reason=strand.reason or place))
            continue
        reason = reasons.get(i)
        if reason is None and not start <= i < end:
            cue = found[i]
            reason = cue.reason if cue else ("header" if i < start else "tail")
        judged.append(replace(strand, is_main=reason is None, reason=reason))
    return judged


def _with_first_turns(strands: Sequence[Strand], shapes: Sequence[Shape]) -> Sequence[Strand]:
    """Also the turns right before the first line of a page's article, too short for what judged it.

    Only what the page's elements say nothing against, and only before a line that is a turn itself.
    """
    first = start = next((i for i, strand in enumerate(strands) if strand.is_main), 0)
    while start and is_speech(shapes, start) and is_speech(shapes, start - 1):
        if strands[start - 1].reason is not None:
            break
        start -= 1
    found = [replace(strand, is_main=True) for strand in strands[start:first]]
    return [*strands[:start], *found, *strands[first:]]


def _known(lines: Lines, strands: Sequence[Strand], site_lines: frozenset[str]) -> dict[int, Reason]:
    """Lines that are clutter wherever they stand; what a speaker says never is."""
    reasons: dict[int, Reason] = {}
    for i in lines.considered:
        if lines.is_speech(i):
            continue
        shape, cue = lines.shapes[i], lines.cues[i]
        is_answer = shape.is_complete and letters(shape.folded) < MIN_REPEATED_LETTERS
        if strands[i].text in site_lines and not is_answer:
            reasons[i] = "site_repeats"
        elif cue is not None and cue.scope == "anywhere":
            reasons[i] = cue.reason
    return reasons


def _repeated(lines: Lines) -> dict[int, Reason]:
    """Lines that come back again and again between the paragraphs."""
    counts = Counter(lines.shapes[i].folded for i in lines.considered)
    between = Counter(lines.shapes[i].folded for i in lines.considered if _is_between_prose(lines, i))
    reasons: dict[int, Reason] = {}
    for i in lines.considered:
        folded = lines.shapes[i].folded
        if counts[folded] < MIN_REPEATS or between[folded] < MIN_BETWEEN_SHARE * counts[folded]:
            continue
        if not lines.is_speech(i) and letters(folded) >= MIN_REPEATED_LETTERS and not folded.endswith(":"):
            reasons[i] = "repeated"
    return reasons


def _is_between_prose(lines: Lines, i: int) -> bool:
    return 0 < i < len(lines.shapes) - 1 and lines.shapes[i - 1].is_body and lines.shapes[i + 1].is_body
