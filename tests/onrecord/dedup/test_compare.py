"""What one text is to another: the hard cases of cases.yml, and what must hold of any two texts."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from tests.onrecord.dedup.pages import article

from onrecord.dedup import compare
from onrecord.dedup.group import inverse

CASES = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text("utf8"))
PAIRS = CASES["zh"]["pairs"]


def page(language: str, names: list[str]) -> str:
    return "\n".join(CASES[language]["parts"][name] for name in names)


LONG = {lang: page(lang, [f"long_{n}" for n in range(1, 9)]) for lang in ("zh", "en")}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", PAIRS, ids=[case["name"] for case in PAIRS])
def test_hard_cases_come_out_as_written_down(language: str, case: dict[str, object]) -> None:
    a, b = (page(language, case[side]) for side in ("a", "b"))
    pair = compare(a, b)
    assert pair.relation == case["relation"], pair


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", PAIRS, ids=[case["name"] for case in PAIRS])
def test_the_other_way_round_is_the_inverse(language: str, case: dict[str, object]) -> None:
    a, b = (page(language, case[side]) for side in ("a", "b"))
    here, there = compare(a, b), compare(b, a)
    assert there.relation == (inverse(here.relation) if here.relation else None)
    assert (there.similarity, there.containment) == (here.similarity, here.containment)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_translation_is_another_article(language: str) -> None:
    assert (
        compare(page(language, ["news_1", "news_2"]), CASES[language]["translation"]["news"]).relation is None
    )


@pytest.mark.parametrize("profile", ["s2t", "s2twp", "s2hk"])
def test_the_same_in_the_other_script_is_as_near_as_can_be(profile: str) -> None:
    pair = compare(LONG["zh"], OpenCC(profile).convert(LONG["zh"]))
    assert pair.relation == "script"
    assert pair.similarity >= 0.98


def test_pinyin_put_between_characters_is_an_obfuscation() -> None:
    marked = (
        LONG["zh"]
        .replace("门", "门(mén)")
        .replace("人", "人(rén)")
        .replace("个", "\u200b个")
        .replace("灯", "灯(dēng)")
    )
    assert compare(marked, LONG["zh"]).similarity == 1.0


def test_equal_texts_are_exact_whatever_their_case_and_punctuation() -> None:
    text = LONG["en"]
    assert compare(text, text.upper().replace(",", " —")).relation == "exact"
    assert compare("短文。", "短文").relation == "exact"


def test_short_texts_are_copies_only_when_equal() -> None:
    assert compare("Rain in the north, sun later.", "Rain in the north, sun at last.").relation is None
    assert compare("", "").relation == "exact"
    assert compare("", LONG["en"]).relation is None


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 500), share=st.floats(0.3, 0.9))
def test_a_cut_copy_is_truncated_and_held_whole(seed: int, share: float) -> None:
    text = article(seed)
    pair = compare(text[: int(len(text) * share)], text)
    assert pair.relation in (("truncated",) if share < 0.85 else ("truncated", "near"))
    assert pair.containment > 0.98


@settings(max_examples=30, deadline=None)
@given(one=st.integers(0, 500), other=st.integers(501, 999))
def test_articles_of_one_vocabulary_are_not_copies(one: int, other: int) -> None:
    assert compare(article(one), article(other)).relation is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_lead_is_what_stands_before_an_article_that_more_follows(language: str) -> None:
    held = ["long_1", "long_2", "long_3", "long_4", "long_5"]
    inside = compare(page(language, held), page(language, ["other_1", *held, "mill_1", "mill_2"]))
    assert inside.relation == "truncated"
    assert 0.08 < inside.lead < 0.18
    reverse = compare(page(language, ["other_1", *held, "mill_1", "mill_2"]), page(language, held))
    assert (reverse.relation, reverse.lead) == ("extended", inside.lead)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "part", [slice(0, 5), slice(3, 8)], ids=["the end is cut off", "the beginning is cut off"]
)
def test_a_whole_that_only_begins_sooner_or_ends_later_has_no_lead(language: str, part: slice) -> None:
    parts = [f"long_{n}" for n in range(1, 9)]
    pair = compare(page(language, parts[part]), page(language, parts))
    assert (pair.relation, pair.lead) == ("truncated", 0.0)


def test_why_names_the_figures_that_differ() -> None:
    pair = compare(page("en", ["market_a"]), page("en", ["market_b"]))
    assert "figures" in pair.why


def test_why_names_the_names_that_differ() -> None:
    pair = compare(page("en", ["appoint_a"]), page("en", ["appoint_b"]))
    assert "names" in pair.why
