"""What is read from invented pages as they are scraped: clutter, headers and all, from the page on.

A row of `turns` is `label|speakers|how it begins`; `~` is no label, `?` no speaker, `a/b` either, `a+b` both.
`ends` is how the last turn ends; `later` says why a page is not read right yet. Without
`interview: false` a page is an interview.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import yaml

from onrecord import extract
from onrecord.enrich import speakers
from onrecord.enrich.speakers.folding import tidy
from onrecord.models import Document, Line, Reading, Turn

PAGES = Path(__file__).parent / "pages"
TYPES = {"txt": "text/plain; charset=utf-8", "md": "text/markdown; charset=utf-8"}


@dataclass(frozen=True)
class Page:
    """An invented page with its answers."""

    name: str
    kind: str
    document: Document
    interview: bool
    turns: tuple[str, ...]
    ends: str
    people: dict[str, dict[str, Any]]
    later: str | None  # why the page is not read right yet


def pages(name: str) -> list[Page]:
    """The pages of one file."""
    return [_page(case) for case in yaml.safe_load((PAGES / f"{name}.yml").read_text("utf8"))]


def _page(case: dict[str, Any]) -> Page:
    headers = {"Content-Type": TYPES[case.get("suffix", "txt")]}
    document = extract.read(case["page"].encode(), url=None, headers=headers)
    return Page(
        case["case"],
        case["kind"],
        document,
        case.get("interview", True),
        tuple(case.get("turns") or ()),
        case.get("ends", ""),
        case.get("people") or {},
        case.get("later"),
    )


def wrong_in(page: Page, reading: Reading) -> list[str]:
    """What a reading got wrong, in words; empty where all is right."""
    if reading.is_interview != page.interview:
        return [f"interview is {reading.is_interview}: {reading.why}"]
    wrong = [
        problem
        for turn, row in zip_longest(reading.turns, page.turns)
        if (problem := _wrong_turn(turn, row, reading))
    ]
    if page.ends and reading.turns and not reading.turns[-1].text.endswith(page.ends):
        wrong.append(f"the last turn ends {reading.turns[-1].text[-20:]!r}")
    if not page.interview:
        return wrong
    people = {speaker.name: speaker for speaker in reading.speakers if speaker.role != "quoted"}
    for name, facts in page.people.items():
        if name not in people:
            wrong.append(f"no {name} among {list(people)}")
            continue
        for key, value in facts.items():
            if (got := getattr(people[name], key)) not in (value if isinstance(value, list) else [value]):
                wrong.append(f"{name}: {key} is {got!r}, not {value!r}")
    return wrong


def _wrong_turn(turn: Turn | None, row: str | None, reading: Reading) -> str | None:
    if turn is None or row is None:
        return (
            f"no turn for {row}"
            if row
            else f"a turn too many: {turn.label}|{turn.text[:20]}"
            if turn
            else None
        )
    label, who, start = row.split("|", 2)
    names = "+".join(sorted(reading.speakers[number].name for number in turn.speakers)) or "?"
    printed = _bare(turn.label) if turn.label else "~"
    accepted = {"+".join(sorted(one.split("+"))) for one in who.split("/")}
    if printed == _bare(label) and names in accepted and turn.text.startswith(start):
        return None
    return f"{printed}|{names}|{turn.text[:20]!r} for {row}"


def _bare(label: str) -> str:
    return tidy(label).strip("[]【】* ")


ALL = [page for name in ("first", "second", "third", "fourth", "fifth", "sixth") for page in pages(name)]


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_a_page_is_read_as_its_author_meant_it(page: Page) -> None:
    wrong = wrong_in(page, speakers.read(page.document))

    if wrong and page.later:
        pytest.xfail(page.later)
    assert wrong == []


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_places_on_a_page_are_exact(page: Page) -> None:
    text = page.document.text
    reading = speakers.read(page.document)

    assert all(text[turn.start_char : turn.end_char] == turn.text for turn in reading.turns)
    assert all(a.end_char <= b.start_char for a, b in zip(reading.turns, reading.turns[1:], strict=False))


def test_stage_notes_stay_in_a_turn_and_are_marked() -> None:
    text = "记者：那后来呢？\n林一：（笑）后来我走了。[laughs] 走了（很远）。\n记者：多远？\n林一：两里地（众笑）。"
    lines = tuple(Line(found.start(), found.end()) for found in re.finditer(r"[^\n]+", text))
    turns = speakers.read(Document(url=None, text=text, source_text=text, lines=lines)).turns

    noted = [[text[a:b] for a, b in turn.notes] for turn in turns]
    assert noted == [[], ["（笑）", "[laughs]"], [], ["（众笑）"]]
    assert turns[1].text.startswith("（笑）")
