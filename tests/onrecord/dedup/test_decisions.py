"""What people decide holds: whatever the rules say later, whichever copy comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from psycopg2.extensions import connection as Connection
from tests.onrecord.dedup.pages import add_document, article
from tests.onrecord.dedup.test_families import (
    EDITED,
    FULL,
    OTHER,
    SNAPSHOT,
    members,
    run_pending,
    url_id_of,
)

from onrecord import store
from onrecord.dedup import decisions, families

A, B, C, D = (f"https://{name}.example/page" for name in "abcd")
WHO = {"by": "ada", "reason": "read both"}
LATER = " ".join("quite" if place % 25 == 19 else word for place, word in enumerate(EDITED.split(" ")))


def family_of(conn: Connection, url: str) -> str:
    return members(conn)[url][0]


@pytest.fixture
def pair(conn: Connection) -> Connection:
    """Two near copies, A and B, in one family."""
    families.run(conn, [add_document(conn, FULL, url=A), add_document(conn, EDITED, url=B)])
    assert family_of(conn, A) == family_of(conn, B)
    return conn


@pytest.fixture
def two(conn: Connection) -> Connection:
    """Two articles, A and B, that have nothing in common."""
    families.run(conn, [add_document(conn, FULL, url=A), add_document(conn, OTHER, url=B)])
    assert family_of(conn, A) != family_of(conn, B)
    return conn


def redo(conn: Connection) -> None:
    """As `reprocess` does: every document is put into a family anew, one by one."""
    store.execute(conn, "update work.family_members set version = 'outdated'")
    run_pending(conn, 1)


def read_again(conn: Connection) -> None:
    """A newer reader has made other documents of the same pages."""
    add_document(conn, FULL + " A line more.", url_id=url_id_of(conn, A))
    add_document(conn, EDITED + " A line more.", url_id=url_id_of(conn, B))
    run_pending(conn)


def a_third_between(conn: Connection) -> None:
    """A page comes that is as near to the one as to the other."""
    add_document(conn, LATER, url=C)
    run_pending(conn)


def the_same_texts_elsewhere(conn: Connection) -> None:
    """Either text is found at another address, the two in one batch."""
    add_document(conn, EDITED, url=C)
    add_document(conn, FULL.upper(), url=D)
    run_pending(conn)


def a_whole_that_holds_both(conn: Connection) -> None:
    """A longer page comes with all of it."""
    add_document(conn, f"{article(9, 60)}\n{FULL}", url=C)
    run_pending(conn)


EVENTS = [redo, read_again, a_third_between, the_same_texts_elsewhere, a_whole_that_holds_both]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_what_was_split_stays_apart(pair: Connection, event: Callable[[Connection], None]) -> None:
    before = family_of(pair, A)
    moved = decisions.split(pair, [B], **WHO)
    after = family_of(pair, B)
    assert moved == [decisions.Moved(B, before, after)]
    assert after != before
    event(pair)
    assert (family_of(pair, A), family_of(pair, B)) == (before, after)
    assert sum(is_best for _, is_best, _ in members(pair).values()) == 2


def test_a_new_copy_goes_with_the_text_that_it_has(pair: Connection) -> None:
    decisions.split(pair, [B], **WHO)
    the_same_texts_elsewhere(pair)
    assert family_of(pair, C) == family_of(pair, B)
    assert family_of(pair, D) == family_of(pair, A)


def test_a_text_that_was_on_both_sides_belongs_to_those_who_stayed(conn: Connection) -> None:
    families.run(conn, [add_document(conn, FULL, url=url) for url in (A, B)])
    decisions.split(conn, [A], **WHO)
    families.run(conn, [add_document(conn, FULL, url=C)])
    assert family_of(conn, C) == family_of(conn, B) != family_of(conn, A)


def test_a_page_of_the_text_that_left_stays_out_when_the_page_itself_is_gone(pair: Connection) -> None:
    decisions.split(pair, [B], **WHO)
    add_document(pair, OTHER, url_id=url_id_of(pair, B))
    add_document(pair, EDITED, url=C)
    run_pending(pair)
    assert family_of(pair, C) != family_of(pair, A)


def test_a_split_leaves_the_id_with_those_who_stay_however_few(conn: Connection) -> None:
    families.run(conn, [add_document(conn, FULL, url=url) for url in (A, B, C, D)])
    before = family_of(conn, A)
    decisions.split(conn, [A, B, C], **WHO)
    assert family_of(conn, D) == before
    assert len({family_of(conn, url) for url in (A, B, C)}) == 1
    assert family_of(conn, A) != before


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_what_was_joined_stays_together(two: Connection, event: Callable[[Connection], None]) -> None:
    kept, gone = family_of(two, B), family_of(two, A)
    assert decisions.join(two, [B, A], **WHO) == [decisions.Moved(A, gone, kept)]
    event(two)
    assert family_of(two, A) == family_of(two, B) == kept


def test_the_id_that_is_joined_leads_to_the_first_one_named(two: Connection) -> None:
    kept, gone = family_of(two, B), family_of(two, A)
    decisions.join(two, [kept, gone], **WHO)
    assert decisions.article_of(two, gone) == kept
    assert {members(two)[url][2] for url in (A, B)} == {None, "near"}


@pytest.mark.parametrize("first", ["split", "join"])
def test_the_later_decision_holds(pair: Connection, first: str) -> None:
    decisions.split(pair, [B], **WHO)
    is_apart = True
    if first == "split":
        decisions.join(pair, [A, B], **WHO)
        is_apart = False
    else:
        decisions.join(pair, [A, B], **WHO)
        decisions.split(pair, [B], **WHO)
    redo(pair)
    assert (family_of(pair, A) != family_of(pair, B)) == is_apart


def test_deciding_twice_changes_nothing(pair: Connection) -> None:
    decisions.split(pair, [B], **WHO)
    before = store.fetch(pair, SNAPSHOT)
    assert decisions.split(pair, [B], **WHO) == []
    assert store.fetch(pair, SNAPSHOT) == before
    decisions.join(pair, [A, B], **WHO)
    before = store.fetch(pair, SNAPSHOT)
    assert decisions.join(pair, [A, B], **WHO) == []
    assert store.fetch(pair, SNAPSHOT) == before


def test_who_decided_what_and_why_is_kept(pair: Connection) -> None:
    decisions.split(pair, [B], by="ada", reason="another guest")
    ((row),) = decisions.about(pair, [url_id_of(pair, A)])
    assert (row["kind"], row["decided_by"], row["reason"]) == ("split", "ada", "another guest")
    assert (row["staying_count"], row["leaving_count"]) == (1, 1)


def test_a_decision_goes_on_where_a_page_leads_to(pair: Connection) -> None:
    decisions.split(pair, [B], **WHO)
    add_document(pair, EDITED + " The end.", url=C)
    store.execute(
        pair,
        "update raw.urls set alias_of_url_id = %(to)s where url = %(url)s",
        {"to": url_id_of(pair, C), "url": B},
    )
    run_pending(pair)
    assert family_of(pair, C) != family_of(pair, A)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([A], "no other pages"),
        (["https://nowhere.example/"], "There is no page"),
        ([A, B], "different articles"),
        (["00000000-0000-0000-0000-000000000000"], "There is no article"),
    ],
)
def test_what_cannot_be_split_is_said(two: Connection, names: list[str], message: str) -> None:
    with pytest.raises(decisions.NotDecided, match=message):
        decisions.split(two, names, **WHO)
