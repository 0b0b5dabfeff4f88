"""What is reported of a named person without quotation marks: `林一表示，…`, `Mara Quill said that …`.

Only where the sentence names the one who speaks: a body, a survey or "experts" say nothing here. Chinese is
read from folded text, English from the text; places are those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from onrecord.enrich.speakers import sayings_en, sayings_zh
from onrecord.enrich.speakers.attribution import Mention, Place

MIN_CHARS: Final = 6  # a clause that says something

_REPORTS_ZH: Final = re.compile(
    r"(?<![的与和及、个])(?:表示|指出|认为|坦言|强调|介绍|透露|解释|补充|直言|提醒|承认|预计|预测|宣布|相信|坚信|回忆|警告|重申|说|称)"
    r"(?:(?<=提醒)|(?<=警告)|(?:道|说|称))?[,:]"
)
_TOLD_ZH: Final = re.compile(r"告诉(?:本报|本刊|本网)?记者[,:]")
_SENTENCE_ZH: Final = re.compile(r"[^。!?\n]+[。!?]?")
_SENTENCE_EN: Final = re.compile(
    r"\S.*?(?:(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\b[A-Z])[.?!](?=\s|$)|$)", re.M
)
_VERB_EN: Final = (
    r"(?:said|says|added|adds|explained|argued|argues|insisted|warned|warns|admitted|noted|acknowledged|believes"
    r"|believed|predicted|announced|confirmed|stressed|recalled)"
)
_THAT: Final = re.compile(rf"\b(?:{_VERB_EN}|told (?:[\w’']+ ){{1,4}}?)(?<! )? ?that (?=\w)")
_ACCORDING: Final = re.compile(r", according to (?P<who>[A-Z])")
_FIRST: Final = re.compile(
    r"According to (?P<who>[A-Z][^,.]{2,60})(?:, (?:an?|the|who) [^,.]{2,80})?, (?P<said>[^“”\"]+)"
)
_TRAILING: Final = re.compile(rf", (?P<subject>[^,“”\"]{{2,60}}?) (?P<verb>{_VERB_EN})[.]?$")
_CUES: Final = re.compile(
    r"[示出为言调绍露释充醒认计测布信忆告申说称](?:道|说|称)?[，,：:]|记者[，,：:]|that |according to |"
    + _VERB_EN
)


@dataclass(frozen=True, slots=True)
class Reported:
    """Words reported, and who is named as saying them."""

    place: Place
    paragraph: int
    who: Mention


def has_cues(text: str) -> bool:
    """Whether the text has words that can report speech at all."""
    return bool(_CUES.search(text))


def in_chinese(
    folded: str, start: int, end: int, paragraph: int, names: Collection[str]
) -> Iterator[Reported]:
    """The reported clauses of a Chinese paragraph."""
    for sentence in _SENTENCE_ZH.finditer(folded, start, end):
        head, stop = sentence.span()
        found = _TOLD_ZH.search(folded, head, stop) or _REPORTS_ZH.search(folded, head, stop)
        if found is None or stop - found.end() < MIN_CHARS:
            continue
        if not sayings_zh.is_said(folded, head, found.start()):
            continue
        who = sayings_zh.subject(folded, head, found.start(), names)
        if who and who.form == "full":
            yield Reported((found.end(), stop), paragraph, who)


def in_english(text: str, start: int, end: int, paragraph: int, names: Collection[str]) -> Iterator[Reported]:
    """The reported clauses of an English paragraph."""
    for sentence in _SENTENCE_EN.finditer(text, start, end):
        head, stop = sentence.span()
        if that := _THAT.search(text, head, stop):
            said, who = (that.end(), stop), sayings_en.teller(text, head, that.start(), names)
        elif first := _FIRST.match(text, head, stop):
            said, who = (first.start("said"), stop), sayings_en.source(text, first.start("who"), stop, names)
        elif according := _ACCORDING.search(text, head, stop):
            said = (head, according.start() + 1)
            who = sayings_en.source(text, according.start("who"), stop, names)
        elif trailing := _TRAILING.search(text, head, stop):
            said = (head, trailing.start() + 1)
            who = sayings_en.source(text, trailing.start("subject"), trailing.end("subject"), names)
        else:
            continue
        if who and who.form in ("full", "short") and said[1] - said[0] >= MIN_CHARS:
            yield Reported(said, paragraph, who)
