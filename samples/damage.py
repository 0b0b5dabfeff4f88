"""What happens to a text on its way through other people's sites. Pure: rows in, rows out.

Every function is deterministic: what is random elsewhere (which word is swapped, where an advert
goes) follows from the text itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import opencc
import yaml

from samples.authored import Row

TRUNCATED_SHARE = 0.4  # of the characters, rounded down to whole rows

_WORDS = Path(__file__).resolve().parent / "words.yml"


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The word lists of words.yml: swaps, pinyin."""
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return loaded


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def _rewritten(rows: Sequence[Row], rewrite: Callable[[str], str]) -> tuple[Row, ...]:
    """The rows with label and words rewritten one by one, so that the label stays the beginning."""
    return tuple(
        replace(row, label=rewrite(row.label), text=rewrite(row.label) + rewrite(row.words)) for row in rows
    )


def traditional(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows in traditional characters."""
    return _rewritten(rows, _converter("s2t").convert)


def simplified(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows in simplified characters."""
    return _rewritten(rows, _converter("t2s").convert)


def obfuscated(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Traditional characters with pinyin in brackets after some, as some converters leave them."""
    pinyin = words()["pinyin"]
    return _rewritten(
        traditional(rows), lambda text: "".join(f"{c}({pinyin[c]})" if c in pinyin else c for c in text)
    )


def lightly_edited(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with some words swapped for their neighbours: a near copy."""

    def swap(text: str) -> str:
        for old, new in words()["swaps"].items():
            text = text.replace(old, new)
        return text

    return _rewritten(rows, swap)


def truncated(rows: Sequence[Row], share: float = TRUNCATED_SHARE) -> tuple[Row, ...]:
    """The first rows, until the next one would pass that share of the characters."""
    budget = share * sum(len(row.text) for row in rows)
    out: list[Row] = []
    for row in rows:
        budget -= len(row.text)
        if out and budget < 0:
            break
        out.append(row)
    return tuple(out)


def interrupted(rows: Sequence[Row], adverts: Sequence[str], every: int) -> tuple[Row, ...]:
    """An advert as a line of its own after each so many rows."""
    out: list[Row] = []
    for number, row in enumerate(rows, start=1):
        out.append(row)
        if number % every == 0 and number < len(rows):
            out.append(Row("advert", adverts[number // every % len(adverts)]))
    return tuple(out)


def doubled(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The body printed twice, one after the other."""
    return (*rows, *rows)


DAMAGES: Mapping[str, Callable[[Sequence[Row]], tuple[Row, ...]]] = {
    "traditional": traditional,
    "simplified": simplified,
    "obfuscated": obfuscated,
    "lightly_edited": lightly_edited,
    "truncated": truncated,
    "doubled": doubled,
}
