"""Folding: what two copies of a text share."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from onrecord.dedup import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("開源 模型，Open Source！", "开源模型open source"),
        ("他看著遠方，隨著風走。", "他看着远方随着风走"),
        ("著名導演，成績顯著，隨著時間", "著名导演成绩显著随着时间"),
        ("她著有三部專著，都是名著", "她著有三部专著都是名著"),
        ("看著書，拿著名片，跟著他著急", "看着书拿着名片跟着他着急"),
        ("沉著 衣著 執著 著手", "沉着衣着执着着手"),
        ("涨了3.5%，共1,200人", "涨了3.5共1200人"),
        ("version 1.2.3, 12,500 or 1,2,3.", "version 1.2.3 12500 or 1 2 3"),
        ("３．５和１，２００", "3.5和1200"),
        ("3.A .5 a.b 7.", "3 a 5 a b 7"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("机(jī)器学(xué)习", "机器学习"),
        ("机\u200b器\ufeff学", "机器学"),
        ("a—b,  c_d", "a b c d"),
        ("", ""),
    ],
)
def test_one_text_in_many_guises(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text", ["著名", "显著", "著作", "随着", "着手", "原著", "沉着", "编著", "卓著", "土著"]
)
def test_simplified_text_stays_as_it_is(text: str) -> None:
    assert fold(text) == text


def test_words_in_parentheses_that_are_no_annotation_stay() -> None:
    assert fold("模型(model)很大") == "模型model很大"


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_folding_never_fails_and_leaves_no_punctuation_at_the_ends(text: str) -> None:
    folded = fold(text)
    assert folded == folded.strip()
    assert "  " not in folded


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="开源模型数据门道说话发现体里后面时间关于，。 ab", max_size=60))
def test_traditional_script_folds_to_simplified(text: str) -> None:
    assert fold(OpenCC("s2t").convert(text)) == fold(text)
