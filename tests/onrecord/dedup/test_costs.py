"""What a new document costs does not grow with what is stored: counted by the server, and seen in its plans."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from psycopg2.extensions import connection as Connection
from scripts.bench import stored
from tests.onrecord.dedup.pages import add_document, article

from onrecord import store
from onrecord.dedup import families, members
from onrecord.dedup.compare import VERSION
from onrecord.dedup.families import LINKS, MAX_CANDIDATES, TWINS
from onrecord.dedup.members import FOUNDED, TEXTS

FULL = article(1)
STORED = ("urls", "documents", "texts", "sketches", "shingle_samples", "links", "families", "family_members")
READ = """
select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::integer as count
from pg_stat_xact_user_tables
where schemaname = 'work' and relname = 'texts'
"""
WRITTEN = "select count(*)::integer as count from work.family_members where xmin = pg_current_xact_id()::xid"


def counted(conn: Connection, query: str) -> int:
    (row,) = store.fetch(conn, query)
    return int(row["count"])


def near_copy(number: int) -> str:
    chance = random.Random(number)
    return " ".join("really" if chance.random() < 0.03 else word for word in FULL.split(" "))


@pytest.fixture
def crowd(committed_conn: Connection) -> Connection:
    """A family of 60 near and 60 exact copies."""
    add_document(committed_conn, FULL, url="https://a.example/full")
    for number in range(60):
        add_document(committed_conn, near_copy(number))
        add_document(committed_conn, FULL.upper() if number % 2 else FULL)
    for batch in families.pending(committed_conn, batch_size=200):
        families.run(committed_conn, batch)
    store.execute(committed_conn, "set enable_seqscan = off")  # so that what is read is what was looked for
    committed_conn.commit()
    return committed_conn


def test_one_more_copy_of_many_reads_few_texts_and_writes_one_member(crowd: Connection) -> None:
    for number, text in enumerate((near_copy(999), FULL)):
        before = counted(crowd, READ)
        families.run(crowd, [add_document(crowd, text, url=f"https://later.example/{number}")])
        assert counted(crowd, READ) - before <= MAX_CANDIDATES + 4
        assert counted(crowd, WRITTEN) == 1
        crowd.commit()


def test_a_better_page_of_many_is_compared_with_a_bounded_number(
    crowd: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MAX_COMPARED_AGAIN", 10)
    best = add_document(crowd, FULL, url="https://origin.example/", outlet_in_metadata="The Origin")
    before = counted(crowd, READ)
    families.run(crowd, [best])
    assert counted(crowd, READ) - before <= MAX_CANDIDATES + 10 + 4
    (family,) = store.fetch(
        crowd, "select canonical_document_id from work.families where merged_into is null"
    )
    assert family["canonical_document_id"] == best
    assert (
        counted(crowd, "select count(*)::integer as count from work.family_members where relation is null")
        == 1
    )


@pytest.fixture(scope="module")
def filled(_template: str) -> Iterator[Connection]:
    """A database with 20,000 documents."""
    import psycopg2
    from tests import conftest

    connection = psycopg2.connect(conftest._create_copy("filled"))
    stored.prepare(connection)
    stored.fill(connection, 0, 20_000)
    yield connection
    connection.close()
    conftest._drop("filled")


IDS = list(range(stored.FILLED, stored.FILLED + 20))
PER_BATCH = {
    "candidates": (
        store.statement("dedup_candidates"),
        {"ids": IDS, "max_documents": 64, "min_shared": 2, "max_candidates": 40},
    ),
    **{
        name: (store.statement(f"dedup_{name}"), {"ids": IDS})
        for name in ("asked", "forget", "component", "nodes", "decisions")
    },
    **{name: (store.statement(f"dedup_{name}"), {"url_ids": IDS}) for name in ("mates", "former", "hand_on")},
    "twins": (TWINS, {"hashes": [b"0" * 32] * 20}),
    "links": (LINKS, {"ids": IDS}),
    "texts": (TEXTS, {"ids": IDS}),
    "founded": (FOUNDED, {"url_ids": IDS}),
}


@pytest.mark.parametrize("name", PER_BATCH)
def test_no_stored_table_is_read_from_end_to_end_for_a_batch(filled: Connection, name: str) -> None:
    query, values = PER_BATCH[name]
    plan = "\n".join(row["QUERY PLAN"] for row in store.fetch(filled, "explain " + query, values))
    assert not [table for table in STORED if f"Seq Scan on {table}" in plan], plan


def test_the_made_documents_have_the_version_that_counts(filled: Connection) -> None:
    versions = store.fetch(filled, "select distinct version from work.sketches")
    assert [row["version"] for row in versions] == [VERSION]
