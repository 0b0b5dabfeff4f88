"""Plain text and Markdown become the same lines that an HTML page gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.text import body_type, parse


def _lines(body, *, is_markdown=True):
    return [(line.kind, line.text) for line in parse(body, is_markdown=is_markdown).lines]


@pytest.mark.parametrize(
    ("body", "url", "content_type", "expected"),
    [
        ("<!DOCTYPE html><html><body><p>Hi</p></body></html>", None, None, "html"),
        ("<p>One</p>\n<p>Two</p>", "https://example.test/a.html", "text/html", "html"),
        ("只是文字，没有标记。", "https://example.test/a", "text/html", "text"),
        ("# 标题\n\n正文。", "file:x/a.md", None, "markdown"),
        ("# 标题\n\n正文。", None, "text/markdown; charset=utf-8", "markdown"),
        ("## 标题\n\n看[这里](https://example.test)。\n\n**问：** 好吗？", "file:x/a.txt", None, "markdown"),
        ("看<b>这里</b>，更好**。所以**。", "file:x/a.txt", None, "text"),
        ("1 < 2 and a <b> tag in prose", None, "text/plain", "text"),
        ("", None, None, "text"),
    ],
)
def test_what_a_body_is_shows_in_itself_first(body, url, content_type, expected):
    headers = {"Content-Type": content_type} if content_type else {}

    assert body_type(body, url=url, headers=headers) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# 一 #\n正文", [("heading", "一"), ("paragraph", "正文")]),
        ("###问：好吗？###", [("heading", "问：好吗？")]),
        ("标题\n====\n副题\n----\n", [("heading", "标题"), ("heading", "副题")]),
        ("正文\n\n---\n\n下文", [("paragraph", "正文"), ("paragraph", "下文")]),
        ("> 引文\n> > 再引", [("quote", "引文"), ("quote", "再引")]),
        ("- 一\n* 二\n+ 三", [("list_item", "一"), ("list_item", "二"), ("list_item", "三")]),
        ("1. 一\n2. 二", [("list_item", "1. 一"), ("list_item", "2. 二")]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", [("table_row", "a | b"), ("table_row", "1 | 2")]),
        ("[名](https://e.test/a_(b)) ![图](x.png)字", [("paragraph", "名 字")]),
        ("[名][1]的\n\n[1]: https://e.test", [("paragraph", "名的")]),
        ("<https://e.test/a>", [("paragraph", "https://e.test/a")]),
        ("---\ntitle: x\n---\n正文", [("paragraph", "正文")]),
        ("```\n# not a heading\n```", [("paragraph", "# not a heading")]),
        (r"\[04:30\] \*hm\*", [("paragraph", "[04:30] *hm*")]),
        ("snake_case_name and 2 * 3 * 4", [("paragraph", "snake_case_name and 2 * 3 * 4")]),
        ("#标签 还在", [("heading", "标签 还在")]),
        ("#1234", [("paragraph", "#1234")]),
    ],
)
def test_markdown_marks_become_kinds(body, expected):
    assert _lines(body) == expected


def test_bold_becomes_places_within_the_line():
    (line,) = parse("  **问：** 这是*很*好的 ~~旧~~ ***事***", is_markdown=True).lines

    assert line.text == "问： 这是很好的 旧 事"
    assert [line.text[a:b] for a, b in line.bold] == ["问：", "事"]


def test_front_matter_says_what_markup_would():
    body = "---\ntitle: 夜谈\ndate: '2023-11-02'\ntags:\n  - 船\nauthor: [沈舟, 林渡]\n---\n正文"
    page = parse(body, is_markdown=True)

    assert [(e.field, e.quote, e.path) for e in page.meta] == [
        ("title", "夜谈", "front_matter.title"),
        ("published_at", "2023-11-02", "front_matter.date"),
        ("byline", "沈舟, 林渡", "front_matter.author"),
    ]


def test_levels_of_headings_are_kept():
    page = parse("# a\n### b\nc\n---", is_markdown=True)

    assert [line.level for line in page.lines] == [1, 3, 2]


def test_plain_text_keeps_its_marks_and_drops_blank_lines_and_bullets():
    body = "　　第一段\r\n\r\n \t\n  • 一项\u2028# 不是标题\r最后**一行"

    assert _lines(body, is_markdown=False) == [
        ("paragraph", "第一段"),
        ("list_item", "一项"),
        ("paragraph", "# 不是标题"),
        ("paragraph", "最后**一行"),
    ]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("a中 *_#[]()!`~>-=\n|\\<1.:："), max_size=80), st.booleans())
def test_lines_stand_where_they_say(body, is_markdown):
    page = parse(body, is_markdown=is_markdown)

    assert page.source_text == "\n".join(line.text for line in page.lines)
    for line in page.lines:
        assert line.text.strip()
        assert page.source_text[line.start : line.start + len(line.text)] == line.text
        assert all(0 <= a < b <= len(line.text) for a, b in line.bold)
