"""A url is set aside for one reason at a time, and let back in."""

from __future__ import annotations

import re
from datetime import datetime, timezone

import pytest
from psycopg2 import errors
from psycopg2.extensions import connection as Connection
from tests import factories as make

from onrecord import settings, store
from onrecord.store import exits

PACKAGE = settings.root() / "plugins" / "onrecord"
LATER = datetime(2031, 6, 1, tzinfo=timezone.utc)


def known(conn: Connection, url_id: int) -> list[store.Row]:
    query = (
        "select stage, reason, detail, attempt_count, retry_at, closed_at is null as is_open "
        "from work.exits where url_id = %(url_id)s order by exit_id"
    )
    return store.fetch(conn, query, {"url_id": url_id})


@pytest.mark.parametrize("later", ["extract", "audit"])
def test_a_second_reason_replaces_one_of_its_stage_or_a_later_and_counts_the_attempts(
    conn: Connection, later: str
) -> None:
    url_id = make.add_url(conn)
    exits.open(conn, url_id=url_id, stage=later, reason="check_failed", detail="a check", retry_at=LATER)
    exits.open(conn, url_id=url_id, stage="extract", reason="no_text")
    assert known(conn, url_id) == [
        {
            "stage": "extract",
            "reason": "no_text",
            "detail": "",
            "attempt_count": 2,
            "retry_at": None,
            "is_open": True,
        }
    ]


def test_a_reason_that_an_earlier_stage_gave_stands(conn: Connection) -> None:
    url_id = make.add_url(conn)
    exits.open(conn, url_id=url_id, stage="extract", reason="no_text", version="7")
    before = known(conn, url_id)
    exits.open(conn, url_id=url_id, stage="audit", reason="check_failed", retry_at=LATER)
    assert known(conn, url_id) == before


def test_a_stage_closes_only_what_it_or_those_before_it_opened(conn: Connection) -> None:
    url_id = make.add_url(conn)
    exits.open(conn, url_id=url_id, stage="audit", reason="check_failed")
    assert exits.close(conn, [url_id], stages=["fetch", "extract"]) == 0
    assert exits.close(conn, [url_id], stages=["audit"]) == 1
    assert exits.close(conn, [url_id], stages=["audit"]) == 0
    exits.open(conn, url_id=url_id, stage="audit", reason="check_failed")
    assert [row["is_open"] for row in known(conn, url_id)] == [False, True], "each time is kept"


def test_closing_nothing_is_no_statement(conn: Connection) -> None:
    assert exits.close(conn, [], stages=["fetch"]) == 0


def test_reasons_are_a_closed_list(conn: Connection) -> None:
    url_id = make.add_url(conn)
    with pytest.raises(errors.ForeignKeyViolation):
        exits.open(conn, url_id=url_id, stage="extract", reason="bad_mood")


def test_a_detail_of_any_kind_can_be_kept(conn: Connection) -> None:
    url_id = make.add_url(conn)
    exits.open(conn, url_id=url_id, stage="extract", reason="unreadable", detail="a\0b\ud800" + "长" * 5000)
    (row,) = known(conn, url_id)
    assert row["detail"].startswith("ab")
    assert len(row["detail"]) <= exits.MAX_DETAIL_CHARS


@pytest.mark.parametrize("folder", ["fetch", "extract", "dedup", "enrich"])
def test_every_reason_that_a_stage_gives_is_on_the_list(conn: Connection, folder: str) -> None:
    given = re.compile(r'\w*(?:Permanent|Transient|Refused|Postponed)\(\s*"(\w+)"')
    code = "".join(path.read_text("utf8") for path in (PACKAGE / folder).rglob("*.py"))
    listed = {row["reason"] for row in store.fetch(conn, "select reason from ops.reasons")}
    assert set(given.findall(code)) <= listed
