"""The full names of short labels, where header or lede print them: 费若溪 of `若溪`, 伊娃·霍尔茨 of `霍尔茨`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from onrecord.enrich.speakers import lexicon, names
from onrecord.enrich.speakers.labels import Mark
from onrecord.enrich.speakers.paper import Paper
from onrecord.enrich.speakers.people import Cast, Person
from onrecord.models import Evidence, Origin

_HAN: Final = r"[\u3400-\u9fff]"
_SHORT: Final = re.compile(rf"{_HAN}{{1,4}}")
_BORDER: Final = rf"(?<!{_HAN})(?<!·)"
_SHORT_KINDS: Final = frozenset({"other", "part", "name"})
_LEDE: Final = 3000  # of the text, beside the head of the source

Found = tuple[Literal["text", "source"], int, int]


def add_to(cast: Cast, paper: Paper, marks: tuple[Mark, ...]) -> None:
    """Add those whom a short Han label can mean, if the page prints exactly one such name."""
    labelled = {name for mark in marks for name in mark.shape.names}
    for mark in {
        m.key: m for m in marks if m.shape.kind in _SHORT_KINDS and _SHORT.fullmatch(m.key)
    }.values():
        key = mark.key
        if (short := cast.get(key)) and (full := cast.by_part(key)) and "·" in full.folded:
            _join(cast, short, full)
        if cast.by_part(key) or any(_is_short_of(key, name) for name in labelled - {key}):
            continue
        found = {_read(paper, place): place for place in _places(paper, key)}
        if mark.shape.kind == "name":  # a whole name by itself, if no foreign one ends with it
            found = {name: place for name, place in found.items() if "·" in name}
        if len(found) == 1:
            _add(cast, paper, key, *found.popitem())


def _is_short_of(key: str, name: str) -> bool:
    return name.endswith(key) or (key[1:] in lexicon.FORMS_OF_ADDRESS and name.startswith(key[0]))


def _places(paper: Paper, key: str) -> Iterator[Found]:
    """Where names stand that end with the key, or begin with the surname of a form of address."""
    if is_address := len(key) == 1 or key[1:] in lexicon.FORMS_OF_ADDRESS:
        pattern = rf"{_BORDER}{key[0]}{_HAN}{{1,2}}(?=[(,、;。\s]|$)"
    else:
        pattern = rf"{_BORDER}(?:{_HAN}|{_HAN}{{1,7}}·(?:{_HAN}{{1,7}}·)*){key}(?!{_HAN}?·)"
    zones: tuple[tuple[Origin, str], ...] = (("text", paper.folded[:_LEDE]), ("source", paper.source))
    for origin, folded in zones:
        for match in re.finditer(pattern, folded, re.M):
            name = match.group()
            if (
                name != key
                and ("·" in name or names.is_han_name(name))
                and not (is_address and name[1:] == key[1:])
            ):
                yield ("text" if origin == "text" else "source", *match.span())


def _read(paper: Paper, place: Found) -> str:
    origin, start, end = place
    return (paper.folded if origin == "text" else paper.source)[start:end]


def _join(cast: Cast, short: Person, full: Person) -> None:
    """One met by both his names is the one of the full name."""
    full.title, full.affiliation = full.title or short.title, full.affiliation or short.affiliation
    full.role, full.takes_part = full.role or short.role, full.takes_part or short.takes_part
    full.evidence += short.evidence
    cast.people.remove(short)


def _add(cast: Cast, paper: Paper, key: str, folded: str, place: Found) -> None:
    """Note the full name, also for one who was met by his short one."""
    origin, start, end = place
    printed = (paper.text if origin == "text" else paper.document.source_text)[start:end]
    person = cast.get(key) or cast.add(folded, printed)
    person.folded, person.name = folded, printed
    person.evidence.insert(0, Evidence("name", origin, printed, None, start, end))
