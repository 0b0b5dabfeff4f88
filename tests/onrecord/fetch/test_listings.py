"""What feeds, sitemaps and list pages name."""

from __future__ import annotations

import gzip
from datetime import datetime, timezone

import pytest

from onrecord.fetch.listings import Unreadable, read_feed, read_list, read_sitemap

BASE = "https://example.com/feed.xml"
RSS = """<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel><title>t</title>
<item><title>芯片 &amp; 访谈</title><link>/a/1</link><pubDate>Sun, 01 Mar 2026 08:00:00 +0800</pubDate></item>
<item><title>no link</title></item>
<item><link>https://example.com/a/2</link><pubDate>yesterday</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>One</title>
<link rel="alternate" href="https://example.com/1"/><updated>2026-03-02T00:00:00Z</updated>
<published>2026-03-01T00:00:00Z</published></entry></feed>"""
URLSET = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://example.com/old </loc><lastmod>2026-01-01</lastmod></url>
<url><loc>https://example.com/new</loc><lastmod>2026-03-01T10:00:00+08:00</lastmod></url>
<url><loc>https://example.com/undated</loc></url><url><priority>1</priority></url></urlset>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_feed_names_its_entries_with_title_and_instant(charset):
    links = read_feed(RSS.format(charset=charset).encode(charset), address=BASE)
    assert [link.address for link in links] == ["https://example.com/a/1", "https://example.com/a/2"]
    assert links[0].title == "芯片 & 访谈"
    assert links[0].published_at == datetime(2026, 3, 1, tzinfo=timezone.utc)
    assert links[1].published_at is None


def test_atom_tells_publication_from_change():
    (link,) = read_feed(ATOM.encode(), address=BASE)
    assert (link.published_at.day, link.modified_at.day) == (1, 2)


def test_a_broken_feed_still_gives_what_can_be_read():
    cut = RSS.format(charset="utf-8").partition("<item><link>")[0].encode()
    assert [link.address for link in read_feed(cut, address=BASE)] == ["https://example.com/a/1"]


@pytest.mark.parametrize(
    "body", [b"", b"\x00\x01", b"<html><body>Not found</body></html>", b"{}", b"/etc/hostname"]
)
def test_what_is_no_feed_is_unreadable(body):
    with pytest.raises(Unreadable):
        read_feed(body, address=BASE)


@pytest.mark.parametrize("content_type", ["application/rss+xml", "text/html", "text/xml; charset=utf-8", ""])
def test_an_empty_feed_is_a_feed_however_it_is_served(content_type):
    body = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
    assert read_feed(body, address=BASE, content_type=content_type) == []


@pytest.mark.parametrize(
    ("declared", "content_type"), [("utf-8", "text/xml"), ("utf-8", "text/html"), ("gb2312", "text/xml")]
)
def test_titles_are_read_in_the_character_set_the_feed_declares(declared, content_type):
    body = RSS.format(charset=declared).encode(declared)
    assert read_feed(body, address=BASE, content_type=content_type)[0].title == "芯片 & 访谈"


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_sitemap_is_read_newest_first(pack):
    kind, links = read_sitemap(pack(URLSET.encode()), address=BASE)
    assert kind == "pages"
    assert [link.address.rpartition("/")[2] for link in links] == ["new", "old", "undated"]


def test_a_sitemap_index_names_sitemaps():
    body = URLSET.replace("urlset", "sitemapindex").replace("url>", "sitemap>").encode()
    assert read_sitemap(body, address=BASE)[0] == "sitemaps"


def test_a_sitemap_may_be_plain_text():
    kind, links = read_sitemap(b"\xef\xbb\xbfhttps://example.com/1\r\nhttps://example.com/2\n", address=BASE)
    assert (kind, len(links)) == ("pages", 2)


@pytest.mark.parametrize("body", [b"", b"hello", b"<urlset>&", gzip.compress(b"<urlset>")[:-9] + b"x", b"<a"])
def test_what_is_no_sitemap_is_unreadable(body):
    with pytest.raises(Unreadable):
        read_sitemap(body, address=BASE)


def test_a_sitemap_bomb_is_not_unfolded():
    with pytest.raises(Unreadable, match="larger"):
        read_sitemap(gzip.compress(b" " * 60_000_000, 1), address=BASE)


def test_entities_of_a_sitemap_are_not_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("https://example.com/secret")
    body = f"""<!DOCTYPE urlset [<!ENTITY x SYSTEM "file://{secret}">]>
    <urlset><url><loc>&x;</loc></url></urlset>"""
    _, links = read_sitemap(body.encode(), address=BASE)
    assert links == []


PAGE = """<html><head><base href="/news/"></head><body>
<a href="1.html"> 第一篇 <b>访谈</b></a> <a href="1.html#comments">9 comments</a>
<a href="https://other.example/2.html">elsewhere</a> <a href="mailto:a@example.com">mail</a>
<a href="pic.JPG">picture</a> <a href="/">home</a> <a>nothing</a> <a href="http://[x/">broken</a>
<a href="/2026/03/story"><img src="x.png"></a><a href="/2026/03/story">Story</a>
<a href="/tag/chips">chips</a></body></html>"""


def test_a_list_page_names_the_pages_of_its_host():
    links = read_list(PAGE.encode(), address="https://example.com/news/")
    assert [(link.address, link.title) for link in links] == [
        ("https://example.com/news/1.html", "第一篇 访谈"),
        ("https://example.com/2026/03/story", "Story"),
    ]


def test_titles_of_a_list_page_are_read_in_its_character_set():
    links = read_list(PAGE.encode("gbk"), address="https://example.com/news/", charset="GB2312")
    assert links[0].title == "第一篇 访谈"


def test_an_empty_list_page_is_unreadable():
    with pytest.raises(Unreadable):
        read_list(b" \n", address="https://example.com/")


def test_a_base_that_is_no_address_is_passed_over():
    links = read_list(b'<base href="http://[x"><a href="/talk-with-a-miller.html">A talk</a>', address=HOME)
    assert [link.address for link in links] == [f"{HOME}talk-with-a-miller.html"]


@pytest.mark.parametrize("bad", ["http://[bad", "//[bad"])
def test_a_bad_line_of_a_listing_leaves_the_others(bad):
    good = f"{HOME}1"
    sitemap = f"<urlset><url><loc>{bad}</loc></url><url><loc>{good}</loc></url></urlset>".encode()
    assert [link.address for link in read_sitemap(sitemap, address=HOME)[1]] == [bad, good]
    items = "".join(f"<item><link>{link}</link></item>" for link in (bad, good))
    feed = f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()
    assert good in [link.address for link in read_feed(feed, address=HOME)]


HOME = "https://example.org/"
