"""Put the cast together: who is introduced, whom each label means, who takes part without a turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from onrecord.enrich.speakers import employers, header, intros, lexicon, names, names_zh, posts
from onrecord.enrich.speakers.folding import fold, tidy
from onrecord.enrich.speakers.introduction import Intro
from onrecord.enrich.speakers.labels import Mark
from onrecord.enrich.speakers.paper import Paper
from onrecord.enrich.speakers.people import (
    Cast,
    is_part,
)
from onrecord.models import Evidence, Origin

_CREDITS: Final = re.compile(
    r"(?:责任)?编辑|责编|翻译|译者|校对|整理|摄影|撰文|来源|作者|出品|译|记者|文字|投稿|分享"
    r"|transcript_by|author|via:|[Bb]y "
)

LEDE_CHARS: Final = 3000  # of the text before the first label, from its end backwards
TURN_CHARS: Final = 700  # of each of the first turns: where hosts introduce
FIRST_TURNS: Final = 6
BIO_CHARS: Final = 800  # at the end of the text: where a note says who was interviewed

_BIO: Final = re.compile(
    r"^(?:关于)?(?:本期|本场)?(?:受访者|受访人|被访者|嘉宾|受访嘉宾|访谈嘉宾|讲者|人物)(?:简介|介绍)?\s*(?:[:|]\s*|\n)(?P<said>[^\n]{4,200})",
    re.M,
)


@dataclass(frozen=True, slots=True)
class Zone:
    """Text in which people are introduced, and where its places count."""

    folded: str
    printed: str
    origin: Origin
    path: str | None = None
    shift: int = 0

    def evidence(self, what: str, place: tuple[int, int]) -> Evidence:
        a, b = place
        if self.origin == "meta":
            return Evidence(what, "meta", self.printed[a:b], self.path)
        return Evidence(what, self.origin, self.printed[a:b], None, a + self.shift, b + self.shift)


def title_zone(paper: Paper) -> Zone | None:
    """The title, with its place in the source text if it stands there."""
    title = paper.document.title
    if not title:
        return None
    at = paper.document.source_text.find(title)
    return (
        Zone(paper.title, title, "source", shift=at) if at >= 0 else Zone(paper.title, title, "meta", "title")
    )


def _can_be_introduced(mark: Mark, name: str) -> bool:
    is_nickname = bool(names.NICKNAME.match(name))
    return names.is_person_name(name) or is_nickname or (mark.shape.kind == "other" and len(name) > 1)


def _is_spaced(paper: Paper, mark: Mark) -> bool:
    """Whether a label is a name with blanks between its characters."""
    printed = paper.folded[mark.start_char : mark.end_char]
    return " " in printed and not printed.isascii() and tidy(printed) in mark.shape.names


def introduce(paper: Paper, marks: tuple[Mark, ...], turns: list[tuple[int, int]], cast: Cast) -> None:
    """Fill the cast with all who are introduced.

    `turns` are the places of the turns in which hosts introduce; the first begins where the lede ends.
    """
    known = frozenset(name for mark in marks for name in mark.shape.names if _can_be_introduced(mark, name))
    known |= {person.folded for person in cast.people}
    known |= {paper.folded[m.start_char : m.end_char] for m in marks if _is_spaced(paper, m)}
    known = frozenset(name for name in known if not any(is_part(name, other) for other in known))
    text = Zone(paper.folded, paper.text, "text")
    source = Zone(paper.source, paper.document.source_text, "source")
    first = marks[0].head if marks else turns[0][0] if turns else min(len(paper.folded), LEDE_CHARS)
    stretches = [(text, max(0, first - LEDE_CHARS), first)]
    stretches += [(source, a, b) for a, b in paper.aside if not _CREDITS.search(paper.source, a, b)]
    tail = max(0, len(paper.folded) - BIO_CHARS)
    bios = [(text, bio.start("said"), bio.end()) for bio in _BIO.finditer(paper.folded, tail)]
    in_title: list[tuple[Zone, Intro]] = []
    if title := title_zone(paper):
        in_title = [(title, intro) for intro in _from_title(title, known)]
        known |= {intro.name for _, intro in in_title}
    found = [(zone, intro) for zone, a, b in stretches for intro in intros.find(zone.folded, a, b, known)]
    found += [(text, intro) for intro in _said_in_turns(paper, turns, known)]
    for zone, a, b in bios:
        found += [
            (zone, replace(intro, takes_part=True, role=intro.role or "guest"))
            for intro in intros.find(zone.folded, a, b, known)
        ]
    credited = {fold(credit.name) for credit in paper.document.credits if credit.kind != "author"}
    for zone, intro in found + in_title:
        if intro.name not in credited or intro.name in known:
            _note(cast, zone, intro, paper.document.outlet)
    if (
        (writer := cast.get(paper.byline))
        and writer.role in {None, "guest"}
        and writer.takes_part
        and not writer.title
    ):
        writer.role = "interviewer"  # who is named with a guest and wrote it down


def _said_in_turns(paper: Paper, turns: list[tuple[int, int]], known: frozenset[str]) -> Iterator[Intro]:
    """Who is introduced in the first turns; in those after them, only who is known already."""
    chars = 0
    subject: Intro | None = None  # whom the next turn's `She is …` means
    for number, (a, b) in enumerate(turns):
        b = min(b, a + TURN_CHARS)
        chars += b - a
        if number >= FIRST_TURNS and chars > FIRST_TURNS * TURN_CHARS:
            return
        if (
            number >= FIRST_TURNS
            and not subject
            and not any(paper.folded.find(one, a, b) >= 0 for one in known)
        ):
            continue
        said = intros.find(paper.folded, a, b, known, subject)
        named = {name: paper.folded.find(name, a, b) for name in known}
        met = [
            name for name, at in named.items() if at >= 0 and _HERE.search(paper.folded, max(a, at - 24), at)
        ]
        subject = Intro(met[0], (named[met[0]], named[met[0]] + len(met[0]))) if len(met) == 1 else None
        yield from (intro for intro in said if number < FIRST_TURNS or intro.name in known)
        known |= {intro.name for intro in said if number < FIRST_TURNS and intro.takes_part}


_HERE: Final = re.compile(
    r"\b(?:we have|with us(?: is)?|joined by|our guest(?: today)?(?: is)?|welcome),? $", re.I
)


def _from_title(zone: Zone, known: frozenset[str]) -> Iterable[Intro]:
    yield from intros.find(zone.folded, 0, len(zone.folded), known)
    led = _LED_BY_EMPLOYER.match(zone.folded)
    if led and led["name"] in known and not posts.LATIN_POST.fullmatch(led["org"]):
        yield Intro(led["name"], led.span("name"), None, led.span("org"))
    for found in _NAMED_IN_TITLE.finditer(zone.folded):
        group = next(g for g in ("latin", "latin2", "han") if found[g])
        name = found[group]
        is_address = name[1:] in lexicon.FORMS_OF_ADDRESS
        if names.is_person_name(name) and not is_address and not ORGANISATION.search(name):
            yield Intro(name, found.span(group), takes_part=True)


# `ACME 某某:从…`, `某某大学某某:…`: a title that begins with an employer and the name of one who speaks.
_LED_BY_EMPLOYER: Final = re.compile(
    r"(?P<org>[A-Z][A-Za-z0-9.&-]{1,20}|[\u3400-\u9fff]{2,12}?(?:大学|学院|公司|集团|科技|资本|研究院|研究所|实验室))"
    r" ?(?P<name>[\u3400-\u9fff]{2,4})\s*[:|]"
)
_LATIN: Final = r"[A-Z][A-Za-z0-9À-ɏ'’.\-]+(?: [A-Z][A-Za-z0-9À-ɏ'’.\-]*){1,2}"
_NAMED_IN_TITLE: Final = re.compile(
    rf"(?:[Ii]nterview(?: with)?:?|(?:[Dd]eposition|[Tt]estimony|[Ee]xamination|[Tt]ranscript) of|"
    rf"[Cc]onversation with|[Tt]alk(?:s|ing)? (?:to|with)|Q ?& ?A with"
    rf"|[Qq]uestions (?:for|with|to)|[Mm]eet|[Mm]eets|专访|对话|访谈|采访)\s*(?P<latin>{_LATIN})"
    rf"|(?P<latin2>{_LATIN})\s*(?:专访|访谈|:? [Ii]nterview\b)"
    r"|(?:专访|对话|访谈|采访)\s*[:|]?\s*(?P<han>[\u3400-\u9fff]{2,3})(?=$|[:|,—\s!?])"
)
ORGANISATION: Final = re.compile(r"(?:公司|集团|大学|学院|科技|智能|云|网)$")


def announce(paper: Paper, cast: Cast) -> None:
    """Add those whom the page's header announces."""
    source_text = paper.document.source_text
    zone = Zone(paper.source, source_text, "source")
    for one in header.read(paper):
        person = cast.add(one.name, source_text[one.start_char : one.end_char])
        person.role = person.role or one.role
        person.takes_part = person.is_announced = True
        if not person.evidence:
            person.evidence.append(zone.evidence("name", (one.start_char, one.end_char)))
        for what, place in (("title", one.title_at), ("affiliation", one.affiliation_at)):
            if place and not getattr(person, what):
                place = unwrapped(zone.folded, place)
                setattr(person, what, tidy(source_text[slice(*place)]))
                person.evidence.append(zone.evidence(what, place))


_BOOK: Final = re.compile(r"《([^《》]+)》")


def unwrapped(folded: str, place: tuple[int, int]) -> tuple[int, int]:
    """The place without the marks of a publication's title, where they stand around all of it."""
    found = _BOOK.fullmatch(folded, *place)
    return found.span(1) if found else place


_HOSTS: Final = frozenset(["host", "co-host", "moderator", "主持人", "主播"])
_PINYIN: Final = re.compile(r"(?<=[\u3400-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")  # 學(xué)校(xiào)


def _note(cast: Cast, zone: Zone, intro: Intro, outlet: str | None) -> None:
    person = cast.add(tidy(intro.name), tidy(zone.printed[slice(*intro.name_at)]))
    person.role = person.role or intro.role
    person.takes_part = person.takes_part or intro.takes_part
    if person.latin is None and (latin := names_zh.printed_latin(zone.folded, intro.name_at[1])):
        person.latin = zone.printed[slice(*latin)]
    if not any(e.field == "name" for e in person.evidence):
        person.evidence.append(zone.evidence("name", intro.name_at))
    person.is_announced = person.is_announced or bool(intro.takes_part and (intro.role or intro.title_at))
    if intro.title_at and (intro.is_past or posts.is_past(zone.folded[slice(*intro.title_at)])):
        person.evidence.append(zone.evidence("past_title", intro.title_at))
        if intro.affiliation_at:
            person.evidence.append(zone.evidence("past_affiliation", intro.affiliation_at))
        return
    is_host = (person.title or "").lower() in _HOSTS and intro.role == "moderator"
    describes = not person.affiliation and (not person.title or bool(intro.title_at) or is_host)
    if intro.title_at and (not person.title or (describes and intro.affiliation_at)):
        person.evidence = [e for e in person.evidence if e.field != "title"]
        person.title = tidy(zone.printed[slice(*intro.title_at)])
        person.evidence.append(zone.evidence("title", intro.title_at))
    elif intro.title_at and intro.affiliation_at:  # a further post: kept as evidence, beside the first
        more = zone.evidence("title", intro.title_at)
        if not any(fold(e.quote) in fold(more.quote) for e in person.evidence if e.field == "title"):
            person.evidence += [more, zone.evidence("affiliation", intro.affiliation_at)]
    if intro.affiliation_at and describes:
        place = unwrapped(zone.folded, intro.affiliation_at)
        is_own = employers.OWN_OUTLET.fullmatch(zone.folded, *place)
        person.affiliation = outlet if is_own else _PINYIN.sub("", tidy(zone.printed[slice(*place)]))
        if person.affiliation:
            person.evidence.append(zone.evidence("affiliation", place))
