"""Where does talk end and the report go on? Unlabelled paragraphs that tell of the speakers, not by them."""

from __future__ import annotations

import re
from typing import Final

from onrecord.enrich.speakers.exchange import FIRST_PERSON
from onrecord.enrich.speakers.labels import Mark
from onrecord.models import Document

# How a report goes on.
_REPORTS: Final = re.compile(
    r"据(?:了解|悉|介绍|报道|统计|透露)|(?:本报|本刊|本网)?记者(?:了解到|注意到|获悉|从|在|看到)|(?:截至|截止)(?:发稿|目前)"
    r"|(?:采访|访谈|对话|发布会|活动)(?:结束|最后|当天|现场)|本报讯|(?:本文|以上)(?:内容|访谈|为|系|由)|另据"
    r"|According to|The (?:interview|event|conversation|panel) (?:was|ended|took)|This (?:interview|conversation) "
)
MIN_LEDE: Final = 2  # paragraphs before the first label that make a report
MIN_REPORT: Final = 25  # characters of each
_QUOTED: Final = re.compile(r"“[^”]*”|\"[^\"]*\"")


def last_line(document: Document, folded: str, marks: tuple[Mark, ...]) -> int:
    """The line from which on the page reports again, after its last label; the number of lines if it does not."""
    people = _full_names(marks)
    report = _report_after(document, folded, marks)
    for number in range(marks[-1].line + 1, len(document.lines)):
        line = document.lines[number]
        tail = _QUOTED.sub("", folded[line.start_char :])
        if FIRST_PERSON.search(tail):
            continue
        begins = folded[line.start_char : line.end_char].lstrip(" *")
        below = (
            marks[-1].text_start >= document.lines[marks[-1].line].end_char and number == marks[-1].line + 1
        )
        if number >= report or (not below and (_REPORTS.match(begins) or _tells_of(begins, people))):
            return number
    return len(document.lines)


_REPORTER: Final = re.compile(r"记者|方面?表示|[Rr]eporters?\b")


def _report_after(document: Document, folded: str, marks: tuple[Mark, ...]) -> int:
    """Where a report that began before the first label goes on: no `I` to the end, and the reporter in it."""
    lede = [line for line in document.lines[: marks[0].line] if line.kind == "paragraph"]
    said = [folded[line.start_char : line.end_char] for line in lede]
    if (
        sum(len(text) >= MIN_REPORT and not FIRST_PERSON.search(_QUOTED.sub("", text)) for text in said)
        < MIN_LEDE
    ):
        return len(document.lines)
    start = len(document.lines)
    below = marks[-1].text_start >= document.lines[marks[-1].line].end_char
    while start - 1 > marks[-1].line + below:
        line = document.lines[start - 1]
        if FIRST_PERSON.search(_QUOTED.sub("", folded[line.start_char : line.end_char])):
            break
        start -= 1
    return start if _REPORTER.search(folded, document.lines[start - 1].end_char) else len(document.lines)


def tells_of_speaker(folded: str, start: int, end: int, mark: Mark) -> bool:
    """Whether a paragraph within a turn tells of its speaker: `林一停了一下。`"""
    begins = _QUOTED.sub("", folded[start:end].lstrip(" *"))
    return _tells_of(begins, _full_names((mark,))) and not FIRST_PERSON.search(begins)


def _full_names(marks: tuple[Mark, ...]) -> frozenset[str]:
    named = {name for mark in marks if mark.shape.kind == "name" for name in mark.shape.names}
    return frozenset(name for name in named if len(name) > 1)


def _tells_of(begins: str, people: frozenset[str]) -> bool:
    return any(begins.startswith(name) and begins[len(name) : len(name) + 1] not in ":,、" for name in people)
