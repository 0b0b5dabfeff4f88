"""`onrecord families`, as someone types it: what it shows, what it decides, what becomes of the published tables."""

from __future__ import annotations

import pytest
from tests import invented
from tests.onrecord.conftest import Desk
from tests.onrecord.dedup.pages import add_document
from tests.onrecord.dedup.test_families import EDITED, FULL, OTHER

from onrecord import cli, store
from onrecord.dedup import families
from onrecord.dedup.differences import differences

A, B, C = (f"https://{name}.example/page" for name in "abc")
REPOST = [
    *invented.NEWS[:3],
    "Visitors may climb the tower again in winter, when the first school classes walk up.",
]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    """What `onrecord families` prints, on one line a page."""
    capsys.readouterr()
    assert cli.main(["families", *arguments]) == status
    captured = capsys.readouterr()
    return captured.out + captured.err


@pytest.fixture
def stored(committed_conn: object, capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    """Two near copies and another article, in families."""
    with store.connect() as conn:
        documents = [add_document(conn, text, url=url) for text, url in ((FULL, A), (EDITED, B), (OTHER, C))]
        families.run(conn, documents)
    return capsys


def test_show_lists_the_pages_with_what_they_are_to_one_another(
    stored: pytest.CaptureFixture[str],
) -> None:
    shown = printed(stored, "show", B)
    assert "2 pages" in shown
    assert f"  1  {A}" in shown
    assert f"near of {A}: similarity 0." in shown
    assert C not in shown


def test_show_of_two_pages_marks_what_differs_and_folds_the_rest(
    stored: pytest.CaptureFixture[str],
) -> None:
    shown = printed(stored, "show", A, "1", B)
    assert "{+really+}" in shown
    assert "characters the same" in shown
    assert len(shown) < len(FULL)
    assert printed(stored, "show", A, "2") == shown


def test_split_and_join_say_what_moved_and_are_remembered(stored: pytest.CaptureFixture[str]) -> None:
    assert f"would move: {B}" in printed(stored, "split", B, "--reason", "another guest", "--dry-run")
    assert "2 pages" in printed(stored, "show", A)
    assert f"moved: {B}" in printed(stored, "split", B, "--reason", "another guest", "--by", "ada")
    assert "Nothing to do" in printed(stored, "split", B, "--reason", "another guest")
    assert "1 of 2 pages left, decided by ada: another guest" in printed(stored, "show", A)
    assert f"moved: {B}" in printed(stored, "join", A, B, "--reason", "the same after all", "--by", "bo")
    assert "Nothing to do" in printed(stored, "join", A, B, "--reason", "the same after all")
    assert "decided by bo" in printed(stored, "show", B)


@pytest.mark.parametrize(
    ("arguments", "status", "remedy"),
    [
        (["split", A, C, "--reason", "x"], 1, "Split one article at a time"),
        (["split", "https://nowhere.example/", "--reason", "x"], 1, "onrecord query copies"),
        (["join", A, "--reason", "x"], 2, "Name two articles"),
        (["join", A, C, "--reason", " "], 2, "Say why"),
        (["show", A, "9"], 2, "1 to 2"),
        (["show", A, "1", "2", "2"], 2, "two pages at most"),
    ],
)
def test_errors_say_what_to_do(
    stored: pytest.CaptureFixture[str], arguments: list[str], status: int, remedy: str
) -> None:
    assert remedy in printed(stored, *arguments, status=status)


def test_what_is_decided_is_published(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write(first=invented.html("The tower", invented.NEWS), second=invented.html("The tower", REPOST))
    desk.run()
    pages = "select url, article_id::text as article_id from curated.copies order by url"
    with store.connect() as conn:
        first, second = store.fetch(conn, pages)
    assert first["article_id"] == second["article_id"]
    assert "published: " in printed(capsys, "split", second["url"], "--reason", "x", "--publish")
    with store.connect() as conn:
        kept, left = store.fetch(conn, pages)
    assert kept == first
    assert left["article_id"] != first["article_id"]
    printed(capsys, "join", first["url"], second["url"], "--reason", "x", "--publish")
    with store.connect() as conn:
        assert store.fetch(conn, pages) == [first, second]
        redirects = store.fetch(
            conn, "select old_article_id::text, article_id::text from curated.article_redirects"
        )
    assert [tuple(row.values()) for row in redirects] == [(left["article_id"], first["article_id"])]


def test_differences_are_words_within_changed_sentences() -> None:
    pieces = differences(
        "Rain fell. The old gate was shut. Nobody came.", "Rain fell. The new gate was shut. Nobody came."
    )
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"] == [
        ("removed", "old"),
        ("added", "new"),
    ]


def test_differences_leave_script_and_punctuation_aside_unless_asked() -> None:
    one, other = "门开了。灯还亮着。", "門開了，燈還亮著。"
    assert {piece.kind for piece in differences(one, other)} == {"same"}
    assert "added" in {piece.kind for piece in differences(one, other, printed=True)}


def test_differences_put_together_are_the_two_texts() -> None:
    pieces = differences(FULL, EDITED, printed=True)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == FULL
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == EDITED
