"""Fold a text to what two copies of it share: one script, one case, no punctuation, no obfuscation.

A folded text is a key for comparison and search, never something to show.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Pinyin put in parentheses after a character to defeat comparison: always with a tone mark.
PINYIN = re.compile(
    rf"(?<=[{HAN}])\([a-zü]{{0,3}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ][a-zü]{{0,3}}\)", re.IGNORECASE
)
APART = re.compile(r"[\W_]+")
BESIDE_HAN = re.compile(rf"(?<=[{HAN}]) | (?=[{HAN}])")
MARKS = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad\ue000-\uf8ff]")


def fold(text: str) -> str:
    """The text in simplified script and lower case, words of other scripts parted by one space.

    Unicode NFKC, OpenCC t2s (and 著, which it leaves where simplified writes 着), pinyin annotations,
    invisible characters and punctuation out.

    >>> fold("開源 模型，Open Source！")
    '开源模型open source'
    """
    return BESIDE_HAN.sub("", APART.sub(" ", simplify(text).lower())).strip()


def simplify(text: str) -> str:
    """The text in simplified script, compatible forms made one (NFKC), annotations and marks out."""
    if text.isascii():
        return text
    plain = PINYIN.sub("", unicodedata.normalize("NFKC", MARKS.sub("", text)))
    return str(_converter().convert(plain)).replace("著", "着")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
