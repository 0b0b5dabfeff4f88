"""Who is introduced, with which post and employer, and as taking part?

Reads the sentences that introduce people: the lede, cast lists, the first turns, the title. Works on folded
text; places are those of the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from onrecord.enrich.speakers import cast_lists, intros_han, intros_latin
from onrecord.enrich.speakers.introduction import Intro
from onrecord.models import Role

# Words that say of a sentence that the people in it take part in a conversation.
TAKES_PART: Final = re.compile(
    r"邀请|请到|请来|专访|采访了|采访到|接受.{0,12}(?:采访|专访|访谈)|对话|访谈|对谈|嘉宾|做客|主持"
    r"|参与|参加(?:本场|讨论|论坛|圆桌|对话)|圆桌|共同探讨|讨论|交流|连线|答记者问"
    r"|回答.{0,10}(?:提问|问题|记者)|回应.{0,8}(?:提问|记者)"
    r"|记者会|发布会|见面会|问答|聊了聊|聊天|聊聊|畅谈|分享了|与会|我们和|今天.{0,6}(?:是|有)|欢迎"
    r"|\b(?:interview|talk(?:s|ed|ing)? (?:to|with)|spoke (?:to|with)|speaks? with|sat down with"
    r"|conversation|questions (?:for|to|with)|minutes with|own words"
    r"|joined by|joins|joining|guests?|host(?:s|ed)?|panel|moderat|we have|with me|met"
    r"|welcome|hear from|chat(?:s|ted)? with|caught up with|asks|answers)",
    re.I,
)
# What stands right before one's own name.
SELF_NAMED: Final = re.compile(
    r"(?:我是(?:(?![听看和跟说给])[^,。;!?\n]){0,10}|我叫|我的名字[是叫]|主持人"
    r"|\bI'm|\bI am|[Mm]y name is|\b[Tt]his is)\s*$"
)
_SENTENCE: Final = re.compile(
    r"(?:[^。!?\n.]|\.(?!\s+[A-Z])|(?<=\b(?:Mr|Ms|Dr|St|Jr))\.|(?<=\bMrs)\.|(?<=\b[A-Z])\.)+"
)


def find(
    folded: str, start: int, end: int, known: frozenset[str], subject: Intro | None = None
) -> list[Intro]:
    """The people introduced in a stretch of folded text. `known` are full names met elsewhere.

    `subject` is whom `She is …` means at its beginning: the one person of the sentences before it.
    """
    found: list[Intro] = []
    listed: Role | None = None  # the role word that heads a cast list
    for sentence in _SENTENCE.finditer(folded, start, end):
        a, b = sentence.span()
        if heading := _ROLE_HEADING.fullmatch(folded, a, b):
            listed = "moderator" if heading[1].startswith(("主", "Host", "Mod")) else "guest"
            continue
        takes_part = bool(TAKES_PART.search(folded, a, b))
        people = list(cast_lists.bar_list(folded, a, b)) or [
            *cast_lists.cast_line(folded, a, b, known, is_listed=listed is not None),
            *intros_han.find(folded, a, b, known),
            *intros_latin.find(folded, a, b, known),
        ]
        if subject and (said := _OF_SUBJECT.match(folded, a, b)) and not people:
            people = list(intros_latin.of(folded, subject, said.end(), b) or [])
        elif folded[a - 1 : a] in {"", "\n"}:
            opening = [name for name in known if folded.startswith(name, a)]
            subject = Intro(opening[0], (a, a + len(opening[0]))) if opening else None
        is_cast = any(intro.is_cast for intro in people)
        for intro in people:
            if _is_reporter_of_the_report(folded, a, intro.name_at):
                continue
            role = (
                intro.role
                or _role_of_title(folded, intro)
                or (listed if is_cast else None)
                or _role_near(folded, a, b, intro.name_at)
            )
            found.append(replace(intro, role=role, takes_part=takes_part or intro.takes_part))
        if not is_cast:
            listed = None
    return found


_OF_SUBJECT: Final = re.compile(r"\s*(?:She|He) (?:is|works as|serves as) (?:now |currently )?(?:an?|the) ")


def _role_of_title(folded: str, intro: Intro) -> Role | None:
    """`host Jane Roe` is the host by her post."""
    title = folded[slice(*intro.title_at)].lower() if intro.title_at else ""
    return "moderator" if title in {"host", "co-host", "moderator", "主持人", "主持", "主播"} else None


_ROLE_HEADING: Final = re.compile(
    r"\s*[\[*]*(主持人?|对谈嘉宾|访谈嘉宾|对话嘉宾|圆桌嘉宾|分享嘉宾|嘉宾|受访者|与谈人|对谈人|讲者"
    r"|Hosts?|Guests?|Moderators?|Panelists?|Speakers?)[\]*]*\s*:?\s*"
)
_REPORTER: Final = re.compile(r"(?:[((]\s*|电\s*[((]?)(?:本报|本刊|本网|见习|实习)?记者\s*$|文[/|]\s*$")


def _is_reporter_of_the_report(folded: str, start: int, name_at: tuple[int, int]) -> bool:
    """Whether the name is only a credit: `(记者 某某)`."""
    return bool(_REPORTER.search(folded, max(start, name_at[0] - 12), name_at[0]))


_HOSTS: Final = re.compile(
    r"(?:先生|女士|老师|教授)?(?:\(主持人?\)|(?:担任|作为)?主持(?!.{0,4}(?:记者会|发布会|见面会|工作|会议)))"
)
_HOST_BEFORE: Final = re.compile(r"主持人?\s*:?\s*$|\b(?:[Cc]o-)?[Hh]osts?(?: today)?(?: is| are)?,?\s*$")
_REPORTER_BEFORE: Final = re.compile(r"记者\s*$")
_INVITED: Final = re.compile(r"请来|请到|邀请|嘉宾")
_INTERVIEWS: Final = re.compile(r"[^,。]{0,12}(?:专访|采访|对话|访问)了")
_MARKED_HOST: Final = re.compile(r"[^,。、]{0,14}\(主持人?\)")


def _role_near(folded: str, start: int, end: int, name_at: tuple[int, int]) -> Role | None:
    """The role that the words around a name give it."""
    before = max(start, name_at[0] - 20), name_at[0]
    after = name_at[1], min(end, name_at[1] + 24)
    if (
        _HOST_BEFORE.search(folded, *before)
        or _HOSTS.match(folded, *after)
        or _MARKED_HOST.search(folded, *before)
    ):
        return "moderator"
    is_invited = _INVITED.search(folded, start, name_at[0])
    if (_REPORTER_BEFORE.search(folded, *before) and not is_invited) or _INTERVIEWS.match(folded, *after):
        return "interviewer"
    return None
