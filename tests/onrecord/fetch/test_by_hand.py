"""What becomes of pages that someone names by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import invented
from tests.onrecord.conftest import Desk

from onrecord import cli, store
from onrecord.errors import ConfigurationError
from onrecord.fetch import by_hand, discover
from onrecord.models import Source


def ingest(*arguments: str | Path) -> int:
    return cli.main(["ingest", *map(str, arguments)])


def urls(desk: Desk) -> set[str]:
    return set(desk.column("select url from raw.urls"))


@pytest.fixture
def shelves(tmp_path: Path) -> Path:
    """Two folders of one name, each with a page of the same name."""
    for shelf, page in (("north", invented.mill()), ("south", invented.tower())):
        (tmp_path / shelf / "pages").mkdir(parents=True)
        (tmp_path / shelf / "pages" / "one.html").write_text(page, "utf8")
    return tmp_path


@pytest.fixture
def listed(conn):
    """The sources that pages make, once looked through."""

    def listed(*pages: str | Path, name: str | None = None) -> dict[str, list[str]]:
        found = by_hand.sources(conn, list(map(str, pages)), name=name)
        for source in found:
            discover.run(conn, source)
        return {source.slug: [Path(root).name for root in source.addresses] for source in found}

    return listed


def test_files_that_are_named_one_by_one_are_all_published(desk: Desk) -> None:
    desk.write(mill=invented.mill(), tower=invented.tower(), harbour=invented.harbour())
    assert ingest(desk.folder / "mill.html", desk.folder / "tower.html") == 0
    assert desk.account() == {"mill": "published", "tower": "published"}
    assert ingest(desk.folder / "harbour.html") == 0
    assert ingest(desk.folder) == 0
    assert set(desk.account().values()) == {"published"}
    assert urls(desk) == {f"file:pages/{name}.html" for name in ("mill", "tower", "harbour")}


def test_two_folders_of_one_name_are_two_sources_now_and_later(desk: Desk, shelves: Path) -> None:
    assert ingest(shelves / "north" / "pages", shelves / "south" / "pages") == 0
    assert urls(desk) == {"file:pages/one.html", "file:pages-2/one.html"}
    assert desk.column("select count(*) from curated.articles") == [2]
    assert ingest(shelves / "south" / "pages") == 0
    assert desk.column("select count(*) from raw.captures") == [2]


def test_a_page_named_by_hand_is_fetched_alone_though_others_are_due(desk: Desk, shelves: Path) -> None:
    other = Source("north", "North", "folder", (str(shelves / "north" / "pages"),))
    with store.connect() as conn:
        discover.run(conn, other)
    assert ingest(shelves / "south" / "pages" / "one.html") == 0
    query = "select url from raw.urls where next_fetch_at is not null"
    assert desk.column(query) == ["file:north/one.html"]


def test_what_was_due_of_a_folder_is_read_though_only_another_of_its_files_is_named(desk: Desk) -> None:
    desk.write(mill=invented.mill(), tower=invented.tower())
    with store.connect() as conn:
        discover.run(conn, Source("pages", "Pages", "folder", (str(desk.folder),)))
    assert ingest(desk.folder / "mill.html") == 0
    assert desk.account() == {"mill": "published", "tower": "published"}


def test_nothing_published_of_what_was_named_ends_with_1(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.write(empty="", mill=invented.mill())
    assert ingest(desk.folder / "empty.html") == 1
    assert "No page of what was named is published" in " ".join(capsys.readouterr().err.split())
    assert ingest(desk.folder) == 0
    assert ingest(desk.folder / "empty.html") == 1
    assert ingest(desk.folder / "empty.html", desk.folder / "mill.html") == 0


class TestSources:
    def test_files_of_one_folder_are_one_source_and_addresses_another(self, listed, shelves):
        north = shelves / "north" / "pages" / "one.html"
        south = shelves / "south" / "pages"
        found = listed(north, "https://a.example/1", south, north, "https://a.example/2")
        assert found == {"web": ["1", "2"], "pages": ["one.html"], "pages-2": ["pages"]}

    def test_the_same_folder_keeps_its_slug_and_another_of_its_name_gets_its_own(self, listed, shelves):
        north, south = shelves / "north" / "pages", shelves / "south" / "pages"
        for _ in range(2):
            assert list(listed(south)) == ["pages"]
            assert list(listed(north)) == ["pages-2"]
            assert list(listed(north / "one.html")) == ["pages-2"]

    def test_a_source_of_another_kind_is_not_overwritten(self, listed, conn, shelves):
        discover.register(conn, [Source("pages", "Pages", "feed", ("https://a.example/feed",))])
        assert list(listed(shelves / "north" / "pages")) == ["pages-2"]
        with pytest.raises(ConfigurationError, match="feed has this name"):
            listed(shelves / "north" / "pages", name="pages")

    def test_a_name_holds_all_that_is_named(self, listed, shelves):
        (shelves / "south" / "pages" / "one.html").rename(shelves / "south" / "pages" / "two.html")
        both = (shelves / "north" / "pages", shelves / "south" / "pages")
        assert listed(*both, name="shelves") == {"shelves": ["pages", "pages"]}

    def test_a_name_under_which_two_pages_would_be_one_is_refused(self, listed, shelves):
        with pytest.raises(ConfigurationError, match=r"one\.html is in two of the folders"):
            listed(shelves / "north" / "pages", shelves / "south" / "pages", name="shelves")

    def test_a_name_that_holds_another_folder_is_refused(self, listed, shelves):
        listed(shelves / "north" / "pages", name="shelf")
        with pytest.raises(ConfigurationError, match=r"holds the pages of .*north"):
            listed(shelves / "south" / "pages", name="shelf")

    def test_a_name_is_for_addresses_or_for_files(self, listed, shelves):
        with pytest.raises(ConfigurationError, match="cannot share a name"):
            listed(shelves / "north", "https://a.example/1", name="mixed")

    @pytest.mark.parametrize("page", ["http://[bad", "no/such/page.html"])
    def test_what_is_neither_a_path_nor_an_address_is_told(self, listed, page):
        with pytest.raises(ConfigurationError):
            listed(page)


def test_files_of_one_name_in_a_declared_source_are_told(conn, shelves):
    roots = tuple(str(shelves / shelf / "pages") for shelf in ("north", "south"))
    tally = discover.run(conn, Source("shelves", "Shelves", "folder", roots))
    assert dict(tally) == {"new": 1, "failed": 1}
    assert "one.html" in store.fetch(conn, "select last_error from raw.sources")[0]["last_error"]
