"""Where does a person's name begin in a sentence, and where does it end?

All functions take folded text (see `folding`).
"""

from __future__ import annotations

import re
from typing import Final

from onrecord.enrich.speakers import lexicon, names, posts, words

_POSTS: Final = re.compile(posts.POSTS)
LATIN_NAME: Final = re.compile(
    r"[A-Z][A-Za-z0-9À-ɏ.'’\-]*(?: (?:[A-Z][A-Za-z0-9À-ɏ.'’\-]*|van|von|de|der|den|da|di|bin|al)){0,3}"
)
_FOREIGN: Final = re.compile(r"[\u3400-\u9fff]{1,7}(?:·[\u3400-\u9fffA-Z.]{1,9}){1,3}")
_NAME_BORDER: Final = re.compile(
    r"$|[\s,。、;:!?()\[\]“”|/&—…·-]|先生|女士|老师|教授|博士|院士|同学|小姐|和|与|及|以及|就|在|向"
    r"|对|接受|为|进行|等|将|的|做|主持|参加|参与|出席|一起|共同|来|围绕|日前|近日|今日|谈|畅谈|展开"
    r"|回|说|表|分|一起|一同|一道|作|以|也|是|于|把|应邀|受邀|担任|现|曾|两|三|首|则|给|联|答|今|昨|会|携|针|同"
)


def name_at(
    folded: str, at: int, end: int, known: frozenset[str], *, is_vouched: bool = False
) -> tuple[int, int] | None:
    """The place of the person's name that begins here, if one does; `is_vouched`: a post stands before it."""
    while at < end and folded[at] in " 的\u200b*“《":
        at += 1
    if at >= end:
        return None
    for name in known:
        if folded.startswith(name, at):
            return at, at + len(name)
    if folded[at].isascii() and folded[at].isupper():
        found = LATIN_NAME.match(folded, at, end)
        if found is None or " " not in (name := found.group().rstrip(".")):
            return None
        return at, at + len(name)
    if found := _FOREIGN.match(folded, at, end):
        post = _POSTS.match(folded, at, found.end())
        after = _FOREIGN.match(folded, post.end(), end) if post else None
        return (after or found).span()
    place = _han_name_at(folded, at, end, is_vouched=is_vouched)
    if place and any(folded.startswith(name, k) for k in range(at + 1, place[1]) for name in known):
        return None  # the tail of an employer's name runs into a person's
    return place


_STRONG_BORDER: Final = re.compile(r"$|[\s,。、;:!?()]|先生|女士|老师|教授|博士|院士")


_ADDRESS: Final = frozenset("总导工队局处")  # 楼总: a surname with a form of address


def _han_name_at(folded: str, at: int, end: int, *, is_vouched: bool) -> tuple[int, int] | None:
    lengths = (3, 4, 2) if folded[at : at + 2] in lexicon.DOUBLE_SURNAMES else (3, 2, 4)
    for length in lengths:
        stop = at + length
        if stop > end or not names.is_han_name(folded[at:stop]):
            continue
        if length == 2 and (words.is_word(folded[at:stop]) or folded[at + 1] in _ADDRESS):
            continue
        border = _NAME_BORDER if is_vouched else _STRONG_BORDER
        if folded[at] in lexicon.WEAK_SURNAMES and not (length == 3 and border.match(folded, stop)):
            continue
        if (post := _POSTS.match(folded, at)) and post.end() > stop:
            continue
        if _POSTS.match(folded, at, stop) and posts.is_post(folded[at:stop]):
            continue
        if _NAME_BORDER.match(folded, stop) or stop == end or _POSTS.match(folded, stop, end):
            return at, stop
    return None
