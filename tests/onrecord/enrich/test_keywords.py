"""Keywords and mentions: an article's own words, without who speaks, and what it names."""

import time
from dataclasses import replace

import jieba
import pytest

from onrecord.enrich import keywords, topics
from onrecord.enrich.keywords import Corpus
from onrecord.models import Document, Reading, Speaker

NOBODY = Reading(is_interview=False, why="")
LIGHTHOUSE = (
    "灯塔的维护并不容易，灯塔的透镜要每天擦，海雾会腐蚀透镜。我们觉得一个灯塔就是一个人。"
    "甘木青说，海雾越大，灯塔越要亮；甘木青又说，透镜换过两次，可是灯塔没有换。"
) * 3


def document(text: str, **fields: object) -> Document:
    return replace(Document(url=None, text=text, source_text=text), **fields)


def terms(text: str, reading: Reading = NOBODY, corpus: Corpus | None = None) -> list[str]:
    return [keyword.term for keyword in keywords.extract(document(text), reading, corpus).keywords]


def named(text: str) -> dict[str, list[str]]:
    found = keywords.mentions(text)
    return {mention.entity: [text[start:end] for start, end in mention.places] for mention in found}


def test_the_words_of_the_article_come_first_and_fillers_not_at_all():
    found = terms(LIGHTHOUSE)
    assert set(found[:4]) >= {"灯塔", "透镜"}
    assert not {"我们", "觉得", "一个", "就是", "可是"} & set(found)


def test_the_names_of_those_who_speak_are_no_keywords():
    speaker = Speaker(name="甘木青", kind="person", role="guest", label="甘木青：", name_latin="Muqing Gan")
    reading = Reading(True, "", speakers=(speaker,))
    text = LIGHTHOUSE + "Muqing answered. Muqing left. " * 3
    assert any("木青" in term for term in terms(text))
    found = terms(text, reading)
    assert not [term for term in found if "木青" in term or "muqing" in term]
    assert "灯塔" in found


def test_an_outlet_that_asks_takes_no_ordinary_word_with_it():
    outlet = Speaker(name="灯塔周报", kind="outlet", role="interviewer", label="灯塔周报")
    assert "灯塔" in terms(LIGHTHOUSE, Reading(True, "", speakers=(outlet,)))


def test_both_writings_of_chinese_have_the_same_keywords():
    assert terms("開源社區維護開源軟體，開源社區很大。") == terms("开源社区维护开源软体，开源社区很大。")


def test_english_words_that_stay_together_become_one_term():
    text = "The lighthouse keeper cleans the lens. A lighthouse keeper sleeps. No lighthouse keeper is rich. "
    found = terms(text * 2)
    assert found[0] == "lighthouse keeper"
    assert not {"the", "no", "is", "lighthouse", "keeper"} & set(found)


def test_what_all_documents_have_sinks_with_the_corpus():
    corpus = Corpus(documents=5_000, frequencies={"灯塔": 4_900, "海雾": 3})
    assert terms(LIGHTHOUSE)[0] == "灯塔"
    assert terms(LIGHTHOUSE, corpus=corpus)[0] != "灯塔"


def test_a_small_corpus_changes_little():
    tiny = Corpus(documents=2, frequencies={"灯塔": 2})
    assert terms(LIGHTHOUSE, corpus=tiny)[0] == "灯塔"


def test_every_keyword_is_a_candidate_that_the_corpus_counts():
    assert set(terms(LIGHTHOUSE)) <= keywords.candidates(document(LIGHTHOUSE))
    assert keywords.candidates(document("")) == frozenset()


def test_a_document_adds_a_bounded_number_of_terms_to_the_corpus():
    text = " ".join(f"word{a}{b} " * 2 for a in "abcdefghij" for b in "klmnopqrstuvwxyz" for _ in range(9))
    text += " ".join(f"{a}{b}{c}{d} " * 2 for a in "abcd" for b in "efgh" for c in "ijklm" for d in "nopqr")
    assert len(keywords.candidates(document(text))) == keywords.MOST_CANDIDATES


def test_addresses_are_no_words():
    assert "https" not in keywords.candidates(document("见 https://lamp.example/keeper.html 一文"))


def test_scores_are_shares_and_fall():
    found = keywords.extract(document(LIGHTHOUSE), NOBODY).keywords
    scores = [keyword.score for keyword in found]
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1.001


@pytest.mark.parametrize(
    ("text", "entity", "quotes"),
    [
        ("OpenAI 和 openai 是一家，Open AI 也是。", "openai", ["OpenAI", "openai", "Open AI"]),
        ("从 GPT-4 到 GPT4，再到 GPT-40", "gpt-4", ["GPT-4", "GPT4"]),
        ("華為雲和华为", "huawei", ["華為雲", "华为"]),
        ("Meta released it; a meta question", "meta", ["Meta"]),
        ("Google DeepMind moved", "deepmind", ["Google DeepMind"]),
        ("他用小米手机，也买过小米汽车", "xiaomi", ["小米", "小米"]),
    ],
)
def test_a_mention_has_all_its_places(text: str, entity: str, quotes: list[str]):
    assert named(text).get(entity) == quotes


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("早上喝了小米粥，中午吃苹果。", "xiaomi"),
        ("早上喝了小米粥，中午吃苹果。", "apple"),
        ("Claude painted the cliffs again.", "claude"),
        ("亚马逊雨林又下雨了。", "amazon"),
        ("It is published under the MIT License.", "mit"),
        ("the roses bloom", "bloom"),
    ],
)
def test_a_name_that_is_also_a_word_is_no_mention(text: str, entity: str):
    assert entity not in named(text)


def test_keywords_topics_and_mentions_cost_little_more_than_one_segmentation():
    text = (LIGHTHOUSE + "\n") * 60
    whole = document(text)
    keywords.extract(document("热身 warm up"), NOBODY)
    jieba.initialize()

    def seconds(work: object) -> float:
        started = time.process_time()
        assert callable(work)
        work()
        return time.process_time() - started

    once = min(seconds(lambda: jieba.lcut(text)) for _ in range(3))
    keywords._terms.cache_clear()
    ours = seconds(lambda: (keywords.extract(whole, NOBODY), topics.assign(whole, NOBODY)))
    assert ours <= 2.5 * once
