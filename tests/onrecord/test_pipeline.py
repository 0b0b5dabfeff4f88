"""What holds for all stages together, over small invented pages."""

from __future__ import annotations

import contextlib
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests import invented
from tests.onrecord.conftest import Desk
from tests.onrecord.fetch.conftest import Site, reply, site

from onrecord import audit, pipeline, store
from onrecord.audit import Check
from onrecord.enrich import speakers
from onrecord.extract import stage as extract
from onrecord.models import Document, Reading, Source
from onrecord.store import runs

__all__ = ["site"]  # the fixture

FIRST_ANSWER = "因为镇上的人冬天没有地方坐。磨坊的墙很厚，里面一整天都是暖的，我们只加了两扇窗和一排灯。"
NEW_ANSWER = "因为孩子们放学以后没有地方去。磨坊空了十年，屋顶还好，我们只补了一段墙，又添了一排灯。"


# What one article's stored reading may hold that no table takes.
SPOILT = {
    "a keyword twice": "keywords = jsonb_insert(keywords, '{keywords,0}', keywords #> '{keywords,0}')",
    "a score below 0": "keywords = jsonb_set(keywords, '{keywords,0,score}', '-7')",
    "an end before its start": "reading = jsonb_set(reading, '{turns,0,end_char}', '0')",
    "a shape of its own": "reading = '{}'",
}


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Three articles, one of them with a copy, published."""
    mill = invented.mill()
    desk.write(mill=mill, mill_copy=mill, harbour=invented.harbour(), tower=invented.tower())
    desk.run()
    return desk


def fails_for(title: str) -> Check:
    """A check that fails for the article of that title."""
    query = f"select articles.article_id from articles where articles.title like '{title}%'"  # noqa: S608  # ours
    return Check("no_such_titles", "fail", "article", "No article has this title.", query)


def with_check(monkeypatch: pytest.MonkeyPatch, check: Check) -> None:
    known = audit.checks()
    monkeypatch.setattr(audit, "checks", lambda: (*known, check))


def test_pages_become_articles_with_their_turns(three: Desk) -> None:
    assert sorted(three.articles()) == ["harbour", "mill", "tower"]
    assert three.account() == {
        "mill": "published",
        "mill_copy": "copy",
        "harbour": "published",
        "tower": "published",
    }
    spoken = three.rows("select speaker_name, role, kind, text from curated.spoken order by article_id, text")
    assert len(spoken) == len(invented.QUESTIONS) + len(invented.HARBOUR)
    by_text = {row["text"]: row for row in spoken}
    for name, text in (*invented.QUESTIONS, *invented.HARBOUR):
        assert by_text[text]["speaker_name"] == name


def test_stage_notes_stay_in_the_words_and_are_marked(desk: Desk) -> None:
    desk.write(mill=invented.mill(**{"我们花了整整": "（笑）我们花了整整"}))
    desk.run()

    noted = """
        select substr(articles.text, (place ->> 0)::int + 1, (place ->> 1)::int - (place ->> 0)::int) as note,
            statements.text
        from curated.statements
        inner join curated.articles on statements.article_id = articles.article_id
        cross join lateral jsonb_array_elements(statements.stage_notes) as place
    """
    (row,) = desk.rows(noted)
    assert row["note"] == "（笑）"
    assert "（笑）" in row["text"]


def test_a_second_run_with_nothing_new_changes_no_row(three: Desk) -> None:
    before = three.contents(with_writers=True)
    assert three.run() == {
        "discover": {"known": 4},
        "fetch": {},
        **{stage: {} for stage in ("extract", "deduplicate", "enrich", "audit", "publish")},
    }
    assert three.contents(with_writers=True) == before


def test_doing_every_batch_again_changes_no_content(three: Desk) -> None:
    before = three.contents()
    ids = {
        "extract": three.column("select capture_id from raw.captures order by 1"),
        "deduplicate": three.column("select document_id from work.documents order by 1"),
        "enrich": three.column("select document_id from work.readings order by 1"),
    }
    for stage in pipeline.STAGES:
        tally = pipeline.run_batch(stage, ids[stage], three.last_run)
        assert sum(tally.values()) == len(ids[stage])
    pipeline.audit_articles(three.last_run, "test")
    pipeline.publish_articles(three.last_run)
    assert three.contents() == before


def test_publishing_that_was_killed_after_its_commit_still_says_what_it_did(desk: Desk) -> None:
    desk.write(mill=invented.mill(), tower=invented.tower())
    desk.read()
    pipeline.audit_articles(desk.last_run, "test")
    assert pipeline.publish_articles(desk.last_run) == {"new": 2}
    assert pipeline.publish_articles(desk.last_run) == {"new": 2}
    desk.run()
    assert pipeline.publish_articles(desk.last_run) == {}, "another run has nothing to say"


def test_rows_made_again_are_found_unchanged_and_not_written(three: Desk) -> None:
    three.change("update work.published set input_key = 'outdated'")
    published = {
        name: digest
        for name, digest in three.contents(with_writers=True).items()
        if name.startswith("curated.")
    }
    assert three.run()["publish"] == {"unchanged": 3}
    after = three.contents(with_writers=True)
    assert {name: after[name] for name in published} == published
    assert three.rows("select 1 from work.article_versions") == []


@pytest.mark.parametrize("is_same", [True, False], ids=["the same pages", "the same texts"])
def test_two_processes_that_read_at_once_wait_for_one_another(desk: Desk, *, is_same: bool) -> None:
    """Each starts with what the other ends with, so that locks taken as they come would deadlock."""
    mill, harbour, tower = invented.mill(), invented.harbour(), invented.tower()
    desk.write(a1=mill, a2=harbour, a3=tower, b1=tower, b2=harbour, b3=mill)
    desk.collect()
    (ids,) = pipeline.plan("extract", desk.last_run, "test")
    both = (ids, ids[::-1]) if is_same else (ids[:3], ids[3:])
    store_one, meeting = extract._one, threading.Barrier(2, timeout=2)

    def slow(*args: Any) -> str:
        outcome = store_one(*args)
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait()  # at each page, if the other got as far
        return outcome

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr(extract, "_one", slow)
        tallies = list(pool.map(lambda part: pipeline.run_batch("extract", part, desk.last_run), both))
    assert tallies == ([{"stored": 6}, {"unchanged": 6}] if is_same else [{"stored": 3}] * 2) or (
        is_same and tallies == [{"unchanged": 6}, {"stored": 6}]
    )
    assert desk.column("select count(*) from work.documents where is_current") == [6]
    assert desk.column("select 1 from work.exits") == []


def test_a_tally_counts_each_item_of_its_batch_once(desk: Desk) -> None:
    desk.write(mill=invented.mill(), empty=invented.html("Nothing", []), harbour=invented.harbour())
    desk.collect()
    for stage in pipeline.STAGES:
        for ids in pipeline.plan(stage, desk.last_run, "test"):
            assert sum(pipeline.run_batch(stage, ids, desk.last_run).values()) == len(ids)
            with store.connect() as conn:
                counted = store.fetch(
                    conn,
                    "select sum(item_count)::integer as n from work.batch_tallies "
                    "where batch = %(batch)s and stage = %(stage)s",
                    {"batch": runs.batch_name(ids), "stage": stage},
                )
            assert counted == [{"n": len(ids)}]


def test_a_changed_page_changes_its_article_and_keeps_what_was(three: Desk) -> None:
    before = three.articles()["mill"]
    three.write(**{name: invented.mill(**{FIRST_ANSWER: NEW_ANSWER}) for name in ("mill", "mill_copy")})
    tallies = three.run()
    after = three.articles()["mill"]

    assert tallies["publish"] == {"changed": 1}
    assert after["article_id"] == before["article_id"]
    assert NEW_ANSWER in after["text"]
    assert after["run_id"] == three.last_run
    assert three.column("select count(*) from raw.captures group by url_id order by 1") == [1, 1, 2, 2]

    (version,) = three.rows(
        "select article_id::text, valid_from_run, valid_to_run, former from work.article_versions"
    )
    assert version["former"]["text"] == before["text"]
    assert (version["valid_from_run"], version["valid_to_run"]) == (before["run_id"], after["run_id"])

    (gone,) = three.rows(
        "select old.text, new.text as replacement from curated.statements as old "
        "inner join curated.statements as new on old.replaced_by = new.statement_id where old.retired_at is not null"
    )
    assert gone == {"text": FIRST_ANSWER, "replacement": NEW_ANSWER}
    assert FIRST_ANSWER not in three.said()
    former = three.column(
        "select former ->> 'text' from work.statement_versions where former ->> 'text' = %(t)s",
        t=FIRST_ANSWER,
    )
    assert former == [FIRST_ANSWER]
    versions = three.rows("select valid_from_run, valid_to_run, former from work.statement_versions")
    runs_of = {(row["valid_from_run"], row["valid_to_run"]) for row in versions}
    assert runs_of == {(before["run_id"], after["run_id"])}
    (who,) = [row["former"]["speakers"] for row in versions if row["former"]["text"] == FIRST_ANSWER]
    assert [(speaker["name"], speaker["role"]) for speaker in who] == [("陆星野", "guest")]


def test_what_was_said_keeps_its_speakers_when_its_article_is_withdrawn(three: Desk) -> None:
    said = three.rows("select speaker_name as name, role, text from curated.spoken order by text")
    three.change("delete from work.family_members")
    assert three.run()["publish"] == {"withdrawn": 3, "new": 3}
    kept = three.rows(
        "select who ->> 'name' as name, who ->> 'role' as role, former ->> 'text' as text "
        "from work.statement_versions, jsonb_array_elements(former -> 'speakers') as who order by text"
    )
    assert kept == said


@pytest.mark.parametrize("batch_size", [1, 200])
def test_rules_of_reading_and_of_families_may_be_new_at_once(
    three: Desk, monkeypatch: pytest.MonkeyPatch, batch_size: int
) -> None:
    monkeypatch.setattr(pipeline, "DEDUP_BATCH_SIZE", batch_size)
    before = three.articles(), three.account()
    three.change("""update work.documents set version = 'older', body = body || '{"older": true}'""")
    three.change("update work.sketches set version = 'older'")
    three.change("update work.family_members set version = 'older'")
    assert three.run()["extract"] == {"stored": 4}
    assert (three.articles(), three.account()) == before
    assert three.column("select count(*) from work.sketches where version = 'older'") == [0]


def test_two_changes_under_one_run_keep_both_former_versions(three: Desk) -> None:
    texts = [three.articles()["mill"]["text"]]
    for answer in (
        NEW_ANSWER,
        "因为河边的路灯坏了，孩子们只能在磨坊里等船。磨坊的窗子朝南，一整天都亮，也不用点灯。",
    ):
        page = invented.mill(**{FIRST_ANSWER: answer})
        three.write(mill=page, mill_copy=page)
        three.read()
        pipeline.audit_articles("one run", "test")
        assert pipeline.publish_articles("one run") == {"changed": 1}
        texts.append(three.articles()["mill"]["text"])
    former = three.column("select former ->> 'text' from work.article_versions order by version_id")
    assert former == texts[:2]


def test_an_article_that_an_earlier_seen_page_joins_was_first_seen_with_it(three: Desk) -> None:
    find = "select first_seen_at from curated.articles where canonical_url like '%%/mill.html'"
    (before,) = three.column(find)
    three.change(
        "update raw.captures set fetched_at = fetched_at - interval '1 year' from raw.urls "
        "where captures.url_id = urls.url_id and urls.url like '%%/mill_copy.html'"
    )
    three.change("update work.published set input_key = 'outdated'")
    assert three.run()["publish"] == {"changed": 1, "unchanged": 2}
    (after,) = three.column(find)
    assert (before - after).days >= 365
    assert three.column("select former ->> 'first_seen_at' is not null from work.article_versions") == [True]


def test_a_page_changed_back_has_its_statements_back_under_their_ids(three: Desk) -> None:
    find = "select statement_id, retired_at from curated.statements where text = %(text)s"
    (before,) = three.rows(find, text=FIRST_ANSWER)
    for answer in (NEW_ANSWER, FIRST_ANSWER):
        page = invented.mill(**{FIRST_ANSWER: answer}) if answer != FIRST_ANSWER else invented.mill()
        three.write(mill=page, mill_copy=page)
        three.run()
    assert three.rows(find, text=FIRST_ANSWER) == [before]
    (other,) = three.rows(find, text=NEW_ANSWER)
    assert other["retired_at"] is not None
    assert len(three.rows("select 1 from work.article_versions")) == 2


def test_a_defect_in_reading_one_page_costs_that_page_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = speakers.read

    def broken(document: Document) -> Reading:
        if "oars" in (document.title or ""):
            raise AssertionError("an invented defect")
        return sound(document)

    monkeypatch.setattr(speakers, "read", broken)
    desk.write(mill=invented.mill(), harbour=invented.harbour(), tower=invented.tower())
    assert desk.run()["enrich"] == {"interview": 1, "article": 1, "enrich_failed": 1}
    assert desk.account() == {
        "mill": "published",
        "harbour": "quarantined enrich_failed",
        "tower": "published",
    }
    assert desk.column("select detail from ops.open_exits") == ["AssertionError: an invented defect"]
    assert desk.run()["enrich"] == {}, "it is not due before its time"
    assert pipeline.end_ingest(desk.last_run) == 0, "what is set aside does not wait"

    monkeypatch.setattr(speakers, "read", sound)
    desk.change("update work.exits set retry_at = now() where closed_at is null")
    assert desk.run()["publish"] == {"new": 1}
    assert desk.account()["harbour"] == "published"


def test_an_article_that_fails_a_check_is_held_back_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        with_check(patch, fails_for("陆星野"))
        desk.write(mill=invented.mill(), mill_copy=invented.mill(), harbour=invented.harbour())
        tallies = desk.run()
        assert (tallies["audit"], tallies["publish"]) == ({"passed": 1, "check_failed": 1}, {"new": 1})
        assert desk.account() == {
            "mill": "quarantined check_failed",
            "mill_copy": "quarantined check_failed",
            "harbour": "published",
        }
        assert desk.column("select distinct detail from ops.open_exits") == ["no_such_titles"]
        assert desk.column("select count(*) from curated.speakers") == [2]
        assert pipeline.end_ingest(desk.last_run) == 0, "what is held back does not wait"
    assert desk.run()["publish"] == {"new": 1}
    assert set(desk.account().values()) == {"published", "copy"}


@pytest.mark.parametrize("change", SPOILT.values(), ids=SPOILT)
def test_an_article_whose_rows_no_table_takes_is_held_back_alone(desk: Desk, change: str) -> None:
    desk.write(mill=invented.mill(), harbour=invented.harbour(), tower=invented.tower())
    desk.read()
    spoil = (
        "update work.readings set {change} from work.documents "
        "where readings.document_id = documents.document_id and title like '%%oars%%'"
    )
    assert desk.change(spoil.format(change=change)) == 1
    assert pipeline.audit_articles(desk.last_run, "test") == {"passed": 2, "check_failed": 1}
    assert pipeline.publish_articles(desk.last_run) == {"new": 2}
    pipeline.verify(desk.last_run)
    assert desk.account() == {
        "mill": "published",
        "harbour": "quarantined check_failed",
        "tower": "published",
    }
    (detail,) = desk.column("select detail from ops.open_exits")
    assert re.match(r"\w+(Violation|Error): ", detail), detail

    desk.change("update work.readings set version = 'older'")
    assert desk.run()["publish"]["new"] == 1
    assert desk.column("select detail from ops.open_exits") == []


def test_an_update_that_fails_a_check_leaves_the_article_as_it_was(
    three: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = three.articles()["mill"]
    with_check(monkeypatch, fails_for("陆星野"))
    three.write(mill=invented.mill(**{FIRST_ANSWER: NEW_ANSWER}))
    assert three.run()["publish"] == {}
    assert three.articles()["mill"] == before
    assert three.account()["mill"] == "published check_failed"


def test_a_page_that_is_gone_keeps_what_was_published(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_ALLOW_PRIVATE_HOSTS", "1")
    addresses = (f"{site.base}/harbour", f"{site.base}/never")
    desk.sources = (Source("web", "Web", "urls", addresses, interval_seconds=0),)
    site.routes["/harbour"] = reply(invented.harbour(), Content_Type="text/html; charset=utf-8")
    desk.run()
    assert desk.account() == {"harbour": "published", "never": "rejected not_found"}
    del site.routes["/harbour"]
    assert desk.run()["fetch"] == {"rejected_not_found": 2}
    assert desk.account() == {"harbour": "published", "never": "rejected not_found"}
    assert len(desk.articles()) == 1


def test_a_page_that_turned_unreadable_keeps_what_was_published(three: Desk) -> None:
    before = three.articles()
    three.write(harbour=invented.html("A winter of oars", []))
    three.run()
    assert three.articles() == before
    disposition, reason = three.account()["harbour"].split()
    assert disposition == "published"
    assert reason in ("no_text", "too_short")
    pending = "select url from ops.url_ledger where has_newer_pending"
    assert three.column(pending) == [], "the newer capture was read: there is nothing in it"


def test_a_refused_page_of_an_article_that_is_held_back_is_not_read_each_run(three: Desk) -> None:
    with pytest.MonkeyPatch.context() as patch:
        with_check(patch, fails_for("陆星野"))
        three.write(mill=invented.html("磨坊", []), mill_copy=invented.mill(**{FIRST_ANSWER: NEW_ANSWER}))
        assert three.run()["audit"] == {"check_failed": 1}
        assert three.account()["mill"].split()[1] in ("no_text", "too_short")
        assert three.run()["extract"] == {}
        assert pipeline.end_ingest(three.last_run) == 0, "what is held back does not wait"


def test_publish_makes_rows_anew_when_another_run_came_between(desk: Desk) -> None:
    desk.write(mill=invented.mill())
    desk.read()
    slow = desk.last_run
    pipeline.audit_articles(slow, "test")
    desk.write(harbour=invented.harbour())
    desk.run()
    assert sorted(desk.articles()) == ["harbour", "mill"]
    before = desk.contents(with_writers=True)
    assert pipeline.publish_articles(slow) == {}
    assert desk.contents(with_writers=True) == before


def test_publish_takes_in_what_was_read_after_its_audit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with_check(monkeypatch, fails_for("A winter"))
    desk.write(mill=invented.mill())
    desk.read()
    slow = desk.last_run
    pipeline.audit_articles(slow, "test")
    desk.write(harbour=invented.harbour(), mill=invented.mill(**{FIRST_ANSWER: NEW_ANSWER}))
    desk.read()
    assert pipeline.publish_articles(slow) == {"new": 1}
    assert NEW_ANSWER in desk.articles()["mill"]["text"]
    assert desk.account()["harbour"] == "quarantined check_failed", "nothing goes out unchecked"


def test_a_better_copy_changes_the_canonical_page_and_keeps_the_article(desk: Desk) -> None:
    part = invented.interview(
        "陆星野：磨坊里的图书馆", invented.QUESTIONS[:4], published="2031-05-21T09:00:00+08:00"
    )
    desk.write(part=part)
    desk.run()
    (first,) = desk.articles().values()
    desk.write(whole=invented.mill())
    assert desk.run()["publish"] == {"changed": 1}
    (second,) = desk.articles().values()
    assert second["article_id"] == first["article_id"]
    assert second["canonical_url"].endswith("/whole.html")
    assert desk.account() == {"part": "copy", "whole": "published"}
    (copy,) = desk.rows("select relation, containment from curated.copies where not is_canonical")
    assert copy["relation"] == "truncated"
    assert copy["containment"] > 0.9


def test_families_that_merge_leave_a_redirect_which_still_leads_on_when_they_part_again(three: Desk) -> None:
    before = {name: row["article_id"] for name, row in three.articles().items()}
    three.write(tower=invented.mill())
    assert three.run()["publish"] == {"withdrawn": 1, "changed": 1}
    assert sorted(three.articles()) == ["harbour", "mill"]
    redirects = "select old_article_id::text as old, article_id::text as new from curated.article_redirects"
    assert three.rows(redirects) == [{"old": before["tower"], "new": before["mill"]}]
    assert three.account()["tower"] == "copy"
    former = three.column(
        "select former ->> 'title' from work.article_versions where article_id::text = %(id)s",
        id=before["tower"],
    )
    assert len(former) == 1

    three.write(tower=invented.tower())
    assert three.run()["publish"] == {"new": 1, "changed": 1}
    after = {name: row["article_id"] for name, row in three.articles().items()}
    assert {name: after[name] for name in ("harbour", "mill")} == {
        name: before[name] for name in ("harbour", "mill")
    }
    assert "tower" in after
    for redirect in three.rows(redirects):
        assert redirect["old"] not in after.values()
        assert redirect["new"] in after.values()


def test_a_merge_into_an_article_that_is_held_back_withdraws_nothing(
    three: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_check(monkeypatch, fails_for("陆星野"))
    before = three.articles()
    three.write(tower=invented.mill())
    assert three.run()["publish"] == {}
    assert three.articles() == before


def test_a_merge_into_an_article_that_cannot_be_read_withdraws_nothing(
    three: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(document: Document) -> Reading:
        raise AssertionError(f"an invented defect in reading {document.title}")

    before = {name: row["article_id"] for name, row in three.articles().items()}
    with monkeypatch.context() as patch:
        patch.setattr(speakers, "read", broken)
        page = invented.mill(**{FIRST_ANSWER: NEW_ANSWER})
        three.write(tower=page, mill=page, mill_copy=page)
        assert three.run()["publish"] == {}
        assert {name: row["article_id"] for name, row in three.articles().items()} == before
    three.change("update work.exits set retry_at = now() where closed_at is null")
    assert three.run()["publish"] == {"withdrawn": 1, "changed": 1}


def test_what_would_take_a_page_from_an_article_that_is_held_back_waits_for_it(three: Desk) -> None:
    before = three.articles()
    three.write(mill_copy=invented.harbour())
    with pytest.MonkeyPatch.context() as patch:
        with_check(patch, fails_for("陆星野"))
        tallies = three.run()
    assert (tallies["audit"], tallies["publish"]) == ({"check_failed": 2}, {})
    assert three.articles() == before
    assert audit.ENTANGLED in three.column("select detail from ops.open_exits")
    assert three.run()["publish"] == {"changed": 2}
    assert {name: row["copy_count"] for name, row in three.articles().items()} == {
        "mill": 0,
        "harbour": 1,
        "tower": 0,
    }
    assert three.column("select 1 from ops.open_exits") == []


def test_every_url_has_one_disposition_and_the_tables_agree(desk: Desk) -> None:
    desk.write(
        mill=invented.mill(),
        mill_copy=invented.mill(),
        tower=invented.tower(),
        empty=b"",
        nothing=invented.html("Nothing", []),
        nul=b"\0\1\2" * 400,
    )
    desk.run()
    dispositions: dict[str, int] = {}
    for disposition in desk.column("select disposition from ops.url_ledger"):
        dispositions[disposition] = dispositions.get(disposition, 0) + 1
    assert dispositions == {"published": 2, "copy": 1, "rejected": 3}
    assert sum(dispositions.values()) == desk.column("select count(*) from raw.urls")[0]
    assert desk.column("select check_name from ops.checks where offender_count > 0") == []


def test_a_check_of_the_warehouse_that_fails_is_named(three: Desk) -> None:
    three.change("update curated.articles set copy_count = copy_count + 1")
    with pytest.raises(pipeline.CheckFailed, match="copies_are_counted"):
        pipeline.verify(three.last_run)
    found = three.rows(
        "select offender_count, jsonb_array_length(sample) as kept from ops.checks "
        "where check_name = 'copies_are_counted'"
    )
    assert found == [{"offender_count": 3, "kept": 3}]


def test_all_statements_are_compared_once_a_day_and_those_of_a_run_by_the_run(three: Desk) -> None:
    three.change("update curated.statements set text = 'Other words.' where position = 0")
    writer = three.last_run
    three.run()
    with pytest.raises(pipeline.CheckFailed, match="statements_stand_in_published_articles"):
        pipeline.verify(writer)
    with pytest.raises(pipeline.CheckFailed, match="statements_stand_in_published_articles"):
        pipeline.verify("a daily run", "maintain", everything=True)


@pytest.mark.parametrize(
    "defect",
    ["&#0;", "\x00", "&#xD800;", "\ud800", "\u202e", "&#x1F;", "\uffff"],
    ids=["nul entity", "nul", "surrogate entity", "surrogate", "direction", "control", "noncharacter"],
)
def test_characters_that_no_database_holds_cost_at_most_their_page(desk: Desk, defect: str) -> None:
    page = invented.harbour().replace("storms", f"st{defect}orms").replace("winter", f"win{defect}ter")
    desk.write(odd=page.encode("utf8", "surrogatepass"), tower=invented.tower())
    desk.run()
    assert desk.account()["tower"] == "published"
    assert desk.account()["odd"].split()[0] in ("published", "rejected", "quarantined")


def test_what_waits_after_an_ingest_is_counted_by_what_the_stages_would_do(desk: Desk) -> None:
    waiting: list[Any] = []
    desk.write(mill=invented.mill(), tower=invented.tower())
    desk.collect()
    waiting.append(pipeline.end_ingest(desk.last_run))
    pipeline.curate(desk.last_run, "test", lambda *_: None)
    waiting.append(pipeline.end_ingest(desk.last_run))
    desk.change("update work.readings set version = 'older'")
    waiting.append(pipeline.end_ingest(desk.last_run))
    desk.run()
    desk.write(mill=invented.mill(**{FIRST_ANSWER: NEW_ANSWER}))
    desk.read()  # and killed before it was published
    waiting.append(pipeline.end_ingest(desk.last_run))
    assert [bool(count) for count in waiting] == [True, False, True, True], waiting
