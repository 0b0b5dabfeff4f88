"""What people do to a text that they print again: cut it, edit it, write it in the other script.

Pure: rows in, rows out. What the programs of their sites do to it besides is in scraping.py.

Every function is deterministic: what is random elsewhere (which word is swapped, where an advert
goes) follows from the text itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import opencc
import yaml

from samples.authored import Row

TRUNCATED_SHARE = 0.4  # of the characters, rounded down to whole rows
CUT_OFF_SHARE = 0.62  # of the characters: ends in mid-sentence

_WORDS = Path(__file__).resolve().parent / "words.yml"


@cache
def words() -> Mapping[str, Any]:
    """The word lists of words.yml."""
    loaded: Mapping[str, Any] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return loaded


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def rewritten(rows: Sequence[Row], rewrite: Callable[[str], str]) -> tuple[Row, ...]:
    """The rows with label and words rewritten one by one, so that the label stays the beginning."""
    return tuple(
        replace(row, label=rewrite(row.label), text=rewrite(row.label) + rewrite(row.words)) for row in rows
    )


def traditional(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows in traditional characters."""
    return rewritten(rows, _converter("s2t").convert)


def simplified(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows in simplified characters."""
    return rewritten(rows, _converter("t2s").convert)


def obfuscated(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Traditional characters with pinyin in brackets after some, as some converters leave them."""
    pinyin = words()["pinyin"]
    return rewritten(
        traditional(rows), lambda text: "".join(f"{c}({pinyin[c]})" if c in pinyin else c for c in text)
    )


def over_converted(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Traditional characters taken one by one from a table: the commoner of two, right or wrong."""
    table = words()["over_converted"]

    def convert(text: str) -> str:
        pairs = zip(text, _converter("s2t").convert(text), strict=True)
        return "".join(table.get(plain, converted) for plain, converted in pairs)

    return rewritten(rows, convert)


def lightly_edited(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with some words swapped for their neighbours: a near copy."""

    def swap(text: str) -> str:
        for old, new in words()["swaps"].items():
            text = text.replace(old, new)
        return text

    return rewritten(rows, swap)


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


def cut_off(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The first characters, whatever stands there."""
    budget = int(CUT_OFF_SHARE * sum(len(row.text) for row in rows))
    out: list[Row] = []
    for row in rows:
        if budget > len(row.label):
            out.append(replace(row, text=row.text[:budget]))
        budget -= len(row.text)
    return tuple(out)


def run_together(rows: Sequence[Row]) -> tuple[Row, ...]:
    """All lines as one."""
    is_latin = rows[0].text.isascii()
    return (Row("paragraph", (" " if is_latin else "").join(row.text for row in rows)),)


def lead_twice(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The first two lines printed once more above the text."""
    return (*rows[:2], *rows)


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
