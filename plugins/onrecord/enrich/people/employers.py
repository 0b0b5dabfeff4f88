"""Can two printed employers be one?"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

from onrecord.enrich.people.names import HAN, simplified

_BRACKETED: Final = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_SEVERAL: Final = re.compile(r"[、;；,，/|]|\s+(?:and|und|&)\s+")
_FORMER: Final = re.compile(r"^(?:前|原|曾任|现任|former(?:ly)?|ex-|previously|past)[\s:：]*", re.IGNORECASE)
_COMPANY: Final = re.compile(
    r"(?:股份)?有限(?:责任)?公司|公司|集团|控股"
    r"|\b(?:the|inc|ltd|llc|co|corp|corporation|company|limited|gmbh|plc|group)\b\.?"
)
# Where the name of the house ends and that of its part begins.
_HOUSE: Final = re.compile(
    r"^.{2,}?(?:大学|学院|医院|研究院|研究所|科学院|日报社?|电视台|银行|博物馆|图书馆)(?=..)"
)
_LINKING: Final = frozenset({"of", "at", "for", "and", "in"})
_KINDS_HAN: Final = re.compile(
    r"[某该本我]*(?:大学|学院|医院|研究院|研究所|科技|报社|媒体|机构|企业|学校|中学|小学|银行|政府|协会|实验室)"
)
_KIND: Final = re.compile(
    "university|college|school|institute|hospital|laboratory|labs?|systems|technolog(?:y|ies)|department|museum"
    "|library|bank|ministry|council|association|foundation|cent(?:er|re)|newspaper|media"
)


def employers_fit(one: str, other: str) -> bool:
    """Can two employers be one: 北岭大学 and 北岭大学材料学院, Corvane and Corvane Systems Inc?

    One that says nothing fits every other.
    """
    first, second = houses(one), houses(other)
    return not first or not second or any(_is_one(a, b) for a in first for b in second)


@functools.lru_cache(maxsize=65536)
def houses(employer: str) -> tuple[str, ...]:
    """The employers named, each without what says only that it is a firm; none where that is all."""
    tidy = _BRACKETED.sub("", simplified(unicodedata.normalize("NFKC", employer)).casefold())
    found = (_house(part.strip()) for part in _SEVERAL.split(tidy))
    return tuple(dict.fromkeys(filter(None, found)))


def _house(part: str) -> str:
    bare = _COMPANY.sub(" ", _FORMER.sub("", part))
    if HAN.search(bare):
        joined = re.sub(r"[^\w]+", "", bare)
        return "" if len(joined) < 2 or _KINDS_HAN.fullmatch(joined) else joined
    words = [word for word in re.findall(r"\w+", bare) if word not in _LINKING]
    return "" if all(map(_KIND.fullmatch, words)) else " ".join(words)


@functools.lru_cache(maxsize=65536)
def _is_one(one: str, other: str) -> bool:
    if bool(HAN.search(one)) != bool(HAN.search(other)):
        return False
    if not HAN.search(one):
        shorter, longer = sorted((set(one.split()), set(other.split())), key=len)
        return shorter <= longer
    heads = {head.group() for name in (one, other) if (head := _HOUSE.match(name))}
    in_full = one in other or other in one
    return in_full or (len(heads) == 1 and all(_HOUSE.match(name) for name in (one, other)))
