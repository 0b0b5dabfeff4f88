"""Statements in, rows out: what comes back is what went in."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg2 import errors
from psycopg2.extensions import connection as Connection

from onrecord import store

# What Postgres can hold as text: all but NUL and halves of surrogate pairs.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
COLUMNS = ("number", "words", "flag", "body", "data")
TABLE = """
create temporary table trays (number bigint, words text, flag boolean, body jsonb, data bytea) on commit drop
"""


@pytest.fixture
def trays(conn: Connection) -> Connection:
    store.execute(conn, TABLE)
    return conn


@pytest.fixture(scope="module")
def kept_conn(_shared_url: str) -> Iterator[Connection]:
    """A connection for all examples of a test."""
    connection = psycopg2.connect(_shared_url)
    yield connection
    connection.close()


@settings(max_examples=60, deadline=None)
@given(
    words=st.one_of(st.none(), TEXTS, st.sampled_from(["\\N", "", '"', "\\", "a,b", "\r\n", "\\.", " "])),
    body=st.one_of(st.dictionaries(TEXTS, TEXTS, max_size=3), st.lists(TEXTS, max_size=3)),
    data=st.binary(max_size=20),
    flag=st.booleans(),
)
def test_copied_rows_come_back_as_they_were(
    kept_conn: Connection, words: str | None, body: object, data: bytes, flag: bool
) -> None:
    conn = kept_conn
    store.execute(conn, TABLE)
    try:
        assert store.copy_in(conn, "trays", COLUMNS, [(2**40, words, flag, body, data)]) == 1
        (row,) = store.fetch(conn, "select number, words, flag, body, data from trays")
        assert (row["number"], row["flag"], row["body"], bytes(row["data"])) == (2**40, flag, body, data)
        assert row["words"] == words
    finally:
        conn.rollback()


def test_copying_nothing_writes_nothing(trays: Connection) -> None:
    assert store.copy_in(trays, "trays", COLUMNS, []) == 0
    assert store.fetch(trays, "select number from trays") == []


def test_a_value_is_never_read_as_a_statement(trays: Connection) -> None:
    nasty = "x'); drop table trays; --"
    store.execute(trays, "insert into trays (words) values (%(words)s)", {"words": nasty})
    store.execute_values(trays, "insert into trays (words) values %s", [(nasty,)])
    store.copy_in(trays, "trays", ("words",), [(nasty,)])
    assert [row["words"] for row in store.fetch(trays, "select words from trays")] == [nasty] * 3


def test_many_rows_return_all_of_their_keys(trays: Connection) -> None:
    rows = [(number,) for number in range(1201)]  # more than two pages
    got = store.execute_values(
        trays, "insert into trays (number) values %s returning number", rows, returning=True
    )
    assert got == rows
    assert store.execute_values(trays, "insert into trays (number) values %s", []) == []


def test_no_row_is_none(trays: Connection) -> None:
    assert store.fetch_one(trays, "select number from trays") is None


def add_two(conn: Connection, first: int, second: int) -> None:
    """Both numbers, or none of them."""
    with store.savepoint(conn):
        for number in (first, second):
            store.execute(conn, "insert into trays (number) values (%(n)s)", {"n": number})


def numbers(conn: Connection) -> list[int]:
    return [row["number"] for row in store.fetch(conn, "select number from trays order by 1")]


def test_a_part_that_fails_is_undone_alone(trays: Connection) -> None:
    add_two(trays, 1, 2)
    with pytest.raises(errors.NumericValueOutOfRange):
        add_two(trays, 3, 2**70)
    add_two(trays, 5, 6)
    assert numbers(trays) == [1, 2, 5, 6]


def test_parts_may_stand_in_one_another(trays: Connection) -> None:
    with store.savepoint(trays):
        add_two(trays, 1, 2)
        with pytest.raises(errors.NumericValueOutOfRange):
            add_two(trays, 3, 2**70)
        add_two(trays, 5, 6)
    assert numbers(trays) == [1, 2, 5, 6]


def test_a_statement_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        store.statement("no_such_statement")
