"""The counts that keywords are weighed against: exact, whatever happens on the way."""

from __future__ import annotations

import uuid
from collections import Counter

import psycopg2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection
from tests.factories import add, add_url

from onrecord import store
from onrecord.enrich import corpus

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["keep", "keep", "keep", "merge", "count", "kill"]),
        st.integers(0, 3),
        st.frozensets(st.sampled_from(["灯塔", "透镜", "lamp", "fog", "tide"]), max_size=4),
    ),
    max_size=14,
)


@pytest.fixture
def families(conn: Connection) -> list[str]:
    return [add_family(conn) for _ in range(4)]


def add_family(conn: Connection) -> str:
    """A family whose canonical document is there."""
    url_id = add_url(conn)
    sha = uuid.uuid4().bytes * 2
    where = {"warc_file": str(uuid.uuid4()), "warc_offset": 0, "warc_length": 1}
    capture = add(conn, "raw.captures", url_id=url_id, body_sha256=sha, body_bytes=1, **where)
    add(conn, "work.texts", text_sha256=sha, text="灯")
    columns = {"url_id": url_id, "capture_id": capture["capture_id"], "version": "1", "body": {}}
    document = add(conn, "work.documents", text_sha256=sha, source_sha256=sha, is_truncated=False, **columns)
    family = {"family_id": str(uuid.uuid4()), "founding_url_id": url_id}
    add(conn, "work.families", canonical_document_id=document["document_id"], **family)
    return family["family_id"]


def counts(conn: Connection) -> dict[str, int]:
    rows = store.fetch(conn, "select term, document_count from work.corpus_terms where document_count <> 0")
    return {row["term"]: row["document_count"] for row in rows}


def total(conn: Connection) -> int:
    (row,) = store.fetch(conn, "select document_count from work.corpus")
    return int(row["document_count"])


def count_all(conn: Connection) -> None:
    while corpus.count(conn):
        pass


def withdraw(conn: Connection, family_id: str) -> None:
    store.execute(
        conn,
        "update work.families set canonical_document_id = null where family_id = %(id)s",
        {"id": family_id},
    )


def test_each_article_counts_once_however_often_it_is_read(conn: Connection, families: list[str]):
    for _ in range(3):
        corpus.keep(conn, families[0], {"灯塔", "lamp"})
        corpus.keep(conn, families[1], {"灯塔"})
        count_all(conn)
    assert counts(conn) == {"灯塔": 2, "lamp": 1}
    assert total(conn) == 2


def test_a_document_that_replaces_another_takes_back_what_that_one_added(
    conn: Connection, families: list[str]
):
    corpus.keep(conn, families[0], {"灯塔", "lamp"})
    count_all(conn)
    corpus.keep(conn, families[0], {"灯塔", "tide"})
    count_all(conn)
    assert counts(conn) == {"灯塔": 1, "tide": 1}
    assert total(conn) == 1


def test_a_family_without_an_article_is_no_longer_counted(conn: Connection, families: list[str]):
    for family in families:
        corpus.keep(conn, family, {"灯塔"})
    count_all(conn)
    withdraw(conn, families[0])
    count_all(conn)
    assert counts(conn) == {"灯塔": 3}
    assert total(conn) == 3


def test_nothing_to_count_writes_nothing(conn: Connection, families: list[str]):
    corpus.keep(conn, families[0], {"灯塔"})
    assert corpus.count(conn) == 1
    assert corpus.count(conn) == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_counts_are_those_of_the_articles_that_are_there(
    conn: Connection, steps: list[tuple[str, int, frozenset[str]]]
):
    with conn.cursor() as cursor:
        cursor.execute("savepoint before")
        families = [add_family(conn) for _ in range(4)]
        there: dict[str, frozenset[str]] = {}
        for step, number, terms in steps:
            family = families[number]
            if step == "keep":
                corpus.keep(conn, family, terms)
                there[family] = terms
            elif step == "merge":
                withdraw(conn, family)
                there.pop(family, None)
                families[number] = add_family(conn)
            elif step == "count":
                corpus.count(conn)
            else:  # killed in the middle of counting: the transaction is as if it had not been
                cursor.execute("savepoint counting")
                corpus.count(conn)
                cursor.execute("rollback to savepoint counting")
        count_all(conn)
        assert counts(conn) == dict(Counter(term for terms in there.values() for term in terms))
        assert total(conn) == len(there)
        cursor.execute("rollback to savepoint before")


def test_one_that_counts_keeps_no_other_waiting(committed_conn: Connection, scratch_url: str):
    families = [add_family(committed_conn) for _ in range(2)]
    for family in families:
        corpus.keep(committed_conn, family, {"灯塔"})
    committed_conn.commit()
    assert corpus.count(committed_conn) == 2
    other = psycopg2.connect(scratch_url)
    try:
        assert corpus.count(other) == 0
        other.rollback()
        committed_conn.commit()
        assert corpus.count(other) == 0
        assert counts(other) == {"灯塔": 2}
    finally:
        other.close()


def test_counting_does_not_wait_for_a_batch_that_reads_what_is_withdrawn(
    committed_conn: Connection, scratch_url: str
):
    """Two that wait for each other's articles would never end."""
    family = add_family(committed_conn)
    corpus.keep(committed_conn, family, {"灯塔"})
    assert corpus.count(committed_conn) == 1
    withdraw(committed_conn, family)
    committed_conn.commit()
    reading = psycopg2.connect(scratch_url)
    try:
        corpus.keep(reading, family, {"tide"})
        store.execute(committed_conn, "set lock_timeout = '1s'")
        assert corpus.count(committed_conn) == 0
        reading.commit()
        assert corpus.count(committed_conn) == 1
        assert counts(committed_conn) == {}
    finally:
        reading.close()


def test_keywords_are_weighed_against_an_edition_that_stays_until_the_corpus_has_grown(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(corpus, "FIRST_EDITION", 3)
    monkeypatch.setattr(corpus, "GROWTH", 2.0)
    assert corpus.weigh(conn, {"灯塔"}) == corpus.Edition(0, corpus.keywords.Corpus(0, {}))
    numbers = []
    for _ in range(6):
        corpus.keep(conn, add_family(conn), {"灯塔", "lamp"})
        count_all(conn)
        edition = corpus.weigh(conn, {"灯塔", "fog"})
        numbers.append((edition.number, edition.corpus.documents, edition.corpus.frequencies.get("灯塔", 0)))
    assert numbers == [(0, 0, 0), (0, 0, 0), (1, 3, 3), (1, 3, 3), (1, 3, 3), (2, 6, 6)]
