"""Reports of one template are other articles; edited copies are the same one: invented cases of both sides."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml

from onrecord.dedup import compare

CASES = yaml.safe_load((Path(__file__).parent / "templates.yml").read_text("utf8"))
RARE = [chr(code) for code in range(0x7300, 0x7500)]  # no simplified text has these


def changed(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def edited(text: str, share: float, seed: int) -> str:
    """The text with a share of its characters (or words) replaced, lost, or another put before them."""
    chance = random.Random(seed)
    is_spaced = text.isascii()
    parts = text.split(" ") if is_spaced else list(text)
    for place, part in enumerate(parts):
        if part.strip("，。、") and chance.random() < share:
            other = chance.choice(("also", "said", "new", "year") if is_spaced else RARE)
            between = " " if is_spaced else ""
            parts[place] = chance.choice((other, "", f"{other}{between}{part}"))
    return (" " if is_spaced else "").join(parts)


@pytest.mark.parametrize("case", CASES["templates"], ids=lambda case: case["name"])
def test_reports_of_one_template_are_other_articles(case: dict[str, str]) -> None:
    pair = compare(case["a"], case["b"])
    assert pair.relation is None, pair
    assert compare(case["b"], case["a"]).relation is None


@pytest.mark.parametrize("case", CASES["templates"], ids=lambda case: case["name"])
def test_a_report_of_a_template_is_its_own_copy(case: dict[str, str]) -> None:
    for text in (case["a"], case["b"]):
        framed = f"来源：云溪晚报。\n{text}\n责任编辑：柳见深"
        assert compare(framed, text).relation in ("near", "extended")


@pytest.mark.parametrize("case", CASES["copies"], ids=lambda case: f"{case['name']} ({case['of']})")
def test_an_edited_copy_is_the_same_article(case: dict[str, object]) -> None:
    text = CASES["articles"][case["of"]]
    copy = changed(text, case["changes"])
    for pair in (compare(copy, text), compare(text, copy)):
        assert pair.relation in ("near", "script"), pair


def test_words_replaced_all_over_a_long_text_leave_a_copy() -> None:
    parts = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text("utf8"))["zh"]["parts"]
    text = "".join(parts[f"long_{n}"] for n in range(1, 9))
    chance = random.Random(3)
    pairs = [text[start : start + 2] for start in range(0, len(text), 2)]
    words = [chance.choice(RARE) * 2 if chance.random() < 0.08 else pair for pair in pairs]
    assert compare("".join(words), text).relation == "near"


@pytest.mark.parametrize("name", CASES["articles"])
def test_random_edits_of_single_words_leave_a_copy(name: str) -> None:
    text = CASES["articles"][name]
    pairs = [compare(edited(text, 0.05, seed), text) for seed in range(40)]
    assert sum(pair.relation is None for pair in pairs) <= 1, [p.why for p in pairs if p.relation is None]
