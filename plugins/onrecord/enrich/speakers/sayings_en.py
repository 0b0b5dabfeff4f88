"""Who says it, in English prose? Reads the words before or after a quotation."""

from __future__ import annotations

import re
from collections.abc import Collection

from onrecord.enrich.speakers import names_en
from onrecord.enrich.speakers.attribution import NOBODY, UNNAMED, Form, Mention, Saying
from onrecord.enrich.speakers.names_en import CAPITAL, NAME_BEFORE, PERSON

# How long a subject may be, with what stands between it and its verb, in characters.
MAX_SUBJECT = 140

_VERBS = """
    said says tells told adds added explains explained asks asked replies replied answers answered
    writes wrote recalls recalled notes noted argues argued insists insisted warns warned admits
    admitted continues continued jokes joked laughs laughed tweeted posted comments commented observes
    observed remarks remarked concludes concluded stresses stressed emphasises emphasised emphasizes
    emphasized suggests suggested acknowledges acknowledged concedes conceded confirms confirmed
    announces announced declares declared states stated responds responded shouted whispered muttered
    quipped quips reflects reflected reveals revealed cautions cautioned predicts predicted complains
    complained countered counters interjected mused muses agrees agreed testified claims claimed
"""
_VERB = "(?:pointed out|points out|" + "|".join(_VERBS.split()) + ")"
# Words between verb and quotation: described it as “…”, said the plan was “…”.
_DESCRIBES = re.compile(
    r"\b(?:described|describes|characteri[sz]ed|dismissed|praised|critici[sz]ed)\b[^.“”\"]{0,60} as $"
    r"|\b(?:said|says|added|argued|admitted|insisted)\b[^.“”\",]{1,80} $"
)
_SPEAKS = re.compile(rf" (?:also |has |had )?{_VERB}\b")
_ANY_VERB = re.compile(rf"\b{_VERB}\b")
_BEFORE = re.compile(
    rf"\b(?P<verb>{_VERB})(?P<object>(?: (?!that\b)[\w’'.\-]+){{0,8}})?\s*(?P<sign>[,:]?)\s*$"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<who>[^,]{3,80}(?:, [^,]{3,60})?),\s*$")
_SENTENCE_END = re.compile(
    r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)(?<!\b[A-Z])[.?!][”’\"']?\s+(?=[A-Z“‘\"'«(])|\n"
)
_VERB_FIRST = re.compile(rf"\s*,?\s*(?P<verb>{_VERB})\s+")
_ADVERBS = re.compile(r"(?: (?:also|then|later|has|had|once|simply|quietly|finally|recently|[a-z]+ly))* *$")
_PRONOUN = re.compile(r"(?:he|she|He|She)\b")
_PRONOUN_BEFORE = re.compile(r"(?:^|[\s,;])(?P<who>he|she|He|She)$")
_ROLE = re.compile(r"(?:the|The) (?P<role>moderator|host|interviewer|presenter|reporter|journalist)\b")
_ROLE_BEFORE = re.compile(_ROLE.pattern + "$")
_NOBODY = re.compile(
    r"\b(?:people|someone|somebody|anyone|everyone|everybody|no one|nobody|you|we|one|saying|proverb|adage)"
    r"(?: (?:always|often|usually|might|may|will|would|could|like to|used to|goes|can))*,? *$",
    re.I,
)
_NEGATED = re.compile(r"\b(?:never|not|n[’']t|denie[sd]|without|rather than|instead of)(?: \w+)? $")
_HEARSAY = re.compile(rf"\b{_VERB}(?: [\w’']+){{0,3}} that\b")
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be|got) (?:\w+ly )?$")
_SOMEBODY_ELSE = re.compile(
    r"\b(?:assistant|colleague|wife|husband|mother|father|brother|sister|son|daughter|friend|company|statement"
    r"|spokes\w+|boss|partner|student|secretary|rival|reporter|another|others|someone"
    r"|girl|boy|woman|man|child|visitor|customer|passenger|neighbou?r|stranger|guard|daughter|teenager|pensioner)\b"
)
# A name and a colon lead to what is said, whatever the sentence before them says.
_NAMED_BEFORE = re.compile(rf"(?:^|[\s,])(?P<name>{CAPITAL}(?: (?:[A-Z]\.|{CAPITAL})){{1,3}}):\s*$")
_UNNAMED = re.compile(r"(?:an?|one|the|another|some|many|several|both|his|her|their|my|our)\b")
_UNNAMED_SUBJECT = re.compile(rf"(?:{_UNNAMED.pattern}[^,]{{0,60}}|[a-z]+s )$")
_PREPOSITION_BEFORE = re.compile(r"\b(?:of|with|to|by|from|at|and|or|for|in|near|than|about|against|over)$")
_PREPOSITION = re.compile(r"\b(?:with|to|by|from|at|about)\b")
_UNNAMED_PHRASE = re.compile(r"(?:an?|one|another|some|many|several|both|his|her|their|my|our) ")
_AND_ANOTHER = re.compile(rf" and (?:{CAPITAL}|her|his|the)")
_CONJUNCTION = re.compile(r"(?:But|And|Yet|So|Still,|Then) ")
_BARE_SUBJECTS: tuple[tuple[re.Pattern[str], str, Form], ...] = (
    (_PRONOUN_BEFORE, "who", "pronoun"),
    (_ROLE_BEFORE, "role", "role"),
)


def before(text: str, start: int, quote: int, names: Collection[str]) -> Saying | None:
    """The saying that leads to a quotation; `start` is where the words before it begin."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, quote)]
    sentence = ends[-1] if ends else start
    words = text[sentence:quote]
    if according := _ACCORDING.search(words):
        begin = sentence + according.start("who")
        who = _noun_phrase(text, begin, quote, names)
        return Saying(who or UNNAMED, is_forward=True)
    match = _BEFORE.search(words)
    is_direct = match is not None and bool(match.group("sign") or not match.group("object"))
    if match is None and (named := _NAMED_BEFORE.search(words)):
        place = sentence + named.start("name"), sentence + named.end("name")
        who = names_en.described(text, sentence, place, quote, is_sure=text[slice(*place)] in names)
        return Saying(who, is_forward=True, leads=True) if who.is_sure else None
    if match is None and words.rstrip().endswith(":") and (actor := _acts(text, sentence, quote, names)):
        return Saying(actor, is_forward=True, leads=True)
    if match is None or not is_direct:
        if not (found := _DESCRIBES.search(words)):
            return None
        verb = sentence + found.start()
    else:
        verb = sentence + match.start()
    if _NEGATED.search(text[sentence:verb]) or _NOBODY.search(text[sentence:verb]):
        return Saying(NOBODY, is_forward=True)
    if _PASSIVE.search(text[sentence:verb]) or _HEARSAY.search(text, sentence, verb):
        return Saying(UNNAMED, is_forward=True)
    who = subject(text, sentence, verb, names)
    if not is_direct and (who is None or _names_between(text, verb, quote)):
        return None
    if who is None and match is not None and not match.group("sign"):
        return None  # The notice says “…”
    return Saying(who or UNNAMED, is_forward=words.rstrip().endswith(":"), is_loose=not is_direct, leads=True)


_SHOWS = re.compile(
    r"\b(?:read|reads|reading|sign|signs|titled|called|title|headline|words?|list|listed|note|letter|sang|thought)\b"
)


def _acts(text: str, sentence: int, quote: int, names: Collection[str]) -> Mention | None:
    """Who does something with a colon after it that leads to what is said: `Mara Quill described the night:`."""
    head = sentence + len(text[sentence:quote]) - len(text[sentence:quote].lstrip())
    who = next((name for name in names if text.startswith(name + " ", head)), None)
    if who is None or _SHOWS.search(text, head, quote) or _names_between(text, head + len(who), quote):
        return None
    return Mention((head, head + len(who)), "full" if " " in who else "short")


def after(text: str, quote: int, end: int, names: Collection[str]) -> tuple[Saying, int] | None:
    """The saying that follows a quotation, and where it ends. `quote` is the place after its mark."""
    ending = text[max(0, quote - 4) : quote - 1]
    if not (ending[-1:] in ",?!—…" or ending == "..." or text[quote : quote + 1] == ","):
        return None
    stop = _SENTENCE_END.search(text, quote, end)
    limit = stop.start() + 1 if stop else end
    if first := _VERB_FIRST.match(text, quote, limit):
        who = _noun_phrase(text, first.end(), limit, names)
        if who is None and _UNNAMED.match(text, first.end(), limit):
            who = UNNAMED
        return (Saying(who, is_forward=text[quote:limit].rstrip().endswith(":")), limit) if who else None
    begin = quote + len(text[quote:limit]) - len(text[quote:limit].lstrip(" ,"))
    for verb in _ANY_VERB.finditer(text, begin, min(limit, begin + MAX_SUBJECT)):
        who = _before_verb(text, begin, verb.start(), names)
        if who is not None:
            return Saying(who, is_forward=text[verb.end() : limit].rstrip().endswith(":")), limit
        if PERSON.match(text, begin, verb.start()):
            return None
    return None


def teller(text: str, sentence: int, verb: int, names: Collection[str]) -> Mention | None:
    """Who tells what a clause with `that` reports; nobody where it is denied, asked or told of somebody."""
    words = text[sentence:verb]
    if _NEGATED.search(words) or _NOBODY.search(words) or _PASSIVE.search(words) or _HEARSAY.search(words):
        return None
    return subject(text, sentence, verb, names)


def source(text: str, begin: int, end: int, names: Collection[str]) -> Mention | None:
    """Whom `according to …` and `…, Mara Quill said` name."""
    return _noun_phrase(text, begin, end, names)


def _before_verb(text: str, begin: int, verb: int, names: Collection[str]) -> Mention | None:
    words = text[begin:verb]
    if _PASSIVE.search(words) or _UNNAMED_SUBJECT.match(words):
        return UNNAMED
    who = _right_before(text, begin, verb, names)
    if who is None and (run := PERSON.match(words)) and names_en.organisation_like(run.group("name")):
        return UNNAMED
    return who


def subject(text: str, sentence: int, verb: int, names: Collection[str]) -> Mention | None:
    """Who does what the verb says: the name right before it, or the one at the head of the sentence."""
    who = _right_before(text, sentence, verb, names)
    if who is not None:
        return who
    head = sentence + len(text[sentence:verb]) - len(text[sentence:verb].lstrip())
    if conjunction := _CONJUNCTION.match(text, head, verb):
        head = conjunction.end()
    return _noun_phrase(text, head, verb, names)


def _right_before(text: str, start: int, verb: int, names: Collection[str]) -> Mention | None:
    """The name or pronoun that ends right before the verb, if it begins a clause."""
    start = max(start, verb - MAX_SUBJECT)
    bare = _ADVERBS.sub("", text[start:verb])
    end = start + len(bare)
    for pattern, group, form in _BARE_SUBJECTS:
        if found := pattern.search(bare):
            return Mention((start + found.start(group), end), form)
    run = NAME_BEFORE.search(bare)
    if run is None or _PREPOSITION_BEFORE.search(bare[: run.start("run")].rstrip()):
        return None
    return _noun_phrase(text, start + run.start("run"), verb, names, before=start)


def _noun_phrase(
    text: str, begin: int, end: int, names: Collection[str], before: int | None = None
) -> Mention | None:
    """The person a noun phrase names: a full name, a known short one, a post with a name, a role."""
    if pronoun := _PRONOUN.match(text, begin, end):
        return Mention(pronoun.span(), "pronoun")
    if role := _ROLE.match(text, begin, end):
        return Mention(role.span("role"), "role")
    if _UNNAMED_PHRASE.match(text, begin, end):
        return UNNAMED
    found = names_en.person_at(text, begin, end)
    if found is None or names_en.post_follows(text, found[0][1]):
        return _after_post(text, begin, end)
    place, is_honoured = found
    name = text[slice(*place)]
    if _AND_ANOTHER.match(text, place[1]):
        return UNNAMED
    if " " not in name:
        return (None if name in names else _after_post(text, begin, end)) or Mention(place, "short")
    is_known = name in names
    if not is_known and _is_place(text, name):
        return None
    start = begin if before is None else before
    return names_en.described(text, start, place, len(text), is_sure=is_known or is_honoured)


def _after_post(text: str, begin: int, end: int) -> Mention | None:
    """`Corvane Systems chief scientist Mara Quill`, `the company’s head of research, Mara Quill`."""
    end = min(end, begin + MAX_SUBJECT)
    for place in names_en.names(text, begin, end):
        lead = text[begin : place[0]]
        if not lead or names_en.is_led_by_post(lead):
            return names_en.described(text, begin, place, len(text), is_sure=True)
        if _PREPOSITION.search(lead):
            return None
    return None


def _is_place(text: str, name: str) -> bool:
    """Does the text elsewhere use the name as a place or a body: at Open Ridge, the Open Ridge?"""
    return any(
        f"{word} {name}" in text
        for word in ("at", "in", "near", "inside", "the", "The", "At", "In", "joined")
    )


def _names_between(text: str, start: int, end: int) -> bool:
    return any(True for _ in names_en.names(text, start, end)) or bool(
        _SOMEBODY_ELSE.search(text, start, end)
    )


def somebody_else(words: str) -> bool:
    """Do words bring in somebody without a name whom a pronoun may mean?"""
    return bool(_SOMEBODY_ELSE.search(words))


def speaks_after(text: str, place: int) -> bool:
    """Does a saying come right after a name that ends here: Mara Quill |wrote?"""
    return bool(_SPEAKS.match(text, place))
