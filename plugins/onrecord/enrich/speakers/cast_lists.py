"""Cast lists: lines and sentences that do nothing but name people with their posts.

`某某,某杂志主编` on a line of its own, `嘉宾:某某(某大学教授)`, `某某|某公司 创始人、某某|某资本 合伙人`.
All functions take folded text (see `folding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onrecord.enrich.speakers import employers, intros_latin, lexicon, post_places, posts
from onrecord.enrich.speakers.introduction import Intro
from onrecord.enrich.speakers.intros_han import ALIAS, BETWEEN, is_over
from onrecord.enrich.speakers.name_places import name_at
from onrecord.models import Role

_BAR_LIST: Final = re.compile(
    r"(?:^|[、,:;\s])(?P<name>[\u3400-\u9fff·]{2,6}"
    r"|[A-Z][A-Za-z0-9À-ɏ.'-]+(?: [A-Z][A-Za-z0-9À-ɏ.'-]+){1,2})\s*"
    r"\|\s*(?P<rest>[^|。\n]{2,40}?)"
    r"(?=、\s*(?:[\u3400-\u9fff·]{2,6}|[A-Z][A-Za-z0-9À-ɏ.' -]+?)\s*\||[。\n]|$)"
)

_DASHED: Final = re.compile(
    r"[-•* ]*(?P<name>[A-Z][A-Za-zÀ-ɏ.'’-]+(?: [A-Z][A-Za-zÀ-ɏ.'’-]*){1,3}) (?:-|\||—) (?P<rest>[A-Z][\w&,.'’ -]{2,80})"
)
_CAST: Final = re.compile(
    r"\s*(?:[-•*·>\s]*)(?:(?P<role>主持人?|嘉宾|对谈人?|访谈嘉宾|对话嘉宾|受访[\u3400-\u9fff]{1,2}|采访[者人]?|(?:学生|校园|实习|特约|本刊)?记者"
    r"|与谈人|讲者|host|guests?|interviewer|interviewee|moderator|panelists?|speakers?)\s*"
    r"[:|/]?\s*)?"
    r"(?P<rest>\S.{1,80}?)\s*$",
    re.I,
)


def cast_line(
    folded: str, start: int, end: int, known: frozenset[str], *, is_listed: bool = False
) -> Iterator[Intro]:
    """A line that is nothing but a name with post and employer, or a role word with such a name.

    `is_listed`: a role word stands above it, so that a blank is enough between name and post.
    """
    if folded.rfind("\n", 0, start) + 1 != start:
        return
    if dashed := _DASHED.fullmatch(folded, start, end):
        title, employer = intros_latin.places(folded, *dashed.span("rest")) or (None, dashed.span("rest"))
        yield _listed(folded, dashed.span("name"), title, employer, None)
        return
    found = _CAST.match(folded, start, end)
    name = name_at(folded, found.start("rest"), end, known) if found else None
    if not found or name is None:
        return
    word = found["role"]
    alias = ALIAS.match(folded, name[1], end)
    after = alias.end() if alias else name[1]
    border = r"[(,|]|\s" if is_listed else r"[(,|]|\s{2,}"
    if not word and not re.match(border, folded[after : after + 2]):
        return
    if is_listed and folded[after : after + 1] == " " and (place := post_places.split(folded, after, end)):
        yield _listed(folded, name, *place, word)
        return
    if post := _POST_AFTER.match(folded, after, end):  # `某某校长(某某中学)`
        inside = post.span("org") if post["org"] and employers.is_employer(post["org"]) else None
        yield _listed(folded, name, post.span("post"), inside, word)
        return
    others = [after + sign.start() for sign in _OTHER.finditer(folded[after:end])]
    places = [(start, start + len(n)) for start in others for n in known if folded.startswith(n, start)]
    if word and places and len(places) == len(others):
        for one in (name, *places):
            yield _listed(folded, one, None, None, word)
        return
    between = BETWEEN.match(folded, after, end)
    group = next((g for g in ("paren", "clause") if between and between[g]), None)
    place = post_places.split(folded, *between.span(group)) if between and group else None
    if between and is_over(between.group()):
        return
    if place is None and between and group:
        place = intros_latin.places(folded, *between.span(group))
    if place or (word and not folded[after:end].strip()):
        title, employer = place or (None, None)
        yield _listed(folded, name, title, employer, word)


_OTHER: Final = re.compile(r"(?<=[、,和&])\s*(?=\S)|(?<=[、,和&] )(?=\S)")


def _listed(
    folded: str,
    name: tuple[int, int],
    title: tuple[int, int] | None,
    employer: tuple[int, int] | None,
    word: str | None,
) -> Intro:
    role = lexicon.ROLE_BY_LOWER.get((word or "").lower())
    if word and word.startswith("主持"):
        role = "moderator"
    elif word and not role:
        role = "interviewer" if word.endswith("记者") else "guest" if word.startswith("受访") else None
    return Intro(folded[slice(*name)], name, title, employer, role, takes_part=True, is_cast=True)


_POST_AFTER: Final = re.compile(rf"(?P<post>{posts.POST})(?:\s*\((?P<org>[^()]{{3,30}})\))?(?=\s*$)")


def bar_list(folded: str, start: int, end: int) -> Iterator[Intro]:
    """`某某|某公司 创始人、某某|某资本 合伙人`: several people in one sentence."""
    if folded.count("|", start, end) < 2:
        return
    for found in _BAR_LIST.finditer(folded, start, end):
        place = post_places.split(folded, *found.span("rest"))
        if place:
            role: Role | None = "moderator" if re.search(r"\(主持人?\)", found["rest"]) else None
            yield Intro(found["name"], found.span("name"), *place, role=role or "guest", takes_part=True)
