"""Which lines of a page are the article, and why are the others not?

In a text the whole decision is made here: clutter is known by its words (cues.py), the body begins with the
first prose or turn and ends where a closing credit, a disclaimer or a list of other articles stands. In an
HTML page the extractor has judged already and is only corrected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract import cues
from onrecord.extract.shape import Shape, letters, shapes_of
from onrecord.extract.strand import Strand

VERSION = 1

MIN_SHARE_BEFORE_END = 0.3  # of the page's prose: an end mark with less before it stands in the page's head
MIN_BODY_LETTERS = 40  # before an end mark: less is no article
MIN_REPEATS = 3  # the same line so often between paragraphs is an advert
MIN_BETWEEN_SHARE = 0.5  # of its places are between paragraphs: in a list or a recipe lines may recur
MIN_REPEATED_LETTERS = 8  # shorter lines recur in speech: 是的。 Yes. Exactly.
MAX_HEADING_LETTERS = 30
MIN_LEDE_LETTERS = 60  # a shorter sentence with buttons and bylines right after it is a title or a slogan
HEAD_REACH = 3  # lines
HEAD_REASONS = ("navigation", "byline", "counter", "reading_time")
MAX_MARK_LETTERS = 8
LEAD_WORD = re.compile(r"[\[【(]*(?:导言|导语|导读|引言|前言|摘要|简介|编者按|目录|本文目录|核心提示|提要|内容提要)[\]】)]*:")
MAX_TRAILING = 6  # lines without an end of sentence before the tail that are its teasers


def judge(strands: Sequence[Strand], site_lines: frozenset[str] = frozenset()) -> list[Strand]:
    """Every line with `is_main` decided, and a reason where it is not."""
    shapes = shapes_of([strand.text for strand in strands])
    found = [cues.find(shape.folded) for shape in shapes]
    considered = [i for i, strand in enumerate(strands) if _is_considered(strand, shapes[i])]
    reasons: dict[int, str] = {}
    for i in considered:
        reason = _reason_anywhere(i, strands, shapes, found, site_lines)
        if reason:
            reasons[i] = reason
    reasons |= _repeated(considered, shapes, reasons)
    is_text = not any(strand.is_main for strand in strands)
    start, end = _bounds(considered, shapes, found, reasons, is_text=is_text)
    for i in considered:
        if i < start or i >= end:
            cue = found[i]
            reasons.setdefault(i, cue.reason if cue else ("header" if i < start else "tail"))
    judged = set(considered)
    return [_verdict(strand, i in judged, reasons.get(i)) for i, strand in enumerate(strands)]


def _is_considered(strand: Strand, shape: Shape) -> bool:
    """Lines that the HTML extractor left out come back only when they are turns of a speaker."""
    if strand.reason is not None:
        return False
    return strand.is_main is not False


def _verdict(strand: Strand, is_considered: bool, reason: str | None) -> Strand:
    if not is_considered:
        return replace(strand, is_main=False, reason=strand.reason or "not_article")
    return replace(strand, is_main=reason is None, reason=reason)


def _reason_anywhere(
    i: int,
    strands: Sequence[Strand],
    shapes: Sequence[Shape],
    found: Sequence[cues.Cue | None],
    site_lines: frozenset[str],
) -> str | None:
    """Why a line is not the article wherever it stands; turns and answers are protected."""
    shape, cue = shapes[i], found[i]
    if shape.label is not None:
        return None
    if i and shapes[i - 1].is_label_only:
        return None  # what stands after a label is speech
    if strands[i].text in site_lines and not (shape.is_complete and letters(shape.folded) < MIN_REPEATED_LETTERS):
        return "site_repeats"
    if cue is None or cue.scope != "anywhere":
        return None
    return cue.reason


def _repeated(considered: Sequence[int], shapes: Sequence[Shape], reasons: dict[int, str]) -> dict[int, str]:
    """Lines that come back again and again between the paragraphs."""
    counts = Counter(shapes[i].folded for i in considered)
    between = Counter(shapes[i].folded for i in considered if _is_between_prose(i, shapes))
    return {
        i: "repeated"
        for i in considered
        if counts[shapes[i].folded] >= MIN_REPEATS
        and between[shapes[i].folded] >= MIN_BETWEEN_SHARE * counts[shapes[i].folded]
        and i not in reasons
        and shapes[i].label is None
        and letters(shapes[i].folded) >= MIN_REPEATED_LETTERS
        and not shapes[i].folded.endswith(":")
        and not (i and shapes[i - 1].is_label_only)
    }


def _is_between_prose(i: int, shapes: Sequence[Shape]) -> bool:
    return 0 < i < len(shapes) - 1 and shapes[i - 1].is_body and shapes[i + 1].is_body


def _bounds(
    considered: Sequence[int],
    shapes: Sequence[Shape],
    found: Sequence[cues.Cue | None],
    reasons: dict[int, str],
    *,
    is_text: bool,
) -> tuple[int, int]:
    """Where the body begins and ends (indices into the lines)."""
    if not considered:
        return 0, 0
    body = [i for i in considered if i not in reasons and shapes[i].is_body and not _is_edge_clutter(i, shapes, found)]
    if is_text:
        body = body[_head_lines(body, considered, shapes, found) :]
    if not body:  # no prose at all: a poem, a list, a headline; all that is no clutter stays
        return considered[0], considered[-1] + 1
    end = _end(considered, shapes, found, reasons, body)
    start = _start(considered, shapes, found, reasons, body) if is_text else considered[0]
    return start, _without_trailing(considered, shapes, found, reasons, start, end)


def _head_lines(
    body: Sequence[int], considered: Sequence[int], shapes: Sequence[Shape], found: Sequence[cues.Cue | None]
) -> int:
    """How many of the first lines are titles and slogans that end in a question or exclamation mark?

    Those have a page's bylines and buttons right after them.
    """
    clutter = {i for i in considered if (cue := found[i]) and cue.reason in HEAD_REASONS and shapes[i].label is None}
    for n, i in enumerate(body):
        is_short = letters(shapes[i].folded) < MIN_LEDE_LETTERS and shapes[i].label is None
        is_short = is_short and shapes[i].folded.endswith(("?", "!", ">"))
        following = [j for j in considered if i < j <= i + HEAD_REACH]
        if not (is_short and clutter.intersection(following)):
            return n
    return 0


def _is_edge_clutter(i: int, shapes: Sequence[Shape], found: Sequence[cues.Cue | None]) -> bool:
    cue = found[i]
    return cue is not None and shapes[i].label is None


def _end(
    considered: Sequence[int],
    shapes: Sequence[Shape],
    found: Sequence[cues.Cue | None],
    reasons: dict[int, str],
    body: Sequence[int],
) -> int:
    """After the first mark of an ending that has enough article before it and no speaker coming back after it."""
    sizes = {i: letters(shapes[i].folded) for i in body}
    total = sum(sizes.values())
    turns = [i for i in body if shapes[i].label is not None]
    before = 0
    for i in considered:
        cue = found[i]
        if cue is not None and cue.ends and shapes[i].label is None and not _is_speech(i, shapes):
            speakers = {shapes[t].label for t in turns if t < i}
            is_interrupted = sum(shapes[t].label in speakers for t in turns if t > i) >= 2
            if before >= max(MIN_BODY_LETTERS, MIN_SHARE_BEFORE_END * total) and not is_interrupted:
                return i
        before += sizes.get(i, 0)
    return considered[-1] + 1


def _is_speech(i: int, shapes: Sequence[Shape]) -> bool:
    return bool(i) and shapes[i - 1].is_label_only


def _start(
    considered: Sequence[int],
    shapes: Sequence[Shape],
    found: Sequence[cues.Cue | None],
    reasons: dict[int, str],
    body: Sequence[int],
) -> int:
    """The first prose or turn, with the headings and labels right before it."""
    start = body[0]
    for i in considered:
        if i >= start:
            break
        if i not in reasons and _opens_speech(i, shapes, found):
            return i
    if not any(found[i] is not None for i in considered if i < start):
        return min(start, considered[0] + 1)  # nothing of a site stands there: at most the first line is a title
    for i in range(start - 1, max(start - 3, -1), -1):
        if i in reasons:
            break
        if _is_numbered(shapes[i].folded) or _comes_back(i, start, shapes, found):
            start = i
    return start


def _opens_speech(i: int, shapes: Sequence[Shape], found: Sequence[cues.Cue | None]) -> bool:
    """A label on a line of its own, then a sentence however short: 某某： / 谢谢。"""
    folded = shapes[i].folded
    if not folded.endswith(":") or found[i] is not None or letters(folded) > MAX_HEADING_LETTERS or i + 1 == len(shapes):
        return False
    return LEAD_WORD.fullmatch(folded) is None and shapes[i + 1].is_complete and found[i + 1] is None


def _comes_back(i: int, start: int, shapes: Sequence[Shape], found: Sequence[cues.Cue | None]) -> bool:
    """A short mark that stands again before later paragraphs, as machines label speakers."""
    folded = shapes[i].folded
    if found[i] is not None or not 0 < letters(folded) <= MAX_MARK_LETTERS:
        return False
    return any(shape.folded == folded for shape in shapes[start + 1 :])


def _is_numbered(folded: str) -> bool:
    number = folded.split(" ")[0].rstrip(".、:)")
    return number in ("1", "01", "一", "part1", "0") and letters(folded) <= MAX_HEADING_LETTERS


def _without_trailing(
    considered: Sequence[int],
    shapes: Sequence[Shape],
    found: Sequence[cues.Cue | None],
    reasons: dict[int, str],
    start: int,
    end: int,
) -> int:
    """Without the clutter at the body's end and the titles of something else right before it."""
    inside = [i for i in considered if start <= i < end]
    has_tail = bool(considered and considered[-1] >= end)
    while inside and not _is_speech(inside[-1], shapes) and shapes[inside[-1]].label is None:
        i = inside[-1]
        if i not in reasons and found[i] is None:
            break
        has_tail = True
        inside.pop()
    if not has_tail:
        return end
    has_teaser = any(found[i] is not None and found[i].reason == "teaser" for i in considered if i > (inside or [0])[-1])  # type: ignore[union-attr]
    for _ in range(MAX_TRAILING):
        if not inside or not _is_loose(inside[-1], shapes, has_teaser=has_teaser):
            break
        inside.pop()
    return inside[-1] + 1 if inside else end


def _is_loose(i: int, shapes: Sequence[Shape], *, has_teaser: bool) -> bool:
    """A short line that ends nothing: a title, a button; before a teaser also its questions."""
    shape = shapes[i]
    if shape.label is not None or _is_speech(i, shapes):
        return False
    if has_teaser and shape.folded.endswith("?") and letters(shape.folded) <= MAX_HEADING_LETTERS:
        return True
    return not shape.is_complete and not shape.is_prose and letters(shape.folded) <= MAX_HEADING_LETTERS
