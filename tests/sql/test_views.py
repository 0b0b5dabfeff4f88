"""Views over the published tables, on a few rows."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection
from tests import factories as make

from onrecord import store

LEDE, REPORT = "It rained. " * 20, "The tower stood. " * 30
FIRST = ["Ann: Who keeps the lamp?", "Bo: I do.", "Ann: And at night?"]
LATER = ["Ann: Are you tired?", "Bo: Never."]
TEXT = "\n".join([LEDE, *FIRST, REPORT, *LATER])


def test_turns_that_stand_together_are_one_stretch(conn: Connection) -> None:
    article = make.add_article(conn, text=TEXT, char_count=len(TEXT), is_interview=True)
    for turn in (*FIRST, *LATER):
        make.add_statement(conn, article, turn.partition(": ")[2], within=TEXT, kind="remark")
    make.add_statement(conn, article, "The tower stood.", within=TEXT, kind="quotation")

    rows = store.fetch(conn, "select * from curated.interview_stretches order by position")

    assert [(row["position"], row["turn_count"]) for row in rows] == [(1, 3), (2, 2)]
    assert TEXT[rows[0]["start_char"] : rows[0]["end_char"]] == "\n".join(FIRST).removeprefix("Ann: ")
    assert sum(row["share"] for row in rows) < 0.2


def test_what_is_only_quoted_makes_no_stretch(conn: Connection) -> None:
    article = make.add_article(conn, text=TEXT, char_count=len(TEXT))
    make.add_statement(conn, article, "The tower stood.", within=TEXT, kind="quotation")

    assert store.fetch(conn, "select * from curated.interview_stretches") == []
