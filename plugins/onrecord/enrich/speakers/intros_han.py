"""Introductions in Chinese: `某公司创始人 某某`, `某某(某大学教授)`, cast lists, `我是主持人某某`.

All functions take folded text (see `folding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onrecord.enrich.speakers import employers, posts
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
        at = name_at(folded, after, end, known)
        if at is None:
            continue
        if found.group() in _CREDIT and folded[max(0, found.start() - 2) : found.start()].strip() == "":
            limit = at[1]
            continue
        title_end = after - (folded[after - 1] == ",")
        yield _with_employer(folded, limit, found.start(), max(title_end, found.end()), at)
        yield from _also_named(folded, at[1], end, known)
        limit = at[1]


_AND: Final = re.compile(r"\s*(?:和|与|、|及)\s*")


def _also_named(folded: str, at: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    """A second name under the same post: `两位作者甲和乙`."""
    found = _AND.match(folded, at, end)
    if found and (second := name_at(folded, found.end(), end, known)):
        yield Intro(folded[slice(*second)], second)


def _with_employer(folded: str, limit: int, title_start: int, title_end: int, at: tuple[int, int]) -> Intro:
    begin = employers.left_of(folded, limit, title_start)
    if chained := _first_of_several(folded, limit, begin, title_start):
        begin, title_start, title_end = chained
    before = folded[begin:title_start]
    employer, extra = employers.divide(before, folded[title_start:title_end])
    title = (title_start, title_end)
    if extra:
        title = (folded.rfind(extra, begin, title_start), title_end)
    elif (
        employer
        and (tail := _EMPLOYERS_TAIL.match(folded, title_start, title_end))
        and folded[title_start - 1] != " "
    ):
        title = (tail.end(), title_end)
        employer += tail.group()
    affiliation = (begin, begin + len(employer)) if employers.is_employer(employer) else None
    if affiliation and employers.is_spam(employer):
        affiliation = None
    if affiliation is None and not extra and begin == title_start:
        affiliation = employers.subject_of(folded, title_start, title_end)
    return Intro(folded[at[0] : at[1]], at, title, affiliation)


# Words that end a company's name as well as begin a post; before these posts they are the company's.
_EMPLOYERS_TAIL: Final = re.compile(
    r"(?:数据|软件|硬件|智能|艺术|研究|投资|创意|国际)(?=(?:高级|联合|执行|首席)?(?:副?总裁|副?董事长|董事|创始"
    r"|合伙|CEO|CTO|COO|副?总经理))"
)


def _first_of_several(folded: str, limit: int, begin: int, title_start: int) -> tuple[int, int, int] | None:
    """Where several employers with posts stand before one name: the first of them."""
    first = None
    while begin > limit + 3 and folded[begin - 1] in "、,":
        end = begin - 1
        last = None
        for found in _POSTS.finditer(folded, max(limit, end - 30), end):
            last = found
        if last is None or last.end() != end:
            break
        begin = employers.left_of(folded, limit, last.start())
        first = begin, last.start(), last.end()
    return first


# What a name will be called from now on, or its Latin form.
ALIAS: Final = re.compile(r"\s*\((?:(?:以下|下|后)?(?:简|统)?称[^()]{1,12}|[A-Z][A-Za-z.'’ -]{2,40})\)")
BETWEEN: Final = re.compile(
    r"\s*(?:\((?P<paren>[^()]{2,60}(?:\([^()]*\)[^()]*)*)\)|(?P<sign>[|,/]"
    r"|——?)\s*(?P<clause>[^。;!?\n|]{2,60})"
    r"|(?:先生|女士|老师)?,?\s*(?P<verb>目前是|现在是|现任|现为|如今是|就是|是|担任"
    r"|任)(?P<said>[^,。;!?\n]{2,50}))"
)
_LATIN_FORM: Final = re.compile(
    r"\s*[A-Z][A-Za-z0-9À-ɏ.'’-]*(?: [A-Z][A-Za-z0-9À-ɏ.'’-]*)+[\s,](?=\s*[\u3400-\u9fff])"
)
_PAST: Final = re.compile(r"^\W*(?:前|原)|曾任|曾是|曾担任|历任|原任|前任|之后担任")


def is_over(words: str) -> bool:
    """Whether the words between a name and a post say that it is held no more."""
    return bool(_PAST.search(words))


_NOW: Final = re.compile(r"(?:现在是|目前是|现任|现为|现担任|如今是|现在担任|现为)\s*([^,。;!?\n]{2,40})")


def _name_then_post(folded: str, start: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    """`某某(某大学教授)`, `某某,某杂志主编`, `某某是某公司的创始人`, for names known from elsewhere."""
    for name in known:
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
            place = split_places(folded, now.start(1), now.end(1))
            if place and not any(other != name and other in folded[stop : now.start()] for other in known):
                yield Intro(name, (at, at + len(name)), *place)
                continue
        if (found := BETWEEN.match(folded, stop, end)) and not is_over(found.group()):
            group = next(g for g in ("paren", "clause", "said") if found[g])
            a, b = _until_post(folded, *found.span(group)) if group != "paren" else found.span(group)
            place = split_places(folded, a, b)
            next_one = place and place[0] and name_at(folded, place[0][1], end, known)
            if place and (group != "clause" or not next_one):
                yield Intro(name, (at, at + len(name)), *place)


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


def split_places(
    folded: str, start: int, end: int
) -> tuple[tuple[int, int] | None, tuple[int, int] | None] | None:
    """Places of post and employer in a stretch that holds nothing else."""
    while start < end and folded[start] in " ,、|":
        start += 1
    if latin := _LATIN_FORM.match(folded, start, end):
        start = latin.end()
    first = None
    for found in _POSTS.finditer(folded, start, end):
        first = found
        break
    if first is None:
        return None
    last = first.end()
    if end - last > 14 and folded[last : last + 1] not in "、,/ ":
        return None
    if "," in folded[start : first.start()]:
        start = folded.rfind(",", start, first.start()) + 1
    intro = _with_employer(folded, start, first.start(), first.end(), (start, start))
    if intro.affiliation_at is None and first.start() - start > 14:
        return None
    return intro.title_at, intro.affiliation_at


_SELF: Final = re.compile(r"(?:我是|我叫|我的名字(?:是|叫))\s*(?:(?P<role>主持人|记者)\s*)?")


def _self_named(folded: str, start: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    for found in _SELF.finditer(folded, start, end):
        if at := name_at(folded, found.end(), end, known):
            role: Role | None = {"主持人": "moderator", "记者": "interviewer"}.get(found["role"] or "")  # type: ignore[assignment]
            title = found.span("role") if found["role"] else None
            yield Intro(folded[at[0] : at[1]], at, title, None, role, True)
