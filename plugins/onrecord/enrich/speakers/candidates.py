"""Which marks can be labels at all? Without headlines, cast lists, enumerations and lone names on a line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Final

from onrecord.enrich.speakers import intros_han, name_places, posts
from onrecord.enrich.speakers.labels import Mark
from onrecord.models import Document

MAX_LISTED: Final = 90  # characters of a line that names people, or of a headline


def among(document: Document, folded: str, marks: list[Mark]) -> list[Mark]:
    """The marks that can be labels, in order."""
    marks = [
        mark for mark in marks if mark.shape.kind != "none" and not _heads_cast_list(document, folded, mark)
    ]
    keys = {name for mark in marks for name in (mark.key, *mark.shape.names)}
    marks = [mark for mark in marks if not _lists_others(document, folded, mark, keys)]
    marks = _without_lone_name_lines(
        document, _without_headline(document, folded, _without_closing(document, marks))
    )
    return _without_enumerations(_without_lone_bars(marks))


_SENTENCE_END: Final = re.compile(r"[。!?….~”\")\]]\s*\**\s*$")


def _without_headline(document: Document, folded: str, marks: list[Mark]) -> list[Mark]:
    """Without the name in a headline: `某某:我只卖面` above turns that end as sentences do."""
    if len(marks) < 3 or marks[0].line or marks[1].line == 0 or marks[0].form not in {"colon", "mid"}:
        return marks
    ends = [bool(_SENTENCE_END.search(_line(document, folded, mark))) for mark in marks]
    is_headline = (
        not ends[0] and sum(ends) * 2 > len(ends) and len(_line(document, folded, marks[0])) <= MAX_LISTED
    )
    return marks[1:] if is_headline else marks


def _without_closing(document: Document, marks: list[Mark]) -> list[Mark]:
    """Without brackets on lines of their own where the last has no text below: they name what stands above."""
    alone = [m for m in marks if m.form == "bracket" and m.text_start >= document.lines[m.line].end_char]
    if alone and alone[-1].line == len(document.lines) - 1:
        return [mark for mark in marks if mark not in alone]
    return marks


def _line(document: Document, folded: str, mark: Mark) -> str:
    line = document.lines[mark.line]
    return folded[line.start_char : line.end_char]


_CREDIT_WORDS: Final = frozenset({"采访", "访谈", "访", "访问", "编辑", "编者", "作者", "小编"})
_NAME_WITH_POST: Final = re.compile(r"\s*[\u3400-\u9fff·]{2,6}\s?\([^()]{2,40}\)\s*")
_POST_AFTER: Final = re.compile(rf"{posts.POST}(?=$|[,(])")
_ENDS: Final = re.compile(r"[。!?;]")


def _heads_cast_list(document: Document, folded: str, mark: Mark) -> bool:
    """Whether a role word stands before names with their posts: `嘉宾:某某,某店店主`."""
    if mark.shape.kind != "role":
        return False
    line = document.lines[mark.line]
    start, end = mark.text_start, line.end_char
    if not folded[start:end].strip(" *\u200b"):
        if mark.line + 1 >= len(document.lines):
            return False
        line = document.lines[mark.line + 1]
        start, end = line.start_char, line.end_char
    while start < end and folded[start] in " -•*·":
        start += 1
    at = name_places.name_at(folded, start, end, frozenset())
    if at and (post := _POST_AFTER.match(folded, at[1], end)):
        at = at[0], post.end()
    if mark.key in _CREDIT_WORDS and at and (at[1] >= end or folded[at[1]] in ";。,、|/ "):
        return True
    if end - start > 90 or _ENDS.search(folded, start, end):
        return False
    if at is None and _NAME_WITH_POST.fullmatch(folded, start, end):
        return True
    if at is None and (last := _last_introduced(folded, start, end)):
        return last >= end - 2  # `某学会秘书长 某某教授`
    return at is not None and (at[1] >= end or folded[at[1]] in ",(|、/ ")


def _last_introduced(folded: str, start: int, end: int) -> int | None:
    """Where the last name after a post ends."""
    return max((one.name_at[1] for one in intros_han.find(folded, start, end, frozenset())), default=None)


def _lists_others(document: Document, folded: str, mark: Mark, keys: set[str]) -> bool:
    """Whether what follows names others who have labels: `学生记者:某某、某某`."""
    line = document.lines[mark.line]
    if mark.form != "colon" or line.end_char - mark.text_start > MAX_LISTED or mark.is_question:
        return False
    said = folded[mark.text_start : line.end_char].strip(" *\u200b")
    first = re.split(r"[,(、;/]", said, maxsplit=1)[0].strip()
    return first != mark.key and first in keys and not _ENDS.search(said) and not said.endswith(".")


def _without_lone_bars(marks: list[Mark]) -> list[Mark]:
    """A bar or a dash after a name is a label only where two such names recur."""
    counts = Counter(mark.key for mark in marks if mark.form == "bar")
    if len(counts) >= 2 and max(counts.values()) >= 2:
        return marks
    return [mark for mark in marks if mark.form != "bar"]


_COUNTED: Final = re.compile(r"^(.{1,6}?)\s*[一二三四五六七八九十\d]{1,3}$")


def _without_enumerations(marks: list[Mark]) -> list[Mark]:
    """Without words that are counted (`表现一`, `表现二`): they are headings."""
    stems: dict[str, set[str]] = defaultdict(set)
    for mark in marks:
        if mark.shape.kind in {"name", "other"} and (found := _COUNTED.match(mark.key)):
            stems[found.group(1)].add(mark.key)
    counted = {key for keys in stems.values() if len(keys) >= 2 for key in keys}
    return [mark for mark in marks if mark.key not in counted]


def _without_lone_name_lines(document: Document, marks: list[Mark]) -> list[Mark]:
    """Lines that hold a name only are labels where two of them recur, with text below each."""
    lines = _not_stacked([mark for mark in marks if mark.form == "name_line"])
    marks = [mark for mark in marks if mark.form != "name_line" or mark in lines]
    counts = Counter(mark.key for mark in lines)
    with_text = [m for m in lines if m.line + 1 < len(document.lines)]
    is_system = len(with_text) >= 2 and len(counts) >= 2 and max(counts.values(), default=0) >= 2
    if not is_system and len(with_text) >= 2:  # `speaker` above each name
        is_system = all(
            document.text[document.lines[m.line - 1].start_char : document.lines[m.line - 1].end_char]
            .strip()
            .lower()
            in {"speaker", "发言人", "讲者"}
            for m in with_text
            if m.line
        )
    if is_system:
        return marks
    return [mark for mark in marks if mark.form != "name_line"]


def _not_stacked(lines: list[Mark]) -> list[Mark]:
    """Without runs of name lines with nothing said between them: they are lists of people."""
    numbers = {mark.line for mark in lines}
    alone = [m for m in lines if not {m.line - 1, m.line + 1} & numbers]
    return alone if len(alone) * 2 > len(lines) else []
