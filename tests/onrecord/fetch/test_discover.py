"""What looking through a source stores, and what a bad source does not break."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from onrecord import store
from onrecord.fetch import discover, listings
from onrecord.fetch.listings import read_feed
from onrecord.models import Source

NOW = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
LATER = NOW + timedelta(hours=2)


def feed(*paths: str, updated: str = "") -> str:
    items = "".join(f"<item><title>T {path}</title><link>{path}</link>{updated}</item>" for path in paths)
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


@pytest.fixture
def source(site) -> Source:
    return Source("times", "Times", "feed", (f"{site.base}/feed",), interval_seconds=0)


@pytest.fixture
def look(conn, client):
    return lambda source, now=NOW: dict(discover.run(conn, source, now=now, client=client))


def urls(conn) -> list[str]:
    return [row["url"] for row in store.fetch(conn, "select url from raw.urls order by url_id")]


def state(conn, slug: str = "times") -> store.Row:
    query = "select * from raw.sources where source_slug = %(slug)s"
    return store.fetch(conn, query, {"slug": slug})[0]


def fetched(conn, at: datetime = NOW) -> None:
    store.execute(conn, "update raw.urls set last_fetched_at = %(at)s, next_fetch_at = null", {"at": at})


def due(conn) -> list[str]:
    query = "select url from raw.urls where next_fetch_at is not null order by url_id"
    return [row["url"] for row in store.fetch(conn, query)]


def test_a_feed_names_new_pages_once(site, answer, conn, look, source):
    site.routes["/feed"] = answer(feed("/1?utm_source=rss", "/2", "/1"))
    assert look(source) == {"new": 2}
    assert look(source, LATER) == {"known": 2}
    assert urls(conn) == [f"{site.base}/1", f"{site.base}/2"]
    row = store.fetch(conn, "select hint_title, next_fetch_at from raw.urls")[0]
    assert (row["hint_title"], row["next_fetch_at"]) == ("T /1?utm_source=rss", NOW)


def test_every_address_has_one_outcome(site, answer, look, source):
    site.routes["/feed"] = answer(feed("/live/1", "/1", "/2", "/3", "ftp://example.org/x"))
    assert look(replace(source, skip=("/live/",), max_pages=2)) == {
        "new": 2,
        "left": 1,
        "skipped": 1,
        "bad_address": 1,
    }


def test_what_was_left_is_taken_next_time_though_the_feed_stood_still(site, answer, look, source):
    site.routes["/feed"] = answer(feed("/1", "/2"), ETag='"1"')
    assert look(replace(source, max_pages=1)) == {"new": 1, "left": 1}
    assert look(source, LATER) == {"new": 1, "known": 1}
    assert "If-None-Match" not in site.asked[-1][1]


def test_an_unchanged_feed_is_not_read_again(site, answer, in_turn, look, conn, source):
    site.routes["/feed"] = in_turn(answer(feed("/1"), ETag='"1"'), answer(b"", status=304))
    look(source)
    assert look(source, LATER) == {}
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    assert look(source, LATER) == {}
    assert site.asked[-1][1]["If-None-Match"] == '"1"'


def test_a_page_that_its_feed_says_changed_is_due_again(site, answer, conn, look, source):
    site.routes["/feed"] = answer(feed("/1"))
    look(source)
    fetched(conn)
    changed = "<atom:updated xmlns:atom='http://www.w3.org/2005/Atom'>2026-03-01T13:00:00Z</atom:updated>"
    site.routes["/feed"] = answer(feed("/1", updated=changed))
    assert look(source, LATER) == {"due_again": 1}
    assert due(conn) == [f"{site.base}/1"]


@pytest.mark.parametrize(("next_fetch_at", "is_asked"), [(None, True), (LATER + timedelta(days=1), False)])
def test_a_refused_page_is_asked_again_when_its_source_lists_it_anew(
    site, answer, conn, look, source, next_fetch_at, is_asked
):
    site.routes["/feed"] = answer(feed("/1"))
    look(source)
    refused = "update raw.urls set last_fetched_at = %(at)s, next_fetch_at = %(next)s, failure_count = 3"
    store.execute(conn, refused, {"at": NOW, "next": next_fetch_at})
    assert look(source, LATER) == {"known": 1}
    changed = "<atom:updated xmlns:atom='http://www.w3.org/2005/Atom'>2026-03-01T13:00:00Z</atom:updated>"
    site.routes["/feed"] = answer(feed("/1", updated=changed))
    assert look(source, LATER) == ({"due_again": 1} if is_asked else {"known": 1})


@pytest.mark.parametrize("body", ["<html>gone</html>", ""])
def test_a_broken_feed_is_told_and_tried_later_and_later(site, answer, conn, look, source, body):
    site.routes["/feed"] = answer(feed("/1"))
    look(source)
    site.routes["/feed"] = answer(body)
    assert look(source) == {"failed": 1}
    first = state(conn)
    assert look(source) == {"failed": 1}
    second = state(conn)
    assert "is no feed" in first["last_error"]
    assert (first["failure_count"], second["failure_count"]) == (1, 2)
    assert second["next_due_at"] > first["next_due_at"] > NOW
    assert urls(conn) == [f"{site.base}/1"]
    site.routes["/feed"] = answer(feed("/1", "/2"))
    assert look(source, LATER) == {"new": 1, "known": 1}
    assert (state(conn)["failure_count"], state(conn)["last_error"]) == (0, None)


def test_one_bad_address_of_a_source_does_not_hide_the_others(site, answer, conn, look, source):
    site.routes["/feed"] = answer(feed("/1"))
    both = replace(source, addresses=(f"{site.base}/none", f"{site.base}/feed"))
    assert look(both) == {"new": 1, "failed": 1}
    assert "not_found" in state(conn)["last_error"]


def test_a_sitemap_index_is_followed_to_the_pages_of_its_site(site, answer, look, conn, source):
    def listing(kind: str, *locations: str) -> str:
        return f"<{kind}>" + "".join(f"<url><loc>{loc}</loc></url>" for loc in locations) + f"</{kind}>"

    index = listing("sitemapindex", f"{site.base}/a.xml", f"{site.base}/b.xml", f"{site.base}/a.xml")
    site.routes["/sitemap.xml"] = answer(index.replace("url>", "sitemap>"))
    site.routes["/a.xml"] = answer(listing("urlset", f"{site.base}/1", "https://elsewhere.example/2"))
    sitemap = replace(source, kind="sitemap", addresses=(f"{site.base}/sitemap.xml",))
    assert look(sitemap) == {"new": 1, "failed": 1}
    assert site.paths().count("/a.xml") == 1
    assert "b.xml" in state(conn)["last_error"]


def test_a_line_that_is_no_address_is_counted_and_the_others_are_kept(site, answer, look, source):
    lines = "".join(f"<url><loc>{loc}</loc></url>" for loc in ("http://[bad", f"{site.base}/1"))
    site.routes["/listing"] = answer(f"<urlset>{lines}</urlset>")
    listing = replace(source, kind="sitemap", addresses=(f"{site.base}/listing",))
    assert look(listing) == {"new": 1, "bad_address": 1}


def test_a_defect_in_reading_one_listing_leaves_the_others(site, answer, conn, look, source, monkeypatch):
    def broken(body, *, address, content_type):
        if address.endswith("/odd"):
            raise TypeError("an error of ours")
        return read_feed(body, address=address, content_type=content_type)

    monkeypatch.setattr(listings, "read_feed", broken)
    site.routes["/odd"] = site.routes["/feed"] = answer(feed("/1"))
    both = replace(source, addresses=(f"{site.base}/odd", f"{site.base}/feed"))
    assert look(both) == {"new": 1, "failed": 1}
    assert "an error of ours" in state(conn)["last_error"]


def test_a_sitemap_index_that_names_what_is_no_address_is_followed_all_the_same(site, answer, look, source):
    site.routes["/a.xml"] = answer(f"<urlset><url><loc>{site.base}/1</loc></url></urlset>")
    names = "".join(f"<sitemap><loc>{loc}</loc></sitemap>" for loc in ("http://[bad", f"{site.base}/a.xml"))
    site.routes["/index.xml"] = answer(f"<sitemapindex>{names}</sitemapindex>")
    sitemap = replace(source, kind="sitemap", addresses=(f"{site.base}/index.xml",))
    assert look(sitemap) == {"new": 1, "failed": 1}


def test_a_list_page_names_pages(site, answer, look, conn, source):
    site.routes["/news/"] = answer(
        '<a href="1.html">Interview</a><a href="https://elsewhere.example/x">x</a>'
    )
    assert look(replace(source, kind="list", addresses=(f"{site.base}/news/",))) == {"new": 1}
    assert urls(conn) == [f"{site.base}/news/1.html"]


def test_the_pages_of_a_url_list_are_due_each_time(conn, look):
    listed = Source("listed", "Listed", "urls", ("https://example.org/1", "https://example.org/2#x"))
    assert look(listed) == {"new": 2}
    fetched(conn)
    assert look(listed, LATER) == {"due_again": 2}
    assert due(conn) == ["https://example.org/1", "https://example.org/2"]


def test_the_pages_of_a_sample_are_due_each_time_though_its_feed_stands_still(
    site, answer, in_turn, look, conn, source
):
    site.routes["/feed"] = in_turn(answer(feed("/1"), ETag='"1"'))
    sample = replace(source, is_sample=True)
    look(sample)
    fetched(conn)
    assert look(sample, LATER) == {"due_again": 1}


class TestFolders:
    @pytest.fixture
    def folder(self, tmp_path) -> Source:
        (tmp_path / "sub").mkdir()
        (tmp_path / "a.html").write_text("<p>a</p>")
        (tmp_path / "sub" / "第二.md").write_text("# b")
        (tmp_path / "picture.png").write_bytes(b"x")
        (tmp_path / ".hidden.html").write_text("x")
        return Source("saved", "Saved", "folder", (str(tmp_path),))

    def test_saved_pages_have_addresses_of_their_own(self, folder, look, conn):
        assert look(folder) == {"new": 2}
        assert urls(conn) == ["file:saved/a.html", "file:saved/sub/第二.md"]

    def test_a_file_is_due_again_only_when_it_changed(self, folder, look, conn, tmp_path):
        look(folder)
        for name in ("a.html", "sub/第二.md"):
            info = (tmp_path / name).stat()
            query = "update raw.urls set etag = %(tag)s, next_fetch_at = null where url = %(url)s"
            tag = f"{info.st_mtime_ns}-{info.st_size}"
            store.execute(conn, query, {"tag": tag, "url": f"file:saved/{name}"})
        assert look(folder) == {"known": 2}
        (tmp_path / "a.html").write_text("<p>changed</p>")
        assert look(folder) == {"known": 1, "due_again": 1}
        assert due(conn) == ["file:saved/a.html"]

    def test_a_folder_that_is_not_there_is_told(self, folder, look, conn):
        assert look(replace(folder, addresses=("/nowhere/at/all",))) == {"failed": 1}
        assert "is not there" in state(conn, "saved")["last_error"]

    def test_a_damaged_archive_does_not_hide_the_other_files(self, folder, look, conn, tmp_path):
        (tmp_path / "x.warc.gz").write_bytes(b"\x1f\x8bnonsense")
        assert look(folder) == {"new": 2, "failed": 1}
        assert "x.warc.gz" in state(conn, "saved")["last_error"]


def test_sources_are_due_by_their_kind_and_rest_when_they_are_told_to(site, answer, conn, look, source):
    site.routes["/feed"] = answer(feed())
    sample = replace(source, slug="sample", is_sample=True)
    resting = replace(source, slug="resting", is_enabled=False)
    declared = [source, sample, resting]
    discover.register(conn, declared)
    assert sorted(discover.pending(conn, declared, now=NOW)) == ["sample", "times"]
    look(source)
    look(sample)
    assert discover.pending(conn, declared, now=NOW) == ["sample"]
    assert sorted(discover.pending(conn, declared, now=NOW + timedelta(minutes=31))) == ["sample", "times"]


def test_a_source_that_is_no_longer_declared_rests(conn, source):
    discover.register(conn, [source])
    discover.register(conn, [])
    assert state(conn)["is_enabled"] is False
