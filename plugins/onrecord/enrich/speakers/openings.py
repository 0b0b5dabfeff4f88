"""A host whose label the page has lost: his welcome stands before the first label, and he names himself in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from onrecord.enrich.speakers import names, roles
from onrecord.enrich.speakers.labels import Mark
from onrecord.enrich.speakers.name_places import name_at
from onrecord.models import Document

MAX_LINES: Final = 12  # before the first label, in which a welcome stands

_LATIN_SELF: Final = re.compile(
    r"\b(?:I'm|I am|[Mm]y name is|[Tt]his is) (?P<name>[A-Z][\w'’-]*[a-z][\w'’-]*(?: (?:[A-Z]\.|[A-Z][\w'’-]*))?"
    r" [A-Z][\w'’-]*[a-z])"
)
_HAN_SELF: Final = re.compile(r"我是(?:你们的老朋友|本(?:期|场|次)[^,。]{0,6})?(?:主持人|主播|记者)?\s?")
# Words to an audience, beside those of a welcome.
_TO_ALL: Final = re.compile(
    r"\bThis is [A-Z]{2}|\b[Jj]oin(?:s|ing|ed) (?:us|me)\b|\bwith (?:us|me) (?:today|now|this)|\bwe'll (?:hear|talk)"
    r"|大家好|各位(?:网友|听众|观众|来宾|朋友)|听众朋友|观众朋友|欢迎"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A welcome without a label: its first line, and where the host names himself."""

    line: int
    name_at: tuple[int, int]


def find(document: Document, folded: str, marks: tuple[Mark, ...]) -> Opening | None:
    """The welcome before the first label, if there is one."""
    before = range(max(0, marks[0].line - MAX_LINES), marks[0].line)
    for number in before:
        line = document.lines[number]
        if line.kind == "heading" or not (place := _self_named(folded, line.start_char, line.end_char)):
            continue
        end = document.lines[marks[0].line].start_char
        said = folded[line.start_char : end]
        if _TO_ALL.search(said) or roles.HOSTS.search(said):
            return Opening(number, place)
    return None


def _self_named(folded: str, start: int, end: int) -> tuple[int, int] | None:
    if (found := _LATIN_SELF.search(folded, start, end)) and names.is_latin_name(found["name"]):
        return found.span("name")
    if found := _HAN_SELF.search(folded, start, end):
        return name_at(folded, found.end(), end, frozenset())
    return None
