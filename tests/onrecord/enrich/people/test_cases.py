"""Invented speakers of different articles, and which of them a careful reader takes for one human.

A line of cases.jsonl, or of cases_later.jsonl (written after the first rules): `people` are the groups of ids
that are one person each, `candidates` the pairs that an editor is asked about, `nobody` those under no full name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.enrich.people import Appearance, resolve

CASES = [
    json.loads(line)
    for name in ("cases", "cases_later")
    for line in (Path(__file__).parent / f"{name}.jsonl").read_text("utf8").splitlines()
]


def appearances(case: dict[str, Any]) -> list[Appearance]:
    found = []
    for row in case["appearances"]:
        facts = {name: value for name, value in row.items() if name not in ("id", "article", "date")}
        found.append(
            Appearance(
                speaker_id=row["id"],
                article_id=row.get("article", f"article {row['id']}"),
                first_published_at=row.get("date"),
                **facts,
            )
        )
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"].replace(" ", "_"))
def test_who_is_one_person_is_as_a_reader_says(case: dict[str, Any]) -> None:
    resolved = resolve(appearances(case))
    by_person = {person.person_id: "".join(person.speaker_ids) for person in resolved.people}

    assert sorted(by_person.values()) == sorted(case["people"])
    asked = {
        frozenset((by_person[pair.person_id], by_person[pair.other_person_id]))
        for pair in resolved.candidates
    }
    of = {one: group for group in case["people"] for one in group}
    assert asked == {frozenset((of[one], of[other])) for one, other in case["candidates"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"].replace(" ", "_"))
def test_nobody_is_left_out_without_being_named(case: dict[str, Any]) -> None:
    named = "".join(case["people"]) + "".join(case["nobody"])
    assert sorted(named) == sorted(row["id"] for row in case["appearances"])
