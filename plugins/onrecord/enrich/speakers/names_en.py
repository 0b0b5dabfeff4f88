"""Which capitalised words of English text are a person's name, and which post and employer stand beside it?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.enrich.speakers.attribution import Mention, Place

CAPITAL = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ’'\-]*[A-Za-zÀ-ÿ]"
_PARTICLE = r"(?:(?:de|del|della|di|da|dos|van|von|der|den|ter|la|le|al|el|bin|ibn|ben|zu|y)(?= ))"
_HONORIFIC = r"(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Rev|Sen|Rep|Gov|Senator|Judge|Captain)\.? "
PERSON = re.compile(rf"(?P<honorific>{_HONORIFIC})?(?P<name>{CAPITAL}(?: (?:[A-Z]\.|{_PARTICLE}|{CAPITAL})){{0,4}})")
_POSTS = (
    r"(?:professor|lecturer|researcher|scientist|engineer|director|president|chairman|chairwoman|chair|chief|officer|executive|founder|co-founder|cofounder|partner|manager|head"
    r"|editor|reporter|journalist|author|writer|novelist|poet|economist|historian|analyst|lawyer|attorney|doctor|physician|nurse|surgeon|curator|spokesman|spokeswoman|spokesperson"
    r"|minister|mayor|governor|senator|secretary|ambassador|commissioner|coach|captain|player|artist|designer|architect|developer|maintainer|programmer|teacher|principal|dean"
    r"|student|fellow|associate|assistant|consultant|adviser|advisor|expert|strategist|investor|producer|filmmaker|actor|actress|singer|musician|farmer|owner|resident|volunteer"
    r"|psychologist|biologist|physicist|chemist|geologist|hydrologist|linguist|sociologist|anthropologist|statistician|mathematician|astronomer|epidemiologist|pilot|librarian"
    r"|coordinator|organiser|organizer|leader|CEO|CTO|COO|CFO|CMO|vice-president|[a-z]{2,}(?:grapher|ologist|ician|ist|maker|keeper|worker|smith|wright))s?"
)
_POST_WORDS = rf"(?:(?:former|ex-|acting|interim|deputy|vice|senior|junior|lead|chief|head|general|executive|managing|assistant|associate|principal|technical|product|research|founding|[a-z][a-z\-]+) ){{0,4}}{_POSTS}(?: (?:officer|executive|scientist|engineer|editor|nurse|fellow|director|manager|teacher|coach|strategist|economist|president))*(?: of (?!the )[a-z][a-z\-]+(?: [a-z][a-z\-]+)?(?: and [a-z\-]+)?(?= at\b| in\b|,|\.|$| \())?"
_APPOSITIVE = re.compile(
    rf", (?:an? |the |its |who is (?:an? |the )?)?(?P<title>{_POST_WORDS})(?:(?: at| of| for| with|,) (?:the )?(?P<employer>{CAPITAL}(?: (?:of |for |and |the )?{CAPITAL}){{0,5}}))?"
)
_PRE_POST = re.compile(rf"(?:(?P<employer>{CAPITAL}(?: (?:of |for |and )?{CAPITAL}){{0,4}})(?:[’']s?)? )?(?P<title>{_POST_WORDS}),? $")
_ORGANISATION = frozenset(
    "University College Institute Institution School Academy Museum Gallery Library Hospital Clinic Company Corporation Corp Inc Ltd Group Holdings Labs Lab Laboratory"
    " Laboratories Systems Technologies Technology Software Networks Foundation Association Society Council Committee Commission Agency Authority Department Ministry Office"
    " Bank Capital Ventures Partners Press Times Gazette Post Herald Tribune Journal Magazine News Review Weekly Daily Union Party Court House Senate Congress Parliament"
    " Government Police Team Club League Church Trust Fund Center Centre Service Services Studio Studios Media Street Road Avenue River Lake Mountain Valley City County Island"
    " Islands North South East West January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday"
    " Saturday Sunday Project Conference Festival Award Prize Act Report Cloud Research AI".split()
)
_STARTERS = frozenset(
    "The A An In On At But And So If When While After Before For From With By As It He She They We I You This That These Those There Then Here His Her Their Our Its My"
    " Your Not No Yes However Meanwhile Still Later Earlier Yesterday Today Asked Speaking According One Two Three Some Many Most All Both Each Every What Why How Who Where".split()
)


def organisation_like(name: str) -> bool:
    """Is some word of it one that organisations, places and dates have, and persons have not?"""
    return any(word.strip(".") in _ORGANISATION for word in name.split())


def person_at(text: str, start: int, end: int) -> tuple[Place, bool] | None:
    """The name that begins here, without a form of address, and whether one stood before it."""
    match = PERSON.match(text, start, end)
    if match is None or match.group("name").split()[0] in _STARTERS:
        return None
    name = match.group("name")
    if organisation_like(name):
        return None
    return match.span("name"), bool(match.group("honorific"))


def names(text: str, start: int, end: int) -> Iterator[Place]:
    """Every full name (two words or more) in a stretch of prose that could be a person's."""
    for match in PERSON.finditer(text, start, end):
        begin, stop = match.span("name")
        words = text[begin:stop].split()
        while words and words[0] in _STARTERS:
            begin += len(words[0]) + 1
            words = words[1:]
        if len(words) >= 2 and not organisation_like(" ".join(words)) and not _stands_for_place(text, begin, stop):
            yield begin, stop


def _stands_for_place(text: str, start: int, end: int) -> bool:
    """At Open Ridge, in Low Marsh, the White House: a place or a body."""
    return bool(re.search(r"\b(?:at|in|near|from|inside|outside|the|across|The|At|In) $", text[max(0, start - 9) : start]))


def described(text: str, start: int, place: Place, end: int, *, is_sure: bool) -> Mention:
    """A person with the post and employer printed before or after the name."""
    title: Place | None = None
    employer: Place | None = None
    vouched = is_sure
    if match := _APPOSITIVE.match(text, place[1], end):
        title = match.span("title")
        employer = match.span("employer") if match.group("employer") else None
    elif match := _PRE_POST.search(text, start, place[0]):
        title = match.span("title")
        employer = match.span("employer") if match.group("employer") else None
    if title:
        vouched = True
        title = _without_filler(text, title)
    return Mention(place, "full", title, employer, is_sure=vouched)


def _without_filler(text: str, title: Place) -> Place:
    """`the company’s chief scientist`, `says lead engineer`: what is no part of the post."""
    match = re.match(r"(?:(?:[a-z]+ed|said|says|adds|asks|explains|recalls|wrote|writes|argues|notes|and|the|a|an|its|his|her|their|company|by|with) )+", text[title[0] : title[1]])
    return (title[0] + match.end(), title[1]) if match else title
