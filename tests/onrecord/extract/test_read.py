"""Whole pages: every recorded case, and what must hold of any document."""

import json
from pathlib import Path

import pytest

from onrecord.errors import Permanent
from onrecord.extract import read
from onrecord.extract.reasons import REASONS

PAGES = Path(__file__).parents[2] / "pages"
CASES = sorted(path.parent.name for path in PAGES.glob("*/expected.json"))


def _case(name):
    folder = PAGES / name
    page = next(path for path in folder.iterdir() if path.stem == "page")
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    return read(page.read_bytes(), url=f"file:cases/{page.name}", headers={}), expected


def _read(text, **options):
    return read(text.encode(), url="file:cases/page.txt", headers={}, **options)


def test_there_are_recorded_cases():
    assert len(CASES) >= 5


@pytest.mark.parametrize("name", CASES)
def test_the_text_is_the_article_and_nothing_else(name):
    document, expected = _case(name)

    assert document.text.split("\n") == expected["text"]


@pytest.mark.parametrize("name", CASES)
def test_headings_repairs_and_endings_are_as_recorded(name):
    document, expected = _case(name)

    assert [[section.number, section.title] for section in document.sections] == expected["sections"]
    assert {repair.kind: repair.count for repair in document.repairs} == expected["repairs"]
    assert document.is_truncated == expected["is_truncated"]
    for field in ("title", "outlet", "published_at"):
        if expected.get(field) is not None:
            assert getattr(document, field) == expected[field]


@pytest.mark.parametrize("name", CASES)
def test_places_lead_back_to_the_source(name):
    document, _ = _case(name)

    for line in document.lines:
        assert "\n" not in document.text[line.start_char : line.end_char]
    for segment in document.segments:
        there = document.text[segment.start_char : segment.end_char]
        assert document.source_text[segment.source_start : segment.source_end] == there
    for section in document.sections:
        assert document.text[section.start_char :].startswith(section.title)
    for evidence in document.evidence:
        if evidence.origin == "source" and evidence.start_char is not None:
            assert evidence.quote in document.source_text[evidence.start_char : evidence.end_char]


@pytest.mark.parametrize("name", CASES)
def test_every_line_of_the_page_is_kept_or_removed_with_a_reason(name):
    document, expected = _case(name)
    kept = "\n".join([document.text, *(removed.text for removed in document.removed)])
    is_rewritten = set(expected["repairs"]) - {"printed_twice"}

    assert {removed.reason for removed in document.removed} <= REASONS
    for line in document.source_text.split("\n") if not is_rewritten else ():
        title = line.lstrip("0123456789. ")
        assert title in kept


def test_lines_that_the_site_repeats_go_but_short_answers_stay():
    text = (
        "今天我们请来了养蜂人卓一山，请他谈谈山里的春天和蜂群怎样过冬。\n记者：蜂群都活下来了吗？\n卓一山：是的。\n"
        "本站每周三更新山野专栏内容\n记者：您还会继续吗？\n卓一山：是的。我会一直养到走不动路的那一天。"
    )

    document = _read(text, site_lines=frozenset({"本站每周三更新山野专栏内容", "卓一山：是的。"}))

    assert "本站每周三更新" not in document.text
    assert document.text.count("是的。") == 2
    assert [removed.reason for removed in document.removed] == ["site_repeats"]


def test_bold_places_follow_the_text_through_repairs():
    body = "# 一\n\n**问：** 你好吗？&amp;\n\n答：我&amp;你都**很好**，谢谢你来看我，也谢谢你带来的茶。"

    document = read(body.encode(), url="file:cases/a.md", headers={})
    bold = [document.text[a:b] for line in document.lines for a, b in line.bold]

    assert bold == ["问：", "很好"]
    assert "我&你" in document.text


def test_the_title_of_a_damaged_page_is_repaired_too():
    damaged = "他們開(kāi)始學(xué)習(xí)技術(shù)，學(xué)校也開(kāi)始發(fā)展，技術(shù)越來越好。"
    head = "<html><head><meta property='og:title' content='學(xué)校的技術(shù)'></head>"
    page = f"{head}<body><article>{damaged * 3}</article></body></html>"

    document = read(page.encode(), url="https://e.test/a.html", headers={})

    assert document.title == "學校的技術"
    assert document.text == "他們開始學習技術，學校也開始發展，技術越來越好。" * 3


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "no_text"),
        (b" \n\t\n", "no_text"),
        ("<h1>提示</h1><p>抱歉，您没有权限查看这个帖子。</p>".encode(), "no_text"),
        (b"<h1>Members only</h1><p>Please sign in to read this thread.</p>", "no_text"),
        (b"%PDF-1.4 nothing to read here", "unreadable"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "unreadable"),
        (b"text \x01\x02\x03\x04\x05\x06 text" * 20, "unreadable"),
    ],
)
def test_what_cannot_be_read_says_why(body, reason):
    with pytest.raises(Permanent) as raised:
        read(body, url=None, headers={})

    assert raised.value.reason == reason


def test_reading_twice_gives_the_same_document():
    page = (PAGES / "portal_interview" / "page.txt").read_bytes()

    assert read(page, url=None, headers={}) == read(page, url=None, headers={})


def test_a_title_that_is_the_whole_message_stays():
    message = "码头今晚停电，渡船照开，请带好手电。"
    title = f"<meta property='og:title' content='{message}'>"
    body = f"<p>{message}</p><p>管理处</p>"

    document = read(f"<html><head>{title}</head><body>{body}</body></html>".encode(), url=None, headers={})

    assert message in document.text


def test_front_matter_gives_title_date_author_and_translator():
    front = "---\ntitle: 河上的灯\ndate: 2031-03-04\nauthor: 沈舟\ntranslator: 林渡\nsource: 海港晚报\n---\n"
    body = "# 河上的灯\n\n河水涨的时候他把船拖上岸，河水落的时候他把船推下去，从来没有请过人帮忙。\n"

    document = read((front + body * 1).encode(), url="file:cases/a.md", headers={})

    assert (document.title, document.published_at) == ("河上的灯", "2031-03-04")
    assert (document.byline, document.translator, document.outlet) == ("沈舟", "林渡", "海港晚报")


@pytest.mark.parametrize(
    "note",
    [
        "（为便于阅读，发言顺序略有调整。）",
        "本次访谈内容经过编辑和删节。",
        "This conversation has been edited and condensed.",
        "The panel was recorded at the Harbour Summer School. Questions from the floor have been shortened.",
    ],
)
def test_a_closing_note_on_the_editing_is_not_the_article(note):
    turns = "记者：您每天几点起床？\n卓一山：五点，先看一眼河水，再去解缆绳。\n" * 3

    document = _read(f"今天我们请来了养蜂人卓一山，请他谈谈山里的春天。\n{turns}{note}\n")

    assert note not in document.text
    assert "editor_note" in {removed.reason for removed in document.removed}


def test_a_byline_between_title_and_body_of_an_html_page_goes():
    body = "<br>".join(
        f"第{n}天，河水又涨了一些，老船工把船往岸上拖了两步，没有说话。" for n in "一二三四五六"
    )
    head = "<div>老船工的六天</div><div>小编 2031-03-04 22:41 浏览 32110</div>"
    page = f"<html><head><title>老船工的六天</title></head><body>{head}<div>{body}</div></body></html>"

    document = read(page.encode(), url=None, headers={})

    assert document.text.startswith("第一天")
    assert document.published_at == "2031-03-04T22:41"


def test_a_telephone_that_is_described_is_no_advert():
    text = (
        "阅览室周一到周五开放，读者可以带自己的书进来，也可以借走两本。\n"
        "电话：请拨打门牌上的号码，占线时多等一会儿。\n"
        "其余的事情请问值班的人，他们整天都在，也很愿意回答。"
    )

    assert "电话：请拨打" in _read(text).text
