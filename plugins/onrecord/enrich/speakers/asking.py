"""Which outlet asks, where the page says so: `接受《某刊》专访`, `She spoke to The Some Review`, `某报记者 某某`.

Behind a bare 问, Q or 记者 stands then this outlet, or its reporter of the byline. What the page does not say
is not guessed: not from the site, nor from the source line. Places are those of the zone read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from onrecord.enrich.speakers import lexicon, names
from onrecord.enrich.speakers.casting import Zone, title_zone
from onrecord.enrich.speakers.employers import OWN_OUTLET
from onrecord.enrich.speakers.folding import fold, tidy
from onrecord.enrich.speakers.paper import LEDE_CHARS, Paper
from onrecord.models import Evidence

_TALK: Final = r"(?:专访|采访|访问|访谈|对话|拜访)"
_WHEN: Final = (
    r"(?:对[^,。]{1,20}?进行了?|独家|近日|日前|昨[日天]|今[日天]|在[^,。]{1,12}?|于[^,。]{1,12}?|对|的)*"
)
_ZH: Final = re.compile(
    rf"(?:接受|回答|回应|受访于)了?《(?P<taken>[^《》]{{2,20}})》"
    rf"|《(?P<titled>[^《》]{{2,20}})》(?:杂志|周刊|月刊|报|网|编辑部)?(?:特约|资深)?(?:记者|编辑)?{_WHEN}{_TALK}"
    rf"|{_TALK}是?由?《(?P<done>[^《》]{{2,20}})》[^。\n]{{0,16}}?(?:进行|完成|做)"
    rf"|接受了?(?P<bare>[^,。;《》\s]{{2,12}}?)(?:记者)?的?(?:独家|书面|电话|视频)?(?:采访|专访|访谈)"
    rf"|(?:^|[,。;\s])(?P<reporter>[^,。;《》\s]{{2,10}}?)(?:特约|特派)?记者(?:[^,。;\n]{{0,14}},)?[^,。;\n]{{0,12}}?{_TALK}了?"
)
_OWN_ASKS: Final = re.compile(
    rf"(?:接受|回答)了?(?P<own>{OWN_OUTLET.pattern})"
    rf"|(?P<own2>{OWN_OUTLET.pattern})(?:特约)?(?:记者|编辑)?{_WHEN}{_TALK}"
)
_CAPITAL: Final = r"[A-Z](?:[\w’'\-]|\.(?=\w))*"
_CAPITALS: Final = rf"{_CAPITAL}(?: (?:(?:of|for|and|the|&) )?{_CAPITAL}){{0,4}}"
_EN: Final = re.compile(
    rf"\b(?:spoke|spoken|speaks|talked|talks|sat down|chatted|chats)(?: recently| exclusively)? (?:to|with) "
    rf"(?P<to>(?:the )?{_CAPITALS})"
    rf"|\b(?P<from>(?!(?:She|He|They|We|I|It|Who|You)\b){_CAPITALS})"
    rf" (?:spoke|speaks|talked|talks|sat down|sits down|caught up|catches up) (?:to|with)\b"
    rf"|\b[Ii]nterview(?:ed)? by (?P<by>(?:the )?{_CAPITALS})|\btold (?P<told>(?:the )?{_CAPITALS})"
)
_NO_OUTLET: Final = re.compile(
    r"^(?:本|我|多家|各|外|众|一|媒体|当地|该|这|那|有)|[了的在是对向]|接受|本[报刊网台]|专访|采访"
)
_CONFERENCE: Final = re.compile(r"记者会|发布会|见面会|通气会|答记者问|[Pp]ress conference|[Bb]riefing")
_REPORTER: Final = re.compile(
    r"^(?:(?:文|撰文|采写|采访)\s*[|/]\s*)?(?P<outlet>[^\s|/:,。\n]{2,12}?)?(?:特约|特派|见习|实习)?(?P<title>记者)"
    r"[ |/]*(?P<name>[\u3400-\u9fff]{2,4})(?=\s*$|\s+(?:编辑|摄影|\d{4})|\s*[|/])",
    re.M,
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: an outlet, or its reporter by name; with the evidence for it."""

    outlet: str | None
    name: str | None = None
    evidence: tuple[Evidence, ...] = ()


def find(paper: Paper, first: int, outlets: Collection[str]) -> Asker | None:
    """The one outlet that is said to ask, before the talk begins at `first`.

    `outlets` are the keys of those known from the page itself.
    """
    found: dict[str, Asker] = {}
    for zone in _zones(paper, first):
        for match in (*_ZH.finditer(zone.folded), *_EN.finditer(zone.folded)):
            group = str(match.lastgroup)
            start, end = match.span(group)
            if outlet_key(match[group]) not in outlets and not _can_be_outlet(match[group], group):
                continue
            if zone.folded.startswith("the ", start):
                start += 4
            name = tidy(zone.printed[start:end])
            found.setdefault(
                outlet_key(name), Asker(name, None, (zone.evidence("affiliation", (start, end)),))
            )
        own = _OWN_ASKS.search(zone.folded) if paper.document.outlet else None
        if own and paper.document.outlet:
            evidence = zone.evidence("affiliation", own.span("own") if own["own"] else own.span("own2"))
            found.setdefault(
                outlet_key(paper.document.outlet), Asker(paper.document.outlet, None, (evidence,))
            )
    return next(iter(found.values())) if len(found) == 1 else None


def _zones(paper: Paper, first: int) -> Iterator[Zone]:
    if title := title_zone(paper):
        yield title
    begin = max(0, first - LEDE_CHARS)
    yield Zone(paper.folded[begin:first], paper.text[begin:first], "text", shift=begin)
    source = paper.document.source_text
    for start, end in paper.aside:
        yield Zone(paper.source[start:end], source[start:end], "source", shift=start)


def outlet_key(name: str) -> str:
    """Names of outlets that differ only in script, case, blanks or `the` have the same key."""
    return fold(name).lower().removeprefix("the ").replace(" ", "")


def _can_be_outlet(name: str, group: str) -> bool:
    if group in {"taken", "titled", "done"}:
        return True  # printed as the title of a publication
    if group in {"bare", "reporter"}:
        return bool(lexicon.OUTLET_WORD.search(name)) and not _NO_OUTLET.search(name)
    is_person = names.is_latin_name(name.removeprefix("the ")) and not name.startswith("the ")
    return (
        "&" in name or bool(lexicon.OUTLET_WORD.search(name)) or (not is_person and name.startswith("the "))
    )


def reporter(paper: Paper) -> Asker | None:
    """The one reporter of a byline line: who asks what the page prints under 问 or 记者."""
    document = paper.document
    if (
        document.translator
        or _CONFERENCE.search(paper.told(0))
        or _CONFERENCE.search(paper.folded, 0, LEDE_CHARS)
    ):
        return None
    lines = [line for line in _REPORTER.finditer(paper.source) if names.is_han_name(line["name"])]
    if len({line["name"] for line in lines}) != 1:
        return None
    line, zone = lines[0], Zone(paper.source, document.source_text, "source")
    evidence = [zone.evidence("name", line.span("name")), zone.evidence("title", line.span("title"))]
    outlet = None
    if line["outlet"]:
        is_own = OWN_OUTLET.fullmatch(line["outlet"])
        outlet = document.outlet if is_own else tidy(document.source_text[slice(*line.span("outlet"))])
    if outlet:
        evidence.append(zone.evidence("affiliation", line.span("outlet")))
    return Asker(outlet, tidy(document.source_text[slice(*line.span("name"))]), tuple(evidence))
