"""Which page of a family dates the article?"""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from onrecord.publish.rows import Member, first_published

SEEN = datetime(2031, 7, 1, tzinfo=timezone.utc)


def member(
    url: str, day: int | None, hour: int = 0, *, precision: str = "day", is_repost: bool = False
) -> Member:
    """A page dated in June 2031."""
    return Member(
        url=url,
        is_canonical=False,
        relation="exact",
        similarity=1.0,
        containment=1.0,
        published_at=datetime(2031, 6, day, hour, tzinfo=timezone.utc) if day else None,
        published_at_precision=precision if day else None,
        published_at_confidence=0.9,
        is_repost=is_repost,
        first_seen_at=SEEN,
        damage={},
        matched_url=None,
        folded_text="",
    )


ORIGIN = member("origin", 12, 9, precision="minute")


@pytest.mark.parametrize(
    ("others", "first"),
    [
        ([], "origin"),
        ([member("later", 13, is_repost=True)], "origin"),
        ([member("earlier and nobody's repost", 11)], "earlier and nobody's repost"),
        ([member("of that day", 12, is_repost=True)], "origin"),
        ([member("of that month", 1, precision="month", is_repost=True)], "origin"),
        ([member("of the day before", 11, is_repost=True)], None),
        ([member("an hour before", 12, 8, precision="minute", is_repost=True)], None),
        ([member("undated", None, is_repost=True)], "origin"),
    ],
)
def test_an_article_is_dated_by_its_first_page_unless_a_repost_is_plainly_older(
    others: list[Member], first: str | None
) -> None:
    found = first_published([ORIGIN, *others])

    assert (found.url if found else None) == first


def test_reposts_alone_date_nothing() -> None:
    assert first_published([member("repost", 12, is_repost=True)]) is None
