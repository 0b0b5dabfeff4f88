"""What the questions of sql/analytics answer."""

from __future__ import annotations

from datetime import date

import pytest
from psycopg2.extensions import connection as Connection
from tests import factories as make

from onrecord import analytics
from onrecord.errors import ConfigurationError

MAY = {"since": date(2031, 5, 1), "until": date(2031, 6, 1)}


def test_copies_has_the_agreed_columns_and_order(conn: Connection) -> None:
    article = make.add_article(conn, canonical_url="https://times.example/z", copy_count=2)
    make.add_copy(conn, article, "https://mirror.example/b", relation="truncated", similarity=0.4)
    make.add_copy(conn, article, "https://mirror.example/a", matched_url="https://times.example/z")

    rows = analytics.ask(conn, "copies")

    assert list(rows[0]) == [
        *("url", "article_id", "relation", "similarity", "containment", "is_canonical", "matched_url")
    ]
    assert [row["url"][-1] for row in rows] == ["z", "a", "b"]
    assert [row["relation"] for row in rows] == [None, "exact", "truncated"]


def test_account_counts_every_url_once(conn: Connection) -> None:
    article = make.add_article(conn, copy_count=1)
    make.add_copy(conn, article)
    pending = make.add_url(conn)
    make.add_url(conn, alias_of_url_id=pending)
    for reason in ("too_short", "too_short", "no_text"):
        make.add_exit(conn, make.add_url(conn), reason=reason)
    make.add_exit(conn, make.add_url(conn), stage="fetch", reason="timeout")

    rows = analytics.ask(conn, "account")

    assert [tuple(row.values()) for row in rows] == [
        ("published", None, 1),
        ("copy", None, 1),
        ("alias", None, 1),
        ("pending", None, 1),
        ("quarantined", "timeout", 1),
        ("rejected", "too_short", 2),
        ("rejected", "no_text", 1),
    ]


def test_account_samples_are_some_of_each_reason(conn: Connection) -> None:
    for reason in ("too_short", "too_short", "too_short", "no_text"):
        make.add_exit(conn, make.add_url(conn), reason=reason, detail="12 characters")

    rows = analytics.ask(conn, "account_samples", limit=2)

    assert [row["reason"] for row in rows] == ["no_text", "too_short", "too_short"]
    assert rows[0]["reason_description"] == "No article text was found on the page."
    assert rows[0]["reason_detail"] == "12 characters"


def test_statements_say_who_said_what_where(conn: Connection) -> None:
    outlet = make.add_outlet(conn, "The Example Times")
    article = make.add_article(conn, title="On doors", outlet_id=outlet)
    person = make.add_person(conn, "Bo Sample")
    speaker = make.add_speaker(
        conn, article, name="Sample", person_id=person, title="keeper", affiliation="Door Works"
    )
    make.add_statement(conn, article, "The door is open.", speaker_id=speaker)
    make.add_statement(conn, article, "What is open?", kind="question")

    said, unsure = analytics.ask(conn, "statements")

    assert (said["speaker"], said["title"], said["affiliation"]) == ("Bo Sample", "keeper", "Door Works")
    assert (said["text"], said["article_title"], said["outlet"]) == (
        *("The door is open.", "On doors", "The Example Times"),
    )
    assert unsure["speaker"] is None


def test_statement_of_two_speakers_has_a_row_for_each(conn: Connection) -> None:
    article = make.add_article(conn)
    speakers = [make.add_speaker(conn, article, name=name) for name in ("Ada Example", "Bo Sample")]
    statement = make.add_statement(conn, article, speaker_id=speakers[0])
    make.add(conn, "curated.statement_speakers", statement_id=statement, speaker_id=speakers[1])

    assert [row["speaker"] for row in analytics.ask(conn, "statements")] == ["Ada Example", "Bo Sample"]


def test_retired_statements_are_in_no_answer(conn: Connection) -> None:
    article = make.add_article(conn)
    speaker = make.add_speaker(conn, article)
    make.add_statement(conn, article, speaker_id=speaker, retired_at=make.NOON)

    assert analytics.ask(conn, "statements") == []
    assert analytics.ask(conn, "articles")[0]["statement_count"] == 0
    assert analytics.ask(conn, "speakers_by_outlet")[0]["statement_count"] == 0


@pytest.mark.parametrize(
    ("published_at", "is_in_may"),
    [
        ("2031-04-30T23:59:59+00:00", False),
        ("2031-05-01T00:00:00+00:00", True),
        ("2031-05-31T23:59:59+00:00", True),
        ("2031-06-01T00:00:00+00:00", False),
        ("2031-06-01T07:00:00+08:00", True),  # UTC decides
        (None, False),
    ],
)
@pytest.mark.parametrize("time_zone", ["UTC", "Asia/Shanghai"])
def test_since_and_until_are_utc_days_half_open(
    conn: Connection, published_at: str | None, is_in_may: bool, time_zone: str
) -> None:
    with conn.cursor() as cursor:
        cursor.execute("select set_config('timezone', %s, true)", (time_zone,))
    make.add_article(conn, first_published_at=published_at)

    assert len(analytics.ask(conn, "articles", **MAY)) == is_in_may
    assert len(analytics.ask(conn, "articles")) == 1


def test_speakers_by_outlet_counts_an_article_once_and_leaves_out_who_asks(conn: Connection) -> None:
    outlet = make.add_outlet(conn)
    person = make.add_person(conn)
    for _ in range(2):
        article = make.add_article(conn, outlet_id=outlet, copy_count=1)
        make.add_copy(conn, article)
        speaker = make.add_speaker(conn, article, person_id=person)
        make.add_speaker(conn, article, name="Ada Example", role="interviewer")
        for text in ("The door is open.", "door"):
            make.add_statement(conn, article, text, speaker_id=speaker)

    (row,) = analytics.ask(conn, "speakers_by_outlet")

    assert (row["outlet"], row["speaker"]) == ("The Example Times", "Bo Sample")
    assert (row["article_count"], row["statement_count"]) == (2, 4)


def test_topics_by_month_counts_articles_by_utc_month(conn: Connection) -> None:
    for day in ("2031-05-02", "2031-05-30", "2031-06-01"):
        make.add_topic(conn, make.add_article(conn, first_published_at=day))

    rows = analytics.ask(conn, "topics_by_month")

    assert [(row["month"], row["article_count"]) for row in rows] == [
        (date(2031, 6, 1), 1),
        (date(2031, 5, 1), 2),
    ]


def test_most_copied_leaves_out_articles_without_copies(conn: Connection) -> None:
    make.add_article(conn)
    copied = make.add_article(conn, copy_count=2)
    make.add_copy(conn, copied)
    make.add_copy(conn, copied, relation="script")

    (row,) = analytics.ask(conn, "most_copied")

    assert (row["copy_count"], row["exact_count"], row["script_count"]) == (2, 1, 1)


def test_answers_stand_beside_their_question(conn: Connection) -> None:
    article = make.add_article(conn)
    asked = make.add_statement(conn, article, "What is open?", kind="question")
    make.add_statement(
        conn,
        article,
        "The door is open.",
        answers_statement_id=asked,
        speaker_id=make.add_speaker(conn, article),
    )

    (row,) = analytics.ask(conn, "answers")

    assert (row["question"], row["answer"], row["speaker"]) == (
        *("What is open?", "The door is open.", "Bo Sample"),
    )


def test_run_funnel_has_stages_in_order_with_outcomes_that_add_up(conn: Connection) -> None:
    run = make.add_run(conn)
    make.add_tally(conn, run, "publish", new=2)
    make.add_tally(conn, run, "extract", stored=5, too_short=1, no_text=2)
    make.add_tally(conn, run, "fetch", captured=8, postponed_timeout=1, rejected_gone=1)

    rows = analytics.ask(conn, "run_funnel")

    assert [(row["stage"], row["outcome"], row["item_count"], row["stage_count"]) for row in rows] == [
        ("fetch", "captured", 8, 10),
        ("fetch", "postponed_timeout", 1, 10),
        ("fetch", "rejected_gone", 1, 10),
        ("extract", "stored", 5, 8),
        ("extract", "no_text", 2, 8),
        ("extract", "too_short", 1, 8),
        ("publish", "new", 2, 2),
    ]
    assert [row["disposition"] for row in rows] == [
        *(None, "postponed", "rejected", None, "rejected", "rejected", None)
    ]
    assert rows[1]["reason_description"] == "The server took too long."


def test_run_funnel_is_of_the_last_runs(conn: Connection) -> None:
    for hour in (1, 2, 3):
        run = make.add_run(conn, f"run at {hour}", started_at=make.NOON.replace(hour=hour))
        make.add_tally(conn, run, "extract", stored=1)

    rows = analytics.ask(conn, "run_funnel", limit=2)

    assert [row["run_id"] for row in rows] == ["run at 3", "run at 2"]


def test_a_check_that_passed_again_is_no_longer_failing(conn: Connection) -> None:
    for hour, offender_count in ((1, 3), (2, 0)):
        run = make.add_run(conn)
        at = make.NOON.replace(hour=hour)
        make.add_check(conn, run, "copies_are_counted", offender_count=offender_count, checked_at=at)

    assert analytics.ask(conn, "failing_checks") == []
    assert [row["offender_count"] for row in analytics.ask(conn, "checks")] == [0]


def test_a_check_that_is_no_more_is_not_failing_for_ever(conn: Connection) -> None:
    make.add_check(conn, make.add_run(conn), "dropped_since", offender_count=1)
    later = make.NOON.replace(hour=13)
    make.add_check(conn, make.add_run(conn), "copies_are_counted", offender_count=2, checked_at=later)

    assert [row["check_name"] for row in analytics.ask(conn, "failing_checks")] == ["copies_are_counted"]


def test_failing_checks_begin_with_those_that_hold_back(conn: Connection) -> None:
    run = make.add_run(conn)
    make.add_check(conn, run, "a_warning", severity="warn", offender_count=1)
    make.add_check(conn, run, "b_failure", severity="fail", offender_count=1, sample=[{"article_id": "x"}])

    failing = analytics.ask(conn, "failing_checks")

    assert [row["check_name"] for row in failing] == ["b_failure", "a_warning"]
    assert failing[0]["sample"] == [{"article_id": "x"}]


def test_failing_sources_come_first(conn: Connection) -> None:
    make.add_source(conn, "a_healthy")
    make.add_source(conn, "b_resting", is_enabled=False, failure_count=9)
    make.add_source(conn, "c_new", last_succeeded_at=None)
    make.add_source(conn, "d_failing", failure_count=2, last_error="The feed cannot be read.")

    rows = analytics.ask(conn, "sources")

    assert [row["source_slug"] for row in rows] == ["d_failing", "c_new", "a_healthy", "b_resting"]


def test_latest_articles_are_those_of_the_last_run(conn: Connection) -> None:
    for hour in (3, 1, 2):
        run = make.add_run(conn, started_at=make.NOON.replace(hour=hour))
        make.add_article(conn, title=f"at {hour}", run_id=run)

    rows = analytics.ask(conn, "latest_articles", limit=2)

    assert [row["title"] for row in rows] == ["at 3", "at 2"]


def test_backlog_is_in_the_order_of_the_stages(conn: Connection) -> None:
    make.add_url(conn, next_fetch_at=make.NOON.replace(year=2020))

    rows = analytics.ask(conn, "backlog")

    assert [row["stage"] for row in rows] == ["fetch", "extract", "deduplicate", "enrich", "publish"]
    assert [row["item_count"] for row in rows] == [1, 0, 0, 0, 0]


def test_an_unknown_question_lists_those_there_are() -> None:
    with pytest.raises(ConfigurationError, match=r"no query 'nothing'.*account.*copies"):
        analytics.question("nothing")


def test_a_question_knows_its_grain() -> None:
    assert analytics.question("copies").grain.startswith("one row per page on which an article stands")
