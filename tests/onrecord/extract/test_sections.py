"""Headings: their number, their title, and what only looks like one."""

import pytest

from onrecord.extract import text
from onrecord.extract.sections import find
from onrecord.extract.strand import strands_of

BODY = "老船工每天五点起床，先看一眼河水，再看一眼天，然后才去解缆绳，三十一年都是这样。"
MORE = "河水涨的时候他把船拖上岸，河水落的时候他把船推下去，从来没有请过人帮忙。"


def _headings(*lines, bold=()):
    strands = strands_of(text.parse("\n".join(lines), is_markdown=False))
    found = find(strands, [float(strand.text in bold) for strand in strands])
    return [(strand.number, strand.text) for strand in found if strand.kind == "heading"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["01", "水与船", BODY, "02", "桥", MORE], [("01", "水与船"), ("02", "桥")]),
        (["一", "水与船：三十一年", BODY, "二", "桥", MORE], [("一", "水与船：三十一年"), ("二", "桥")]),
        (["1、水与船", BODY, "2、桥", MORE], [("1", "水与船"), ("2", "桥")]),
        (["一、水与船", BODY, "二、桥", MORE], [("一", "水与船"), ("二", "桥")]),
        (["1水与船", BODY, "2桥会取代船吗？", MORE], [("1", "水与船"), ("2", "桥会取代船吗？")]),
        (["（一）水与船", BODY, "（二）桥", MORE], [("一", "水与船"), ("二", "桥")]),
        (["(1) Water", BODY, "(2) Bridge", MORE], [("1", "Water"), ("2", "Bridge")]),
        (["1. Water", BODY, "2. Bridge", MORE], [("1", "Water"), ("2", "Bridge")]),
        (["Part 1", "Water", BODY, "Part 2", "Bridge", MORE], [("Part 1", "Water"), ("Part 2", "Bridge")]),
        (["01", "水与船，", "三十一年", BODY, "02", "桥", MORE], [("01", "水与船，三十一年"), ("02", "桥")]),
        ([BODY, "水与船", MORE, BODY, "旧桥", MORE], [(None, "水与船"), (None, "旧桥")]),
    ],
)
def test_headings_are_found_with_number_and_title(lines, expected):
    assert _headings(*lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ["1、带好雨衣", "2、带好干粮", "3、带好手电", BODY],  # an enumeration
        [BODY, "3", "2", "0"],  # counters in a tail
        [BODY, "我们要做的有三件事：", MORE],
        [BODY, "老船工说，", MORE],
        ["风停了", "雨停了", "河也停了", "只有船", "还在走"],  # verse
    ],
)
def test_look_alikes_are_none(lines):
    assert _headings(*lines) == []


@pytest.mark.parametrize("title", ["12月的河水很冷", "3小时以后", "5位船工的早晨"])
def test_a_quantity_at_the_head_of_a_title_is_not_its_number(title):
    assert _headings(BODY, title, MORE, title.replace("河水", "渡口"), BODY)[:1] == [(None, title)]


def test_a_whole_line_in_bold_is_a_heading_unless_it_asks():
    lines = [BODY, "水与船的三十一年，一笔一笔都记着", MORE, "您后悔过吗？", BODY]

    assert _headings(*lines, bold=(lines[1], lines[3])) == [(None, lines[1])]


def test_a_question_before_the_askers_turn_is_a_heading_before_an_answer_it_is_speech():
    lines = [
        "船会消失吗？",
        "记者：您觉得船会消失吗？", f"老船工：{BODY}",
        "记者：我换个问法。您教过徒弟吗？",
        "他们后来还撑船吗？",
        f"老船工：{MORE}",
        "桥带来了什么？",
        "记者：桥通车以后，您的日子变了吗？", "老船工：变了。",
    ]  # fmt: skip

    assert _headings(*lines) == [(None, "船会消失吗？"), (None, "桥带来了什么？")]


def test_labels_and_speech_are_no_headings():
    lines = [
        "1、记者：您累吗？",
        "老船工：不累。",
        "2、记者：真的？",
        "老船工：真的。",
        "林渡：我也不累",
        f"老船工：{BODY}",
    ]

    assert _headings(*lines) == []


def test_a_marked_heading_that_is_a_turn_becomes_a_paragraph():
    page = text.parse(
        f"### 问：您累吗？\n\n答：不累。\n\n### 问：真的？\n\n答：{BODY}\n\n## 桥\n\n{MORE}", is_markdown=True
    )
    strands = strands_of(page)

    found = find(strands, [0.0] * len(strands))

    assert [strand.text for strand in found if strand.kind == "heading"] == ["桥"]
    assert [strand.kind for strand in found[:2]] == ["paragraph", "paragraph"]
