"""The operations page, asked in memory on a real database."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from fastapi import Depends, HTTPException
from fastapi.testclient import TestClient
from psycopg2.extensions import connection as Connection
from tests import factories as make

from onrecord import audit, store
from onrecord.errors import DatabaseError
from onrecord.pages import create_app, figures, state

NOW = datetime(2031, 5, 20, 12, tzinfo=timezone.utc)


@pytest.fixture
def client(committed_conn: Connection) -> Iterator[TestClient]:
    """The page over the test's own database."""
    with TestClient(create_app()) as client:
        yield client


def text_of(page: str) -> str:
    """What a reader sees, spaces evened out."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<body>")[2]).split())


def show(client: TestClient, conn: Connection) -> str:
    """The page, once what the test did is committed."""
    conn.commit()
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.text


def test_an_empty_warehouse_says_what_comes_next(client: TestClient, committed_conn: Connection) -> None:
    text = text_of(show(client, committed_conn))

    assert "Nothing has been published yet." in text
    assert "trigger ingest" in text
    assert "No url has been seen yet." in text
    assert "Nothing has run yet." in text
    assert "No check has been run yet" in text


def test_the_account_sums_to_all_urls(client: TestClient, committed_conn: Connection) -> None:
    make.add_article(committed_conn)
    for _ in range(7):
        make.add_exit(committed_conn, make.add_url(committed_conn), detail="12 characters")
    make.add_exit(committed_conn, make.add_url(committed_conn), stage="fetch", reason="timeout")

    text = text_of(show(client, committed_conn))

    assert "published the canonical page of an article 1" in text
    assert "rejected set aside until the page changes 7" in text
    assert "7 too short : The text found is too short to be an article." in text
    assert "example_times · 12 characters" in text
    assert "and 2 more" in text
    assert "All urls 9" in text


def test_a_run_shows_every_outcome_with_its_reason(client: TestClient, committed_conn: Connection) -> None:
    run = make.add_run(committed_conn, "scheduled 7")
    make.add_tally(committed_conn, run, "extract", stored=5, too_short=2)
    make.add_tally(committed_conn, run, "publish", new=1200)

    text = text_of(show(client, committed_conn))

    assert "curate ended began" in text
    assert "extract 7 5 stored 2 too short The text found is too short to be an article." in text
    assert "publish 1,200 1,200 new" in text
    assert text.index("extract 7") < text.index("publish 1,200")


def test_a_failing_check_shows_its_sentence_and_rows(client: TestClient, committed_conn: Connection) -> None:
    run = make.add_run(committed_conn)
    sample = [{"article_id": "1f0c", "copy_count": "3", "row_count": "2"}]
    make.add_check(committed_conn, run, "copies_are_counted", offender_count=1, sample=sample)

    text = text_of(show(client, committed_conn))

    assert text.index("A check found 1 row where it should find none") < text.index("Sources read")
    assert "Every article counts as many copies as it has. 1 row should not exist" in text
    assert "row_count article_id copy_count 2 1f0c 3" in text


def add_quality(conn: Connection, run: str, task: str = "turn", **columns: Any) -> None:
    """A measured task, all right."""
    defaults = {
        "day": "2031-05-20",
        "rule_version": "1",
        "right_count": 9,
        "wrong_count": 0,
        "missing_count": 0,
    }
    make.add(conn, "ops.quality_daily", task=task, run_id=run, **{**defaults, **columns})


FALLEN: dict[str, Any] = {
    **{
        "wrong_count": 1,
        "waiting_count": 4,
        "precision_floor": 0.95,
        "recall_floor": 0.8,
        "is_below_floor": True,
    },
    "detail": {
        "page_count": 1,
        "pages": [
            {
                **{"url": "http://ferrow.test/bridge", "wrong": 1, "missing": 0},
                **{"published": "ada: open", "answer": "bo: open"},
            }
        ],
    },
}


def test_canaries_below_a_floor_come_first_with_their_pages(
    client: TestClient, committed_conn: Connection
) -> None:
    run = make.add_run(committed_conn)
    add_quality(committed_conn, run, "disposition")
    add_quality(committed_conn, run, "turn", **FALLEN)

    text = text_of(show(client, committed_conn))

    assert text.index("read worse than allowed: turn.") < text.index("Sources read")
    assert "turn version 1 below its floor 9 1 0 4 90.0 % floor 95.0 100.0 % floor 80.0" in text
    assert "turn 1 page not as answered" in text
    assert "http://ferrow.test/bridge 1 0 ada: open bo: open" in text
    assert text.index("turn version 1") < text.index("disposition version 1")


def test_canaries_that_are_all_right_are_no_problem(client: TestClient, committed_conn: Connection) -> None:
    add_quality(committed_conn, make.add_run(committed_conn))

    text = text_of(show(client, committed_conn))

    assert "read worse" not in text
    assert "turn version 1 9 0 0 0 100.0 % 100.0 %" in text


def test_what_canaries_found_is_no_problem_once_they_are_off(
    client: TestClient, committed_conn: Connection
) -> None:
    add_quality(committed_conn, make.add_run(committed_conn), **FALLEN)
    at = {"started_at": make.NOON.replace(hour=13), "finished_at": make.NOON.replace(hour=14)}
    other = make.add_run(committed_conn, dag="ingest", **at)
    make.add_check(committed_conn, other, "copies_are_counted", scope="article")
    assert "read worse than allowed: turn." in text_of(show(client, committed_conn))

    later = make.add_run(committed_conn, **at)
    make.add_check(committed_conn, later, "copies_are_counted", scope="article")
    text = text_of(show(client, committed_conn))

    assert "read worse" not in text
    assert "A later run published without measuring them" in text


def test_a_daily_finding_stays_until_everything_is_asked_again(
    client: TestClient, committed_conn: Connection
) -> None:
    broken = make.add_statement(
        committed_conn, make.add_article(committed_conn), "Not in the text.", run_id="old"
    )
    finding = "Every statement that stands, cut from the published text"

    for run, is_daily in (("maintain 1", True), ("curate 2", False), ("curate 3", False)):
        audit.verify(committed_conn, make.add_run(committed_conn, run), everything=is_daily)
        committed_conn.commit()
    text = text_of(show(client, committed_conn))
    assert finding in text
    assert "1 found rows that should not exist" in text
    assert "A check found 1 row where it should find none" in text

    store.execute(
        committed_conn, "delete from curated.statements where statement_id = %(id)s", {"id": broken}
    )
    audit.verify(committed_conn, make.add_run(committed_conn, "maintain 4"), everything=True)

    assert finding not in text_of(show(client, committed_conn))


def test_a_failing_source_comes_first_with_its_error(client: TestClient, committed_conn: Connection) -> None:
    make.add_source(committed_conn, "a_fine", name="Fine Paper", last_succeeded_at=datetime.now(timezone.utc))
    make.add_source(
        committed_conn, "b_broken", name="Broken Paper", failure_count=3, last_error="The feed is not XML."
    )

    text = text_of(show(client, committed_conn))

    assert "1 of 2 sources cannot be read: Broken Paper." in text
    table = text[text.index("Source Health") :]
    assert table.index("Broken Paper") < table.index("Fine Paper")
    assert "3 failures in a row: The feed is not XML." in text


def test_an_article_is_listed_with_what_stands_in_it(client: TestClient, committed_conn: Connection) -> None:
    article = make.add_article(
        committed_conn,
        title="谁说了什么",
        language="zh-Hans",
        is_interview=True,
        outlet_id=make.add_outlet(committed_conn, "样例时报"),
        first_published_at="2031-05-01T00:00:00+00:00",
        first_published_precision="month",
        copy_count=1,
    )
    make.add_copy(committed_conn, article)
    for name in ("Ada Example", "Bo Sample"):
        make.add_speaker(committed_conn, article, name=name)

    page = show(client, committed_conn)

    assert "谁说了什么 interview 样例时报 2031-05 zh-Hans 2 1" in text_of(page)
    links = re.findall(r'<a href="(https?:[^"]+)"([^>]*)>', page)
    assert links
    assert all("noopener noreferrer" in attributes for _, attributes in links)


def test_what_came_from_pages_is_escaped_and_never_a_script(
    client: TestClient, committed_conn: Connection
) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    run = make.add_run(committed_conn, f"run {evil}", dag="curate")
    make.add_tally(committed_conn, run, "extract", **{evil: 1})
    make.add_check(
        committed_conn, run, evil, offender_count=1, checked_at=NOW, sample=[{evil: evil, "article_id": evil}]
    )
    make.add_source(committed_conn, "evil", name=evil, failure_count=1, last_error=evil)
    make.add_article(
        committed_conn,
        title=evil,
        canonical_url="javascript:alert(3)",
        language=evil,
        outlet_id=make.add_outlet(committed_conn, evil),
    )
    make.add_exit(committed_conn, make.add_url(committed_conn, f"https://x.example/{evil}"), detail=evil)
    make.add_exit(committed_conn, make.add_url(committed_conn, "data:text/html,<b>"), detail=evil)
    page = {"url": "javascript:alert(3)", "wrong": 1, "missing": 0, "published": evil, "answer": evil}
    add_quality(committed_conn, run, evil, detail={"page_count": 1, "pages": [page]})

    page = show(client, committed_conn)

    assert "<script" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;") >= 8
    targets = re.findall(r'(?:href|src)="([^"]*)"', page)
    assert all(re.match(r"#|\./$|onrecord\.css$|https?://", target) for target in targets), targets
    assert "javascript:alert(3)" in page  # as words, not as a link


def test_the_browser_is_told_to_run_nothing_and_to_load_only_our_stylesheet(client: TestClient) -> None:
    answer = client.get("/")

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert " style=" not in answer.text
    assert re.findall(r"<link[^>]*>", answer.text) == ['<link rel="stylesheet" href="onrecord.css">']
    stylesheet = client.get("/onrecord.css")
    assert stylesheet.headers["content-type"].startswith("text/css")
    assert "url(" not in stylesheet.text


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/static/onrecord.css", "/nothing"])
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_page_changes_nothing(client: TestClient, method: str) -> None:
    assert client.request(method, "/").status_code == 405


@pytest.mark.parametrize("path", ["/", "/onrecord.css"])
def test_every_route_is_behind_the_guard(path: str) -> None:
    def refuse() -> None:
        raise HTTPException(401, "Not authenticated")

    with TestClient(create_app(dependencies=[Depends(refuse)])) as client:
        assert client.get(path).status_code == 401


def test_the_plugin_file_is_light_where_no_app_is_asked_for(root: Path, tmp_path: Path) -> None:
    asked = "import sys, onrecord_plugin; print(sorted({'fastapi', 'onrecord'} & set(sys.modules)))"
    env = {**os.environ, "AIRFLOW_HOME": str(tmp_path), "PYTHONPATH": str(root / "plugins")}

    done = subprocess.run(
        [sys.executable, "-c", asked], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.usefixtures("committed_conn")
def test_the_page_reads_as_the_reader_in_a_transaction_that_cannot_write() -> None:
    seen: list[Any] = []

    @contextmanager
    def connect(*, role: Any) -> Iterator[Connection]:
        with store.connect(role=role) as conn:
            yield conn
            asked = "select current_user as login, current_setting('transaction_read_only') as read_only"
            seen.append(store.fetch_one(conn, asked))

    with TestClient(create_app(connect=connect)) as client:
        assert client.get("/").status_code == 200

    assert seen == [{"login": "onrecord_reader", "read_only": "on"}]


def test_a_database_that_is_down_gives_advice_and_no_particulars() -> None:
    def connect(*, role: Any) -> Any:
        raise DatabaseError("No database answers at postgresql://someone@db.example: secret particulars")

    with TestClient(create_app(connect=connect)) as client:
        answer = client.get("/")

    assert answer.status_code == 503
    assert "The database does not answer. Start it, or check ONRECORD_DATABASE_URL" in text_of(answer.text)
    assert "db.example" not in answer.text
    assert "Traceback" not in answer.text


def test_a_real_server_that_is_gone_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/warehouse")

    with TestClient(create_app()) as client:
        answer = client.get("/")

    assert answer.status_code == 503
    assert "The database does not answer." in answer.text


def test_a_database_without_tables_says_to_migrate(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", empty_url)

    with TestClient(create_app()) as client:
        answer = client.get("/")

    assert answer.status_code == 503
    assert "Run onrecord db migrate , then reload" in text_of(answer.text)


# --- the sentence at the top ---


def fresh(**columns: Any) -> dict[str, Any]:
    defaults = {"last_discovered_at": NOW - timedelta(minutes=12), "article_count": 5}
    return {**defaults, **columns}


def source(health: str = "healthy", name: str = "The Example Times") -> dict[str, Any]:
    return {"health": health, "name": name}


def check(**columns: Any) -> dict[str, Any]:
    return {"check_name": "doors_are_open", "severity": "fail", "offender_count": 0, **columns}


def canary(task: str, **columns: Any) -> dict[str, Any]:
    return {"task": task, "is_below_floor": True, "is_current": True, **columns}


def assess(**answers: Any) -> state.State:
    sound: dict[str, Any] = {
        "freshness": fresh(),
        "checks": [check()],
        "canaries": [],
        "sources": [source()],
        "backlog": [],
        "runs": [],
    }
    return state.assess(**{**sound, **answers}, now=NOW)


def test_when_all_is_well_it_says_so_and_why() -> None:
    found = assess()

    assert found == state.State(
        "good", "All is well: sources were read 12 min ago, 1 check passed, nothing waits too long."
    )


@pytest.mark.parametrize(
    ("answers", "level", "sentence", "section"),
    [
        (
            {"checks": [check(offender_count=2)]},
            *("bad", "A check found 2 rows where it should find none: “doors are open”.", "checks"),
        ),
        (
            {"checks": [check(offender_count=1, severity="warn")]},
            *("watch", "A check found 1 row where it should find none: “doors are open”.", "checks"),
        ),
        (
            {"freshness": fresh(last_discovered_at=NOW - timedelta(hours=50))},
            *("bad", "Not fresh: no source has been read for 2 days.", "sources"),
        ),
        (
            {"canaries": [canary("turn"), canary("first_published"), canary("role", is_below_floor=False)]},
            *(
                "bad",
                "The sample pages, whose answers we know, read worse than allowed: turn, first published.",
                "canaries",
            ),
        ),
        (
            {"freshness": fresh(last_discovered_at=None), "sources": [source("failing"), source()]},
            *("bad", "No source could be read so far.", "sources"),
        ),
        (
            {"sources": [source("failing", "Broken Paper"), source(), source("disabled")]},
            *("watch", "1 of 2 sources cannot be read: Broken Paper.", "sources"),
        ),
        (
            {"sources": [source("failing", "One"), source("failing", "Two")]},
            *("bad", "2 of 2 sources cannot be read: One, Two.", "sources"),
        ),
        (
            {"backlog": [{"stage": "enrich", "item_count": 3, "oldest_at": NOW - timedelta(hours=5)}]},
            *("watch", "3 items wait for enrich, the oldest for 5 h.", "backlog"),
        ),
        (
            {"runs": [{"dag": "curate", "started_at": NOW - timedelta(hours=9), "finished_at": None}]},
            *("watch", "The last run of curate began 9 h ago and has not ended.", "runs"),
        ),
    ],
)
def test_the_sentence_names_the_problem_and_where_to_look(
    answers: dict[str, Any], level: str, sentence: str, section: str
) -> None:
    found = assess(**answers)

    assert (found.level, found.sentence, found.section) == (level, sentence, section)


@pytest.mark.parametrize(
    "answers",
    [
        {"backlog": [{"stage": "fetch", "item_count": 3, "oldest_at": NOW - timedelta(hours=5)}]},
        {"backlog": [{"stage": "enrich", "item_count": 3, "oldest_at": NOW - timedelta(hours=1)}]},
        {"runs": [{"dag": "curate", "started_at": NOW - timedelta(hours=1), "finished_at": None}]},
        {"sources": [source(), source("disabled"), source("new")]},
    ],
)
def test_what_is_on_its_way_is_no_problem(answers: dict[str, Any]) -> None:
    assert assess(**answers).level == "good"


def test_a_run_that_broke_off_is_forgiven_once_a_later_one_ended() -> None:
    broken = {"dag": "curate", "started_at": NOW - timedelta(hours=9), "finished_at": None}
    ended = {"dag": "curate", "started_at": NOW - timedelta(hours=1), "finished_at": NOW}

    assert assess(runs=[ended, broken]).level == "good"


def test_the_worst_problem_is_the_sentence_and_the_others_follow() -> None:
    found = assess(
        checks=[check(severity="warn", offender_count=1), check(offender_count=1)],
        sources=[source("failing"), source()],
    )

    assert found.level == "bad"
    assert [problem.level for problem in found.others] == ["watch", "watch"]


def test_an_empty_warehouse_whose_sources_fail_says_that_they_fail() -> None:
    found = assess(freshness=fresh(article_count=0, last_discovered_at=None), sources=[source("failing")])

    assert found.sentence == "No source could be read so far."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "0 s"), (59, "59 s"), (61, "1 min"), (3600, "1 h"), (47 * 3600, "47 h"), (48 * 3600, "2 days")],
)
def test_a_length_of_time_is_said_in_its_largest_unit(seconds: int, words: str) -> None:
    assert state.span(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("url", "is_web"),
    [
        ("https://times.example/a?b=1", True),
        ("http://times.example", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:folder/page.html", False),
        ("//times.example/a", False),
        ("https:alert(1)", False),
        ("http://[broken", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, is_web: bool) -> None:
    assert figures.web_address(url) == (url if is_web else None)
