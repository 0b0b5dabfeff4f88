"""Stages again over what is archived: listed first, then done."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from tests import invented
from tests.onrecord.conftest import Desk

from onrecord import pipeline, reprocessing, store
from onrecord.cli import main, run
from onrecord.enrich import speakers
from onrecord.models import Document, Reading
from onrecord.publish import staging
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


@pytest.mark.parametrize(
    ("call", "lock"),
    [
        (reprocessing.preview, staging.LOCK),
        (reprocessing.preview, pipeline.SHARE_STAGES),
        (reprocessing.mark, pipeline.SHARE_STAGES),
    ],
)
def test_who_waits_for_a_run_holds_nothing_that_the_run_may_want(
    two: Desk, call: Callable[[Selection], object], lock: str
) -> None:
    waits = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
    with ThreadPoolExecutor() as pool, store.connect() as run:
        store.execute(run, lock)
        waiting = pool.submit(call, Selection("extract"))
        while two.column(waits) == [0]:
            assert not waiting.done()
            time.sleep(0.05)
        store.execute(run, "set local lock_timeout = '1s'")
        store.execute(run, "update work.documents set version = version")
        run.commit()
        assert waiting.result()


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
    (row,) = changes
    assert (row["canonical_url"], row["fields"]) == ("file:saved/mill.html", "speakers")
    assert all(change.endswith("→ 监督") for change in row["speakers_changed"])
    assert len(row["speakers_changed"]) == 2
    assert (row["speakers_added"], row["speakers_removed"], row["statements_added"]) == ([], [], 0)


def renames_the_guest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new rule: who was 陆星野 is read as somebody else."""
    sound = speakers.read

    def read(document: Document) -> Reading:
        reading = sound(document)
        names = (
            replace(who, name="陆星辰" if who.name == "陆星野" else who.name) for who in reading.speakers
        )
        return replace(reading, speakers=tuple(names), turns=reading.turns[:-1])

    monkeypatch.setattr(speakers, "read", read)


def test_a_dry_run_tells_of_each_article_who_and_how_much_would_change(
    two: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    renames_the_guest(monkeypatch)
    assert main(["reprocess", "--stage", "enrich", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "speakers renamed: 陆星野 → 陆星辰" in said
    assert "statements: 1 removed" in said
    assert "marked 2" in said or "2 marked" in said
    assert main(["reprocess", "--stage", "enrich", "--dry-run", "--json"]) == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert row["speakers_renamed"] == ["陆星野 → 陆星辰"]
    assert two.said() != []


def test_a_dry_run_lists_the_first_articles_unless_asked_for_all(
    two: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reads_nobody(monkeypatch)
    monkeypatch.setattr(run, "LISTED_CHANGES", 1)
    assert main(["reprocess", "--stage", "enrich", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.count("file:saved/") == 1
    assert "and 1 more" in said
    assert main(["reprocess", "--stage", "enrich", "--dry-run", "--all"]) == 0
    assert capsys.readouterr().out.count("file:saved/") == 2


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


def test_what_is_marked_waits_to_be_read_before_it_is_published_again(two: Desk) -> None:
    before = two.account()
    reprocessing.mark(Selection("enrich"))
    assert pipeline.audit_articles("between", "test") == {}
    assert two.account() == before
    assert pipeline.curate("after", "test", lambda *_: None)["enrich"] == {"article": 1, "interview": 1}


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
