"""Quotations in prose: gold passages of our own (quotations/*.jsonl), and what must always hold.

A passage is written with its answers in it: ⟦who|what they say⟧, who `?` where the text does not tell.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord.enrich.speakers import quotations
from onrecord.models import Document, Quotation, Speaker, Turn

PASSAGES = Path(__file__).with_name("quotations")
_ANSWER = re.compile(r"⟦([^|⟧]+)\|([^⟧]*)⟧")


@dataclass(frozen=True)
class Passage:
    name: str
    text: str
    said: tuple[tuple[str | None, int, int], ...]
    given: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    speakers: dict[str, dict[str, str]]


def read(line: str, name: str) -> Passage:
    row = json.loads(line)
    text, said, at = "", [], 0
    for match in _ANSWER.finditer(row["marked"]):
        text += row["marked"][at : match.start()]
        said.append((None if match[1] == "?" else match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    text += row["marked"][at:]
    given = tuple(Speaker(name=one, kind="person", role="guest") for one in row.get("given", ()))
    turns = []
    for position, words in enumerate(row.get("turns", ())):
        start = text.index(words)
        turns.append(Turn(position, None, (), "remark", start, start + len(words), words))
    return Passage(f"{name}:{row['id']}", text, tuple(said), given, tuple(turns), row.get("speakers", {}))


def passages(name: str) -> list[Passage]:
    lines = (PASSAGES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [read(line, name) for line in lines]


def found(passage: Passage) -> tuple[tuple[Quotation, ...], tuple[Speaker, ...]]:
    return quotations.find(Document(url=None, text=passage.text, source_text=passage.text), passage.given, passage.turns)


@dataclass
class Score:
    right: int = 0
    told: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0


def score(chosen: list[Passage]) -> dict[str, Score]:
    """Counts for places, for who is named, and for posts and employers of those newly quoted."""
    scores = {"places": Score(), "speakers": Score(), "posts": Score()}
    for passage in chosen:
        quoted, everyone = found(passage)
        said = {(start, end): who for who, start, end in passage.said}
        places = {(one.start_char, one.end_char) for one in quoted}
        _count(scores["places"], places, set(said))
        told = {(one.start_char, one.end_char, everyone[one.speaker].name) for one in quoted if one.speaker is not None}
        _count(scores["speakers"], told, {(*place, who) for place, who in said.items() if who})
        new = everyone[len(passage.given) :]
        facts = {(one.name, key, getattr(one, key)) for one in new for key in ("title", "affiliation", "name_latin") if getattr(one, key)}
        answered = {who for who in said.values() if who} - {one.name for one in passage.given}
        _count(scores["posts"], facts, {(who, key, value) for who in answered for key, value in passage.speakers.get(who, {}).items() if key != "kind"})
    return scores


def _count(total: Score, told: set[object], gold: set[object]) -> None:
    total.right += len(told & gold)
    total.told += len(told)
    total.gold += len(gold)
