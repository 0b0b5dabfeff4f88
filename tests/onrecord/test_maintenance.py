"""Is anything due, stale or full?"""

from __future__ import annotations

import pytest
from tests import invented
from tests.onrecord.conftest import Desk

from onrecord import maintenance
from onrecord.maintenance import Full, Stale


def test_only_what_is_due_and_not_fetchs_own_is_counted(desk: Desk) -> None:
    desk.write(mill=invented.mill(), harbour=invented.harbour(), tower=invented.tower())
    desk.collect()
    assert maintenance.due_quarantined() == 0
    exits = (
        "insert into work.exits (url_id, stage, reason, retry_at) "
        "select url_id, %(stage)s, %(reason)s, now() + %(wait)s::interval from raw.urls where url like %(like)s"
    )
    desk.change(exits, stage="extract", reason="extract_failed", wait="-1 hour", like="%mill%")
    desk.change(exits, stage="enrich", reason="enrich_failed", wait="1 hour", like="%harbour%")
    desk.change(exits, stage="fetch", reason="timeout", wait="-1 hour", like="%tower%")
    assert maintenance.due_quarantined() == 1


def test_an_article_that_was_held_back_is_due_a_day_later(desk: Desk) -> None:
    desk.write(mill=invented.mill())
    desk.collect()
    desk.change(
        "insert into work.exits (url_id, stage, reason, retry_at) "
        "select url_id, 'audit', 'check_failed', now() - interval '1 minute' from raw.urls"
    )
    assert maintenance.due_quarantined() == 1


def test_tables_are_fresh_when_a_source_was_read_in_time(desk: Desk) -> None:
    desk.write(mill=invented.mill())
    desk.run()
    found = maintenance.freshness(max_age_hours=1)
    assert set(found) == {"last_published_at", "last_captured_at", "last_discovered_at"}
    assert found["last_published_at"].startswith("20"), "a command's run publishes as well"
    assert found["last_captured_at"].startswith("20")


def test_tables_are_stale_when_no_source_was_read_in_time(desk: Desk) -> None:
    desk.write(mill=invented.mill())
    desk.run()
    desk.change("update raw.sources set last_succeeded_at = now() - interval '3 hours'")
    assert maintenance.freshness(max_age_hours=4)
    with pytest.raises(Stale, match=r"2 hours.*ops\.source_health"):
        maintenance.freshness(max_age_hours=2)


def test_a_source_that_never_worked_is_stale_and_a_disabled_one_is_not(desk: Desk) -> None:
    desk.change("insert into raw.sources (source_slug, name, kind) values ('new', 'New', 'feed')")
    with pytest.raises(Stale):
        maintenance.freshness(max_age_hours=26)
    desk.change("update raw.sources set is_enabled = false")
    assert maintenance.freshness(max_age_hours=26)["last_discovered_at"] == "never"


def test_where_nothing_is_watched_nothing_is_stale(desk: Desk) -> None:
    assert maintenance.freshness(max_age_hours=1) == dict.fromkeys(
        ("last_published_at", "last_captured_at", "last_discovered_at"), "never"
    )


def test_space_is_measured_where_the_archive_lies(desk: Desk) -> None:
    desk.write(mill=invented.mill())
    desk.collect()
    assert maintenance.space(min_free_bytes=0)["free_bytes"] > 0
    with pytest.raises(Full, match="make room"):
        maintenance.space(min_free_bytes=10**18)


def test_space_can_be_measured_before_anything_was_archived(desk: Desk) -> None:
    assert maintenance.space(min_free_bytes=0)["free_bytes"] > 0
