"""Where post and employer stand in the words beside a Chinese name: `某公司|创始人兼CEO`, `原某镇|镇长`.

All functions take folded text (see `folding`).
"""

from __future__ import annotations

import re
from typing import Final

from onrecord.enrich.speakers import employers, posts
from onrecord.enrich.speakers.introduction import Intro

_POSTS: Final = re.compile(posts.POSTS)


Places = tuple[tuple[int, int] | None, tuple[int, int] | None]

# What stands before the employer of a post that is held no more; words that only begin like it go on otherwise.
_FORMER: Final = re.compile(
    r"(?:原(?![力子生本点木野色画乡创味麦素初阳州野著告则油料型版])|前(?![海程沿线锋瞻进台门])(?!\d))(?=[\u3400-\u9fff]{2})"
)
_HELD: Final = re.compile(r"(?:曾任|历任|时任|原任|曾是|曾为|曾经?担任|出任过|担任过)$")
# Who makes a work holds no post with it: `《某片》导演`.
_MAKES: Final = re.compile(
    r"(?:导演|编剧|演员|主演|作者|译者|制片人|监制|作曲家?|词作者|摄影师|主唱|主角|设计师|策展人)$"
)


def before_name(folded: str, limit: int, title_start: int, title_end: int, at: tuple[int, int]) -> Intro:
    """A person with the post that ends before the name, and the employer that stands before the post."""
    begin = employers.left_of(folded, limit, title_start)
    is_past = bool(_HELD.search(folded, limit, begin))
    if former := _FORMER.match(folded, begin, title_start):
        begin, is_past = former.end(), True
    if chained := _first_of_several(folded, limit, begin, title_start):
        begin, title_start, title_end = chained
    tail = _EMPLOYERS_TAIL.match(folded, title_start, title_end)
    if tail and begin < title_start and folded[title_start - 1] != " ":
        title_start = tail.end()
    before = folded[begin:title_start]
    employer, extra = employers.divide(before, folded[title_start:title_end])
    title = (folded.rfind(extra, begin, title_start) if extra else title_start, title_end)
    affiliation = (begin, begin + len(employer)) if employers.is_employer(employer) else None
    if affiliation and (employers.is_spam(employer) or _is_of_a_work(folded, affiliation, title)):
        affiliation = None
    if affiliation is None and not extra and begin == title_start:
        affiliation = employers.subject_of(folded, title_start, title_end)
    if affiliation is None and extra:
        affiliation = employers.subject_of(folded, title[0], title[1])
    return Intro(folded[at[0] : at[1]], at, title, affiliation, is_past=is_past)


def _is_of_a_work(folded: str, employer: tuple[int, int], title: tuple[int, int]) -> bool:
    return folded[employer[1] - 1] == "》" and bool(_MAKES.search(folded, *title))


# Words that end a company's name as well as begin a post; before these posts they are the company's.
_EMPLOYERS_TAIL: Final = re.compile(
    r"(?:数据|软件|硬件|智能|艺术|研究|投资|创意|国际)(?=(?:高级|联合|执行|首席)?(?:副?总裁|副?董事长|董事|创始"
    r"|合伙|CEO|CTO|COO|副?总经理))|市场(?=摊主|商户|店主|老板|保安)"
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


_LATIN_FORM: Final = re.compile(
    r"\s*[A-Z][A-Za-z0-9À-ɏ.'’-]*(?: [A-Z][A-Za-z0-9À-ɏ.'’-]*)+[\s,](?=\s*[\u3400-\u9fff])"
)


# 律师|事务所: the word is part of an organisation's name.
_GOES_ON: Final = re.compile(
    r"事务所|协会|学会|学院|学校|联合会|联盟|委员会|工会|公会|之家|俱乐部|办公室|中心|大学"
)


def split(folded: str, start: int, end: int) -> Places | None:
    """Places of post and employer in a stretch that holds nothing else."""
    while start < end and folded[start] in " ,、|":
        start += 1
    if latin := _LATIN_FORM.match(folded, start, end):
        start = latin.end()
    first = next(
        (m for m in _POSTS.finditer(folded, start, end) if not _GOES_ON.match(folded, m.end())), None
    )
    if first is None:
        return None
    last = first.end()
    if end - last > 14 and folded[last : last + 1] not in "、,/ ":
        return None
    if "," in folded[start : first.start()]:
        start = folded.rfind(",", start, first.start()) + 1
    intro = before_name(folded, start, first.start(), first.end(), (start, start))
    if intro.affiliation_at is None and first.start() - start > 14:
        return None
    return intro.title_at, intro.affiliation_at
