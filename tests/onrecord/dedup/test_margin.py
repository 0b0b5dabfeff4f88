"""How wide are the margins? Pairs that no threshold was chosen on, written down with their answers first."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from opencc import OpenCC

from onrecord.dedup import compare
from onrecord.dedup.group import inverse

CASES = yaml.safe_load((Path(__file__).parent / "margin.yml").read_text("utf8"))
LIMIT = pytest.mark.xfail(strict=True, reason="a known limit: docs/families.md")
PAIRS = [
    pytest.param(
        language,
        case,
        id=f"{case['name']} ({language})",
        marks=LIMIT if case.get("is_limit") else (),
    )
    for language in ("zh", "en")
    for case in (*CASES[language]["pairs"], *CASES[language]["only"])
]
LOOKALIKES = {"zh": "人入八土士未末己已日曰", "en": "rnclvvoO0lI1e"}
PINYIN = {"人": "rén", "船": "chuán", "我": "wǒ", "不": "bù", "江": "jiāng", "看": "kàn"}


def page(language: str, wanted: Any) -> str:
    """The text of a page: its parts, and what was done to them."""
    names, done = (wanted["of"], wanted["done"]) if isinstance(wanted, dict) else (wanted, {})
    text = "\n".join(CASES[language]["parts"][name] for name in names)
    for what, how in done.items():
        text = DONE[what](text, how, language)
    return text


def _cut(text: str, how: list[float], _: str) -> str:
    start, end = (int(share * len(text)) for share in how)
    return text[start:end]


def _noise(text: str, share: float, language: str) -> str:
    """Characters read wrongly, lost, or doubled; in English within words."""
    chance = random.Random(len(text))
    read = list(text)
    for place, char in enumerate(text):
        if char.isalnum() and chance.random() < (share if language == "zh" else share / 4):
            read[place] = chance.choice((chance.choice(LOOKALIKES[language]), "", char * 2))
    return "".join(read)


def _replace(text: str, changes: dict[str, str], _: str) -> str:
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def _pinyin(text: str, _: int, __: str) -> str:
    return "".join(f"{char}({PINYIN[char]})" if char in PINYIN else char for char in text)


def _upper(text: str, _: int, __: str) -> str:
    return "".join(char for char in text.upper() if char.isalnum() or char.isspace())


def _hyphens(text: str, share: float, _: str) -> str:
    chance = random.Random(1)
    words = text.split(" ")
    return " ".join(
        f"{word[: len(word) // 2]}-\n{word[len(word) // 2 :]}"
        if len(word) > 5 and chance.random() < share
        else word
        for word in words
    )


def _opencc(text: str, profile: str, _: str) -> str:
    return str(OpenCC(profile).convert(text))


def _fill(text: str, answers: list[str], language: str) -> str:
    return text.format(*answers[:4] if language == "zh" else answers[4:])


DONE = {
    "fill": _fill,
    "cut": _cut,
    "noise": _noise,
    "replace": _replace,
    "pinyin": _pinyin,
    "upper": _upper,
    "hyphens": _hyphens,
    "opencc": _opencc,
}


@pytest.mark.parametrize(("language", "case"), PAIRS)
def test_a_pair_comes_out_as_written_down(language: str, case: dict[str, Any]) -> None:
    a, b = page(language, case["a"]), page(language, case["b"])
    here, there = compare(a, b), compare(b, a)
    wanted = case["relation"] if isinstance(case["relation"], list) else [case["relation"]]
    assert here.relation in wanted, here
    assert there.relation == (inverse(here.relation) if here.relation else None), there
