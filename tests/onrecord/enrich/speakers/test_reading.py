"""What is read from the invented pages, and what holds for every reading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.enrich import speakers
from onrecord.models import Document, Line, LineKind, Reading

CASES = Path(__file__).parent / "cases"
_HEADING = re.compile(r"(#{1,6})\s*(.*?)\s*#*$")


@dataclass
class Case:
    """A page, its kind, and the answers."""

    name: str
    document: Document
    turns: list[str] = field(default_factory=list)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    only: bool = False


def document(text: str, **fields: Any) -> Document:
    """The document of a text in which `#` marks headings and `**` bold."""
    printed: list[str] = []
    lines: list[Line] = []
    at = 0
    for raw in filter(None, (line.strip() for line in text.split("\n"))):
        kind: LineKind = "paragraph"
        if heading := _HEADING.match(raw):
            kind, raw = "heading", heading[2]
        elif raw.startswith("> "):
            kind, raw = "quote", raw[2:]
        parts = raw.split("**")
        bold, place = [], at
        for number, part in enumerate(parts):
            if number % 2:
                bold.append((place, place + len(part)))
            place += len(part)
        plain = "".join(parts)
        lines.append(Line(at, at + len(plain), kind, len(heading[1]) if heading else None, tuple(bold)))
        printed.append(plain)
        at += len(plain) + 1
    return Document(url=None, text="\n".join(printed), source_text=text, lines=tuple(lines), **fields)


def cases(name: str) -> list[Case]:
    """The cases of one file."""
    found = []
    for case in yaml.safe_load((CASES / f"{name}.yml").read_text("utf8")):
        fields = {key: case[key] for key in ("title", "outlet", "byline", "url") if key in case}
        people = case.get("people") or {}
        found.append(
            Case(
                case["case"],
                document(case["text"], **fields),
                case.get("turns") or [],
                people,
                case.get("only", False),
            )
        )
    return found


def wrong_in(case: Case, reading: Reading) -> list[str]:
    """What a reading got wrong, in words; empty where all is right."""
    got = [_row(turn.label, turn.speakers, turn.text, reading) for turn in reading.turns]
    want = [tuple(row.split("|")) for row in case.turns]
    wrong = []
    if len(got) != len(want):
        wrong.append(f"{len(got)} turns, not {len(want)}")
    for mine, (label, names, start) in zip(got, want, strict=False):
        if (mine[0] or "~") != label or not mine[2].startswith(start):
            wrong.append(f"turn {mine[0]}|{mine[2][:12]} for {label}|{start}")
        elif sorted(mine[1] or ["?"]) != sorted(names.split("+")):
            wrong.append(f"{label} is {mine[1]}, not {names}")
    people = {speaker.name: speaker for speaker in reading.speakers}
    for name, facts in case.people.items():
        if name not in people:
            wrong.append(f"no {name} among {list(people)}")
            continue
        for key, value in (facts or {}).items():
            if getattr(people[name], key) != value:
                wrong.append(f"{name}: {key} is {getattr(people[name], key)!r}, not {value!r}")
    if case.only and set(people) - set(case.people):
        wrong.append(f"also {sorted(set(people) - set(case.people))}")
    return wrong


def _row(
    label: str | None, who: tuple[int, ...], text: str, reading: Reading
) -> tuple[str | None, list[str], str]:
    return label, [reading.speakers[number].name for number in who], text


LABELLED = [
    case
    for name in ("labelled", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
    for case in cases(name)
]
LOOKALIKES = [
    *cases("lookalikes"),
    *cases("second_lookalikes"),
    *cases("third_lookalikes"),
    *cases("fifth_lookalikes"),
    *cases("sixth_lookalikes"),
    *cases("seventh_lookalikes"),
    *cases("eighth_lookalikes"),
]


@pytest.mark.parametrize("case", LABELLED, ids=lambda case: case.name)
def test_an_interview_is_read_as_its_author_meant_it(case: Case) -> None:
    reading = speakers.read(case.document)

    assert reading.is_interview, reading.why
    assert wrong_in(case, reading) == []


INTRODUCTIONS = yaml.safe_load((CASES / "introductions.yml").read_text("utf8"))
ZH = "{lede}\n记者：您怎么看这件事？\n{name}：我觉得还要等等。\n记者：等多久？\n{name}：我不知道。"
EN = "{lede}\nQ: What do you make of it?\n{name}: I think we wait.\nQ: How long?\n{name}: I do not know."


@pytest.mark.parametrize(("lede", "name", "title", "employer"), INTRODUCTIONS)
def test_post_and_employer_are_parted_where_they_meet(
    lede: str, name: str, title: str | None, employer: str | None
) -> None:
    reading = speakers.read(document((EN if lede.isascii() else ZH).format(lede=lede, name=name)))
    (guest,) = [speaker for speaker in reading.speakers if speaker.name == name]

    assert (guest.title, guest.affiliation) == (title, employer)


def test_what_an_interviewer_says_before_an_answer_is_a_question() -> None:
    text = "记者：听说您不喝茶。\n骆一苇：我喝水。\n记者：那很少见。\n骆一苇：我习惯了。\n记者：谢谢您。"
    turns = speakers.read(document(text, title="专访骆一苇")).turns

    assert [turn.kind for turn in turns] == ["question", "answer", "question", "answer", "remark"]
    assert [turn.answers for turn in turns] == [None, 0, None, 2, None]


@pytest.mark.parametrize("case", LOOKALIKES, ids=lambda case: case.name)
def test_a_lookalike_has_no_turns(case: Case) -> None:
    reading = speakers.read(case.document)

    assert not reading.is_interview, reading.why
    assert reading.turns == ()
    assert [speaker for speaker in reading.speakers if speaker.role != "quoted"] == []


@pytest.mark.parametrize("case", LABELLED + LOOKALIKES, ids=lambda case: case.name)
def test_places_and_evidence_are_exact(case: Case) -> None:
    reading = speakers.read(case.document)

    for turn in reading.turns:
        assert case.document.text[turn.start_char : turn.end_char] == turn.text
        assert turn.text == turn.text.strip()
    for speaker in reading.speakers:
        for evidence in speaker.evidence:
            if evidence.origin == "meta":
                assert evidence.path
                continue
            where = case.document.text if evidence.origin == "text" else case.document.source_text
            assert where[evidence.start_char : evidence.end_char] == evidence.quote


@pytest.mark.parametrize("case", LABELLED, ids=lambda case: case.name)
def test_answers_follow_the_question_they_answer(case: Case) -> None:
    turns = speakers.read(case.document).turns

    assert [turn.position for turn in turns] == list(range(len(turns)))
    for turn in turns:
        assert (turn.answers is not None) == (turn.kind == "answer")
        if turn.answers is not None:
            assert turn.answers < turn.position
            assert turns[turn.answers].kind == "question"


@pytest.mark.parametrize("case", LABELLED, ids=lambda case: case.name)
def test_turns_never_overlap_and_never_hold_a_heading(case: Case) -> None:
    turns = speakers.read(case.document).turns

    assert all(a.end_char <= b.start_char for a, b in pairwise(turns))
    for line in case.document.lines:
        if line.kind == "heading" and not any(t.start_char >= line.start_char for t in turns[:1]):
            inside = [t for t in turns if t.start_char < line.start_char < t.end_char]
            assert inside == []


def test_a_reading_counts_the_turns_of_each_speaker() -> None:
    reading = speakers.read(LABELLED[0].document)

    assert [speaker.turn_count for speaker in reading.speakers] == [2, 2]
    assert all(0 < speaker.confidence <= 1 for speaker in reading.speakers)


def test_reading_twice_gives_the_same() -> None:
    page = LABELLED[0].document

    assert speakers.read(page) == speakers.read(page)


def test_the_script_does_not_change_who_speaks() -> None:
    simplified = document("记者：您为什么养鸟？\n庞若兰：我喜欢听。\n记者：听什么？\n庞若兰：听它们吵架。")
    traditional = document("記者：您為什麼養鳥？\n龐若蘭：我喜歡聽。\n記者：聽什麼？\n龐若蘭：聽牠們吵架。")

    one, two = speakers.read(simplified), speakers.read(traditional)

    assert [t.kind for t in one.turns] == [t.kind for t in two.turns]
    assert [s.name for s in two.speakers] == ["記者", "龐若蘭"]
    assert [s.role for s in one.speakers] == [s.role for s in two.speakers]


def test_half_width_colons_and_spaces_are_the_same_as_full_width() -> None:
    text = LABELLED[0].document
    other = document(text.text.replace("：", " : "), title=text.title)

    assert [t.label for t in speakers.read(other).turns] == [t.label for t in speakers.read(text).turns]


def test_an_empty_document_is_no_interview() -> None:
    assert speakers.read(document("")) == Reading(False, speakers.read(document("")).why, 0.6)


def test_a_title_repeated_in_the_text_is_no_turn() -> None:
    case = LABELLED[0]
    text = f"{case.document.title}\n{case.document.text}"

    reading = speakers.read(document(text, title=case.document.title))

    assert [turn.label for turn in reading.turns] == [row.split("|")[0] for row in case.turns]


def test_speech_recognition_without_labels_gives_no_turns() -> None:
    text = "欢迎回来今天我们聊聊搬家你搬过几次我搬过七次最远的一次呢两千公里。" * 20

    assert speakers.read(document(text)).turns == ()


PIECES = [
    "记者：您好吗？",
    "林一：我很好。",
    "Q: Why?",
    "A: I do.",
    "**为什么？**",
    "# 标题",
    "[甲]",
    "：",
    "—",
    "12:00",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_any_text_is_read_without_failing_and_with_exact_places(lines: list[str]) -> None:
    page = document("\n".join(lines))

    reading = speakers.read(page)

    for turn in reading.turns:
        assert page.text[turn.start_char : turn.end_char] == turn.text
        assert all(number < len(reading.speakers) for number in turn.speakers)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    page = replace(document(text), source_text=text)

    reading = speakers.read(page)

    assert reading.is_interview or reading.turns == ()


@pytest.mark.parametrize(
    ("title", "is_fiction"),
    [
        ("小說｜守鐘人與不肯走的鐘", True),
        ("【短篇小说】渡口的最后一夜", True),
        ("渡口的最后一夜｜连载小说（三）", True),
        ("微小说：等船的人", True),
        ("第十二章 渡口", True),
        ("Fiction: The Last Ferry", True),
        ("The Last Ferry: A Short Story", True),
        ("Chapter Twelve: The Ferry", True),
        ("小说家岑渡谈写作：我只写渡口", False),
        ("科幻小说为什么又有人读了", False),
        ("一部小说如何卖出百万册", False),
        ("第十二届船运论坛在岭北开幕", False),
        ("Fiction sales rise for a third year", False),
        ("A short story prize for ferrymen", False),
    ],
)
def test_what_figures_of_fiction_say_is_on_no_record(title: str, is_fiction: bool) -> None:
    text = "船还没有来。\n岑渡说：“再等一刻钟，雾散了船就会来的。”\n“你昨天也是这么说的。”老钟说。"
    reading = speakers.read(Document(url=None, text=text, source_text=text, title=title))
    assert bool(reading.quotations or reading.speakers) is not is_fiction


def test_who_wrote_an_interview_down_is_not_said_to_have_asked() -> None:
    text = (
        "渡口停航一年，岭北船务公司经理岑渡接受了本刊采访。\n记者：停航以后靠什么生活？\n岑渡：修船。\n"
        "记者：还会复航吗？\n岑渡：等水涨上来。"
    )
    lines = tuple(Line(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text))
    reading = speakers.read(Document(url=None, text=text, source_text=text, lines=lines, byline="钟砚秋"))
    assert {(one.name, one.kind) for one in reading.speakers} == {("记者", "role"), ("岑渡", "person")}
