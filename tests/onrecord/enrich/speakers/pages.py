"""Invented pages as documents, and what is expected of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from onrecord.models import Document, Line, LineKind, Reading

CASES = Path(__file__).parent / "cases"
_HEADING = re.compile(r"(#{1,6})\s*(.*?)\s*#*$")


@dataclass
class Case:
    """A page, its kind, and the answers."""

    name: str
    document: Document
    turns: list[str] = field(default_factory=list)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    only: bool = False


def document(text: str, **fields: Any) -> Document:
    """The document of a text in which `#` marks headings and `**` bold."""
    printed: list[str] = []
    lines: list[Line] = []
    at = 0
    for raw in filter(None, (line.strip() for line in text.split("\n"))):
        kind: LineKind = "paragraph"
        if heading := _HEADING.match(raw):
            kind, raw = "heading", heading[2]
        elif raw.startswith("> "):
            kind, raw = "quote", raw[2:]
        parts = raw.split("**")
        bold, place = [], at
        for number, part in enumerate(parts):
            if number % 2:
                bold.append((place, place + len(part)))
            place += len(part)
        plain = "".join(parts)
        lines.append(Line(at, at + len(plain), kind, len(heading[1]) if heading else None, tuple(bold)))
        printed.append(plain)
        at += len(plain) + 1
    return Document(url=None, text="\n".join(printed), source_text=text, lines=tuple(lines), **fields)


def cases(name: str) -> list[Case]:
    """The cases of one file."""
    found = []
    for case in yaml.safe_load((CASES / f"{name}.yml").read_text("utf8")):
        fields = {key: case[key] for key in ("title", "outlet", "byline", "url") if key in case}
        people = case.get("people") or {}
        found.append(
            Case(case["case"], document(case["text"], **fields), case.get("turns") or [], people, case.get("only", False))
        )
    return found


def wrong_in(case: Case, reading: Reading) -> list[str]:
    """What a reading got wrong, in words; empty where all is right."""
    got = [_row(turn.label, turn.speakers, turn.text, reading) for turn in reading.turns]
    want = [tuple(row.split("|")) for row in case.turns]
    wrong = []
    if len(got) != len(want):
        wrong.append(f"{len(got)} turns, not {len(want)}")
    for mine, (label, names, start) in zip(got, want, strict=False):
        if (mine[0] or "~") != label or not mine[2].startswith(start):
            wrong.append(f"turn {mine[0]}|{mine[2][:12]} for {label}|{start}")
        elif sorted(mine[1] or ["?"]) != sorted(names.split("+")):
            wrong.append(f"{label} is {mine[1]}, not {names}")
    people = {speaker.name: speaker for speaker in reading.speakers}
    for name, facts in case.people.items():
        if name not in people:
            wrong.append(f"no {name} among {list(people)}")
            continue
        for key, value in (facts or {}).items():
            if getattr(people[name], key) != value:
                wrong.append(f"{name}: {key} is {getattr(people[name], key)!r}, not {value!r}")
    if case.only and set(people) - set(case.people):
        wrong.append(f"also {sorted(set(people) - set(case.people))}")
    return wrong


def _row(label: str | None, who: tuple[int, ...], text: str, reading: Reading) -> tuple[str | None, list[str], str]:
    return label, [reading.speakers[number].name for number in who], text
