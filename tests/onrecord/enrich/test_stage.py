"""What the stage stores of a document, and when it reads one again."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import invented
from tests.onrecord.conftest import Desk

from onrecord import pipeline, settings, store
from onrecord.enrich import corpus, lexicon, stage

NEWS = (
    "The council of Elder Reach voted on Friday to build a second tower beside the old one, of stone this time.",
    "Engineers say that the rock there will bear it, and that the stair needs ninety steps and a landing.",
    "Work begins after the storms and will be paid for by the fishermen, who asked for it three years ago.",
)
KEYWORDS = """
select documents.title, readings.keywords
from work.readings
inner join work.documents on readings.document_id = documents.document_id
"""


@pytest.fixture
def two(desk: Desk) -> Desk:
    desk.write(mill=invented.mill(), tower=invented.tower())
    desk.run()
    return desk


def edited(tmp_path: Path, name: str, old: str, new: str) -> Path:
    """A copy of a configured file with one edit."""
    text = (settings.root() / "config" / name).read_text("utf8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), "utf8")
    return path


def pending() -> list[list[int]]:
    with store.connect() as conn:
        return stage.pending(conn)


def test_each_article_read_is_counted_once(two: Desk):
    assert two.column("select document_count from work.corpus") == [2]
    waiting = "select count(*) from work.corpus_articles where terms is distinct from counted_terms"
    assert two.column(waiting) == [0]
    two.run()
    assert two.column("select document_count from work.corpus") == [2]


def test_keywords_name_the_edition_that_they_were_weighed_against(two: Desk, monkeypatch: pytest.MonkeyPatch):
    assert {row["keywords"]["corpus_edition"] for row in two.rows(KEYWORDS)} == {0}
    monkeypatch.setattr(corpus, "FIRST_EDITION", 2)
    two.write(harbour=invented.harbour())
    two.run()
    two.write(second=invented.html("A Second Tower", NEWS))
    two.run()
    editions = {row["title"]: row["keywords"]["corpus_edition"] for row in two.rows(KEYWORDS)}
    assert sorted(editions.values()) == [0, 0, 0, 1]
    assert editions["A Second Tower"] == 1


def test_what_was_read_is_read_again_when_the_topics_change(
    two: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert pending() == []
    changed = lexicon.load(edited(tmp_path, "topics.yml", "电影节, ", ""))
    monkeypatch.setattr(lexicon, "topics", lambda: changed)
    assert len(pending()[0]) == 2


def test_what_was_read_is_read_again_when_the_entities_change(
    two: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    changed = lexicon.load_entities(edited(tmp_path, "entities.yml", "aliases: [Open AI]", "aliases: [OAI]"))
    monkeypatch.setattr(lexicon, "entities", lambda: changed)
    assert len(pending()[0]) == 2


def test_a_comment_or_a_label_has_nothing_read_again(tmp_path: Path):
    ours = lexicon.topics().digest
    assert lexicon.load(edited(tmp_path, "topics.yml", "topics:", "# a note\ntopics:")).digest == ours
    assert lexicon.load(edited(tmp_path, "topics.yml", "label_en: sport", "label_en: sports")).digest == ours


def test_what_was_never_read_comes_before_what_is_read_again(two: Desk):
    two.write(harbour=invented.harbour())
    two.collect()
    two.change("update work.readings set version = 'outdated'")
    read = set(two.column("select document_id from work.readings"))
    for name in ("extract", "deduplicate"):
        for ids in pipeline.plan(name, two.last_run, "test"):
            pipeline.run_batch(name, ids, two.last_run)
    ((first, *others),) = pending()
    assert first not in read
    assert set(others) == read
