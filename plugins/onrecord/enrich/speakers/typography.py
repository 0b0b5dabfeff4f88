"""An interview without labels: questions in bold, as headings, after dashes, or on paragraphs of their own."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from onrecord.enrich.speakers.exchange import SECOND_PERSON
from onrecord.enrich.speakers.stretches import Stretch, is_empty, tighten
from onrecord.models import Document, Line

MIN_QUESTIONS: Final = 3  # that make a system of their own
MAX_QUESTION: Final = 200  # characters of a plain paragraph that asks
MAX_ANSWER_LINES: Final = 5  # paragraphs of an answer, on average


def is_bold(document: Document, line: Line) -> bool:
    """Whether (nearly) the whole line is bold."""
    covered = sum(min(b, line.end_char) - max(a, line.start_char) for a, b in line.bold)
    if covered >= 0.9 * (line.end_char - line.start_char) > 0:
        return True
    text = document.text[line.start_char : line.end_char].strip()
    return len(text) > 4 and text.startswith("**") and text.endswith("**") and "**" not in text[2:-2]


def cut(document: Document, folded: str) -> list[Stretch]:
    """The stretches of an interview whose questions are bold (or headings) and which has no labels."""
    asking = _marked_questions(document, folded)
    return _by(asking, document) if len(asking) >= MIN_QUESTIONS else []


def cut_plain(document: Document, folded: str) -> list[Stretch]:
    """The same where questions stand on plain paragraphs, or after dashes as the answers do.

    Only where question and answer take turns all the way, and most questions are put to someone.
    """
    dashed = [
        n for n, line in enumerate(document.lines) if _DASHED.match(folded, line.start_char, line.end_char)
    ]
    if len(dashed) >= 2 * MIN_QUESTIONS:
        spoken = dashed
    else:
        first = next((n for n, line in enumerate(document.lines) if _is_plain_question(folded, line)), 0)
        spoken = [n for n in range(first, len(document.lines)) if not is_empty(document, document.lines[n])]
    asking = {n: document.lines[n].end_char for n in spoken if _is_plain_question(folded, document.lines[n])}
    answered = [n for n, after in pairwise(spoken) if n in asking and after not in asking]
    put = [n for n in asking if n in dashed or SECOND_PERSON.search(_text(folded, document.lines[n]))]
    takes_turns = len(answered) == len(asking) and len(asking) * MAX_ANSWER_LINES >= len(spoken) - len(asking)
    if len(asking) < MIN_QUESTIONS or not takes_turns or len(put) * 2 < len(asking):
        return []
    return _by(asking, document, last=dashed[-1] if spoken is dashed else None)


def _by(asking: dict[int, int], document: Document, last: int | None = None) -> list[Stretch]:
    """The stretches between lines that ask, each given with where its question ends."""
    stretches: list[Stretch] = []
    for number in range(min(asking), len(document.lines) if last is None else last + 1):
        line = document.lines[number]
        if is_empty(document, line):
            continue
        asks = number in asking
        if asks and (end := asking[number]) < line.end_char:  # the answer goes on beside it
            stretches.append(Stretch(None, line.start_char, end, True))
            stretches.append(Stretch(None, end, line.end_char, False))
            continue
        if line.kind == "heading" and not asks:
            stretches.append(Stretch(None, line.start_char, line.start_char, False))
        elif stretches and stretches[-1].asks == asks and stretches[-1].end_char > stretches[-1].start_char:
            stretches[-1] = replace(stretches[-1], end_char=line.end_char)
        else:
            stretches.append(Stretch(None, line.start_char, line.end_char, asks))
    return [tight for stretch in stretches if (tight := tighten(document.text, stretch))]


def _marked_questions(document: Document, folded: str) -> dict[int, int]:
    """Lines that ask in bold, as headings or in quotes, each with where its question ends.

    Where at least half of them have a question mark, other bold sentences are prompts too.
    """
    asking: dict[int, int] = {}
    prompts: dict[int, int] = {}
    for number, line in enumerate(document.lines):
        if asks_by_look(document, folded, line):
            asking[number] = line.end_char
        elif line.kind != "heading" and is_bold(document, line):
            if _PROMPT.search(folded, line.start_char, line.end_char):
                prompts[number] = line.end_char
        elif line.bold and line.bold[0][0] == line.start_char:
            end = line.bold[0][1]
            if folded[line.start_char : end].rstrip(" *").endswith("?"):
                asking[number] = end
    if len(asking) >= len(prompts):
        first = min(asking, default=0)
        asking.update({number: end for number, end in prompts.items() if number >= first})
    return asking


_PROMPT: Final = re.compile(r"[.。!…:]\s*\**$|[你您]|\byour?\b", re.I)


def ends_asking(folded: str, line: Line) -> bool:
    """Whether a line ends in a question mark."""
    text = folded[line.start_char : line.end_char].strip(" *#_\u200b")
    return text.endswith(("?", "?”", "?)", "?]", '?"'))


def asks_by_look(document: Document, folded: str, line: Line) -> bool:
    """Whether a line asks in bold, as a heading or as a quotation."""
    if not ends_asking(folded, line):
        return False
    is_bracketed = folded.startswith("[", line.start_char) and folded[line.end_char - 1] == "]"
    return is_bracketed or line.kind in {"heading", "quote"} or is_bold(document, line)


_DASHED: Final = re.compile(r"[-—–]{1,2}\s+\S|—\S")


def _is_plain_question(folded: str, line: Line) -> bool:
    return (
        line.kind != "heading"
        and ends_asking(folded, line)
        and line.end_char - line.start_char <= MAX_QUESTION
    )


def _text(folded: str, line: Line) -> str:
    return folded[line.start_char : line.end_char]
