"""Topics: measured on invented passages, and the rules of the lexicon one by one."""

import json
import math
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.enrich import lexicon, topics
from onrecord.models import Document, Line, Quotation, Reading, Turn

FOLDER = Path(__file__).parent / "topics"
PARTS = {
    # set: floors of micro-F1 for the AI tree and for the top subjects, a little below what is reached. At first
    # sight, before the lexicon had seen them, the first four gave .90, .90, .58, .80 (AI) and .94, .94, .65, .88
    # (subjects); fourth .26 and .61, long .57 and .73. No held-out one was looked at for the lexicon: .83
    # and .86 (.27 and .58 before), long ones 1.0 and 1.0 (.40 and .91 before). All were written by one hand.
    "zh": (0.95, 0.97),
    "en": (0.95, 0.97),
    "second": (0.88, 0.92),
    "third": (0.88, 0.92),
    "fourth": (0.80, 0.88),
    "long": (0.90, 0.85),
    "held_out": (0.78, 0.83),
    "long_held_out": (0.90, 0.90),
}
FLOOR_AI, FLOOR_SUBJECTS, CEILING_UNRELATED = 0.88, 0.91, 0.02  # of all together
FLOORS_OF_PARTS = {
    # set: floor of micro-F1 of the parts of subjects (elections, of politics). At first sight, in this order: 1.0,
    # with terms by who had just written the passages; .76; 1.0, on passages that speak more plainly.
    "parts": 0.95,
    "parts_held_out": 0.88,
    "parts_last": 0.95,
}


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").open(encoding="utf-8")]


SETS = {name: read(name) for name in PARTS}
EVERYTHING = [passage for passages in SETS.values() for passage in passages]
PASSAGES = [passage for name in ("zh", "en", "second", "third") for passage in SETS[name]]
NOBODY = Reading(is_interview=False, why="")


def document(text: str, **fields: object) -> Document:
    return replace(Document(url=None, text=text, source_text=text), **fields)


def assigned(text: str, **fields: object) -> list[str]:
    return [score.topic for score in topics.assign(document(text, **fields), NOBODY).article]


def article(passage: dict[str, Any]) -> Document:
    """A passage as a document; lines that begin with ## are headings."""
    lines, text = [], ""
    for line in passage["text"].split("\n"):
        plain = line.removeprefix("## ")
        is_heading = plain != line
        lines.append(
            Line(len(text), len(text) + len(plain), kind="heading", level=2)
            if is_heading
            else Line(len(text), len(text) + len(plain))
        )
        text += plain + "\n"
    return document(text.removesuffix("\n"), title=passage.get("title"), lines=tuple(lines))


@cache
def found(number: int) -> tuple[str, ...]:
    """The topics of a passage, without those that a reader may name or not."""
    passage = EVERYTHING[number]
    scores = topics.assign(article(passage), NOBODY).article
    return tuple(score.topic for score in scores if score.topic not in passage.get("fine", ()))


def subjects(topic: str) -> set[str]:
    """The top subjects that a topic belongs to."""
    tree = lexicon.topics()
    line = [topic, *tree.ancestors(topic)]
    also = [twin for node in line if (twin := tree.topics[node].also)]
    return {line[-1]}.union(*map(subjects, also))


def is_ai(topic: str) -> bool:
    return "artificial-intelligence" in {topic, *lexicon.topics().ancestors(topic)}


def micro_f1(pairs: list[tuple[set[str], set[str]]]) -> float:
    right = sum(len(got & gold) for got, gold in pairs)
    return 2 * right / sum(len(got) + len(gold) for got, gold in pairs)


def scored(passages: list[dict[str, Any]]) -> tuple[float, float]:
    """Micro-F1 of AI topics and of top subjects."""
    numbers = [EVERYTHING.index(passage) for passage in passages]
    ai = [
        ({t for t in found(n) if t.startswith("ai-")}, set(p["topics"]))
        for n, p in zip(numbers, passages, strict=True)
    ]
    tops = [
        ({s for t in found(n) for s in subjects(t)}, set(p["subjects"]))
        for n, p in zip(numbers, passages, strict=True)
    ]
    return micro_f1(ai), micro_f1(tops)


@pytest.mark.parametrize("name", PARTS)
def test_topics_are_found_in_every_set(name: str):
    ai, tops = scored(SETS[name])
    assert ai >= PARTS[name][0]
    assert tops >= PARTS[name][1]


def test_topics_are_found_in_all_sets_together():
    ai, tops = scored(EVERYTHING)
    assert ai >= FLOOR_AI
    assert tops >= FLOOR_SUBJECTS


def test_unrelated_and_ambiguous_passages_get_no_ai_topic():
    others = [(n, p) for n, p in enumerate(EVERYTHING) if p.get("kind")]
    wrong = [p["id"] for n, p in others if any(map(is_ai, found(n)))]
    assert len(others) >= 75
    assert len(wrong) <= CEILING_UNRELATED * len(others), wrong


def whole(topic: str) -> str | None:
    """The subject that a topic is a part of; None for all others."""
    node = lexicon.topics().topics[topic]
    return node.parent if node.is_part else None


@pytest.mark.parametrize("name", FLOORS_OF_PARTS)
def test_the_part_of_a_subject_is_found(name: str):
    pairs = []
    for passage in read(name):
        fine = {*passage.get("fine", ()), *passage.get("fine_parts", ())}
        found = {part for part in assigned(passage["text"]) if whole(part)}
        pairs.append(({part for part in found if not {part, whole(part)} & fine}, set(passage["parts"])))
    assert micro_f1(pairs) >= FLOORS_OF_PARTS[name]


def test_parts_change_nothing_above_them(monkeypatch: pytest.MonkeyPatch):
    texts = [passage["text"] for passage in [*EVERYTHING, *read("parts_held_out")]]
    with_parts = [{whole(topic) or topic for topic in assigned(text)} for text in texts]
    monkeypatch.setattr(topics, "MIN_SHARE_OF_WHOLE", math.inf)
    assert [set(assigned(text)) for text in texts] == with_parts


def test_a_subject_of_which_no_part_says_most_keeps_its_place():
    vote, treaty = "大选的投票率创了新低。", "两国互派大使，外交部证实了制裁。"
    assert assigned(vote) == ["election"]
    assert assigned(treaty) == ["international-relations"]
    assert assigned("书记、市长和镇长都来了，讲了民主和改革。") == ["politics"]


@pytest.mark.parametrize(
    ("text", "topic", "is_meant"),
    [
        ("The transformer in the substation hums.", "ai-architecture", False),
        ("A transformer reads every token of the sequence at once.", "ai-architecture", True),
        ("Her agent told the club that the striker stays.", "ai-agents", False),
        ("The agent plans a task, asks a language model and then calls a tool.", "ai-agents", True),
        ("秋冬时装的模型用纸板搭成，模特走过。", "artificial-intelligence", False),
        ("这个模型训练了三个月，参数翻了一倍。", "artificial-intelligence", True),
        ("他意识到钥匙忘在家里，机器还开着。", "ai-consciousness", False),
        ("工厂招聘，岗位很多，工资不低，工会也支持。", "ai-jobs", False),
    ],
)
def test_words_with_two_meanings_need_the_right_company(text: str, topic: str, is_meant: bool):
    assert (topic in assigned(text)) is is_meant


def test_plain_talk_has_no_topic():
    assert assigned("我今天起得晚，路上买了两个包子。") == []
    assert topics.assign(document(""), NOBODY) == topics.Topics()


def test_every_topic_shows_its_terms_at_their_places():
    text = "开场白。\n我们用檢索增強生成，把知识放进向量数据库；RAG 的召回率很高。"
    [first, *_] = topics.assign(document(text), NOBODY).article
    assert first.topic == "ai-retrieval"
    assert {evidence.quote for evidence in first.evidence} >= {"檢索增強生成", "向量数据库", "RAG"}
    for evidence in first.evidence:
        assert evidence.origin == "text"
        assert text[evidence.start_char : evidence.end_char] == evidence.quote


def test_a_heading_and_a_title_weigh_more_than_a_line():
    text = "具身智能\n他谈了很多别的。"
    heading = (Line(0, 4, kind="heading", level=2), Line(5, len(text)))
    [plain] = topics.assign(document(text), NOBODY).article
    [headed] = topics.assign(document(text, lines=heading), NOBODY).article
    [titled] = topics.assign(document("他谈了很多别的。", title="具身智能会怎样"), NOBODY).article
    assert headed.score > plain.score
    assert titled.topic == "ai-robotics"
    assert (titled.evidence[0].origin, titled.evidence[0].path) == ("meta", "title")


def interview(question: str, answer: str) -> tuple[Document, Reading]:
    text = f"{question}\n{answer}"
    turns = (
        Turn(0, None, (), "question", 0, len(question), question),
        Turn(1, None, (), "answer", len(question) + 1, len(text), answer, answers=0),
    )
    return document(text), Reading(True, "", turns=turns)


def test_a_question_gives_its_topic_to_its_answer_with_the_evidence():
    found = topics.assign(*interview("您怎么看具身智能和人形机器人？", "还早，十年以后再说吧。"))
    assert [score.topic for score in found.turns[1]] == ["ai-robotics"]
    assert found.turns[1][0].score < found.turns[0][0].score
    assert found.turns[1][0].evidence[0].quote == "具身智能"


def test_an_answer_on_something_else_keeps_its_own_topic_first():
    found = topics.assign(*interview("您怎么看具身智能？", "我更想谈算力：万卡集群和国产芯片才是瓶颈。"))
    assert found.turns[1][0].topic == "ai-compute-chips"


def test_topics_come_in_the_order_of_turns_and_quotations():
    text = "幻觉问题怎么解决？大模型会胡说八道。"
    reading = Reading(
        True,
        "",
        turns=(Turn(0, None, (), "question", 0, 9, text[:9]),),
        quotations=(Quotation(None, text[9:], 9, len(text)), Quotation(None, "怎么", 4, 6)),
    )
    found = topics.assign(document(text), reading)
    assert len(found.turns) == 1
    assert [bool(scores) for scores in found.quotations] == [True, False]
    assert found.quotations[0][0].topic == "ai-hallucination"


def test_a_parent_is_left_out_where_a_child_is_found():
    found = assigned("大模型和人工智能很热，但最要紧的是训练数据和数据质量。")
    assert "ai-training-data" in found
    assert "artificial-intelligence" not in found


def test_there_are_never_more_than_three():
    text = "".join(p["text"] for p in PASSAGES)
    found = topics.assign(document(text), NOBODY).article
    assert len(found) == topics.MOST
    assert sorted((score.score for score in found), reverse=True) == [score.score for score in found]


def test_a_long_text_about_one_thing_still_has_its_topic():
    passage = next(p for p in PASSAGES if p["topics"] == ["ai-autonomous-driving"])
    chat = "那天下着雨，我们坐在窗边，聊了很久，后来又走了一段路。\n"
    assert "ai-autonomous-driving" in assigned("\n".join([passage["text"], chat * 10] * 12))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([p["text"] for p in PASSAGES]), max_size=4), st.text(max_size=30))
def test_scores_lie_between_nought_and_one_and_do_not_change(passages: list[str], noise: str):
    text = noise.join(passages)
    found = topics.assign(document(text), NOBODY)
    assert found == topics.assign(document(text), NOBODY)
    assert all(topics.MIN_SCORE <= score.score < 1 and score.evidence for score in found.article)
