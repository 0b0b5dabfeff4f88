"""A page becomes its displayed lines, each at its place, with the article told from the rest."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import Permanent
from onrecord.extract import html
from onrecord.extract.page import Page

PROSE = (
    "The harbour board of Wexley Sound voted on Tuesday to keep the old lighthouse lit, after two years of "
    "talks, and it will pay for the lamp out of mooring fees, its chair said."
)
HAN_PROSE = (
    "港务局周二投票决定，让老灯塔继续亮下去。两年的讨论之后，他们同意用停泊费来支付灯的开销，主席这样说。"
)


def parse(body: str, head: str = "") -> Page:
    return html.parse(f"<html><head>{head}</head><body>{body}</body></html>", url=None)


def texts(body: str) -> list[str]:
    return [line.text for line in parse(body).lines]


def main(body: str) -> list[str]:
    return [line.text for line in parse(body).lines if line.is_main]


def test_lines_stand_where_they_say_in_the_source_text() -> None:
    page = parse("<h1>A</h1><p>b <b>c</b></p><ul><li>d<li>e</ul><p>甲<br>乙</p>")
    assert page.source_text == "A\nb c\nd\ne\n甲\n乙"
    assert all(page.source_text[x.start : x.start + len(x.text)] == x.text for x in page.lines)


def test_a_label_stays_on_the_line_of_its_text() -> None:
    line = parse("<p><strong>林秋水：</strong>灯还亮着。</p>").lines[0]
    assert (line.text, line.bold) == ("林秋水：灯还亮着。", ((0, 4),))


def test_bold_by_style_counts_and_can_be_undone_inside() -> None:
    line = parse(
        '<p><span style="font-weight:700">ab<i style="font-weight:normal">cd</i></span>ef</p>'
    ).lines[0]
    assert [line.text[a:b] for a, b in line.bold] == ["ab"]


def test_breaks_end_lines_and_source_line_ends_do_not() -> None:
    assert texts("<div>one<br><br>two\nthree<br/>四\n五</div>") == ["one", "two three", "四五"]


def test_kinds_and_levels_come_from_the_markup() -> None:
    page = parse("<h2><span>T</span></h2><blockquote><p>q</p></blockquote><ol><li><p>i</p></ol><p>p</p>")
    kinds = [(line.kind, line.level) for line in page.lines]
    assert kinds == [("heading", 2), ("quote", None), ("list_item", None), ("paragraph", None)]


def test_a_row_of_data_is_one_line_and_a_layout_table_is_none() -> None:
    data = parse("<table><tr><th>Year<th>Fees<tr><td>2021<td>40</table>").lines
    assert [(x.text, x.kind) for x in data] == [("Year | Fees", "table_row"), ("2021 | 40", "table_row")]
    assert texts(f"<table><tr><td><p>menu</p></td><td><p>{PROSE}</p></td></tr></table>") == ["menu", PROSE]


def test_what_is_not_displayed_makes_no_line() -> None:
    hidden = '<script>x</script><style>y</style><p style="display: none">z</p><p hidden>w</p>'
    assert texts(hidden + "<!-- u --><p>seen</p>") == ["seen"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts("<pre>a\nb</pre>") == ["a", "b"]


@pytest.mark.parametrize("prose", [PROSE, HAN_PROSE])
def test_the_article_is_told_from_menus_and_related_links(prose: str) -> None:
    menu = "<ul class=nav>" + '<li><a href="/a">Section of the site</a>' * 8 + "</ul>"
    related = (
        "<div class=related>"
        + '<p><a href="/b">Another story that was printed elsewhere</a></p>' * 6
        + "</div>"
    )
    body = "".join(f"<p>{prose} {i}</p>" for i in range(6))
    assert main(f"{menu}<div id=content>{body}</div>{related}") == [f"{prose} {i}" for i in range(6)]


def test_short_turns_of_an_interview_are_the_article() -> None:
    turns = [f"林秋水：{HAN_PROSE}{i}" if i % 2 else "记者：为什么？" for i in range(8)]
    assert main("<div class=article>" + "".join(f"<p>{t}</p>" for t in turns) + "</div>") == turns


def test_comments_under_an_article_are_not_it_but_replies_in_a_thread_are() -> None:
    story = "".join(f"<p>{HAN_PROSE}{i}</p>" for i in range(5))
    comments = "<div class=comments>" + "<p>写得真好，我也这样想，谢谢作者的文章。</p>" * 3 + "</div>"
    page = parse(f"<div class=article-body>{story}</div>{comments}")
    assert {x.reason for x in page.lines if x.text.startswith("写得")} == {"comments"}
    posts = "".join(f'<div class="post reply"><p>{HAN_PROSE}{i}</p></div>' for i in range(5))
    thread = f'<div class="thread topic"><div class="topic-list thread">{posts}</div></div>'
    assert len(main(thread)) == 5


def test_a_layout_named_after_its_sidebar_is_not_thrown_away() -> None:
    body = "".join(f"<p>{PROSE} {i}</p>" for i in range(6))
    assert len(main(f'<div class="layout with sidebar"><div>{body}</div></div>')) == 6


def test_markup_that_speaks_of_the_page_is_gathered_with_its_path() -> None:
    head = (
        '<title>Lamp - Wexley Post</title><meta property="og:site_name" content="Wexley Post">'
        '<link rel="canonical" href="https://post.example/lamp"><script type="application/ld+json">'
        '{"@graph":[{"@type":"NewsArticle","datePublished":"2024-03-03T08:00:00Z",'
        '"author":[{"name":"Mara Quill"}]}]}'
        "</script>"
    )
    found = {(e.path, e.quote) for e in parse(f"<p>{PROSE}</p>", head).meta}
    assert found >= {
        ("jsonld.datePublished", "2024-03-03T08:00:00Z"),
        ("jsonld.author", "Mara Quill"),
        ("og:site_name", "Wexley Post"),
        ("link.canonical", "https://post.example/lamp"),
        ("title", "Lamp - Wexley Post"),
    }


@pytest.mark.parametrize("body", ["", "   ", "<script>x</script>", '<img src="a.png">'])
def test_a_page_that_displays_nothing_is_refused_with_its_reason(body: str) -> None:
    with pytest.raises(Permanent) as refused:
        html.parse(body, url=None)
    assert refused.value.reason == "no_text"


def test_a_page_too_large_to_hold_is_refused() -> None:
    with pytest.raises(Permanent) as refused:
        html.parse("<p>x</p>" * 2_000_000, url=None)
    assert refused.value.reason == "too_deep"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000 + "x",
        "<p>" + "<b><i>" * 20_000 + "x",
        "<p>" + '<a href="/x">link</a> ' * 30_000,
        "<p " + " ".join(f'a{i}="x"' for i in range(30_000)) + ">x</p>",
        '<script type="application/ld+json">' + "[" * 50_000 + "</script><p>x</p>",
        "<table><tr><td>" * 2_000 + "x",
        "<" * 200_000,
    ],
    ids=["deep blocks", "deep inline", "links", "attributes", "deep json", "deep tables", "brackets"],
)
def test_a_hostile_page_ends_soon(body: str) -> None:
    start = time.process_time()
    with suppress(Permanent):
        html.parse(body, url=None)
    assert time.process_time() - start < 5


TAGS = st.sampled_from(
    ["p", "div", "b", "br", "td", "tr", "table", "li", "a", "h2", "pre", "script", "blockquote", "time"]
)
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.text(max_size=20),
    st.sampled_from(
        ["&nbsp;", "&#0;", "&#xD800;", "<!--", "-->", "\0", '<p style="display:none">', "<![CDATA["]
    ),
)


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_markup_gives_lines_at_their_places(pieces: list[str]) -> None:
    try:
        page = html.parse("".join(pieces), url=None)
    except Permanent:
        return
    assert page.source_text == "\n".join(line.text for line in page.lines)
    for line in page.lines:
        assert line.text.strip()
        assert "\n" not in line.text
        assert page.source_text[line.start : line.start + len(line.text)] == line.text
        assert all(0 <= a < b <= len(line.text) for a, b in line.bold)
