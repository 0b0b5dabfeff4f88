"""Which stretches of a text stand between quotation marks?

Only the outermost marks count; what is nested stays inside. A quotation that runs over paragraphs
gives one stretch for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

CLOSERS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "«": "»",
    "〝": "〞",
    "﹁": "﹂",
    '"': '"',
    "＂": "＂",
    "'": "'",
}
MARK = re.compile("[“”‘’「」『』«»〝〞﹁﹂\"＂']")
# A quotation left open is looked for this many paragraphs on; beyond it the mark is taken for damage.
MAX_PARAGRAPHS = 8
SENTENCE_MARKS = ",.?!…—，。？！"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted stretch of one paragraph, without its marks; `outer` includes them."""

    start_char: int
    end_char: int
    outer_start: int
    outer_end: int
    paragraph: int
    continues: bool = False  # the same quotation as the stretch before it


def find(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quoted]:
    """Find the outermost quoted stretches, paragraph by paragraph, in the order of the text."""
    found: list[Quoted] = []
    resume, continues = 0, False
    for number, (start, end) in enumerate(paragraphs):
        closed, opened = _scan(text, max(start, resume), end)
        for index, (mark, close) in enumerate(closed):
            is_next = continues and index == 0 and not text[start:mark].strip()
            found.append(Quoted(mark + 1, close, mark, close + 1, number, is_next))
        continues = False
        if opened is None or not text[opened + 1 : end].strip():
            continue
        if _reopens(text, text[opened], paragraphs, number + 1):
            is_next = bool(found) and found[-1].paragraph == number - 1 and opened == start
            found.append(Quoted(opened + 1, end, opened, end, number, is_next))
            continues = True
        elif (last := _closing_paragraph(text, text[opened], paragraphs, number + 1)) is not None:
            found.append(Quoted(opened + 1, end, opened, end, number))
            for between in range(number + 1, last):
                found.append(Quoted(*paragraphs[between], *paragraphs[between], between, True))
            close = text.index(CLOSERS[text[opened]], paragraphs[last][0])
            found.append(Quoted(paragraphs[last][0], close, paragraphs[last][0], close + 1, last, True))
            resume = close + 1
    return [piece for piece in found if piece.start_char < piece.end_char]


def _scan(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], int | None]:
    """Closed stretches as places of their two marks, and the mark that is left open, if any."""
    marks = [match.start() for match in MARK.finditer(text, start, end)]
    closed: list[tuple[int, int]] = []
    opened: int | None = None
    depth = 0
    opens = sum(text[place] == "“" for place in marks)
    closes = sum(text[place] == "”" for place in marks)
    for index, place in enumerate(marks):
        mark = text[place]
        if opened is None:
            if _can_open(text, place, start, end, is_turned=mark == "”" and not opens and closes % 2 == 0):
                opened, depth = place, 1
            continue
        outer = text[opened]
        closer = CLOSERS.get(outer, outer)
        left = any(text[later] == closer for later in marks[index + 1 : index + 12])
        if mark == closer and _can_close(text, place, end, marks[index + 1 : index + 12]):
            depth -= 1
        elif mark == outer and outer != closer:
            # “ … “ with no ” to come: the second one closes.
            depth += 1 if left or outer != "“" else -depth
        elif outer == "“" and mark in '"＂' and not left:
            depth = 0
        if depth <= 0:
            closed.append((opened, place))
            opened = None
    return closed, opened


def _can_open(text: str, place: int, start: int, end: int, *, is_turned: bool) -> bool:
    mark = text[place]
    before = text[place - 1] if place > start else " "
    after = text[place + 1] if place + 1 < end else " "
    if is_turned:
        return True
    if mark not in CLOSERS or after.isspace():
        return False
    if mark in "‘'":
        return not before.isalnum() and not after.isdigit() and (mark == "‘" or after.isalnum())
    if mark == '"':  # inches and seconds follow a digit
        return not (before.isascii() and before.isalnum())
    return True


def _can_close(text: str, place: int, end: int, later: Sequence[int]) -> bool:
    mark = text[place]
    if mark not in "’'":
        return True
    before = text[place - 1]
    after = text[place + 1] if place + 1 < end else " "
    if after.isalnum() and after.isascii():
        return False
    if before in SENTENCE_MARKS:
        return True
    if (
        mark == "'"
    ):  # speech between straight single marks ends with a sentence mark; the rest are apostrophes
        return False
    for other in later:  # nurses’ station … end,’: the one after a sentence mark closes
        if text[other] == "‘":
            break
        if text[other] == "’" and text[other - 1] in SENTENCE_MARKS:
            return False
    return True


def _reopens(text: str, mark: str, paragraphs: Sequence[tuple[int, int]], number: int) -> bool:
    return number < len(paragraphs) and text.startswith(mark, paragraphs[number][0])


def _closing_paragraph(
    text: str, mark: str, paragraphs: Sequence[tuple[int, int]], number: int
) -> int | None:
    """The paragraph in which a mark left open is closed before another one opens."""
    closer = CLOSERS.get(mark, mark)
    if closer == mark or mark == "‘":
        return None
    for candidate in range(number, min(number + MAX_PARAGRAPHS, len(paragraphs))):
        start, end = paragraphs[candidate]
        close, reopen = text.find(closer, start, end), text.find(mark, start, end)
        if close >= 0:
            return candidate if reopen < 0 or close < reopen else None
        if reopen >= 0:
            return None
    return None
