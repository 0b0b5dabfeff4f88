"""Which language a text is in: many languages, both Chinese writings, mixtures, and no language at all."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.enrich import language
from onrecord.models import Language

# Invented sentences in languages outside the twelve of KNOWN.
OTHERS = [json.loads(line) for line in Path(__file__).with_name("languages.jsonl").open(encoding="utf-8")]
# Obfuscated text, Chinese full of jargon, titles of a few words: 80 of 93 were right at first sight.
HARD = [json.loads(line) for line in Path(__file__).with_name("languages_hard.jsonl").open(encoding="utf-8")]
KNOWN = {
    "en": "Yesterday we bought fresh bread and walked home through the woods.",
    "de": "Gestern haben wir frisches Brot gekauft und sind durch den Wald gegangen.",
    "fr": "Hier soir, nous avons mangé une soupe chaude près du port.",
    "es": "Anoche comimos una sopa caliente cerca del puerto y hablamos mucho.",
    "pt": "Ontem à noite comemos uma sopa quente perto do porto e conversámos.",
    "vi": "Tối qua chúng tôi ăn cá bên bờ sông.",
    "ru": "Вчера вечером мы купили свежий хлеб и пошли домой через лес.",
    "ar": "تناولنا السمك مساء أمس بالقرب من الميناء.",
    "ja": "昨日の夕方、港のそばで魚を食べました。",
    "ko": "어제 저녁 우리는 항구 옆에서 생선을 먹었습니다.",
    "zh-Hans": "昨天傍晚我们在港口旁边吃鱼，聊了很久。",
    "zh-Hant": "昨天傍晚我們在港口旁邊吃魚，聊了很久。",
}


def test_other_languages_come_out_as_themselves_or_unsure():
    found = [(row["language"], language.detect(row["text"]).code) for row in OTHERS]
    wrong = [(code, got) for code, got in found if got not in {code, None}]
    assert len({code for code, _ in found}) >= 30
    assert len(wrong) <= 0.03 * len(found), wrong
    assert sum(code == got for code, got in found) >= 0.95 * len(found)


def test_hard_texts_come_out_as_themselves_or_unsure():
    found = [(row, language.detect(row["text"])) for row in HARD]
    right = [row for row, got in found if is_right(row, got)]
    wrong = [(row["text"], got.code) for row, got in found if got.code and not is_right(row, got)]
    assert len(right) >= 0.91 * len(found)
    assert len(wrong) <= 0.05 * len(found), wrong


def is_right(row: dict[str, Any], got: Language) -> bool:
    if "script" in row and got.script != row["script"]:
        return False
    return any(
        code == got.code or (code == "zh*" and (got.code or "").startswith("zh")) for code in row["languages"]
    )


@pytest.mark.parametrize(("code", "text"), KNOWN.items())
def test_the_twelve_common_languages_are_known(code: str, text: str):
    assert language.detect(text).code == code


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "!!! … —", "12:30 2024/05/06", "😀😀😀", "—— · ——", "https://a.example/b/c", "A", "人"],
)
def test_text_without_letters_to_go_by_is_unsure(text: str):
    assert language.detect(text).code is None


@pytest.mark.parametrize(
    "text", ["人工智能", "我今天不想去上海", "天下大事，必作於細"[:4], "中文自然好", "第一名"]
)
def test_han_text_without_a_telling_character_is_chinese_of_no_script(text: str):
    found = language.detect(text)
    assert (found.code, found.script) == ("zh", None)


@pytest.mark.parametrize(
    "text",
    [
        "我们用 RAG 加 LoRA 微调 Llama，latency 降到 80ms，ROI 还可以",
        "GPT-4o vs Claude 3.5 Sonnet：谁更强",
        "这个 prompt 的 context window 不够，要上 long context",
        "Transformer 的 attention 机制到底在干什么",
        "iPhone 15 Pro Max 评测",
    ],
)
def test_chinese_full_of_jargon_stays_chinese(text: str):
    assert (language.detect(text).code or "").startswith("zh")


def test_english_that_quotes_chinese_words_stays_english():
    assert (
        language.detect("What does the word 内卷 mean for the people who have to live with it?").code == "en"
    )


def test_cantonese_and_classical_wording_are_chinese():
    assert language.detect("佢哋今晚唔嚟食飯，我哋自己煮啦").code == "zh-Hant"
    assert language.detect("学而时习之，不亦说乎").code == "zh-Hans"


def test_text_in_both_writings_is_flagged_and_not_decided():
    found = language.detect("我們认为這个问题還没有解决，應该继續讨論")
    assert (found.code, found.script) == ("zh", "Hani")
    assert found.profile["Hans"] > 0.1
    assert found.profile["Hant"] > 0.1


def test_a_name_in_the_other_writing_does_not_change_the_script():
    assert language.detect("这位来自台北的學者认为，开源模型会让更多人参与，问题只是时间").code == "zh-Hans"


def test_a_word_both_writings_use_decides_nothing_alone():
    assert language.detect("皇后住在台北").script is None
    assert language.detect("小伙赴外省求婚").code == "zh-Hans"


def test_a_single_kana_for_effect_does_not_make_chinese_japanese():
    assert language.detect("优の良品今天上新，店里买的人很多，老板忙坏了").code == "zh-Hans"


def test_japanese_written_in_han_only_is_not_taken_for_chinese():
    assert language.detect("東京駅前広場整備検討会").code == "ja"


def test_traditional_chinese_with_a_japanese_place_stays_chinese():
    assert language.detect("櫻花季到了，渋谷的車站擠滿遊客，氣象局說週末還會更熱鬧").code == "zh-Hant"


def test_noise_in_latin_letters_is_unsure():
    assert language.detect("asdkj qwpoei zmxnc bvqlk ghtrw plokm xcvbn").code is None


def test_the_profile_says_which_letters_were_seen():
    profile = language.detect("开源 open").profile
    assert profile["Latn"] == pytest.approx(4 / 6, abs=0.01)
    assert sum(profile.values()) == pytest.approx(1, abs=0.01)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_an_answer_that_is_always_the_same(text: str):
    found = language.detect(text)
    assert found == language.detect(text)
    assert 0 <= found.confidence <= 1
    assert found.code is None or found.profile


def test_lone_surrogates_do_not_break_it():
    assert language.detect("我们\ud800说").code == "zh-Hans"


def test_chinese_is_quick():
    texts = [f"第{number}次会议讨论了开源模型的训练数据问题" for number in range(5_000)]
    language.detect(texts[0])
    started = time.process_time()
    for text in texts:
        language.detect(text)
    assert len(texts) / (time.process_time() - started) > 8_000  # 50,000 when the machine is quiet
