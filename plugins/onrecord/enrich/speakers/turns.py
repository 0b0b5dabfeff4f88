"""From labels to turns: where each begins and ends, and whose the unlabelled paragraphs are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from onrecord.enrich.speakers import endings, lexicon, openings, stamps, typography
from onrecord.enrich.speakers.labels import Mark
from onrecord.enrich.speakers.stretches import Stretch, is_empty, tighten
from onrecord.models import Document, Line

SHORT_QUESTION = 45  # characters of a question that can be a heading

_HARDLY: Final = 5  # at most one in so many labelled turns asks where the one who asks has no label
_MIN_UNLABELLED: Final = 2  # unlabelled questions among labelled answers that make a system
_HALF_LABELS: Final = 3  # labelled questions from which the absence of any labelled answer is a system


def cut(document: Document, folded: str, marks: tuple[Mark, ...], askers: frozenset[str]) -> list[Stretch]:
    """The stretches of a labelled interview. `askers` are the keys that ask."""
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        by_line.setdefault(mark.line, []).append(mark)
    changes = _shows_changes(document, marks, askers)
    prompts = unlabelled_questions(document, folded, marks)
    done: list[Stretch] = []
    current: Stretch | None = None
    last: int | None = None
    first, end = min(marks[0].line, *prompts, marks[0].line), endings.last_line(document, folded, marks)
    if not prompts and (opening := openings.find(document, folded, marks)):
        line = document.lines[opening.line]
        current = Stretch(None, line.start_char, line.end_char, False, None, opening.name_at)
        first = opening.line + 1
    for number in range(first, end):
        line = document.lines[number]
        here = by_line.get(number, [])
        if number in prompts:
            if current:
                done.append(current)
            current = Stretch(None, line.start_char, line.end_char, True)
            continue
        if not here:
            ends = _ends_turn(document, folded, number, by_line, current, askers)
            if not ends and current and current.mark and not _is_blank(document, folded, current):
                ends = endings.tells_of_speaker(folded, line.start_char, line.end_char, current.mark)
            if ends and current:
                done.append(current)
                current, last = None, len(done) - 1
            if (
                ends
                or is_empty(document, line)
                or stamps.LINE.fullmatch(folded, line.start_char, line.end_char)
            ):
                continue
            if current is None:
                current = Stretch(None, line.start_char, line.end_char, False, last)
            elif current.end_char == current.start_char or _is_blank(document, folded, current):
                current = replace(current, start_char=line.start_char, end_char=line.end_char)
            elif changes and _is_change(document, folded, current, line, marks, askers):
                done.append(current)
                current = Stretch(None, line.start_char, line.end_char, False)
            else:
                current = replace(current, end_char=line.end_char)
            continue
        for index, mark in enumerate(here):
            if current:
                end = mark.head if mark.form == "mid" or index else current.end_char
                done.append(replace(current, end_char=end))
            current = Stretch(mark, mark.text_start, line.end_char, mark.is_question)
    if current and (current.mark or current.continues is None or not _is_prose(folded, current)):
        done.append(current)
    return [tight for stretch in done if (tight := tighten(document.text, stretch))]


_FIRST_PERSON: Final = re.compile(r"[我咱]|\b(?:I|I'm|I've|we|We|my|My|our|Our|me)\b")


def _is_prose(folded: str, stretch: Stretch) -> bool:
    """Whether the end of the page, under a heading of its own, is the report's and not the speaker's."""
    return not _FIRST_PERSON.search(folded, stretch.start_char, stretch.end_char)


def _is_blank(document: Document, folded: str, stretch: Stretch) -> bool:
    """Whether a stretch has nothing in it yet but what goes with its label."""
    said = document.text[stretch.start_char : stretch.end_char].strip(" \t\u3000*#_")
    return not said or bool(stamps.LINE.fullmatch(said))


def unlabelled_questions(document: Document, folded: str, marks: tuple[Mark, ...]) -> frozenset[int]:
    """Lines that ask in bold or as headings, each right before a label, in a document that labels its answers."""
    labelled = {mark.line for mark in marks}
    if any(mark.shape.role in {"interviewer", "moderator"} for mark in marks):
        return frozenset()
    bare = {mark.line for mark in marks if mark.text_start >= document.lines[mark.line].end_char}
    before = [
        n
        for n in range(len(document.lines) - 1)
        if n not in labelled and n + 1 in labelled and n - 1 not in bare
    ]
    asking = {n for n in before if typography.asks_by_look(document, folded, document.lines[n])}
    headings = {n for n in asking if document.lines[n].kind == "heading"}
    if headings and len(asking) * 3 < len(marks) * 2:
        asking -= headings
    if not asking and not bare and sum(mark.is_question for mark in marks) * _HARDLY <= len(marks):
        asking = {
            n for n in before if typography.ends_asking(folded, document.lines[n])
        }  # a host without a label
    if len(asking) < _MIN_UNLABELLED or len(asking) * 4 < len(marks):
        return frozenset()
    return frozenset(asking)


def _ends_turn(
    document: Document,
    folded: str,
    number: int,
    by_line: dict[int, list[Mark]],
    current: Stretch | None,
    askers: frozenset[str],
) -> bool:
    """Whether an unlabelled line is a heading rather than something said.

    A short question before a guest's label goes on with the asker's turn; before the asker's it is a heading.
    """
    line = document.lines[number]
    if lexicon.ASIDE.match(folded, line.start_char, line.end_char):
        return True
    text = folded[line.start_char : line.end_char].strip(" *#\u200b")
    asking = current is not None and current.mark is not None and current.mark.key in askers
    following = next(
        (by_line[n][0] for n in range(number + 1, min(number + 3, len(document.lines))) if n in by_line), None
    )
    is_short_question = text.endswith("?") and len(text) <= SHORT_QUESTION
    if is_short_question and following and askers:
        if following.key not in askers:
            return not asking and line.kind == "heading"
        return not asking or line.kind == "heading"
    return line.kind == "heading"


def _shows_changes(document: Document, marks: tuple[Mark, ...], askers: frozenset[str]) -> bool:
    """Whether the document marks its questions by bold, or labels only its questions."""
    asking = [mark for mark in marks if mark.key in askers]
    if len(asking) == len(marks) and len(asking) >= _HALF_LABELS:
        return True
    bold = sum(typography.is_bold(document, document.lines[mark.line]) for mark in asking)
    return bool(asking) and bold * 2 > len(asking)


def _is_change(
    document: Document,
    folded: str,
    current: Stretch,
    line: Line,
    marks: tuple[Mark, ...],
    askers: frozenset[str],
) -> bool:
    """Whether an unlabelled paragraph after a question is its unlabelled answer."""
    if current.mark is None or current.mark.key not in askers:
        return False
    if typography.is_bold(document, document.lines[current.mark.line]):
        return not typography.is_bold(document, line)
    if document.lines[current.mark.line].kind == "heading":
        return True
    said = folded[current.start_char : current.end_char].rstrip(" *\u200b")
    following = folded[line.start_char : line.end_char].rstrip(" *\u200b")
    return all(mark.key in askers for mark in marks) and said.endswith("?") and not following.endswith("?")


QUESTION: Final = re.compile(r"\?|(?:吗|呢|么)[。…]?\s*$")
