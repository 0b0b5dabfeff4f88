"""The files that users edit: what ours must have, and what is said when one is wrong."""

from pathlib import Path

import pytest

from onrecord.enrich import lexicon, matching
from onrecord.errors import ConfigurationError

TOPIC = """\
topics:
  - id: bread
    label_zh: 面包
    label_en: bread
    definition: What bakers make
    terms:
      zh: {3: [面包]}
      en: {2: [bread, bak*]}
"""


def faulty(tmp_path: Path, text: str) -> str:
    path = tmp_path / "topics.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(lexicon.LexiconError) as caught:
        lexicon.load(path)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, ConfigurationError)
    return str(caught.value)


def test_our_topics_have_the_17_subjects_and_about_40_of_our_own():
    topics = lexicon.topics().topics
    subjects = {topic.code for topic in topics.values() if topic.parent is None}
    assert subjects == {f"medtop:{number:02}000000" for number in range(1, 18)}
    assert len([topic for topic in topics.values() if topic.parent == "artificial-intelligence"]) >= 40


@pytest.mark.parametrize("topic", lexicon.topics().topics.values(), ids=lambda topic: topic.id)
def test_every_topic_can_be_found_in_both_languages(topic: lexicon.Topic):
    assert topic.definition
    assert any(not term.isascii() for term in topic.terms)
    assert any(term.isascii() for term in topic.terms)
    assert max(topic.terms.values()) == 3


def test_our_subjects_have_parts_with_the_codes_of_their_standard():
    parts = [topic for topic in lexicon.topics().topics.values() if topic.is_part]
    assert len(parts) >= 35
    assert all(topic.code for topic in parts)
    assert all(lexicon.topics().topics[topic.parent or ""].parent is None for topic in parts)


def test_our_entities_are_about_a_hundred_of_every_kind():
    entities = lexicon.entities().by_id.values()
    assert len(entities) >= 100
    assert {entity.kind for entity in entities} == set(lexicon.KINDS)


def test_a_small_file_is_read(tmp_path: Path):
    path = tmp_path / "topics.yml"
    path.write_text(TOPIC, encoding="utf-8")
    assert lexicon.load(path).topics["bread"].terms == {"面包": 3, "bread": 2, "bak*": 2}


@pytest.mark.parametrize(
    ("old", "new", "line", "problem", "remedy"),
    [
        ("label_en: bread", "labl_en: bread", 4, "unknown field 'labl_en'", "label_en"),
        ("    definition: What bakers make\n", "", 2, "'definition' is missing", "Add a line"),
        ("id: bread", "id: Bread!", 2, "id is 'Bread!'", "small letters"),
        ("{3: [面包]}", "{9: [面包]}", 7, "unknown field '9'", "1, 2, 3"),
        ("[面包]", "面包", 7, "a list is expected", "[one, another]"),
        ("[bread, bak*]", "[面包]", 8, "two weights", "Keep one"),
        ("    terms:", "    parent: food\n    terms:", 6, "parent 'food' is not known", "stands above"),
        ("    terms:", "    part_of: food\n    terms:", 6, "part_of 'food' is not known", "stands above"),
        ("    terms:", "    code: medtop:1\n    terms:", 6, "code is 'medtop:1'", "eight digits"),
        ("What bakers make", "what: bakers make", 5, "not YAML", "Quote"),
        (
            "{2: [bread, bak*]}",
            "{2: [bread]}\nambiguous:\n  - terms: [rye]",
            10,
            "no topic has the term",
            "Add it",
        ),
    ],
)
def test_a_fault_is_named_with_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, problem: str, remedy: str
):
    message = faulty(tmp_path, TOPIC.replace(old, new))
    assert f"topics.yml:{line}: " in message
    assert problem in message
    assert remedy in message


PART = """\
  - id: rolls
    part_of: bread
    label_zh: 面包卷
    label_en: rolls
    definition: Small bread
    terms: {en: {3: [roll, bread]}}
"""


def test_the_terms_of_a_part_are_its_wholes_too(tmp_path: Path):
    path = tmp_path / "topics.yml"
    path.write_text(TOPIC + PART, encoding="utf-8")
    read = lexicon.load(path)
    assert read.topics["bread"].terms == {"roll": 3, "面包": 3, "bread": 2, "bak*": 2}
    assert read.topics["rolls"].terms == {"roll": 3, "bread": 3}
    assert (read.topics["rolls"].parent, read.subject("rolls")) == ("bread", "bread")


@pytest.mark.parametrize(
    "part",
    [
        PART.replace("rolls", "buns").replace("bread\n", "rolls\n", 1),
        PART.replace("rolls", "buns") + "    parent: bread\n",
    ],
)
def test_a_part_has_one_whole_and_no_parts(tmp_path: Path, part: str):
    assert "part of one whole topic" in faulty(tmp_path, TOPIC + PART + part)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path):
    assert "stands twice" in faulty(tmp_path, TOPIC + TOPIC.removeprefix("topics:\n"))


def test_a_missing_or_empty_file_is_said_to_be_so(tmp_path: Path):
    assert "the file is empty" in faulty(tmp_path, "")
    with pytest.raises(lexicon.LexiconError, match="cannot be read"):
        lexicon.load(tmp_path / "none.yml")


def test_an_unknown_kind_of_entity_is_refused(tmp_path: Path):
    path = tmp_path / "entities.yml"
    path.write_text("entities:\n  - {id: a, name: A, kind: planet}\n", encoding="utf-8")
    with pytest.raises(
        lexicon.LexiconError, match=r"entities\.yml:2: kind is 'planet'\. Write one of organisation"
    ):
        lexicon.load_entities(path)


@pytest.mark.parametrize(
    ("term", "text", "quotes"),
    [
        ("agent", "Agents, an agent; reagent, agentive", ["Agents", "agent"]),
        ("hallucinat*", "It hallucinates: a hallucination", ["hallucinates", "hallucination"]),
        ("open source", "open-source and Open Source", ["open-source", "Open Source"]),
        ("ai芯片", "国产AI 芯片与ＡＩ芯片", ["AI 芯片", "ＡＩ芯片"]),
        ("人工智能", "人工智慧不是，人工智能是", ["人工智能"]),
        ("开源", "開源模型", ["開源"]),
        ("ai", "被AI替代, said AI's", ["AI", "AI"]),
        ("gpt 4", "GPT-4 和 GPT-40", ["GPT-4"]),
    ],
)
def test_a_term_is_found_at_its_place(term: str, text: str, quotes: list[str]):
    hits = matching.find(matching.compile_terms([term]), matching.plain(text))
    assert [text[hit.start_char : hit.end_char] for hit in hits] == quotes


def test_plain_text_is_as_long_as_the_text():
    text = "ＡＩ、ＣＰＵ：İstanbul 檢索—增強 ﬁne-tuning\n"
    assert len(matching.plain(text)) == len(text)
