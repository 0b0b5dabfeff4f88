"""Which script does each character belong to, and how many letters of each has a text?

Codes are ISO 15924. Han letters fall in four classes: those that only simplified (`Hans`), only traditional
(`Hant`) or only Japanese writing (`Jpan`) uses, and the rest (`Hani`), which tell nothing.
"""

from __future__ import annotations

from functools import cache
from itertools import filterfalse
from typing import Final

import numpy as np
import numpy.typing as npt
import opencc

# Code point ranges, half-open. A letter outside all of them counts as Zyyy (some other script).
BLOCKS: Final[tuple[tuple[str, int, int], ...]] = (
    ("Latn", 0x0041, 0x0250), ("Latn", 0x1E00, 0x1F00), ("Latn", 0x2C60, 0x2C80), ("Latn", 0xFF21, 0xFF5B),
    ("Grek", 0x0370, 0x0400), ("Grek", 0x1F00, 0x2000), ("Cyrl", 0x0400, 0x0530), ("Armn", 0x0530, 0x0590),
    ("Hebr", 0x0590, 0x0600), ("Arab", 0x0600, 0x0700), ("Arab", 0x0750, 0x0780), ("Arab", 0xFB50, 0xFE00),
    ("Arab", 0xFE70, 0xFF00), ("Deva", 0x0900, 0x0980), ("Beng", 0x0980, 0x0A00), ("Guru", 0x0A00, 0x0A80),
    ("Gujr", 0x0A80, 0x0B00), ("Orya", 0x0B00, 0x0B80), ("Taml", 0x0B80, 0x0C00), ("Telu", 0x0C00, 0x0C80),
    ("Knda", 0x0C80, 0x0D00), ("Mlym", 0x0D00, 0x0D80), ("Sinh", 0x0D80, 0x0E00), ("Thai", 0x0E00, 0x0E80),
    ("Laoo", 0x0E80, 0x0F00), ("Tibt", 0x0F00, 0x1000), ("Mymr", 0x1000, 0x10A0), ("Geor", 0x10A0, 0x1100),
    ("Hang", 0x1100, 0x1200), ("Hang", 0x3130, 0x3190), ("Hang", 0xAC00, 0xD7B0), ("Ethi", 0x1200, 0x13A0),
    ("Khmr", 0x1780, 0x1800), ("Mong", 0x1800, 0x18B0), ("Hira", 0x3041, 0x30A0), ("Kana", 0x30A1, 0x30FB),
    ("Kana", 0x31F0, 0x3200), ("Kana", 0xFF66, 0xFF9E), ("Bopo", 0x3105, 0x3130), ("Hani", 0x3400, 0x4DC0),
    ("Hani", 0x4E00, 0xA000), ("Hani", 0xF900, 0xFB00), ("Hani", 0x20000, 0x323B0),
)  # fmt: skip
HAN: Final = ("Hani", "Hans", "Hant", "Jpan")
NAMES: Final = ("", "Zyyy", *dict.fromkeys(name for name, _, _ in BLOCKS), *HAN[1:])

# OpenCC changes these, yet both writings use them (皇后, 公里, 台北, 乾隆): they decide nothing. Found by
# converting a Chinese word list and the regional standards, and keeping what stays in some of the words.
BOTH: Final = frozenset(
    "咸岩皂跖郁吁里干征霉伙辟夸淀准岳丑游熏凶朴膻斗佣仆采后涂范丰占云台吃群峰床只才余谷几面松系"
    "着著乾瞭藉於甯徵迴嘆週慾佈註佔昇昆托志制表卷致周向"
)

_LAST_CODE_POINT = 0x110000


@cache
def classes() -> npt.NDArray[np.uint8]:
    """For each code point the index in `NAMES`; 0 where it is no letter."""
    table = np.zeros(_LAST_CODE_POINT, dtype=np.uint8)
    for name, start, end in BLOCKS:
        is_letter = [chr(point).isalpha() or name not in {"Latn", "Grek", "Cyrl", "Hira", "Kana"}
                     for point in range(start, end)]  # fmt: skip
        table[start:end][is_letter] = NAMES.index(name)
    for name, characters in _telling().items():
        table[[ord(character) for character in characters]] = NAMES.index(name)
    return table


def count(text: str) -> dict[str, int]:
    """How many letters of each script; only scripts that occur. Letters of no listed script are `Zyyy`."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    found = np.bincount(classes()[codes], minlength=len(NAMES)).tolist()
    counts = {name: number for name, number in zip(NAMES, found, strict=True) if number and name}
    if not counts and any(map(str.isalpha, text)):
        return {"Zyyy": sum(map(str.isalpha, text))}
    return counts


def all_japanese(text: str) -> bool:
    """Could each telling character stand in Japanese too, which kept 開 and shares 国?"""
    codes = classes()
    telling = {character for character in text if NAMES[codes[ord(character)]] in {"Hans", "Hant"}}
    to_japanese = _changed("t2jp")
    return all(
        character in to_japanese.values()
        if NAMES[codes[ord(character)]] == "Hans"
        else character not in to_japanese
        for character in telling
    )


@cache
def simplified() -> dict[int, int]:
    """A table for `str.translate` that makes text simplified character by character: places stay."""
    return {ord(old): ord(new) for old, new in _changed("t2s").items()}


def _telling() -> dict[str, set[str]]:
    """The Han characters that one writing only uses."""
    to_simplified, to_traditional = _changed("t2s"), _changed("s2t")
    regional = _changed("s2tw").keys() & _changed("s2hk").keys()
    hans = (to_traditional.keys() & regional) - to_simplified.keys() - BOTH
    hant = to_simplified.keys() - to_traditional.keys() - BOTH
    japanese = _changed("jp2t").keys() - to_traditional.keys() - to_simplified.keys()
    return {"Hans": set(hans), "Hant": set(hant), "Jpan": set(filterfalse(_is_chinese, japanese))}


def _is_chinese(character: str) -> bool:
    """Do the character sets of China or Taiwan have it?"""
    return any(character.encode(charset, "ignore") for charset in ("gb2312", "big5"))


@cache
def _changed(config: str) -> dict[str, str]:
    """Each single Han character that an OpenCC configuration changes, and into what."""
    ranges = [(start, end) for name, start, end in BLOCKS if name == "Hani" and end <= 0xA000]
    characters = [chr(point) for start, end in ranges for point in range(start, end)]
    converted = opencc.OpenCC(config).convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, converted, strict=True) if new != old and len(new) == 1}
