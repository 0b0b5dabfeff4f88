"""One spelling for the rules: folded text is as long as the text, so that its places are the text's.

Traditional characters become simplified, full-width signs half-width, brackets and quotation marks one
pair each, and whatever is sprayed between letters (emoji, zero-width signs) `NOISE`.
"""

from __future__ import annotations

import functools
import re
import sys
import unicodedata

import opencc

NOISE = "\u200b"

_SIGNS = {
    "“": "「『“〝", "‘": "‘’", "[": "【〔［", "|": "｜丨︱∣│",
    "·": "・•‧･∙", "—": "─―", ",": "，", ":": "：︰﹕", "-": "‐‑–",
}  # fmt: skip
_CLOSING = {"”": "」』”〞", "]": "】〕］"}
# Characters that OpenCC leaves alone because they are right in traditional text, but which machine
# conversion puts where a simplified text had another.
_OVERCONVERTED = {"瞭": "了", "傢": "家", "隻": "只", "妳": "你", "纔": "才", "甯": "宁"}
_HAN = (0x3400, 0x9FFF)
_EMOJI = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0x2460, 0x2473), (0xE0020, 0xE007F))
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u20e3\u2640\u2642\u00ad"


@functools.cache
def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0x2E80, 0x2FE0):  # radicals that stand for whole characters
        table[code] = unicodedata.normalize("NFKC", chr(code))
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
    for low, high in _EMOJI:
        table.update(dict.fromkeys(range(low, high + 1), NOISE))
    table.update({ord(sign): NOISE for sign in _INVISIBLE})
    table.update({0x3000: " ", 0xA0: " ", ord("\t"): " "})
    han = [chr(code) for code in range(_HAN[0], _HAN[1] + 1)]
    simple = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    table.update({ord(a): b for a, b in zip(han, simple, strict=True) if a != b and len(b) == 1})
    for sign, signs in _SIGNS.items():
        table.update({ord(other): sign for other in signs})
    for sign, signs in _CLOSING.items():
        table.update({ord(other): sign for other in signs})
    table.update({ord(a): b for a, b in _OVERCONVERTED.items()})
    return {code: sys.intern(char) for code, char in table.items() if len(char) == 1}


def fold(text: str) -> str:
    """The text in the one spelling the rules are written in, of the same length."""
    return text.translate(_table())


_UNDERLINE = re.compile(r"(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])")  # those within a user name stay
_MARKS = dict.fromkeys(map(ord, "*#`"))
_SPACES = re.compile(r"\s+")
_HAN_SPACE = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


def tidy(text: str) -> str:
    """A label or a name as one would write it: no noise, no marks of bold, no spaces between Han."""
    plain = fold(text)
    if NOISE in plain:
        text = "".join(c for c, folded in zip(text, plain, strict=True) if folded != NOISE)
    bare = _UNDERLINE.sub("", text.translate(_MARKS)) if "_" in text else text.translate(_MARKS)
    return _HAN_SPACE.sub("", _SPACES.sub(" ", bare)).strip()
