"""Who is introduced, with which post and employer, and as taking part?

Reads the sentences that introduce people: the lede, cast lists, the first turns, the title. Works on folded
text; places are those of the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from onrecord.enrich.speakers import intros_han, intros_latin
from onrecord.enrich.speakers.introduction import Intro
from onrecord.models import Role

# Words that say of a sentence that the people in it take part in a conversation.
TAKES_PART: Final = re.compile(
    r"邀请|请到|请来|专访|采访了|采访到|接受.{0,12}(?:采访|专访|访谈)|对话|访谈|对谈|嘉宾|做客|主持|参与|参加(?:本场|讨论|论坛|圆桌|对话)|圆桌|共同探讨|讨论|交流|连线|答记者问|回答.{0,10}(?:提问|问题|记者)|回应.{0,8}(?:提问|记者)"
    r"|记者会|发布会|见面会|问答|聊了聊|聊天|聊聊|畅谈|分享了|与会|我们和|今天.{0,6}(?:是|有)|欢迎"
    r"|\b(?:interview|talk(?:s|ed|ing)? (?:to|with)|spoke (?:to|with)|speaks? with|sat down with|conversation|joined by|joins|joining|guests?|host(?:s|ed)?|panel|moderat|we have|with me|welcome|hear from|chat(?:s|ted)? with|caught up with|asks|answers)",
    re.I,
)
_SENTENCE: Final = re.compile(r"[^。!?;\n]+")


def find(folded: str, start: int, end: int, known: frozenset[str]) -> list[Intro]:
    """The people introduced in a stretch of folded text. `known` are full names met elsewhere."""
    found: list[Intro] = []
    for sentence in _SENTENCE.finditer(folded, start, end):
        a, b = sentence.span()
        takes_part = bool(TAKES_PART.search(folded, a, b))
        for intro in (*intros_han.find(folded, a, b, known), *intros_latin.find(folded, a, b, known)):
            role = intro.role or _role_near(folded, a, b, intro.name_at)
            found.append(replace(intro, role=role, takes_part=takes_part or intro.takes_part))
    return found


def _role_near(folded: str, start: int, end: int, name_at: tuple[int, int]) -> Role | None:
    before = folded[max(start, name_at[0] - 12) : name_at[0]]
    after = folded[name_at[1] : min(end, name_at[1] + 14)]
    if re.search(r"主持人?\s*[:：]?$", before) or re.match(
        r"(?:先生|女士|老师)?(?:\(主持\)|主持|作为主持人|担任主持)", after
    ):
        return "moderator"
    if re.search(r"由[^,。]{0,30}$", folded[start : name_at[0]]) and re.match(
        r"(?:先生|女士|老师)?(?:担任)?主持", after
    ):
        return "moderator"
    if re.search(r"\([^)]{0,4}主持[^)]{0,3}\)\s*[、,]?", after[:8]):
        return "moderator"
    if re.search(r"记者\s*$", before) or re.match(r".{0,12}(?:专访|采访)了", after):
        return "interviewer"
    return None
