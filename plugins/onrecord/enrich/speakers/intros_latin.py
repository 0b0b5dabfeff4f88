"""Introductions in English: `Jane Roe, chief archivist at …`, `freelance writer Jane Roe`, `I'm Jane Roe`.

All functions take folded text (see `folding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onrecord.enrich.speakers import lexicon, names, posts
from onrecord.enrich.speakers.introduction import Intro

_NAME: Final = re.compile(
    r"(?<![\w.])(?P<honor>(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?"
    r"|(?P<rank>Mayor|Governor|Minister|Senator|Secretary"
    r"|Commissioner|Ambassador|President|Captain|Coach|Judge|Professor|Chancellor|Sheriff|Chief)) )?"
    r"(?P<name>[A-Z][A-Za-z0-9À-ɏ'’\-]+(?: (?:[A-Z]\."
    r"|[A-Z][A-Za-z0-9À-ɏ'’\-]*|van|von|de|der|den|da|di|bin|al)){1,3})"
)
_AFTER: Final = re.compile(
    r"\s*(?:\((?P<paren>[^()]{3,70})\)|(?:,? (?:who )?"
    r"(?:is|was|are|has been|(?:works|worked|serves|acts) as)(?: (?:also|now|currently))? "
    r"|, I(?:'m| am) |, )(?:(?:an?|the|our|my|one of the) )?(?P<phrase>[^.:;!?\n]{3,110}))"
)
_PHRASE_END: Final = re.compile(
    r",? (?:about|to talk|to discuss|who|which|whose|on (?:the|her|his|how|why)|in (?:this|an) "
    r"|for a |and I'm|and (?=[A-Z][a-z]+ [A-Z])|discuss|talk|explain|joins?|share|tells?|speaks?"
    r"|spoke|says|said|met|is|was|has|had)\b|, (?:and|as|to|in|with|for|whose|he|she|we)\b| - "
)
_NOW: Final = re.compile(
    r", (?:is|works as)(?: now)? (?:an? |the )|\b(?:and|but)(?: is)? (?:now|currently) (?:an? |the )?"
)
_BEFORE: Final = re.compile(r"((?:[\w&'’.\-]+ ){0,7}" + r"[\w\-]+),? $")
_SELF: Final = re.compile(
    r"\b(?:I'm|I am|[Mm]y name is|[Tt]his is"
    r"|I’m) (?P<name>[A-Z][A-Za-z0-9À-ɏ'’\-]+(?: [A-Z][A-Za-z0-9À-ɏ'’.\-]*){1,3})(?P<rest>[^.;!?\n]{0,100})"
)
NOT_NAMES: Final = re.compile(
    r"^(?:I['’]m|I['’]ve|I['’]ll|We['’]re|It['’]s|That['’]s|The|This|That|In|On|At|And|But|For|Our|Your|What|Why|How|When|Where|Who|Q&A|New|North"
    r"|South|East|West|United|University|College|Institute|Museum|Monday|Tuesday|Wednesday|Thursday"
    r"|Friday|Saturday|Sunday|January|February|March"
    r"|April|May|June|July|August|September|October|November|December|Interview|Conversation|Meet"
    r"|Today|Here|Welcome|Thank|Class|Open|Dear|Hey|Hi|Hello|Thanks|Mr|Mrs|Ms|Dr|So|Now|And|Well|Yes"
    r"|No|Yeah|Okay|Ok|Great|Oh|Please|Let|Author|Writer|Professor|President|Host)\b"
)
_HOSTS_ARE: Final = re.compile(
    r"\b(?:[Cc]o-)?[Hh]osts(?: today)? (?:are|today are) [^.;]{0,40}?(?:, | and |, and | as well as )?$"
    r"|\b(?:[Cc]o-)?[Hh]osts(?: today)? (?:are|today are) $"
    r"|\b(?:[Mm]oderator|[Hh]ost|[Cc]hair)(?: today)? (?:is|was) $|\b(?:[Mm]oderated|[Hh]osted|[Cc]haired) by $"
)
_OF: Final = re.compile(
    r",? (?:of|from|at|with) (?:the )?(?P<org>[A-Z](?:[\w&'’-]|\.(?=\w))*(?: (?:[A-Z][\w&'’-]*|of|the|for|and))*?)"
    r"(?=$|[,.;:!?)]| (?:to|about|who|on|in|for [a-z]|and [a-z]|is|was|has|asked|spoke|said|told|talks?|joins?|met)\b)"
)
ORGANISATION: Final = re.compile(
    r"\b(?:University|College|Institute|Museum|Fund|Foundation|Bank|Press|Times|Post|News|Journal"
    r"|Review|Quarterly|Magazine|Labs?|Inc|Corp|Company|Group|Center|Centre|School|Street|City"
    r"|Project|Podcast|Show|Conference|Linux|Windows|Core|Radio|Today|Nation|America|Studio|Network"
    r"|House|Library|Archives?|Department|Program)\b"
)


def find(folded: str, start: int, end: int, known: frozenset[str]) -> Iterator[Intro]:
    """The people a sentence introduces."""
    for found in _SELF.finditer(folded, start, end):
        if _is_name(found["name"].rstrip(".,"), known) and not _is_of_a_show(folded, found):
            yield _self_named(folded, found)
    for found in _NAME.finditer(folded, start, end):
        name = found["name"].rstrip(".")
        led = _led_by_post(name) if name not in known else 0
        post_at = (found.start("name"), found.start("name") + led - 1) if led else None
        name = name[led:]
        if not _is_name(name, known) or _WITHIN.search(folded, max(start, found.start() - 30), found.start()):
            continue
        at = found.start("name") + led, found.start("name") + led + len(name)
        before = _before(folded, start, found.start()) if not led else None
        is_vouched = bool(found["honor"] or led or before or name in known)
        belongs = _of(folded, at[1], end) if is_vouched else None
        if belongs and (ORGANISATION.search(belongs["org"]) or _is_body(folded, belongs, name in known)):
            title = post_at or (before[0] if before else None)
            yield Intro(names.uncapital(name), at, title, belongs.span("org"))
        elif post_at:
            yield Intro(names.uncapital(name), at, *(_after(folded, at[1], end) or (post_at, None)))
        elif _HOSTS_ARE.search(folded, max(start, at[0] - 70), at[0]):
            title, employer = _after(folded, at[1], end) or (None, None)
            yield Intro(names.uncapital(name), at, title, employer, "moderator", True)
        elif found_places := _after(folded, at[1], end) or before:
            yield Intro(names.uncapital(name), at, *found_places)
        elif _INVITES.search(folded, max(start, at[0] - 40), found.start()) or (
            _WE_HAVE.search(folded, max(start, at[0] - 20), found.start()) and _HERE.match(folded, at[1], end)
        ):
            yield Intro(names.uncapital(name), at, role="guest", takes_part=True)
        elif found["rank"]:
            yield Intro(names.uncapital(name), at, found.span("rank"))
        elif found["honor"] or name in known:
            yield Intro(names.uncapital(name), at)


_AND_ANOTHER: Final = re.compile(r" and [A-Z][\w'’\-]+(?: [A-Z][\w'’.\-]*){1,2}")
# The museum of Wet Things: within the name of an organisation.
_WITHIN: Final = re.compile(r"[A-Z][\w’'-]+ of (?:the )?$")
_TOWN: Final = re.compile(r"^(?:New|San|Santa|Los|Las|Saint|North|South|East|West|Port|Fort|Upper|Lower)\b")


def _of(folded: str, at: int, end: int) -> re.Match[str] | None:
    """The body after a name, or after the second of two: `Jane Roe and Ann Poe of the Harbor Fund`."""
    second = _AND_ANOTHER.match(folded, at, end)
    return _OF.match(folded, second.end() if second else at, end)


def _led_by_post(name: str) -> int:
    """How many characters of capitalised words are a post that leads to a name: `Transport Minister |Jane Roe`."""
    words = name.split(" ")
    for number in range(len(words) - 3, -1, -1):
        if posts.LATIN_POST.fullmatch(words[number]):
            return len(" ".join(words[: number + 1])) + 1
    return 0


def _is_body(folded: str, belongs: re.Match[str], is_known: bool) -> bool:
    """Whether `of the Changelog` names a body rather than a town."""
    org = belongs["org"]
    has_article = folded[belongs.start() : belongs.start("org")].endswith(" the ")
    words = len(org.split())
    return words > 2 or (not _TOWN.match(org) and ((is_known and has_article) or words > 1))


_INVITES: Final = re.compile(
    r"\b(?:hear from|talk(?:s|ed|ing)? (?:to|with)|spoke (?:to|with)|speaks? with|joined by"
    r"|interview(?:ed|s)?(?: with)?|welcome|guests? (?:is|are|today is)|sat down with"
    r"|conversation with|chat(?:s|ted)? with|with me (?:is|are)|caught up with"
    r"|met(?: with)?)\s+(?:(?:Mr|Mrs|Ms|Dr)\.? )?$"
)


_WE_HAVE: Final = re.compile(r"\b[Ww]e(?: have|'ve got)(?: got)? $")
_HERE: Final = re.compile(
    r",? (?:here|in the (?:office|studio|room)|with us|on the (?:show|line|phone)|joining|today|this week)\b"
)


def _is_name(name: str, known: frozenset[str]) -> bool:
    if name in known:
        return True
    return names.is_latin_name(name) and not NOT_NAMES.match(name) and not ORGANISATION.search(name)


def of(folded: str, subject: Intro, start: int, end: int) -> Iterator[Intro]:
    """What `She is the …` says of the person of the sentence before."""
    cut = _PHRASE_END.search(folded, start, end)
    if found := places(folded, start, cut.start() if cut else end):
        yield Intro(subject.name, subject.name_at, *found)


SHOW_CHARS: Final = 100  # before a host's own name: where a broadcast names itself
# `From Some Radio, this is …`, `and this is SOME SHOW from Some News`.
_SHOW: Final = re.compile(
    r"\b[Ff]rom (?P<before>[A-Z][\w&]*(?: [A-Z][\w&]*){0,3}), (?:this is|I'm)\b"
    r"|\b(?:[Tt]his is|[Yy]ou're listening to) [A-Z][^.,;!?\n]{2,40}? (?:from|on) "
    r"(?P<org>[A-Z][\w&]*(?: [A-Z][\w&]*){0,3})"
)


_OWN_NAME: Final = re.compile(r"\b(?:I'm|I am|[Mm]y name is) [A-Z]")


def _is_of_a_show(folded: str, found: re.Match[str]) -> bool:
    """Whether `this is Night Desk` names the show: the one who speaks says his own name beside it."""
    near = max(0, found.start() - SHOW_CHARS), found.end() + SHOW_CHARS
    is_this = folded[found.start() : found.start() + 4].lower() == "this"
    return is_this and bool(_OWN_NAME.search(folded, *near))


def _self_named(folded: str, found: re.Match[str]) -> Intro:
    title, employer = _after(folded, found.end("name"), found.end()) or (None, None)
    show = None
    name = found["name"].rstrip(".,")
    start = found.start("name")
    if (
        employer is None
        and title is None
        and (show := _SHOW.search(folded, max(0, start - SHOW_CHARS), found.end()))
    ):
        employer = show.span("before") if show["before"] else show.span("org")
    role = lexicon.ROLE_BY_LOWER.get("host") if show or re.search(r"\bhost\b", found["rest"]) else None
    return Intro(names.uncapital(name), (start, start + len(name)), title, employer, role, True)


def _after(folded: str, at: int, end: int) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    if not (found := _AFTER.match(folded, at, end)):
        return None
    group = "paren" if found["paren"] else "phrase"
    a, b = found.span(group)
    if (now := _NOW.search(folded, a, b)) and posts.is_past(folded[a:b]):
        a = now.end()
    if cut := _PHRASE_END.search(folded, a, b):
        b = cut.start()
    if found_places := places(folded, a, b):
        return found_places
    is_last = b >= end or folded[b] in ".;!?)"
    return ((a, b), None) if is_last and _AGENT.fullmatch(folded, a, b) else None


# What someone does, by its ending: believed only where it is all that follows the name.
_AGENT: Final = re.compile(
    r"(?:[a-z-]+ ){0,2}(?!(?:how|wh|n?ev|aft|oth|anoth|togeth|furth|earli|lat|form|eith|neith|rath|ov|und|"
    r"bett|old|young|brother|sister|moth|fath|daught)er\b)[a-z]{2,}(?:er|or|ist|ian|eer|man|woman)"
)


def _before(folded: str, start: int, at: int) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """Post (and employer) right before a name: `Some Paper columnist Jane Roe`."""
    found = _BEFORE.search(folded[start:at])
    if not found:
        return None
    a, b = start + found.start(1), start + found.end(1)
    last = None
    for post in posts.LATIN_POST.finditer(folded, a, b):
        last = post
    if last is None or last.end() != b:
        return None
    begin = max((m.end() for m in _OPENER.finditer(folded[a : last.start()])), default=0)
    return places(folded, a + begin, b)


_OPENER: Final = re.compile(
    r"\b(?:with|to|by|from|are|is|and|of|as|the|an?|our|joined|interviewed|meets?|interview|week"
    r"|today|welcome|questioned|asked|asks|told|tells|met|called|quoted|invited|welcomes?|said|says|thanked)\b,?\s*",
    re.I,
)


def places(folded: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """Places of post and employer in an English phrase."""
    text = folded[start:end]
    said = posts.split_latin(text)
    if said is None or not said.title or len(said.title) > 80:
        return None
    a = text.find(said.title)
    title = (start + a, start + a + len(said.title))
    if not said.affiliation:
        return title, None
    b = text.find(
        said.affiliation, 0 if text.find(said.affiliation, a + len(said.title)) < 0 else a + len(said.title)
    )
    return title, ((start + b, start + b + len(said.affiliation)) if b >= 0 else None)
