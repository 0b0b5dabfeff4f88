"""Where are the headings of an article, and what stands under each?

A heading is known by its mark (HTML, Markdown), by a number that goes on counting, by being bold, or by
being a short line between paragraphs. What a speaker says is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.extract.shape import Shape, is_label, letters, shapes_of
from onrecord.extract.strand import Strand, cut

MAX_TITLE_LETTERS = 40  # Han characters, words twice
MAX_PLAIN_LETTERS = 26  # of a heading that no mark shows
MAX_PLAIN_WORDS = 9  # in Latin script
MIN_TURNS = 4  # so many labelled turns make the labels trustworthy
MAX_TITLE_LINES = 3  # a title on two lines, then its text
MAX_LOOSE_SHARE = 0.4  # of the lines: more short lines than this are verse or a list

_NUMBER = (
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|part\s?\d{1,2}|"
    r"第[一二三四五六七八九十\d]{1,3}[章节部分幕篇]{1,2})"
)
_NUMBER_LINE = re.compile(rf"^[#\s\[【(]*({_NUMBER})[\s.、:)\]】/]*$", re.I)
_NUMBERED = re.compile(
    rf"^(?P<opening>[(（【\[〔]\s?)?(?P<number>{_NUMBER})"
    r"(?(opening)\s?[)）】\]〕]|\s*(?:[、.．:：)）|丨/]|\s(?=\S)))\s*(?=\S)",
    re.I,
)
_GLUED = re.compile(
    r"^(?P<number>\d{1,2})(?=[\u3400-\u9fff“「『《A-Za-z])(?![年月日号時时点點分秒个個位名家次倍万萬亿億千百%人岁歲天周週小本])"
)
_STOP = re.compile(r"[。；;，,：:、…]$|[。；]")
_STOP_COMMA = re.compile(r"[，,、]$")
_ASIDE = re.compile(r"[(（].*[)）]$")  # laughter, applause, a note
_COMMA = re.compile(r"[,、]")
_WORDS = re.compile(r"[\u3400-\u9fff]{2}|[^\W\d_]{2}")  # at least one, or it is a counter or a time
_QUESTION = re.compile(r"[?？][\s”\"』」）)]*$")
_SPEECH = re.compile(
    r"^[^:]{1,28}:.*[。!?…;.~][\"'”’」』)]*$"
)  # a label that stands only once, and what is said
_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九十")}


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A line that may be a numbered heading: its number and where its title begins."""

    line: int
    value: int
    number: str
    title_start: int  # -1: the title is the next line


@dataclass(frozen=True, slots=True)
class _Habits:
    """What holds of an article as a whole."""

    has_turns: bool
    is_loose: bool  # verse, a list
    askers: frozenset[str]


def find(strands: Sequence[Strand], bold: Sequence[float]) -> list[Strand]:
    """The article's lines with headings marked and their numbers off; `bold` is each line's bold share."""
    shapes = shapes_of([strand.text for strand in strands])
    numbered = _counting(_candidates(strands, shapes), shapes)
    habits = _Habits(
        has_turns=sum(shape.label is not None for shape in shapes) >= MIN_TURNS,
        is_loose=sum(not s.is_complete and not s.is_prose for s in shapes) > MAX_LOOSE_SHARE * len(shapes),
        askers=frozenset(_askers(shapes)),
    )
    result: list[Strand] = []
    number: str | None = None
    held: Strand | None = None  # the first line of a title on two lines
    for i, strand in enumerate(strands):
        mark = numbered.get(i)
        if mark is not None and mark.title_start < 0:
            number = mark.number
            continue
        if number is not None:
            if _STOP_COMMA.search(strand.text) and _is_title_part(i + 1, strands, shapes):
                held = strand
                continue
            if held is not None:
                strand, held = _joined(held, strand), None
            result.append(replace(strand, kind="heading", level=strand.level or 2, number=number))
            number = None
        elif mark is not None:
            title = cut(strand, mark.title_start, len(strand.text))
            result.append(replace(title, kind="heading", level=strand.level or 2, number=mark.number))
        elif _is_marked(i, strands, shapes, bold) or _is_plain(i, strands, shapes, habits):
            result.append(replace(strand, kind="heading", level=strand.level or 2))
        elif strand.kind == "heading":  # a label or a sentence in a heading's clothes
            result.append(replace(strand, kind="paragraph", level=None))
        else:
            result.append(strand)
    return result


def _is_title(text: str, limit: int = MAX_TITLE_LETTERS) -> bool:
    return bool(text) and letters(text.lower()) <= limit and not (_STOP.search(text) or _ASIDE.match(text))


def _is_title_part(i: int, strands: Sequence[Strand], shapes: Sequence[Shape]) -> bool:
    return i + 1 < len(strands) and shapes[i].label is None and _is_title(strands[i].text, MAX_PLAIN_LETTERS)


def _joined(first: Strand, second: Strand) -> Strand:
    return replace(first, text=first.text + second.text, places=(*first.places, *second.places))


def _candidates(strands: Sequence[Strand], shapes: Sequence[Shape]) -> list[_Numbered]:
    found = []
    labels = Counter(_before_colon(_NUMBERED.sub("", strand.text)) for strand in strands)
    labels[""] = 0
    for i, strand in enumerate(strands):
        if i + 1 == len(strands):
            break  # nothing stands under it
        line = _NUMBER_LINE.match(strand.text)
        title = _STOP_COMMA.sub("", strands[i + 1].text)
        if line and _is_title(title) and shapes[i + 1].label is None and i + 2 < len(strands):
            found.append(_Numbered(i, _value(line.group(1)), line.group(1), -1))
            continue
        head = _NUMBERED.match(strand.text) or _GLUED.match(strand.text)
        rest = strand.text[head.end() :] if head else ""
        if head and shapes[i].label is None and _is_title(rest) and labels[_before_colon(rest)] < 2:
            found.append(_Numbered(i, _value(head["number"]), head["number"], head.end()))
    return found


def _before_colon(text: str) -> str:
    head, colon, _ = text.replace("：", ":").partition(":")
    return head.strip() if colon else ""


def _value(number: str) -> int:
    digits = re.search(r"\d+", number)
    if digits:
        return int(digits.group())
    tens = re.sub(r"[^一二三四五六七八九十]", "", number)
    if "十" in tens:
        left, _, right = tens.partition("十")
        return (_CHINESE.get(left, 1) if left else 1) * 10 + (_CHINESE.get(right, 0) if right else 0)
    return _CHINESE.get(tens[:1], -1)


def _counting(candidates: Sequence[_Numbered], shapes: Sequence[Shape]) -> dict[int, _Numbered]:
    """The candidates that count on from 1 with text under each; an enumeration has none between its items."""
    chain: list[_Numbered] = []
    for n, one in enumerate(candidates):
        until = candidates[n + 1].line if n + 1 < len(candidates) else len(shapes)
        if not _has_body(one, until, shapes):
            continue
        if one.value == (chain[-1].value + 1 if chain else 1) or (not chain and one.value == 0):
            chain.append(one)
        elif one.value == 1 and len(chain) < 2:
            chain = [one]
    if len(chain) < 2:
        chain = [one for one in chain if one.title_start < 0]  # a number on a line of its own is mark enough
    return {one.line: one for one in chain}


def _has_body(one: _Numbered, until: int, shapes: Sequence[Shape]) -> bool:
    """Does prose or a turn stand right under it, before the next numbered line?"""
    after = one.line + (2 if one.title_start < 0 else 1)
    return any(shape.is_body for shape in shapes[after : min(after + MAX_TITLE_LINES, until)])


def _askers(shapes: Sequence[Shape]) -> set[str]:
    """Whose turns mostly end in a question?"""
    turns: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    current: str | None = None
    asked = False
    for shape in shapes:
        if shape.label is not None:
            if current is not None:
                questions[current] += asked
            current, asked = shape.label, False
            turns[shape.label] += 1
        asked = bool(_QUESTION.search(shape.folded))
    return {label for label, count in turns.items() if count >= 2 and questions[label] * 2 >= count}


def _is_marked(i: int, strands: Sequence[Strand], shapes: Sequence[Shape], bold: Sequence[float]) -> bool:
    """A heading by HTML or Markdown, or a whole line in bold; not a question that asks someone."""
    strand, shape = strands[i], shapes[i]
    if shape.label is not None or i + 1 == len(strands):
        return False
    if strand.kind == "heading":
        return letters(shape.folded) <= 2 * MAX_TITLE_LETTERS
    if strand.kind != "paragraph" or bold[i] < 0.95 or not _is_title(strand.text):
        return False
    return not _QUESTION.search(strand.text) and not shape.is_complete and shapes[i + 1].is_body


def _is_plain(i: int, strands: Sequence[Strand], shapes: Sequence[Shape], habits: _Habits) -> bool:
    """A short line between paragraphs that ends no sentence; in an interview, before the asker's turn."""
    strand, shape = strands[i], shapes[i]
    if strand.kind != "paragraph" or shape.label is not None or i + 1 == len(strands):
        return False
    if i and (shapes[i - 1].is_label_only or not shapes[i - 1].is_complete):
        return False
    if not _is_title(strand.text, MAX_PLAIN_LETTERS) or len(strand.text.split()) > MAX_PLAIN_WORDS:
        return False
    if not _WORDS.search(shape.folded) or _SPEECH.match(shape.folded) or is_label(shape.folded):
        return False
    if len(_COMMA.findall(shape.folded)) > 1:
        return False
    following = shapes[i + 1]
    if following.label is not None and ":" in shape.folded:
        return False  # more likely somebody else speaking
    if habits.has_turns:
        is_question = bool(_QUESTION.search(strand.text))
        if shape.is_complete and not is_question:
            return False
        return following.label is not None and (following.label in habits.askers or not is_question)
    return (
        not habits.is_loose and not shape.is_complete and not following.is_label_only and following.is_prose
    )
