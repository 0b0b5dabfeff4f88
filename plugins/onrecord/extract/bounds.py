"""Where on a page does the body begin and end?

It begins with the first prose or turn and ends where a closing credit, a disclaimer or a list of other
articles stands, if there is enough article before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from onrecord.extract.cue import Cue
from onrecord.extract.shape import Shape, is_label, is_speech, letters

MIN_SHARE_BEFORE_END = 0.3  # of the page's prose: an end mark with less before it stands in the page's head
MIN_BODY_LETTERS = 40  # before an end mark: less is no article
MIN_TURNS_AFTER_END = 2  # of the same speakers: so many show that the article goes on
MIN_LEDE_LETTERS = 60  # a shorter question with buttons and bylines right after it is a title or a slogan
HEAD_REACH = 3  # lines
HEAD_REASONS = ("navigation", "byline", "counter", "reading_time")
MAX_HEADING_LETTERS = 30
MAX_MARK_LETTERS = 8  # `speaker`, `Q`: what machines print before each turn
MIN_MORE_QUESTIONS = 2  # answered below the first one, where no markup tells the headline
MAX_TRAILING = 6  # lines without an end of sentence before the tail that are its teasers
LEAD_WORD = re.compile(
    r"[\[【(]*(?:导言|导语|导读|引言|前言|摘要|简介|编者按|目录|本文目录|核心提示|提要|内容提要)[\]】)]*:"
)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page as the rules see them; only those in `considered` can be the article."""

    shapes: Sequence[Shape]
    cues: Sequence[Cue | None]
    considered: Sequence[int]
    headings: frozenset[int] = frozenset()  # marked as such, below the first level
    titles: frozenset[int] = frozenset()  # marked as headings of the first level
    reasons: Mapping[int, str] = field(default_factory=dict)  # lines that are clutter wherever they stand

    def is_speech(self, i: int) -> bool:
        """Has the line a speaker's label, on it or on the line before?"""
        return is_speech(self.shapes, i)

    def is_body(self, i: int) -> bool:
        """Prose or a turn that looks like nothing else."""
        shape = self.shapes[i]
        return i not in self.reasons and shape.is_body and (self.cues[i] is None or shape.label is not None)


def find(lines: Lines, *, is_text: bool) -> tuple[int, int]:
    """The body's first line and the line after its last one; in HTML only the end is looked for."""
    if not lines.considered:
        return 0, 0
    first, last = lines.considered[0], lines.considered[-1]
    body = [i for i in lines.considered if lines.is_body(i)]
    if is_text:
        body = body[_title_count(lines, body) :]
    if not body:  # no prose at all: a poem, a list, a headline; all that is no clutter stays
        return first, last + 1
    end = _end(lines, body, is_text=is_text)
    start = _start(lines, body) if is_text else _after_clutter(lines)
    return start, _without_tail(lines, start, end, is_text=is_text)


def _title_count(lines: Lines, body: Sequence[int]) -> int:
    """How many of the first lines are titles and slogans that end in a question or exclamation mark?

    Those have a page's bylines and buttons right after them.
    """
    clutter = {i for i in lines.considered if (cue := lines.cues[i]) and cue.reason in HEAD_REASONS}
    for n, i in enumerate(body):
        shape = lines.shapes[i]
        is_short = letters(shape.folded) < MIN_LEDE_LETTERS
        # `某某: 说的一句话` may be a headline; a turn has no byline under it
        is_open = shape.folded.endswith(("?", "!", ">")) if shape.label is None else not shape.is_complete
        is_open = is_open and not shape.is_label_only
        following = range(i + 1, i + 1 + HEAD_REACH)
        if not (is_short and is_open and clutter.intersection(following)):
            return n
    return 0


def _end(lines: Lines, body: Sequence[int], *, is_text: bool) -> int:
    """The first mark of an ending with enough article before it and no speaker coming back after it."""
    sizes = {i: letters(lines.shapes[i].folded) for i in body}
    needed = max(MIN_BODY_LETTERS, MIN_SHARE_BEFORE_END * sum(sizes.values()))
    returning = _returning(lines, body)
    before = 0
    for i in lines.considered:
        cue = lines.cues[i]
        is_mark = cue is not None and cue.ends and (is_text or not cue.only_text) and not lines.is_speech(i)
        if is_mark and before >= needed and returning[i] < MIN_TURNS_AFTER_END:
            return i
        before += sizes.get(i, 0)
    return lines.considered[-1] + 1


def _returning(lines: Lines, body: Sequence[int]) -> list[int]:
    """For each line, how many turns after it are those of speakers who spoke before it."""
    first: dict[str, int] = {}
    changes = [0] * (len(lines.shapes) + 1)
    for i in body:
        label = lines.shapes[i].label
        if label is not None and first.setdefault(label, i) < i:
            changes[first[label] + 1] += 1
            changes[i] -= 1
    return list(accumulate(changes))


def _start(lines: Lines, body: Sequence[int]) -> int:
    """The first prose or turn, with the headings and labels right before it."""
    start = body[0]
    for i in lines.considered:
        if i >= start:
            break
        if i not in lines.reasons and _opens_speech(lines, i):
            return i
    if not any(lines.cues[i] is not None for i in lines.considered if i < start):
        # nothing of a site stands there: at most the first line is a title
        return min(start, lines.considered[0] + 1)
    if _is_first_question(lines, start - 1):
        return start - 1
    for i in range(start - 1, max(start - 3, -1), -1):
        if i in lines.reasons:
            break
        if _is_numbered(lines.shapes[i].folded) or _comes_back(lines, i, start):
            start = i
    while start - 1 > lines.considered[0] and _leads_in(lines, start - 1):
        start -= 1
    return start


def _leads_in(lines: Lines, i: int) -> bool:
    """A short sentence or a marked heading right before the body; titles do not end in a full stop."""
    if i in lines.reasons or lines.cues[i] is not None:
        return False
    return i in lines.headings or lines.shapes[i].folded.endswith(("。", "."))


def _is_first_question(lines: Lines, i: int) -> bool:
    """A short question right before the first prose that is no headline: there is one, and more are asked."""
    if not _is_plain_question(lines, i):
        return False
    above = [j for j in lines.considered if j < i and j not in lines.reasons and lines.cues[j] is None]
    if not above:
        return False
    asked = sum(
        _is_plain_question(lines, j) and lines.shapes[j + 1].is_complete
        for j in lines.considered[:-1]
        if j > i
    )
    return asked >= (1 if lines.titles.intersection(above) else MIN_MORE_QUESTIONS)


def _is_plain_question(lines: Lines, i: int) -> bool:
    """A short question without a label, not marked as a heading."""
    if i < 0 or i in lines.reasons or lines.cues[i] is not None or i in lines.titles | lines.headings:
        return False
    shape = lines.shapes[i]
    return shape.label is None and shape.folded.endswith("?") and letters(shape.folded) < MIN_LEDE_LETTERS


def _after_clutter(lines: Lines) -> int:
    """The first line that is no byline, date or button: those above the article may have come in with it.

    Titles may stand above them, but nothing of the article.
    """
    start, has_clutter = 0, False
    for n, i in enumerate(lines.considered):
        if lines.is_speech(i) or lines.is_body(i) or n - start > HEAD_REACH:
            break
        if lines.cues[i] is not None:
            start, has_clutter = n + 1, True
    if not has_clutter or start == len(lines.considered):
        start = 0
    return lines.considered[start]


def _opens_speech(lines: Lines, i: int) -> bool:
    """A label on a line of its own, then a sentence however short: 某某： / 谢谢。"""
    folded = lines.shapes[i].folded
    if not is_label(folded) or lines.cues[i] is not None or i + 1 == len(lines.shapes):
        return False
    if letters(folded) > MAX_HEADING_LETTERS or LEAD_WORD.fullmatch(folded):
        return False
    return lines.shapes[i + 1].is_complete and lines.cues[i + 1] is None


def _is_numbered(folded: str) -> bool:
    number = folded.split(" ")[0].rstrip(".、:)")
    return number in ("1", "01", "一", "part1", "0") and letters(folded) <= MAX_HEADING_LETTERS


def _comes_back(lines: Lines, i: int, start: int) -> bool:
    """A short mark that stands again before later paragraphs, as machines label speakers."""
    folded = lines.shapes[i].folded
    if lines.cues[i] is not None or not 0 < letters(folded) <= MAX_MARK_LETTERS:
        return False
    return any(shape.folded == folded for shape in lines.shapes[start + 1 :])


def _without_tail(lines: Lines, start: int, end: int, *, is_text: bool) -> int:
    """Without the clutter at the body's end and, in a text, the titles of something else right before it."""
    inside = [i for i in lines.considered if start <= i < end]
    has_tail = lines.considered[-1] >= end
    while inside and not lines.is_speech(inside[-1]):
        if inside[-1] not in lines.reasons and lines.cues[inside[-1]] is None:
            break
        has_tail = True
        inside.pop()
    if not has_tail or not inside:
        return end
    if is_text:  # in HTML the extractor has seen what stands around these lines
        cut = [cue.reason for i in lines.considered if i > inside[-1] and (cue := lines.cues[i])]
        for _ in range(MAX_TRAILING):
            if len(inside) == 1 or not _is_loose(lines, inside[-1], has_teaser="teaser" in cut):
                break
            inside.pop()
    return inside[-1] + 1


def _is_loose(lines: Lines, i: int, *, has_teaser: bool) -> bool:
    """A short line that ends nothing: a title, a button; before a teaser also its questions."""
    shape = lines.shapes[i]
    if lines.is_speech(i) or letters(shape.folded) > MAX_HEADING_LETTERS or shape.folded.endswith(":"):
        return False
    return (has_teaser and shape.folded.endswith("?")) or (not shape.is_complete and not shape.is_prose)
