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
    rf"\((?<=[{HAN}]\()[a-zü]{{0,3}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ][a-zü]{{0,3}}\)", re.IGNORECASE
)
FULL_WIDTH = tuple(
    zip("，！？：；（）　", ",!?:;() ", strict=True)
)  # what NFKC finds to change in most pages
# Simplified writing keeps 著 (to write, known) in these words; elsewhere, after verbs above all, it has 着.
WRITTEN = re.compile(
    r"(?<=[显昭卓原专编论译遗拙巨土名])著(?!急|迷|火|重)"
    r"|(?<![看读拿带跟捧翻随])著(?=[书者有])"
    r"|(?<![拿])著(?=[名作称述录])"
    r"|(?<=合)著(?!眼|嘴)|(?<=所)著|著(?=《|成书)"
)
KEPT = "\ue000"  # stands for such a 著 meanwhile: private characters are out by then
GROUPED = re.compile(r",(?<=\d,)(?=\d{3})")  # looked for first: few texts have a THOUSANDS
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
BREAK = r"[^\w.]|_|(?<!\d)\.|\.(?!\d)"  # but not the point of a decimal number
APART = re.compile(rf" *(?:(?! )(?:{BREAK}))(?:{BREAK})*|  +")  # a space by itself may stay as it is
BESIDE_HAN = re.compile(rf" (?:(?<=[{HAN}] )|(?=[{HAN}]))")
MARKS = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad\ue000-\uf8ff]")


def fold(text: str) -> str:
    """The text in simplified script and lower case, words of other scripts parted by one space.

    Unicode NFKC, OpenCC t2s (and 著, which it leaves where simplified writes 着), pinyin annotations,
    invisible characters and punctuation out. A number stays one word: 3.5, and 1200 for 1,200.

    >>> fold("開源 模型，Open Source！")
    '开源模型open source'
    """
    return fold_simple(simplify(text))


def fold_simple(simple: str) -> str:
    """`fold` of a text that is in simplified script already (`simplify`)."""
    return BESIDE_HAN.sub("", parted(simple.lower())).strip()


def parted(text: str) -> str:
    """The text with a space for punctuation and white space, numbers whole."""
    if GROUPED.search(text):
        text = THOUSANDS.sub(lambda found: found[0].replace(",", ""), text)
    return APART.sub(" ", text)


def simplify(text: str) -> str:
    """The text in simplified script, compatible forms made one (NFKC), annotations and marks out."""
    if text.isascii():
        return text
    plain = MARKS.sub("", text)
    for wide, narrow in FULL_WIDTH:
        plain = plain.replace(wide, narrow)
    plain = PINYIN.sub("", unicodedata.normalize("NFKC", plain))
    simple = str(_converter().convert(plain))
    return WRITTEN.sub(KEPT, simple).replace("著", "着").replace(KEPT, "著") if "著" in simple else simple


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
