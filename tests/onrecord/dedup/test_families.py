"""Families in Postgres: the same whatever the order, kept by id, repaired when pages change."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timezone

import psycopg2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection
from psycopg2.extras import register_uuid
from tests.onrecord.dedup.pages import add_document, article

from onrecord import store
from onrecord.dedup import families

register_uuid()
FULL, OTHER, THIRD = article(1), article(2), article(3)
CUT = FULL[: int(len(FULL) * 0.4)]
EDITED = " ".join("really" if place % 25 == 7 else word for place, word in enumerate(FULL.split(" ")))
SITE = {  # address: text
    "https://a.example/full": FULL,
    "https://b.example/exact": FULL.upper(),
    "https://c.example/edited": EDITED,
    "https://d.example/cut": CUT,
    "https://e.example/other": OTHER,
    "https://f.example/other-again": OTHER,
    "https://g.example/third": THIRD,
    "https://h.example/digest": THIRD + "\n" + OTHER,
}


def members(conn: Connection) -> dict[str, tuple[str, bool, str | None]]:
    """By url: family, whether canonical, relation."""
    rows = store.fetch(
        conn,
        "select url, family_id::text, canonical_document_id = document_id as is_best, relation "
        "from work.family_members inner join work.families using (family_id) "
        "inner join raw.urls using (url_id)",
    )
    return {row["url"]: (row["family_id"], row["is_best"], row["relation"]) for row in rows}


def shape(conn: Connection) -> set[tuple[str, frozenset[str]]]:
    """The families as sets of urls, each with its canonical one."""
    found = members(conn)
    groups: dict[str, set[str]] = {}
    for url, (family_id, _, _) in found.items():
        groups.setdefault(family_id, set()).add(url)
    best = {family_id: url for url, (family_id, is_best, _) in found.items() if is_best}
    return {(best[family_id], frozenset(urls)) for family_id, urls in groups.items()}


SNAPSHOT = """
select to_jsonb(families)::text as row from work.families
union all select to_jsonb(family_members)::text from work.family_members
union all select to_jsonb(links)::text from work.links
union all select to_jsonb(sketches)::text from work.sketches
union all select to_jsonb(shingle_samples)::text from work.shingle_samples
order by 1
"""


def run_pending(conn: Connection, batch_size: int = 3) -> None:
    """Everything pending, batch by batch."""
    for batch in families.pending(conn, batch_size=batch_size):
        families.run(conn, batch)


EXPECTED = {
    (
        "https://a.example/full",
        frozenset(
            {
                "https://a.example/full",
                "https://b.example/exact",
                "https://c.example/edited",
                "https://d.example/cut",
            }
        ),
    ),
    ("https://e.example/other", frozenset({"https://e.example/other", "https://f.example/other-again"})),
    ("https://g.example/third", frozenset({"https://g.example/third"})),
    ("https://h.example/digest", frozenset({"https://h.example/digest"})),
}


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.permutations(sorted(SITE)), batch_size=st.integers(1, 8))
def test_any_order_of_arrival_gives_the_same_families(
    conn: Connection, order: Sequence[str], batch_size: int
) -> None:
    with store.savepoint(conn):
        store.execute(conn, "savepoint arrival")
        for url in order:
            add_document(conn, SITE[url], url=url)
        run_pending(conn, batch_size)
        assert shape(conn) == EXPECTED
        store.execute(conn, "rollback to savepoint arrival")


def test_pages_coming_one_by_one_give_the_families_of_all_at_once(conn: Connection) -> None:
    for url in sorted(SITE, reverse=True):
        families.run(conn, [add_document(conn, SITE[url], url=url)])
    assert shape(conn) == EXPECTED


def test_relations_say_how_each_copy_differs_from_the_best(conn: Connection) -> None:
    for url, text in SITE.items():
        add_document(conn, text, url=url)
    run_pending(conn)
    relations = {url: relation for url, (_, _, relation) in members(conn).items()}
    assert relations["https://a.example/full"] is None
    assert relations["https://b.example/exact"] == "exact"
    assert relations["https://c.example/edited"] == "near"
    assert relations["https://d.example/cut"] == "truncated"


def test_running_twice_changes_nothing(conn: Connection) -> None:
    ids = [add_document(conn, text, url=url) for url, text in SITE.items()]
    families.run(conn, ids)
    before = store.fetch(conn, SNAPSHOT)
    assert families.pending(conn, batch_size=10) == []
    families.run(conn, ids)
    assert store.fetch(conn, SNAPSHOT) == before


def test_the_tally_counts_every_document_asked_for(conn: Connection) -> None:
    ids = [add_document(conn, text, url=url) for url, text in SITE.items()]
    assert families.run(conn, [*ids, 10**9]) == {"copies": 6, "alone": 2, "gone": 1}


def test_two_runs_at_once_make_one_family(scratch_url: str, committed_conn: Connection) -> None:
    ids = [
        add_document(committed_conn, text, url=f"https://{n}.example/{k}")
        for n, text in enumerate([FULL, EDITED, CUT, FULL.upper()])
        for k in range(2)
    ]
    committed_conn.commit()

    def work(some: list[int]) -> None:
        connection = psycopg2.connect(scratch_url)
        with connection:
            families.run(connection, some)
        connection.close()

    threads = [threading.Thread(target=work, args=(ids[part::2],)) for part in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({family for family, _, _ in members(committed_conn).values()}) == 1
    assert len(members(committed_conn)) == 8


def test_a_page_that_brings_two_families_together_leaves_a_trace(conn: Connection) -> None:
    half = FULL.split("\n")
    first, second = "\n".join(half[:4]), "\n".join(half[2:])
    old = add_document(conn, first, url="https://a.example/first")
    families.run(conn, [old])
    families.run(conn, [add_document(conn, second, url="https://b.example/second")])
    before = members(conn)
    assert before["https://a.example/first"][0] != before["https://b.example/second"][0]
    families.run(conn, [add_document(conn, FULL, url="https://c.example/all")])
    after = members(conn)
    assert {family for family, _, _ in after.values()} == {before["https://a.example/first"][0]}
    assert sum(is_best for _, is_best, _ in after.values()) == 1
    merged = store.fetch(conn, "select merged_into::text from work.families where merged_into is not null")
    assert [row["merged_into"] for row in merged] == [before["https://a.example/first"][0]]


def url_id_of(conn: Connection, url: str) -> int:
    return int(
        store.fetch(conn, "select url_id from raw.urls where url = %(url)s", {"url": url})[0]["url_id"]
    )


def test_a_page_that_changed_keeps_its_family(conn: Connection) -> None:
    families.run(conn, [add_document(conn, FULL, url="https://a.example/full")])
    before = members(conn)
    url_id = url_id_of(conn, "https://a.example/full")
    families.run(conn, [add_document(conn, OTHER, url_id=url_id)])
    assert members(conn) == before


def test_a_changed_founder_leaves_its_family_to_those_who_stay(conn: Connection) -> None:
    ids = [add_document(conn, FULL, url=f"https://{name}.example/full") for name in "abc"]
    families.run(conn, ids)
    family = members(conn)["https://b.example/full"][0]
    families.run(conn, [add_document(conn, OTHER, url_id=url_id_of(conn, "https://a.example/full"))])
    after = members(conn)
    assert after["https://b.example/full"][0] == after["https://c.example/full"][0] == family
    assert after["https://b.example/full"][1]
    assert after["https://a.example/full"][0] != family
    assert after["https://a.example/full"][1]


def test_copies_find_each_other_when_the_one_that_stood_for_them_goes(conn: Connection) -> None:
    ids = [add_document(conn, FULL, url=f"https://{name}.example/full") for name in "abc"]
    families.run(conn, ids)
    families.run(conn, [add_document(conn, OTHER, url_id=url_id_of(conn, "https://a.example/full"))])
    families.run(conn, [add_document(conn, EDITED, url="https://d.example/edited")])
    after = members(conn)
    stayed = {found[0] for url, found in after.items() if not url.startswith("https://a.")}
    assert len(stayed) == 1


def test_an_address_that_leads_elsewhere_hands_its_family_on(conn: Connection) -> None:
    old = add_document(conn, FULL, url="https://a.example/old")
    families.run(conn, [old])
    family = members(conn)["https://a.example/old"][0]
    new = add_document(conn, FULL, url="https://a.example/new")
    store.execute(
        conn,
        "update raw.urls set alias_of_url_id = %(to)s where url = 'https://a.example/old'",
        {"to": url_id_of(conn, "https://a.example/new")},
    )
    assert families.pending(conn, batch_size=10) == [[old, new]]
    run_pending(conn)
    assert {url: found[0] for url, found in members(conn).items()} == {"https://a.example/new": family}
    assert families.pending(conn, batch_size=10) == []


def test_an_address_that_leads_to_another_text_hands_nothing_on(conn: Connection) -> None:
    families.run(conn, [add_document(conn, FULL, url="https://a.example/old")])
    family = members(conn)["https://a.example/old"][0]
    notice = add_document(conn, OTHER, url="https://a.example/notice")
    store.execute(
        conn,
        "update raw.urls set alias_of_url_id = %(to)s where url = 'https://a.example/old'",
        {"to": url_id_of(conn, "https://a.example/notice")},
    )
    assert notice in families.pending(conn, batch_size=10)[0]
    run_pending(conn)
    after = members(conn)
    assert set(after) == {"https://a.example/notice"}
    assert after["https://a.example/notice"][0] != family


def test_an_alias_waits_until_the_page_it_leads_to_has_been_read(conn: Connection) -> None:
    families.run(conn, [add_document(conn, FULL, url="https://a.example/old")])
    store.execute(
        conn,
        "insert into raw.urls (url, source_slug) select 'https://a.example/unread', source_slug from raw.urls limit 1",
    )
    store.execute(
        conn,
        "update raw.urls set alias_of_url_id = %(to)s where url = 'https://a.example/old'",
        {"to": url_id_of(conn, "https://a.example/unread")},
    )
    assert families.pending(conn, batch_size=10) == []


def test_an_alias_leaves_the_family_of_others_in_order(conn: Connection) -> None:
    families.run(conn, [add_document(conn, FULL, url=f"https://{name}.example/full") for name in "ab"])
    target = add_document(conn, OTHER, url="https://c.example/other")
    families.run(conn, [target])
    store.execute(
        conn,
        "update raw.urls set alias_of_url_id = %(to)s where url = 'https://a.example/full'",
        {"to": url_id_of(conn, "https://c.example/other")},
    )
    run_pending(conn)
    after = members(conn)
    assert set(after) == {"https://b.example/full", "https://c.example/other"}
    assert all(is_best for _, is_best, _ in after.values())


def test_exact_copies_make_no_links_among_themselves(conn: Connection) -> None:
    families.run(conn, [add_document(conn, FULL) for _ in range(20)])
    families.run(conn, [add_document(conn, EDITED)])
    assert store.fetch(conn, "select count(*) as n from work.links")[0]["n"] == 1
    assert len({family for family, _, _ in members(conn).values()}) == 1


def test_the_outlets_own_page_becomes_the_best_under_the_same_id(conn: Connection) -> None:
    families.run(conn, [add_document(conn, FULL, url="https://mirror.example/x")])
    family = members(conn)["https://mirror.example/x"][0]
    later = datetime(2031, 1, 1, tzinfo=timezone.utc)
    families.run(
        conn,
        [
            add_document(
                conn,
                FULL,
                url="https://origin.example/x",
                outlet_in_metadata="The Origin",
                published_at=later,
            )
        ],
    )
    assert members(conn)["https://origin.example/x"] == (family, True, None)
    assert members(conn)["https://mirror.example/x"] == (family, False, "exact")


ROUND_UP = f"{article(7, 60)}\n{FULL}\n{article(8, 120)}"
HEAD, TAIL = FULL[: len(FULL) * 6 // 10], FULL[len(FULL) * 4 // 10 :]


@pytest.mark.parametrize("turn", [1, -1], ids=["the article first", "the article last"])
@pytest.mark.parametrize(
    ("texts", "best"),
    [
        pytest.param([FULL, ROUND_UP], FULL, id="a round-up holds it"),
        pytest.param([FULL, HEAD], FULL, id="its end is cut off"),
        pytest.param([FULL, TAIL], FULL, id="its beginning is cut off"),
        pytest.param([FULL, HEAD, TAIL], FULL, id="both"),
        pytest.param([FULL, HEAD, ROUND_UP], FULL, id="cut, and in a round-up"),
        pytest.param([FULL, f"{FULL}\n{article(8, 120)}"], f"{FULL}\n{article(8, 120)}", id="more after it"),
    ],
)
def test_the_best_is_the_whole_article_and_only_that(
    conn: Connection, texts: list[str], best: str, turn: int
) -> None:
    url_of = {text: f"https://{place}.example/page" for place, text in enumerate(texts)}
    for text in texts[::turn]:
        families.run(conn, [add_document(conn, text, url=url_of[text])])
    found = members(conn)
    assert len({family_id for family_id, _, _ in found.values()}) == 1
    assert [url for url, (_, is_best, _) in found.items() if is_best] == [url_of[best]]


def test_a_newer_rule_redoes_a_family_without_taking_it_apart(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [add_document(conn, text, url=url) for url, text in SITE.items()]
    families.run(conn, ids)
    before = members(conn)
    for module in ("families", "members"):
        monkeypatch.setattr(f"onrecord.dedup.{module}.VERSION", "next")
    assert len(families.pending(conn, batch_size=100)[0]) == len(ids)
    for key in ids:
        families.run(conn, [key])
        assert members(conn) == before
    assert families.pending(conn, batch_size=100) == []


def test_candidates_are_looked_up_in_an_index(conn: Connection) -> None:
    document_id = add_document(conn, FULL)
    families.run(conn, [document_id])
    store.execute(
        conn,
        "insert into work.shingle_samples (shingle_hash, document_id) "
        "select hashint8extended(n, 7), %(id)s from generate_series(1, 100000) as n on conflict do nothing",
        {"id": document_id},
    )
    asked = add_document(conn, EDITED)
    families.run(conn, [asked])
    store.execute(conn, "analyze work.shingle_samples")
    values = {"ids": [asked], "max_documents": 64, "min_shared": 2, "max_candidates": 40}
    plan = store.fetch(conn, "explain " + store.statement("dedup_candidates"), values)
    lines = "\n".join(row["QUERY PLAN"] for row in plan)
    assert "Seq Scan on shingle_samples" not in lines
    assert "Index" in lines
