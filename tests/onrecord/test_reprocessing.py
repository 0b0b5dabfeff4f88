"""Stages again over what is archived: listed first, then done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests import invented
from tests.onrecord.conftest import Desk

from onrecord import pipeline, reprocessing
from onrecord.enrich import speakers
from onrecord.models import Document, Reading
from onrecord.reprocessing import Selection


@pytest.fixture
def two(desk: Desk) -> Desk:
    desk.write(mill=invented.mill(), tower=invented.tower())
    desk.run()
    return desk


def reads_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new rule, of the same version: nobody speaks anywhere."""

    def read(document: Document) -> Reading:
        return Reading(is_interview=False, why="a test says so")

    monkeypatch.setattr(speakers, "read", read)


@pytest.mark.parametrize("stage", reprocessing.STAGES)
def test_a_preview_changes_nothing(two: Desk, stage: str) -> None:
    before = two.contents(with_writers=True)
    tally, changes = reprocessing.preview(Selection(stage))
    assert two.contents(with_writers=True) == before
    assert changes == []
    assert tally["marked"] == 2
    assert set(tally) <= {"marked", "unchanged"}
    assert two.rows("select 1 from ops.runs where run_id = %(r)s", r=reprocessing.PREVIEW_RUN) == []


def test_a_preview_lists_the_fields_that_would_change(two: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reads_nobody(monkeypatch)
    before = two.contents(with_writers=True)
    tally, changes = reprocessing.preview(Selection("enrich"))
    assert two.contents(with_writers=True) == before
    assert tally == {"marked": 2, "changed": 2}
    fields = {change["canonical_url"]: change["fields"].split(", ") for change in changes}
    assert sorted(fields) == ["file:saved/mill.html", "file:saved/tower.html"]
    assert {"is_interview", "statements"} <= set(fields["file:saved/mill.html"])
    assert "statements" not in fields["file:saved/tower.html"]


def test_a_change_of_a_speaker_alone_is_a_change(two: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = speakers.read

    def read(document: Document) -> Reading:
        reading = sound(document)
        return replace(reading, speakers=tuple(replace(who, title="监督") for who in reading.speakers))

    monkeypatch.setattr(speakers, "read", read)
    tally, changes = reprocessing.preview(Selection("enrich"))
    assert tally == {"marked": 2, "changed": 1, "unchanged": 1}
    assert [(row["canonical_url"], row["fields"]) for row in changes] == [
        ("file:saved/mill.html", "speakers")
    ]


def test_what_is_marked_is_done_again_and_nothing_is_fetched(
    two: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads_nobody(monkeypatch)
    captures = two.column("select count(*) from raw.captures")
    assert reprocessing.mark(Selection("enrich")) == 2
    tallies = pipeline.curate("again", "reprocess", lambda *_: None)
    assert tallies["enrich"] == {"article": 2}
    assert tallies["publish"] == {"changed": 2}
    assert two.said() == []
    assert two.column("select count(*) from raw.captures") == captures


@pytest.mark.parametrize("stage", reprocessing.STAGES)
def test_doing_a_stage_again_with_the_same_rules_publishes_nothing_new(two: Desk, stage: str) -> None:
    before = {k: v for k, v in two.contents(with_writers=True).items() if k.startswith("curated.")}
    assert reprocessing.mark(Selection(stage)) == 2
    tallies = pipeline.curate("again", "reprocess", lambda *_: None)
    assert set(tallies["publish"]) <= {"unchanged"}
    after = two.contents(with_writers=True)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("stage", reprocessing.STAGES)
def test_only_what_is_selected_is_marked(two: Desk, stage: str) -> None:
    assert reprocessing.mark(Selection(stage, source="saved")) == 2
    assert reprocessing.mark(Selection(stage, source="another")) == 0
    assert reprocessing.mark(Selection(stage, since=date(2001, 1, 1))) == 2
    assert reprocessing.mark(Selection(stage, since=date(2999, 1, 1))) == 0


def test_a_page_that_was_set_aside_is_tried_again_from_extract_on(two: Desk) -> None:
    two.write(empty=invented.html("Nothing", []))
    two.run()
    assert two.run()["extract"] == {}
    assert reprocessing.mark(Selection("extract")) == 2
    tally = pipeline.curate("again", "reprocess", lambda *_: None)["extract"]
    assert sum(tally.values()) == 3
    assert tally["unchanged"] == 2


def test_a_selection_is_read_from_the_form_of_a_run() -> None:
    assert Selection.of({"stage": "enrich", "source": "", "since": None, "dry_run": True}) == Selection(
        "enrich"
    )
    params = {"stage": "extract", "source": "saved", "since": "2031-05-20"}
    assert Selection.of(params) == Selection("extract", "saved", date(2031, 5, 20))
