"""Bodies come out as the text that was written, whatever they and their server claim."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.decode import decode

HANS = "林秋水在会上说，这一年的工作已经有了结果，我们还要继续做下去，不能只看眼前的得失。"
HANT = "林秋水在會上說，這一年的工作已經有了結果，我們還要繼續做下去，不能只看眼前的得失。"


def page(text: str, meta: str = "") -> str:
    return f"<html><head>{meta}<title>x</title></head><body><p>{text * 5}</p></body></html>"


@pytest.mark.parametrize("name", ["gb2312", "gbk", "GB18030"])
def test_every_name_of_the_simplified_charset_reads_all_of_it(name: str) -> None:
    html = page(HANS + "镕㭎", f'<meta charset="{name}">')
    assert decode(html.encode("gb18030"), {}).text == html


def test_a_header_decides_where_the_page_says_nothing() -> None:
    decoded = decode(page(HANT).encode("big5hkscs"), {"Content-Type": "text/html; charset=Big5"})
    assert (decoded.text, decoded.how) == (page(HANT), "header")


@pytest.mark.parametrize(("text", "charset"), [(HANS, "gb18030"), (HANT, "big5hkscs")])
def test_an_undeclared_page_is_read_from_its_bytes(text: str, charset: str) -> None:
    assert decode(page(text).encode(charset), {}).text == page(text)


def test_a_wrong_declaration_is_overruled_by_valid_utf8() -> None:
    html = page(HANS, '<meta charset="gb2312">')
    assert decode(html.encode("utf-8"), {"content-type": "text/html; charset=gbk"}).text == html


def test_a_page_that_claims_utf8_but_is_not_is_still_read() -> None:
    html = page(HANS, '<meta charset="utf-8">')
    assert decode(html.encode("gb18030"), {"content-type": "text/html; charset=utf-8"}).text == html


def test_a_page_that_claims_latin_but_is_chinese_is_read_as_chinese() -> None:
    html = page(HANS, '<meta charset="iso-8859-1">')
    assert decode(html.encode("gb18030"), {}).text == html


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_seen_by_its_nuls(charset: str) -> None:
    assert decode(page(HANS).encode(charset), {}).text == page(HANS)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_goes(charset: str) -> None:
    decoded = decode(page(HANS).encode(charset), {"content-type": "text/html; charset=gbk"})
    assert (decoded.text, decoded.how) == (page(HANS), "bom")


def test_a_page_pasted_together_from_two_charsets_is_read_in_both() -> None:
    body = page(HANS * 4).encode("utf-8") + "<p>责任编辑的话在这里</p>".encode("gb18030")
    decoded = decode(body, {})
    assert decoded.text == page(HANS * 4) + "<p>责任编辑的话在这里</p>"
    assert decoded.how.startswith("mixed")


def test_western_letters_are_not_taken_for_chinese() -> None:
    html = page("Le café était fermé, señor Núñez s'en alla. ")
    assert decode(html.encode("cp1252"), {"content-type": "text/html; charset=ISO-8859-1"}).text == html


def test_nuls_are_gone_from_the_text() -> None:
    assert decode(b"<p>a\0b</p>" * 50, {}).text == "<p>ab</p>" * 50


def test_a_character_cut_at_the_end_does_not_unmake_utf8() -> None:
    assert decode(page(HANS).encode("utf-8") + "字".encode()[:2], {}).text.startswith(page(HANS))


@given(
    st.binary(max_size=400), st.sampled_from(["", "text/html; charset=nonsense", "text/html; charset=rot13"])
)
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_it_fail(body: bytes, content_type: str) -> None:
    assert "\0" not in decode(body, {"Content-Type": content_type}).text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=300))
@settings(max_examples=150, deadline=None)
def test_utf8_comes_back_unchanged(text: str) -> None:
    html = page(HANS) + text
    assert decode(html.encode("utf-8"), {}).text == html
