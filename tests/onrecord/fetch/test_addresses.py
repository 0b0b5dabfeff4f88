"""Which spellings of an address are one, and which addresses are inside."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import Permanent
from onrecord.fetch.addresses import canonical, file_address, file_parts, is_public, same_site


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("HTTP://Example.COM:80/A/b", "http://example.com/A/b"),
        ("https://example.com:443", "https://example.com/"),
        ("https://example.com:8443/", "https://example.com:8443/"),
        ("https://example.com./a#part", "https://example.com/a"),
        ("https://example.com/a/../b/./c/..", "https://example.com/b/"),
        ("https://example.com/a//b/", "https://example.com/a//b/"),
        ("https://example.com/%7euser/%e4%b8%ad", "https://example.com/~user/%E4%B8%AD"),
        ("https://example.com/文章/一 二", "https://example.com/%E6%96%87%E7%AB%A0/%E4%B8%80%20%E4%BA%8C"),
        ("https://例子.测试/", "https://xn--fsqu00a.xn--0zwm56d/"),
        ("https://example.com/a?b=2&a=1&utm_source=x&spm=1.2&from=timeline", "https://example.com/a?a=1&b=2"),
        ("https://example.com/a?id=2&id=1&empty=", "https://example.com/a?empty=&id=2&id=1"),
        ("https://example.com/a?", "https://example.com/a"),
        ("https://example.com/?12345", "https://example.com/?12345"),
        ("  https://example.com/a\n", "https://example.com/a"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
    ],
)
def test_one_form_stands_for_all_spellings(written, expected):
    assert canonical(written) == expected


@pytest.mark.parametrize(
    "written", ["/a?keyword=芯片", "/a?source=2", "/a?ref=v2&session=3", "/a?page=2", "/a;x=1"]
)
def test_parameters_that_may_name_the_page_stay(written):
    assert len(canonical(f"https://example.com{written}").split("&")) == len(written.split("&"))
    assert ("?" in canonical(f"https://example.com{written}")) == ("?" in written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "example.com/a",
        "ftp://example.com/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "https://user:secret@example.com/",
        "http://exa mple.com/",
        "http://example.com:99999/",
        "http://[::1/",
        "https://example.com/" + "a" * 3000,
    ],
)
def test_what_cannot_be_fetched_is_a_bad_address(written):
    with pytest.raises(Permanent) as caught:
        canonical(written)
    assert caught.value.reason == "bad_address"


@settings(max_examples=150, deadline=None)
@given(path=st.text(max_size=40), query=st.text(max_size=40))
def test_the_canonical_form_is_its_own_canonical_form(path, query):
    try:
        once = canonical(f"https://example.com/{path}?{query}")
    except Permanent:
        return
    assert canonical(once) == once
    assert once.isascii()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address, expected):
    assert is_public(ip_address(address)) is expected


@pytest.mark.parametrize(
    "path", ["a.html", "下载/第 1 页.html", "100%.txt", "a%20b.txt", "sub/a!7.html", "q?.html#x"]
)
def test_a_file_is_found_again_by_its_address(path):
    address = file_address("saved", path)
    assert address.startswith("file:saved/")
    assert file_parts(address) == ("saved", path, None)


def test_a_name_that_is_no_utf8_is_found_again():
    path = b"\xb2\xe2.html".decode("utf-8", "surrogateescape")
    address = file_address("saved", path)
    assert address.encode("utf-8")
    assert file_parts(address)[1] == path


def test_a_record_of_an_archive_has_its_own_address():
    assert file_parts(file_address("saved", "x.warc.gz", offset=42)) == ("saved", "x.warc.gz", 42)


def test_subdomains_are_one_site_and_neighbours_are_not():
    assert same_site("https://www.example.com/a", "https://example.com/b")
    assert same_site("https://news.example.com/a", "https://example.com/b")
    assert not same_site("https://badexample.com/", "https://example.com/")
