"""Is this a Chinese word, or can it only be a name? Asks jieba's dictionary."""

from __future__ import annotations

import functools
import importlib.resources
import re
from typing import Final


@functools.cache
def _words() -> dict[str, str]:
    """Words of two and three characters that are no names, each with its kind, from jieba's dictionary."""
    lines = importlib.resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"\n(..|...) \d+ ((?!nr)\w\w?)", lines))  # one scan: a few tenths of a second


def is_word(text: str) -> bool:
    """Whether this is a word of two or three characters, and not only a name."""
    return text in _words()


def is_common(text: str) -> bool:
    """Whether this is one or several words, none of them the name of a place or an organisation."""
    if not text:
        return True
    return any(
        len(text) >= size and _words().get(text[:size], "nt") not in _PROPER and is_common(text[size:])
        for size in (3, 2)
    )


_PROPER: Final = frozenset({"ns", "nt", "nz"})
