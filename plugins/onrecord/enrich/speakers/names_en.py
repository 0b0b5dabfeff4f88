"""Which capitalised words of English text are a person's name, and which post and employer are beside it?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.enrich.speakers import posts
from onrecord.enrich.speakers.attribution import Mention, Place

# How far before a name its post is looked for, in characters.
MAX_POST = 100

CAPITAL = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ’'\-]*[A-Za-zÀ-ÿ]"
_PARTICLE = r"(?:(?:de|del|della|di|da|dos|van|von|der|den|ter|la|le|al|el|bin|ibn|ben|zu|y)(?= ))"
_HONORIFIC = r"(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Rev|Sen|Rep|Gov|Senator|Judge)\.? "
NAME = rf"{CAPITAL}(?: (?:[A-Z]\.|{_PARTICLE}|{CAPITAL})){{0,4}}"
PERSON = re.compile(rf"(?P<honorific>{_HONORIFIC})?(?P<name>{NAME})")
# A capitalised run that ends where the searched stretch ends.
NAME_BEFORE = re.compile(rf"(?:^|[\s,])(?P<run>(?:{_HONORIFIC})?{NAME})$")

_POST_WORDS = """
    professor lecturer researcher scientist engineer director president chairman chairwoman chair chief
    officer executive founder co-founder cofounder partner manager head editor reporter journalist
    author writer novelist poet economist historian analyst lawyer attorney doctor physician nurse
    surgeon curator spokesman spokeswoman spokesperson minister mayor governor senator secretary
    ambassador commissioner coach captain player artist designer architect developer maintainer
    programmer teacher principal dean student fellow associate assistant consultant adviser advisor
    expert strategist investor producer filmmaker actor actress singer musician farmer owner resident
    volunteer linguist hydrologist statistician astronomer pilot librarian coordinator organiser
    organizer leader administrator prosecutor CEO CTO COO CFO CMO vice-president
    [a-z]{2,}(?:grapher|ologist|ician|ist|maker|keeper|worker|smith|wright)
"""
_ONE_POST = r"\b(?:" + "|".join([*_POST_WORDS.split(), posts.LATIN_WORDS]) + r")s?\b"
_SECOND = "officer|executive|scientist|engineer|editor|nurse|fellow|director|manager|teacher|coach|strategist"
_FIELD = r"(?: of (?!the )[a-z][a-z\-]+(?: [a-z][a-z\-]+)?(?: and [a-z\-]+)?(?= at\b| in\b|,|\.|$| \())?"
POST = rf"(?:[a-z][a-z\-]+ ){{0,4}}{_ONE_POST}(?: (?:{_SECOND}|president|economist))*{_FIELD}"
_EMPLOYER = rf"{CAPITAL}(?: (?:of |for |and |the |& )?{CAPITAL}){{0,5}}"
# What a small business is, after its name.
_KIND = (
    r"(?: (?:café|farm|bakery|shop|store|pub|school|clinic|gallery|garage|dairy|brewery|nursery|orchard)\b)?"
)
_FIRM = "(?:(?:company|consultancy|firm|charity|union|agency|magazine|newspaper) )?"
_APPOSITIVE = re.compile(
    rf", (?P<owner>{_EMPLOYER})[’']s? (?P<owned>{POST})"
    rf"|, who (?:teaches|works|serves|studies|lectures|runs|owns|heads|leads|manages|chairs|directs|founded|edits)"
    rf"(?: [a-z][a-z\-]+){{0,6}} (?:the )?(?P<body>{_EMPLOYER}{_KIND})"
    rf"|, (?:his|her|their) \w+ and (?:an? )(?P<also>{POST})(?: at| of| for) (?:the )?(?P<body2>{_EMPLOYER})"
    rf"|, (?:an? |the |its |who is (?:an? |the )?)?(?:[a-z]+[’']s )?(?P<title>{POST})"
    rf"(?:(?: at| of| for| with|,) (?:the )?{_FIRM}(?P<employer>{_EMPLOYER})(?: \([A-Z]+\))?)?"
)
_OF = re.compile(rf" of (?:the )?(?P<employer>{_EMPLOYER})")
_PRE_POST = re.compile(rf"(?:(?P<employer>{_EMPLOYER})(?:[’']s?)? )?(?P<title>{POST}),? $")
_FILLER = re.compile(
    r"(?:(?:[a-z]+ed|came|comes|is|was|were|met|said|says|adds|asks|explains|recalls|wrote|writes|argues|notes|and|the|a|an|its|his|her|their"
    r"|company|by|with|veteran) )+"
)
_FOLLOWED = re.compile(rf"(?:[’']s?)? {POST} {CAPITAL}")
_LED_BY_POST = re.compile(rf"(?:(?:the|The|its|Its) )?(?:.*\b)?{POST},? ")

_ORGANISATION_WORDS = """
    University College Institute Institution School Academy Museum Gallery Library Hospital Clinic
    Company Corporation Corp Inc Ltd Group Holdings Labs Lab Laboratory Laboratories Systems
    Technologies Technology Software Networks Foundation Association Society Council Committee
    Commission Agency Authority Department Ministry Office Bank Capital Ventures Partners Press Times
    Gazette Post Herald Tribune Journal Magazine News Review Weekly Daily Union Party Court House Senate
    Congress Parliament Government Police Club League Church Trust Fund Center Centre Service Services
    Analytics Power Energy Mutual Insurance Airlines Logistics Foods Motors Electric Water Guild Band Orchestra
    Theatre Chamber Board Federation Alliance Initiative Coalition Network Exchange Securities Consulting
    Industries Enterprises Robotics Dynamics Digital Solutions Global International National Things
    Studio Studios Media Street Road Avenue River Lake Mountain Valley City County Island Islands North
    South East West January February March April May June July August September October November
    December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Project Conference Festival Award
    Prize Act Report Cloud Research AI
"""
_ORGANISATION = frozenset(_ORGANISATION_WORDS.split())
_RANK_WORDS = """
    President Minister Secretary Senator Congressman Congresswoman Representative Governor Mayor Judge
    Justice General Attorney Director Chief Officer Executive Chairman Chairwoman Chair Coach Captain
    Colonel Lieutenant Sergeant Professor Doctor Dean Editor Leader Manager Ambassador Commissioner
    Chancellor King Queen Prince Princess Administrator Prosecutor Pope Bishop Archbishop Rabbi Pastor
    Sheriff Detective Inspector Analyst Engineer Scientist Researcher Founder Principal Head CEO CTO COO
    CFO Spokesman Spokeswoman Spokesperson Counsel Councillor Speaker Treasurer
"""
_RANKS = frozenset(_RANK_WORDS.split())
_RANK_MODIFIER_WORDS = (
    "Prime Vice Deputy Attorney Chief Team Managing Senior Associate Assistant Former Foreign Finance"
)
_RANK_MODIFIERS = frozenset(_RANK_MODIFIER_WORDS.split())
_ABBREVIATION = re.compile("[A-Z]{2,4}")  # a post or a body, where it is not the first word
_STARTER_WORDS = """
    The A An In On At But And So If When While After Before For From With By As It He She They We I You
    This That These Those There Then Here His Her Their Our Its My Your Not No Yes However Meanwhile
    Still Later Earlier Yesterday Today Asked Speaking According One Two Three Some Many Most All Both
    Each Every Former What Why How Who Where
"""
_STARTERS = frozenset(_STARTER_WORDS.split())
# At Open Ridge, in Low Marsh, the White House: a place or a body.
_PLACE_BEFORE = re.compile(r"\b(?:at|in|near|from|inside|outside|the|across|The|At|In) $")


def organisation_like(name: str) -> bool:
    """Is some word of it one that organisations, places and dates have, and persons have not?"""
    return any(word.strip(".") in _ORGANISATION for word in name.split())


def person_at(text: str, start: int, end: int) -> tuple[Place, bool] | None:
    """The name that begins here, without a form of address or rank, and whether one stood before it."""
    match = PERSON.match(text, start, end)
    if match is None or match.group("name").split()[0] in _STARTERS:
        return None
    begin, stop = match.span("name")
    bare = _after_ranks(text, begin, stop)
    if bare == stop or organisation_like(text[bare:stop]):
        return None
    return (bare, stop), bool(match.group("honorific")) or bare > begin


def _after_ranks(text: str, start: int, end: int) -> int:
    """Where the name begins in a run of capitalised words: Attorney General |Jeff Mallow, Corvane’s |Mara."""
    words = list(re.finditer(r"\S+", text[start:end]))
    ranks = [
        word.end()
        for at, word in enumerate(words)
        if word.group() in _RANKS
        or word.group().endswith(("'s", "’s"))
        or (at and _ABBREVIATION.fullmatch(word.group()))
    ]
    return min(start + ranks[-1] + 1, end) if ranks else start


def _rank_before(text: str, start: int) -> Place | None:
    """The capitalised post right before a name: Prime Minister, Attorney General, Team Leader."""
    words = list(re.finditer(rf"{CAPITAL} (?=(?:{CAPITAL} )*$)", text[max(0, start - 60) : start]))
    if not words or words[-1].group().strip() not in _RANKS:
        return None
    base = max(0, start - 60)
    first = len(words) - 1
    while first and words[first - 1].group().strip() in _RANKS | _RANK_MODIFIERS:
        first -= 1
    return base + words[first].start(), start - 1


def names(text: str, start: int, end: int) -> Iterator[Place]:
    """Every full name (two words or more) in a stretch of prose that could be a person's."""
    for match in PERSON.finditer(text, start, end):
        begin, stop = match.span("name")
        words = text[begin:stop].split()
        while words and words[0] in _STARTERS:
            begin += len(words[0]) + 1
            words = words[1:]
        begin = _after_ranks(text, begin, stop)
        words = text[begin:stop].split()
        is_person = len(words) >= 2 and not organisation_like(" ".join(words))
        if is_person and not _PLACE_BEFORE.search(text[max(0, begin - 9) : begin]):
            yield begin, stop


def described(text: str, start: int, place: Place, end: int, *, is_sure: bool) -> Mention:
    """A person with the post and employer printed before or after the name."""
    title: Place | None = None
    employer: Place | None = None
    vouched = is_sure
    start = max(start, place[0] - MAX_POST)
    if match := _APPOSITIVE.match(text, place[1], end) or _PRE_POST.search(text, start, place[0]):
        groups = match.groupdict()
        if groups.get("body"):
            return Mention(place, "full", None, match.span("body"), is_sure=True)
        if groups.get("also"):
            return Mention(place, "full", match.span("also"), match.span("body2"), is_sure=True)
        if groups.get("owner"):
            return Mention(place, "full", match.span("owned"), match.span("owner"), is_sure=True)
        title = match.span("title")
        word = _bare(match.group("employer"))
        if word == "Former":
            title = match.start("employer"), title[1]
        word = "" if word.split(" ")[0] in _STARTERS else word
        if match.start() < place[0] and (of := _OF.match(text, place[1], end)):
            start_of_title = match.start("employer") if word and " " not in word else title[0]
            return Mention(place, "full", (start_of_title, title[1]), of.span("employer"), is_sure=True)
        is_common = (
            bool(word) and " " not in word and f" {word.lower()}" in text
        )  # Estate manager …: the estate
        at = match.start("employer")
        employer = (at, at + len(word)) if word and not is_common else None
    elif of := _OF.match(text, place[1], end):
        employer = of.span("employer")
        vouched = True
    elif title_before := _rank_before(text, place[0]):
        title = title_before
    if title:
        vouched = True
        title = _without_filler(text, title)
    return Mention(place, "full", title, employer, is_sure=vouched)


def _bare(employer: str | None) -> str:
    """An employer without the possessive; nothing where a single word owns, which may as well be a town."""
    if employer is None or not employer.endswith(("’s", "'s")):
        return employer or ""
    return employer[:-2] if " " in employer else ""


def _without_filler(text: str, title: Place) -> Place:
    """`the company’s chief scientist`, `says lead engineer`: what is no part of the post."""
    match = _FILLER.match(text[title[0] : title[1]])
    return (title[0] + match.end(), title[1]) if match else title


def post_follows(text: str, end: int) -> bool:
    """Do a post and a name come after these capitalised words, which are an employer then?"""
    return bool(_FOLLOWED.match(text[end : end + MAX_POST]))


def is_led_by_post(words: str) -> bool:
    """Is it a post, with whatever stands before it: `the company’s chief executive, `?"""
    return bool(_LED_BY_POST.fullmatch(words))
