"""Lines as rules read them: one script, one width, one case. Only for comparing; never shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import opencc

_BARS = str.maketrans(
    dict.fromkeys("丨│∣┃︱", "|") | dict.fromkeys("﹕︰", ":") | {"\u200b": "", "\ufeff": ""}
)


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def fold_lines(lines: Sequence[str]) -> list[str]:
    """Each line simplified, half-width, lower case, without white space at its ends."""
    text: str = _simplified().convert("\n".join(line.replace("\n", " ") for line in lines))
    folded = [
        unicodedata.normalize("NFKC", line).translate(_BARS).lower().strip() for line in text.split("\n")
    ]
    return folded if len(folded) == len(lines) else [""] * len(lines)
