"""Who is announced outside the sentences: front matter, `【采访/某网 某某】`, `Interviewer: …`.

Reads the head of a document's source text, folded; places are those of the source text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from onrecord.enrich.speakers import names, post_places, posts
from onrecord.enrich.speakers.paper import Paper
from onrecord.models import Role

_FRONT_MATTER: Final = re.compile(r"\A\s*---\n(.*?)\n---\s*\n", re.S)
_LIST: Final = re.compile(
    r"^(speakers|guests?|hosts?|嘉宾|主持人?):[ \t]*(?:\[(?P<inline>[^\]\n]*)\]|(?P<one>[^\n\[\]]+)"
    r"|(?P<block>(?:\n[ \t]*- [^\n]+)+))",
    re.M | re.I,
)
_ITEM: Final = re.compile(r"[^\n,\[\]'\"-][^\n,\[\]'\"]*")
_ASKED_BY: Final = re.compile(
    r"(?:采访|访谈|访问|记者|采写|采访者|采访人|对话|(?:采访|访谈)[、/及和&](?:撰文|整理|文|摄影|编辑|撰稿)"
    r"|Interviewer|Interviewed by|interview by)\s*[/"
    r"|::]\s*(?P<rest>[^\n\]|;,。()]{2,40})",
    re.I,
)
_ANSWERED_BY: Final = re.compile(
    r"(?:Interview with|Interviewee|受访者|受访人|被采访人|受访嘉宾|嘉宾)\s*[/"
    r"|:]\s*(?P<rest>[A-Z\u3400-\u9fff][^\n\]|;,。()]{1,40})"
)
_ASKED_BY_IN_TEXT: Final = re.compile(
    r"(?:^|[。;\s|])(?:采访者?|采访人|访谈人?)(?:[、/及和&](?:撰文|整理|文|摄影|撰稿))*\s*[:/|]\s*(?P<rest>[\u3400-\u9fff]{2,4})(?=[;。,|\s])"
)
_RUN_TOGETHER: Final = re.compile(r"[^\n] Interviewer:\s*(?P<rest>[A-Z][^\n:]{2,40})")
_NAME_AT_HEAD: Final = re.compile(
    r"(?:(?:Mr|Ms|Dr)\.? )?((?:[A-Z][A-Za-z0-9À-ɏ.'’\-]+ ){1,2}"
    r"(?!Class|Date|Place|Interview|Edited)[A-Z][A-Za-z0-9À-ɏ'’\-]+)"
)


@dataclass(frozen=True, slots=True)
class Announced:
    """A person named by the page's furniture."""

    name: str
    start_char: int
    end_char: int
    role: Role | None
    title_at: tuple[int, int] | None = None
    affiliation_at: tuple[int, int] | None = None


def read(paper: Paper) -> list[Announced]:
    """The people that front matter and the lines aside announce as taking part."""
    head = paper.source
    found: list[Announced] = []
    if matter := _FRONT_MATTER.match(head):
        for entry in _LIST.finditer(matter.group(1)):
            group = next(g for g in ("inline", "one", "block") if entry[g])
            role: Role = "moderator" if entry[1].lower().startswith(("host", "主持")) else "guest"
            for item in _ITEM.finditer(entry[group]):
                start = matter.start(1) + entry.start(group) + item.start()
                name = item.group().strip()
                start += len(item.group()) - len(item.group().lstrip())
                if names.is_person_name(name) or re.fullmatch(r"[A-Z][A-Za-z0-9À-ɏ-]+", name):
                    found.append(Announced(name, start, start + len(name), role))
    for start, end in paper.aside:
        for credit in _ASKED_BY.finditer(head, start, end):
            found.extend(_person_in(head, *credit.span("rest"), "interviewer"))
    for credit in _ASKED_BY_IN_TEXT.finditer(head):
        found.extend(_person_in(head, *credit.span("rest"), "interviewer"))
    for credit in _ANSWERED_BY.finditer(head):
        found.extend(_person_in(head, *credit.span("rest"), "guest"))
    for credit in _RUN_TOGETHER.finditer(head):
        found.extend(_person_in(head, *credit.span("rest"), "interviewer"))
    return found


def _person_in(head: str, start: int, end: int, role: Role) -> list[Announced]:
    text = head[start:end]
    if latin := _NAME_AT_HEAD.match(text):
        return [Announced(latin.group(1), start + latin.start(1), start + latin.end(1), role)]
    words = list(re.finditer(r"\S+", text))
    for index, word in enumerate(words):
        if names.is_han_name(word.group()) and not posts.is_post(word.group()) and (index or len(words) == 1):
            title, employer = _described(head, start, start + word.start())
            place = start + word.start(), start + word.end()
            return [Announced(word.group(), *place, role, title, employer)]
    return []


def _described(head: str, start: int, end: int) -> post_places.Places:
    """Post and employer in the words between the sign and the name: `某网编辑 某某`."""
    while end > start and head[end - 1] in " /|":
        end -= 1
    while start < end and head[start] in " /|":
        start += 1
    if start == end:
        return None, None
    return post_places.split(head, start, end) or (None, (start, end))
