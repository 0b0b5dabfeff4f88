"""Whole pages: every recorded case, and what must hold of any document."""

import json
from pathlib import Path

import pytest

from onrecord.errors import Permanent
from onrecord.extract import read

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
    if expected["title"] is not None:
        assert document.title == expected["title"]


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
    document, _ = _case(name)
    kept = "\n".join([document.text, *(removed.text for removed in document.removed)])

    assert all(removed.reason for removed in document.removed)
    for line in document.source_text.split("\n"):
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
