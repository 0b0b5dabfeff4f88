"""Published rows against answers: what counts as right, wrong and missing."""

from __future__ import annotations

import pytest

from onrecord.demo.canaries import Score


@pytest.mark.parametrize(
    ("published", "wanted", "counts"),
    [
        ("a", "a", (1, 0, 0)),
        (None, None, (1, 0, 0)),
        (None, "a", (0, 0, 1)),
        ("b", "a", (0, 1, 0)),
        ("b", None, (0, 1, 0)),
        (False, True, (0, 0, 1)),
    ],
)
def test_a_value_is_right_wrong_or_missing(
    published: object, wanted: object, counts: tuple[int, int, int]
) -> None:
    score = Score("title")
    score.compare("page", published, wanted)
    assert (score.right, score.wrong, score.missing) == counts
    assert score.pages == ([] if counts[0] else ["page"])


def test_values_in_any_order_are_matched_as_often_as_they_occur() -> None:
    score = Score("turn")
    score.compare_all("page", ["a", "a", "b"], ["b", "a", "c"])
    assert (score.right, score.wrong, score.missing) == (2, 1, 1)
