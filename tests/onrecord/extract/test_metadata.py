"""What a page states of itself is read with evidence; what it does not state stays NULL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from onrecord.extract import bylines, dates, titles
from onrecord.extract.metadata import Metadata, read
from onrecord.extract.page import Page, SourceLine
from onrecord.models import Evidence

BODY = [
    "灯塔的故事要从二十年前说起。那时候港口的船还很多，守塔人每天晚上都要爬两百级台阶去点灯。",
    "后来船少了，灯却没有灭。守塔人说，只要还有一条船回来，灯塔的灯就不该灭。",
] * 3


def page(
    head: Sequence[str], tail: Sequence[str] = (), meta: Mapping[str, tuple[str, str]] | None = None
) -> Page:
    lines, start = [], 0
    for text in (*head, *BODY, *tail):
        lines.append(SourceLine(text=text, start=start, is_main=text in BODY))
        start += len(text) + 1
    evidence = tuple(
        Evidence(field, "meta", quote, path=path) for path, (field, quote) in (meta or {}).items()
    )
    return Page("\n".join(line.text for line in lines), tuple(lines), evidence)


def facts(
    head: list[str], *, url: str | None = None, tail: list[str] | None = None, **meta: tuple[str, str]
) -> Metadata:
    made = page(head, tail=tail or [], meta={path.replace("__", ":"): value for path, value in meta.items()})
    start = next(line.start for line in made.lines if line.is_main)
    return read(made, url=url, body_start=start)


@pytest.mark.parametrize(
    ("line", "published", "precision"),
    [
        ("来源：海港晚报 2023-06-12 16:38", "2023-06-12T16:38", "minute"),
        ("2031-07-20 17:05:38", "2031-07-20T17:05:38", "second"),
        ("By Mara Quill | 3 March 2024", "2024-03-03", "day"),
        ("發布時間：2014 年 6 月 13 日", "2014-06-13", "day"),
        ("Published March 3rd, 2024 at 3:45 PM", "2024-03-03T15:45", "minute"),
        ("二〇〇五年三月十一日", "2005-03-11", "day"),
    ],
)
def test_the_date_of_a_byline_is_read_to_its_precision(line: str, published: str, precision: str) -> None:
    found = facts(["灯塔的灯还亮着", line])
    assert (found.published_at, found.published_at_precision) == (published, precision)


@pytest.mark.parametrize(
    "line",
    [
        "报名截止：2023-06-12 16:38",
        "Copyright © 2023-01-01 Wexley Post",
        "活动时间 2023年6月12日",
        "今天是 2023年6月12日 星期一",
        "2023年6月12日，港务局在会上说，灯塔不会关，主席又说了很多别的话，大家听了都很高兴，会就散了。",
        "03/04/2024",
    ],
)
def test_another_day_is_no_date_of_publication(line: str) -> None:
    assert facts([line, "灯塔的灯还亮着"]).published_at is None


def test_dates_in_a_list_of_other_articles_are_none() -> None:
    listed = ["旧船出海 2021-03-01", "新船进港 2021-04-02", "海风停了 2021-05-03", "码头夜话 2021-06-04"]
    assert facts(["灯塔的灯还亮着"], tail=["相关文章", *listed]).published_at is None


def test_markup_and_print_that_agree_are_nearly_sure() -> None:
    stated = {"article__published_time": ("published_at", "2023-06-12T16:38:00+08:00")}
    found = facts(["灯塔的灯还亮着", "来源：海港晚报 2023-06-12"], **stated)
    assert found.published_at == "2023-06-12T16:38:00+08:00"
    assert (found.published_at_confidence or 0) > 0.95


def test_a_moment_in_utc_is_given_in_the_time_the_page_prints() -> None:
    stated = {"article__published_time": ("published_at", "2023-06-12T08:38:00Z")}
    found = facts(["灯塔的灯还亮着", "发布时间：2023-06-12 16:38"], **stated)
    assert found.published_at == "2023-06-12T16:38+08:00"


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("来源：海港晚报 2023-06-12 16:38", "海港晚报"),
        ("來源:海港晚報", "海港晚報"),
        ("出品 | 灯塔周刊（ID：dengta）", "灯塔周刊"),
        ("本文转自微信公众号：灯塔周刊", "灯塔周刊"),
        ("本文经灯塔周刊授权转载", "灯塔周刊"),
        ("Originally published in The Wexley Post", "The Wexley Post"),
        ("来源：本站原创", None),
        ("来源：https://post.example/1", None),
    ],
)
def test_the_origin_is_read_as_stated_and_never_guessed(line: str, outlet: str | None) -> None:
    assert facts(["灯塔的灯还亮着", line]).outlet == outlet


def test_a_printed_source_outweighs_the_publisher_in_the_markup() -> None:
    stated = {"jsonld.publisher": ("publisher", "转载之家")}
    found = facts(["灯塔的灯还亮着", "来源：海港晚报"], **stated)
    assert (found.outlet, facts(["灯塔的灯还亮着"], **stated).outlet) == ("海港晚报", "转载之家")


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("文/林一 编辑/周二", [("author", "林一"), ("editor", "周二")]),
        ("整理 | 林一 责编 | 周二", [("compiler", "林一"), ("editor", "周二")]),
        ("作者：林一、周二　译者：吴三", [("author", "林一"), ("author", "周二"), ("translator", "吴三")]),
        ("By Mara Quill and Ned Farrow", [("author", "Mara Quill"), ("author", "Ned Farrow")]),
        ("（记者 林一）", [("author", "林一")]),
        ("记者：您为什么要守在这里？", []),
        ("编辑：好的，谢谢大家。", []),
        ("By the time he came, the lamp was lit", []),
    ],
)
def test_credits_name_people_and_no_speech(line: str, credits: list[tuple[str, str]]) -> None:
    named = [(n.kind, name) for n in bylines.read(line) for name in bylines.names(n.name)]
    assert named == credits


def test_translator_and_original_language_are_those_stated() -> None:
    found = facts(["灯塔的灯还亮着", "译者：吴三", "本文译自英文"])
    assert (found.translator, found.original_language) == ("吴三", "en")


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("灯塔的灯还亮着_海港新闻网", "灯塔的灯还亮着"),
        ("灯塔的灯还亮着 - 新闻频道 - 海港网", "灯塔的灯还亮着"),
        ("The lamp stays lit | The Wexley Post", "The lamp stays lit"),
        ("灯塔守夜人老林与港口的二十年|老林|港口", "灯塔守夜人老林与港口的二十年"),
        ("The lamp &amp; the sea", "The lamp & the sea"),
        ("谁来点灯？", "谁来点灯？"),
    ],
)
def test_a_title_loses_its_site_and_search_words(title: str, clean: str) -> None:
    assert titles.clean(title) == clean


def test_the_headline_is_the_line_that_prints_the_stated_title() -> None:
    found = facts(
        ["首页", "灯塔的灯还亮着", "2023-06-12 16:38"], title=("title", "灯塔的灯还亮着_海港新闻网")
    )
    assert found.title == "灯塔的灯还亮着"
    evidence = next(e for e in found.evidence if e.field == "title")
    assert (evidence.origin, evidence.start_char) == ("source", 3)


def test_a_text_without_a_headline_has_no_title() -> None:
    assert facts(["加群领红包请加微信", "随便说两句今天的天气"]).title is None


def test_every_printed_fact_is_found_again_at_its_place() -> None:
    made = page(["灯塔的灯还亮着", "来源：海港晚报 2023-06-12 16:38 作者：林一"])
    found = read(made, url=None, body_start=made.lines[2].start)
    placed = [e for e in found.evidence if e.origin == "source"]
    assert {e.field for e in placed} >= {"published_at", "outlet", "byline"}
    assert all(made.source_text[e.start_char : e.end_char] == e.quote for e in placed)


def test_the_front_page_is_not_the_canonical_address() -> None:
    url = "https://post.example/2024/lamp"
    front = {"link.canonical": ("canonical_url", "https://post.example/")}
    own = {"link.canonical": ("canonical_url", "/2024/lamp-stays")}
    assert facts(["灯塔"], url=url, **front).canonical_url is None
    assert facts(["灯塔"], url=url, **own).canonical_url == "https://post.example/2024/lamp-stays"


def test_a_day_that_no_calendar_has_is_no_date() -> None:
    assert not list(dates.find("2023-02-30 and 2023-13-01"))


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("文／柯一川　出版／潮間帶誌　2024-06-02 20:15", "潮間帶誌"),
        ("The Harbour Review, April 28, 2024", "The Harbour Review"),
        ("海港晚报 2024-06-02", "海港晚报"),
        ("Odalys Finch, April 28, 2024", None),
    ],
)
def test_the_outlet_is_read_beside_its_date_or_as_publisher(line: str, outlet: str | None) -> None:
    assert facts(["灯塔的灯还亮着", line]).outlet == outlet


def test_a_site_that_the_article_was_told_to_is_its_outlet() -> None:
    told = "守塔人在退潮后的码头边接受了《潮间带》的访问，谈了谈二十年来的灯与船，也谈了将来。"
    site = {"og:site_name": ("site", "潮间带")}
    lines = tuple(SourceLine(text=text, start=n * 100, is_main=True) for n, text in enumerate((told, *BODY)))
    whole = "".join(line.text.ljust(100) for line in lines)
    evidence = tuple(Evidence(field, "meta", quote, path=path) for path, (field, quote) in site.items())

    assert read(Page(whole, lines, evidence), url=None, body_start=0).outlet == "潮间带"
    assert read(Page(whole, lines[1:], evidence), url=None, body_start=0).outlet is None


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("灯塔的灯还亮着_海港晚报_城事", "海港晚报"),
        ("灯塔的灯还亮着 | 海港晚报", "海港晚报"),
        ("灯塔的灯还亮着 - 拾贝文库", "reef.example"),
        ("海港晚报：灯塔的灯还亮着", "reef.example"),
    ],
)
def test_the_outlet_is_the_site_where_the_titles_tail_says_so(title: str, site: str) -> None:
    lines = ["灯塔的灯还亮着", "来源：海港晚报 2024-06-02"]
    assert facts(lines, url="https://reef.example/1", title=("title", title)).site == site


def test_the_name_of_the_publisher_is_no_byline() -> None:
    found = facts(
        ["灯塔的灯还亮着"],
        jsonld=("byline", "The Harbour Review"),
        jsonld__publisher=("publisher", "The Harbour Review"),
    )

    assert found.byline is None


def test_a_translator_whom_only_the_markup_names_is_credited() -> None:
    found = facts(["灯塔的灯还亮着"], front_matter=("translator", "林渡、沈舟"))

    assert found.translator == "林渡、沈舟"
    assert [credit.kind for credit in found.credits] == ["translator", "translator"]


def test_a_periodical_above_the_headline_is_not_the_headline() -> None:
    found = facts(
        ["The Harbour Review", "灯塔的灯还亮着：守塔人的二十年", "2024-06-02 20:15"],
        tail=["The Harbour Review"],
    )

    assert found.title == "灯塔的灯还亮着：守塔人的二十年"


def test_a_paragraph_full_of_dates_is_not_searched() -> None:
    assert list(dates.find("2024-01-01 " * 5_000)) == []
