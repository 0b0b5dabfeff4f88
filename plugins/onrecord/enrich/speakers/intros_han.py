"""Introductions in Chinese: `某公司创始人 某某`, `某某(某大学教授)`, cast lists, `我是主持人某某`.

All functions take folded text (see `folding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onrecord.enrich.speakers import employers, post_places, posts
from onrecord.enrich.speakers.introduction import Intro
from onrecord.enrich.speakers.name_places import LATIN_NAME, name_at
from onrecord.models import Role

_CREDIT: Final = frozenset(
    ["编辑", "翻译", "译者", "作者", "校对", "策划", "摄影师", "撰稿人"]
)  # posts of those who made the article
_POSTS: Final = re.compile(posts.POSTS)


def find(folded: str, start: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    """The people a sentence introduces."""
    yield from _post_then_name(folded, start, end, known)
    yield from _name_then_post(folded, start, end, known)
    yield from _self_named(folded, start, end, known)
    yield from _invited(folded, start, end, known)
    yield from _hosting(folded, start, end, known)
    yield from _employer_then_name(folded, start, end, known)


_INVITES: Final = re.compile(
    r"(?:专访|采访|对话|访谈|连线|邀请|采访到|邀请到|请到|请来)(?:到|了|到了|来了)?(?:的是)?\s*"
)
_ADDRESS: Final = re.compile(r"(?:先生|女士|教授|老师|博士|院士|小姐)")
_EMPLOYER_END: Final = re.compile(
    r"(?:大学|学院|研究院|研究所|公司|集团|银行|基金会|资本|出版社|杂志社|电视台|协会|学会|委员会"
    r"|医院|工作室|事务所|科技|报社)(?=[\u3400-\u9fff]{2,4}(?:先生|女士|教授|老师|博士|院士|小姐))"
    r"|来自(?P<from>[^,。;!?\n]{2,24}?)(?:团队)?的\s*(?=[A-Z])"
)


def _invited(folded: str, start: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    """`专访某某`: a name right after the verb, with no post."""
    for found in _INVITES.finditer(folded, start, end):
        at = name_at(folded, found.end(), end, known)
        if at and folded[at[1] : at[1] + 1] not in {"(", "的"} and not _POSTS.match(folded, at[1]):
            yield Intro(folded[slice(*at)], at, role="guest", takes_part=True)


_HOSTED: Final = re.compile(r"主持人?(?:分别)?(?:是|为)\s*")


def _hosting(folded: str, start: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    """`主持人是某某和某某`."""
    for found in _HOSTED.finditer(folded, start, end):
        if at := name_at(folded, found.end(), end, known):
            for one in (Intro(folded[slice(*at)], at), *_also_named(folded, at[1], end, known)):
                yield Intro(one.name, one.name_at, role="moderator", takes_part=True)


def _employer_then_name(folded: str, start: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    """`某集团某某先生`, `来自某公司团队的 Jane Roe 和 …`: an employer and no post."""
    for found in _EMPLOYER_END.finditer(folded, start, end):
        at = name_at(folded, found.end(), end, known)
        if at is None:
            continue
        if found["from"]:
            place = found.span("from")
            place = place[0], place[0] + len(folded[slice(*place)].removesuffix("团队").rstrip())
        else:
            place = employers.left_of(folded, start, found.end()), found.end()
        if not employers.is_employer(folded[slice(*place)]):
            continue
        yield Intro(folded[slice(*at)], at, None, place)
        for more in _also_named(folded, at[1], end, known):
            yield Intro(more.name, more.name_at, None, place if found["from"] else None)


def _post_then_name(folded: str, start: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    """`某公司创始人兼CEO 某某`, also several in a row."""
    limit = start
    for found in _POSTS.finditer(folded, start, end):
        if found.start() < limit:
            continue
        after = found.end()
        while after < end and folded[after] == "(":  # (庫務)
            close = folded.find(")", after, min(end, after + 14))
            if close < 0:
                break
            after = close + 1
        if folded[after : after + 1] == "," and LATIN_NAME.match(folded[after + 1 : after + 40].lstrip()):
            after += 1
        at = name_at(folded, after, end, known, is_vouched=True)
        if at is None:
            continue
        if found.group() in _CREDIT and folded[max(0, found.start() - 2) : found.start()].strip() == "":
            limit = at[1]
            continue
        title_end = after - (folded[after - 1] == ",")
        yield post_places.before_name(folded, limit, found.start(), max(title_end, found.end()), at)
        yield from _also_named(folded, at[1], end, known)
        limit = at[1]


_AND: Final = re.compile(r"\s*(?:和|与|、|及)\s*")


def _also_named(folded: str, at: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    """A second name under the same post: `两位作者甲和乙`."""
    found = _AND.match(folded, at, end)
    if found and (second := name_at(folded, found.end(), end, known)):
        yield Intro(folded[slice(*second)], second)


# What a name will be called from now on, or its Latin form.
ALIAS: Final = re.compile(r"\s*\((?:(?:以下|下|后)?(?:简|统)?称[^()]{1,12}|[A-Z][A-Za-z.'’ -]{2,40})\)")
BETWEEN: Final = re.compile(
    r"\s*(?:\((?P<paren>[^()]{2,60}(?:\([^()]*\)[^()]*)*)\)|(?P<sign>[|,/]"
    r"|——?)\s*(?P<clause>[^。;!?\n|]{2,60})"
    r"|(?:先生|女士|老师)?(?:,?(?:今年|现年)?[\d一二三四五六七八九十]{1,4}岁)?(?:,?毕业于[^,。]{2,20})?,?\s*(?P<verb>目前为|目前是|现在是|现任|现为|如今是|就是|是|担任"
    r"|任)(?P<said>[^,。;!?\n]{2,50}))"
)
_PAST: Final = re.compile(r"^\W*(?:前|原)|曾任|曾是|曾担任|历任|原任|前任|之后担任")


def is_over(words: str) -> bool:
    """Whether the words between a name and a post say that it is held no more."""
    return bool(_PAST.search(words))


_NOW: Final = re.compile(r"(?:现在是|目前是|现任|现为|现担任|如今是|现在担任|现为)\s*([^,。;!?\n]{2,40})")


def _name_then_post(folded: str, start: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    """`某某(某大学教授)`, `某某,某杂志主编`, `某某是某公司的创始人`, for names known from elsewhere.

    And for the one whom a line begins with.
    """
    opening = name_at(folded, start, end, known) if folded[start - 1 : start] in {"", "\n", ":"} else None
    for name in known | {folded[slice(*opening)]} if opening and folded[opening[0]] > "\u3400" else known:
        at = folded.find(name, start, end)
        if at < 0:
            continue
        alias = ALIAS.match(folded, at + len(name), end)
        stop = alias.end() if alias else at + len(name)
        if (post := _POSTS.match(folded, stop, end)) and post.group() != "主持":
            employer = _WORK_BEFORE.search(folded, start, at)
            yield Intro(name, (at, at + len(name)), post.span(), employer.span() if employer else None)
            continue
        is_line = at == start and folded[start - 1 : start] in {"", "\n"}  # the rest of it is about him
        line_end = folded.find("\n", end) if is_line else end
        if now := _NOW.search(folded, stop, line_end if line_end > 0 else len(folded)):
            place = post_places.split(folded, now.start(1), now.end(1))
            if place and not any(other != name and other in folded[stop : now.start()] for other in known):
                yield Intro(name, (at, at + len(name)), *place)
                continue
        if (found := BETWEEN.match(folded, stop, end)) and not is_over(found.group()):
            group = next(g for g in ("paren", "clause", "said") if found[g])
            if _NEXT_ONE.match(found[group]):
                continue
            if group == "paren" and posts.is_organisation(found["paren"]):
                yield Intro(name, (at, at + len(name)), None, found.span("paren"))
                continue
            a, b = _until_post(folded, *found.span(group)) if group != "paren" else found.span(group)
            place = post_places.split(folded, a, b)
            next_one = place and place[0] and name_at(folded, place[0][1], end, known)
            if place and (group != "clause" or not next_one):
                yield Intro(name, (at, at + len(name)), *place)


_NEXT_ONE: Final = re.compile(r"[左右中][一二三四五六\d]?(?:为|是|:)|前排|后排")  # in a caption
_WORK_BEFORE: Final = re.compile(r"《[^《》]{2,16}》(?:杂志|周刊|月刊|报)?$")


def _until_post(folded: str, start: int, end: int) -> tuple[int, int]:
    """The clause up to its first comma, or the last post of it."""
    comma = folded.find(",", start, end)
    stop = comma if comma > 0 else end
    last = None
    for found in _POSTS.finditer(folded, start, stop):
        last = found
    if last and stop - last.end() <= 1:
        return start, last.end()
    return start, stop


_SELF: Final = re.compile(
    r"(?:我是|我叫|我的名字(?:是|叫))\s*(?:(?P<role>主持人|记者)\s*)?(?:(?:来自)?(?P<org>[^,。;!?\n是]{2,20}?)的)?"
)
_SELF_ROLES: Final[dict[str | None, Role]] = {"主持人": "moderator", "记者": "interviewer"}
_AND_IS: Final = re.compile(r"[,、]\s*(?:我)?(?:目前|现在)?(?:是|在|任|担任)(?P<said>[^,。;!?\n]{2,40})")


def _self_named(folded: str, start: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    for found in _SELF.finditer(folded, start, end):
        at = name_at(folded, found.end(), end, known)
        if at is None:
            continue
        role = _SELF_ROLES.get(found["role"])
        title = found.span("role") if found["role"] else None
        employer = found.span("org") if found["org"] and posts.is_organisation(found["org"]) else None
        more = _AND_IS.match(folded, at[1], end)
        if not title and more and (said := post_places.split(folded, *more.span("said"))):
            title, employer = said
        yield Intro(folded[at[0] : at[1]], at, title, employer, role, True)
