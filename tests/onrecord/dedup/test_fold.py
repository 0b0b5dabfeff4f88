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
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("机(jī)器学(xué)习", "机器学习"),
        ("机\u200b器\ufeff学", "机器学"),
        ("a—b,  c_d", "a b c d"),
        ("", ""),
    ],
)
def test_one_text_in_many_guises(text: str, folded: str) -> None:
    assert fold(text) == folded


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
