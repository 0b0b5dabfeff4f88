"""Where could a label stand? Every place in the document that has the form of one.

Nothing is decided here: which of these marks are labels is a matter of the document's system (`system`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.enrich.speakers import label_shapes, lexicon, names, stamps
from onrecord.enrich.speakers.folding import tidy
from onrecord.enrich.speakers.names import Shape
from onrecord.models import Document, Line

Form = Literal["colon", "alone", "bracket", "name_line", "stop", "bar", "bare", "mid"]

MAX_LABEL = 48  # characters before a colon; employers and posts included
MAX_PARENS = 90  # the same where title and employer stand in brackets
MAX_NAME_LINE = 40
MAX_POSTED_LINE = 90  # the same where a post follows a dash: `Jane Roe -- Chief Officer`

_JUNK: Final = re.compile(r"[\s\u200b*#>•●◆■▲☆★—_~]*(?:-\s+)?")
_NUMBERED_QUESTION: Final = re.compile(r"\(?\d{1,3}[、.)]\s*(?=(?:问|答|提问|记者|Q|A)\s*:)")
_NUMBER: Final = re.compile(r"\(?\d{1,3}[、.)]\s*")
_PAGE_NUMBER: Final = re.compile(r"\d{1,3} +(?=[A-Z][A-Za-z.' ]{0,30}:)")
_BAR_LABEL: Final = re.compile(
    r"([^\s:|—][^:|—\n]{0,28}?)\s*(?:\||—{1,2}|\s-)\s+(?=\S)|([^\s:|—，,。]{2,4})——(?=\S)"
)
_AFTER: Final = re.compile(rf"[\s*\u200b_]*(?:{stamps.TIME}(?=[\s|*]|$)[\s|*]*)?")
_STOP_LABEL: Final = re.compile(r"(Q|A|问|答)\s?(\d{1,3})?\s*[.、。]\s*(?=\S)")
_BARE_LABEL: Final = re.compile(r"([QA问答])\s{0,2}(?=[^\s\w:'’.、&/-]|[\u3400-\u9fff]|[A-Z][a-z])")
_NEVER: Final = re.compile(r"[。!?;…]|https?|www\.|\.{3}")
_SAID: Final = re.compile(r"[“”\"]")
_NICKNAME: Final = re.compile(r"[\u3400-\u9fff]{2,4}[“\"][^“”\"]{1,12}[”\"]")  # 网友“晚风”
_PARENS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BOUNDARY: Final = re.compile(r"(?:[。!?….]”?|[\]|)])\s*$|\s{1,}$")
_TITLE_COMMA: Final = re.compile(r"^[A-Z][A-Za-z0-9À-ɏ.'’ \-]+, ?[A-Za-z][\w.'’ &/\-]+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that has the form of a label."""

    line: int  # index into the document's lines
    head: int  # where all that goes with the label begins: brackets, time stamps
    start_char: int
    end_char: int
    text_start: int  # where what is said begins; the line's end where it stands below
    key: str  # the label folded and tidied, one for all its spellings
    form: Form
    shape: Shape
    is_bold: bool
    is_question: bool = False  # whether a question is asked on its line
    is_stamped: bool = False  # whether a time stands beside it


def scan(document: Document, folded: str) -> list[Mark]:
    """Every mark of the document, in order."""
    marks: list[Mark] = []
    announced = False
    title = tidy(document.title or "")
    for number, line in enumerate(document.lines):
        if _is_title(document, title, line):
            continue
        announced = folded[line.start_char : line.end_char].strip().lower() in {"speaker", "发言人", "讲者"}
        mark = None if announced else _at_head(folded, line, number)
        if mark:
            marks.append(mark)
        marks.extend(_in_line(folded, line, number, mark.text_start if mark else line.start_char))
    return marks


def _is_title(document: Document, title: str, line: Line) -> bool:
    """Whether the line is the title once more; titles have colons too."""
    if not title or line.end_char - line.start_char > 2 * len(title) + 8:
        return False
    return tidy(document.text[line.start_char : line.end_char]) == title


def _at_head(folded: str, line: Line, number: int) -> Mark | None:
    start = _skip(folded, line.start_char, line.end_char)
    if start >= line.end_char:
        return None
    if folded[start] in _BRACKETS:
        return _bracketed(folded, line, number, start)
    window = folded[start : min(line.end_char, start + MAX_PARENS)]
    if (colon := _colon(window)) is not None:
        if (numbered := _NUMBER.match(window, 0, colon)) and names.is_person_name(
            tidy(window[numbered.end() : colon])
        ):
            start, colon = start + numbered.end(), colon - numbered.end()
        return _build(folded, line, number, start, start + colon, start + colon + 1, "colon")
    if found := _STOP_LABEL.match(window):
        return _build(
            folded, line, number, start, start + found.end(2 if found[2] else 1), start + found.end(), "stop"
        )
    size = line.end_char - start
    is_short = size <= MAX_NAME_LINE or (size <= MAX_POSTED_LINE and " -- " in window)
    if is_short and (mark := _name_line(folded, line, number, start)):
        return mark
    if mark := _barred(folded, line, number, start):
        return mark
    if found := _BARE_LABEL.match(window):
        return _build(folded, line, number, start, start + 1, start + found.end(), "bare")
    return None


def _skip(folded: str, start: int, end: int) -> int:
    found = _JUNK.match(folded, start, end)
    start = found.end() if found else start
    is_time = start < end and (folded[start].isdigit() or folded[start] in "[(<")
    if is_time and (found := stamps.LEADING.match(folded, start, end)):
        start = found.end()
    elif numbered := (_NUMBERED_QUESTION.match(folded, start, end) or _PAGE_NUMBER.match(folded, start, end)):
        start = numbered.end()
    return start


def _colon(window: str) -> int | None:
    """The colon that could end a label, not one within brackets, a time or an address."""
    if (at := window.find(":")) < 1:
        return None
    while any(window.count(a, 0, at) > window.count(b, 0, at) for a, b in ("()", "[]")):
        if (at := window.find(":", at + 1)) < 0:
            return None
    label = window[:at]
    if label.endswith("]") and "[" in label[1:] and not stamps.TRAILING.search(label):
        return None  # prose before a bracketed label: found within the line
    if len(label) > MAX_LABEL:
        label = _PARENS.sub("", label)
    if (
        len(label) > MAX_LABEL
        or window[at + 1 : at + 3] == "//"
        or (label[-1].isdigit() and window[at + 1 : at + 2].isdigit())
    ):
        return None
    return at


_BRACKETS: Final = {"[": "]", "<": ">"}


def _bracketed(folded: str, line: Line, number: int, start: int) -> Mark | None:
    close = folded.find(_BRACKETS[folded[start]], start, min(line.end_char, start + MAX_LABEL))
    if close < start + 2:
        return None
    after = close + 1
    has_colon = folded[after : after + 3].lstrip(" *").startswith(":")
    if has_colon:
        after = folded.index(":", after) + 1
    mark = _build(folded, line, number, start, close + 1, after, "bracket")
    if (
        mark
        and not has_colon
        and mark.text_start >= line.end_char
        and mark.shape.kind not in {"role", "name"}
    ):
        return None
    return mark


def _name_line(folded: str, line: Line, number: int, start: int) -> Mark | None:
    end = line.end_char
    if found := stamps.TRAILING.search(folded, start, end):
        end = found.start()
    text = tidy(folded[start:end])
    if not text or text[-1] in ",、。!?;…”" or _SAID.search(text):
        return None
    if (shape := label_shapes.of_name_line(text)) is None:
        return None
    return Mark(
        number, line.start_char, start, end, line.end_char, _key(shape, text), "name_line", shape, False
    )


def _barred(folded: str, line: Line, number: int, start: int) -> Mark | None:
    """`Name | text` or `Q — text`."""
    if line.kind == "table_row" or not (found := _BAR_LABEL.match(folded, start, line.end_char)):
        return None
    end = found.end(1) if found[1] else found.end(2)
    shape = names.shape(tidy(folded[start:end]))
    if shape.kind not in {"name", "role", "machine"}:
        return None
    return _build(folded, line, number, start, end, found.end(), "bar")


def _build(folded: str, line: Line, number: int, start: int, end: int, after: int, form: Form) -> Mark | None:
    printed = folded[start:end]
    bare = _PARENS.sub("", printed) if form != "bracket" else printed.strip("[]<> ")
    if (
        _NEVER.search(bare)
        or (_SAID.search(bare) and not _NICKNAME.fullmatch(bare.strip(" *")))
        or (("," in bare or "," in printed) and not _comma_is_fine(printed))
    ):
        return None
    text = tidy(stamps.TRAILING.sub("", printed.strip("[]<> ") if form == "bracket" else printed))
    if not text:
        return None
    shape = names.shape(text)
    found = _AFTER.match(folded, after, line.end_char)
    text_start = found.end() if found else after
    if text_start >= line.end_char and form == "colon":
        form = "alone"
    end = start + len(printed.rstrip(" *\u200b")) if form != "bracket" else end
    end = start + len(folded[start:end].rstrip(" *"))
    if (time := stamps.TRAILING.search(folded, start, end)) and form == "colon":
        end = start + len(folded[start : time.start()].rstrip(" *\u200b"))
    bold = any(a <= start + 1 and end - 1 <= b for a, b in line.bold)
    asks = "?" in folded[text_start : line.end_char]
    shape = label_shapes.with_post_apart(printed.strip("[]<> *"), shape)
    stamped = stamps.is_stamped(folded, line.start_char, (start, end), text_start, line.end_char)
    key = _key(shape, text)
    return Mark(number, line.start_char, start, end, text_start, key, form, shape, bold, asks, stamped)


def _comma_is_fine(printed: str) -> bool:
    bare = _PARENS.sub("", printed).strip()
    return "," not in bare or bool(_TITLE_COMMA.match(bare))


def _key(shape: Shape, text: str) -> str:
    if shape.role_word and shape.kind == "role":
        return shape.role_word if not shape.affiliation else text
    return shape.name or "&".join(shape.names) or text


def _in_line(folded: str, line: Line, number: int, start: int) -> Iterator[Mark]:
    """Labels after the end of a sentence within a line, of the shapes that are safe there."""
    at = folded.find(":", start + 1, line.end_char)
    while at > 0:
        if mark := _before(folded, line, number, start, at):
            yield mark
        at = folded.find(":", at + 1, line.end_char)


_WORD: Final = r"(?:[A-Z][A-Za-z0-9À-ɏ'’\-]*|(?:[A-Z]|Dr|Mr|Mrs|Ms|St|Jr)\.)"
_LOOK_BACK: Final = re.compile(rf"([\u3400-\u9fff]{{1,12}}|{_WORD}(?: {_WORD}){{0,3}})\s{{0,3}}$")


_MID_SHAPES: Final = frozenset({"role", "name", "machine", "office", "part", "initials"})


def _before(folded: str, line: Line, number: int, start: int, at: int) -> Mark | None:
    low = max(start, at - 40)
    window = folded[low:at]
    is_bracket = window.endswith("]")
    opening = window.rfind("[")
    if is_bracket and opening >= 0:
        begin, label = low + opening, window[opening + 1 : -1]
    elif found := _LOOK_BACK.search(window):
        begin, label = low + found.start(1), found.group(1)
    else:
        return None
    if (begin > start and not _BOUNDARY.search(folded[max(start, begin - 3) : begin])) or begin == start:
        return None
    text = tidy(label)
    shape = names.shape(text)
    if (
        shape.kind not in _MID_SHAPES and not (is_bracket and shape.kind == "other")
    ) or text.lower() in lexicon.METADATA:
        return None
    found_after = _AFTER.match(folded, at + 1, line.end_char)
    text_start = found_after.end() if found_after else at + 1
    asks = "?" in folded[text_start : min(line.end_char, text_start + 300)]
    return Mark(
        number,
        begin,
        begin,
        begin + len(folded[begin:at].rstrip()),
        text_start,
        _key(shape, text),
        "mid",
        shape,
        False,
        asks,
    )
