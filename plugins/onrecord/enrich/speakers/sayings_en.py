"""Who says it, in English prose? Reads the words before or after a quotation."""

from __future__ import annotations

import re
from collections.abc import Collection

from onrecord.enrich.speakers import names_en
from onrecord.enrich.speakers.attribution import NOBODY, UNNAMED, Mention, Saying
from onrecord.enrich.speakers.names_en import CAPITAL, PERSON

_VERB = (
    "(?:said|says|tells|told|adds|added|explains|explained|asks|asked|replies|replied|answers|answered|writes|wrote|recalls|recalled|notes|noted|argues|argued|insists|insisted"
    "|warns|warned|admits|admitted|continues|continued|jokes|joked|laughs|laughed|tweeted|posted|comments|commented|observes|observed|remarks|remarked|concludes|concluded"
    "|stresses|stressed|emphasises|emphasised|emphasizes|emphasized|suggests|suggested|acknowledges|acknowledged|concedes|conceded|confirms|confirmed|announces|announced"
    "|declares|declared|states|stated|responds|responded|shouted|whispered|muttered|quipped|quips|reflects|reflected|reveals|revealed|cautions|cautioned|predicts|predicted"
    "|complains|complained|countered|counters|pointed out|points out|interjected|mused|muses|agrees|agreed|testified|claims|claimed)"
)
_DESCRIBES = re.compile(
    r"\b(?:described|describes|characterised|characterized|dismissed|praised|condemned|criticised|criticized)\b[^.“”\"]{0,60} as $|\b(?:said|says|added|argued|admitted|insisted)\b[^.“”\",]{1,80} $"
)
_BEFORE = re.compile(rf"\b(?P<verb>{_VERB})(?P<object>(?: (?!that\b)[\w’'.\-]+){{0,8}})?\s*(?P<sign>[,:]?)\s*$")
_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<who>[^,]{3,80}(?:, [^,]{3,60})?),\s*$")
_SENTENCE_END = re.compile(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)(?<!\b[A-Z])[.?!][”’\"']?\s+(?=[A-Z“‘\"'«(])|\n")
_VERB_FIRST = re.compile(rf"\s*,?\s*(?P<verb>{_VERB})\s+")
_NAME_FIRST = re.compile(rf"(?P<adverbs>(?: (?:also|then|later|has|had|once|simply|quietly|finally|recently|[a-z]+ly))*) (?P<verb>{_VERB})\b")
_PRONOUN = re.compile(r"(?:he|she|He|She)\b")
_ROLE = re.compile(r"(?:the|The) (?P<role>moderator|host|interviewer|presenter|reporter|journalist)\b")
_NOBODY = re.compile(r"\b(?:[Pp]eople|[Ss]omeone|[Ss]omebody|[Aa]nyone|[Ee]veryone|[Ee]verybody|[Nn]o one|[Nn]obody|[Yy]ou|[Ww]e|[Oo]ne|saying|proverb|adage)(?: (?:always|often|usually|might|may|will|would|could|like to|used to|goes|can))*,? *$")
_NEGATED = re.compile(r"\b(?:never|not|n[’']t|denie[sd]|without|rather than|instead of)(?: \w+)? $")
_HEARSAY = re.compile(rf"\b{_VERB}(?: [\w’']+){{0,3}} that\b")
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be|got) (?:\w+ly )?$")
_LEAD_IN = re.compile(
    r"(?:In|On|At|After|Before|When|During|Asked|Speaking|Last|For|As|While|Yesterday|Earlier|Later|However|Still|Then|Meanwhile|Writing|Reflecting|Looking|By|Since|To|With|Today|Instead|Now|Recalling)\b[^“”\"]*$"
)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:assistant|colleague|wife|husband|mother|father|brother|sister|son|daughter|friend|company|statement|spokes\w+|boss|partner|student|secretary|rival|reporter|another|others|someone)\b"
)


def before(text: str, start: int, quote: int, names: Collection[str]) -> Saying | None:
    """The saying that leads to a quotation; `start` is where the words before it begin."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, quote)]
    sentence = ends[-1] if ends else start
    words = text[sentence:quote]
    if according := _ACCORDING.search(words):
        begin = sentence + according.start("who")
        who = _np(text, begin, quote, names)
        return Saying(who or UNNAMED, is_forward=True)
    match = _BEFORE.search(words)
    is_direct = match is not None and bool(match.group("sign") or not match.group("object"))
    if match is None or not is_direct:
        if not (found := _DESCRIBES.search(words)):
            return None
        verb = sentence + found.start()
    else:
        verb = sentence + match.start()
    if _NEGATED.search(text[sentence:verb]) or _NOBODY.search(text[sentence:verb]):
        return Saying(NOBODY, is_forward=True)
    if _PASSIVE.search(text[sentence:verb]):
        return Saying(UNNAMED, is_forward=True)
    if _HEARSAY.search(text, sentence, verb):
        return Saying(UNNAMED, is_forward=True)
    who = subject(text, sentence, verb, names)
    if not is_direct and (who is None or _names_between(text, verb, quote)):
        return None
    return Saying(who or UNNAMED, is_forward=words.rstrip().endswith(":"), is_loose=not is_direct, leads=True)


def after(text: str, quote: int, end: int, names: Collection[str]) -> tuple[Saying, int] | None:
    """The saying that follows a quotation, and where it ends. `quote` is the place after its mark."""
    closing = text[quote - 2 : quote - 1]
    is_open = closing in ",?!—…" or text[quote : quote + 1] == "," or text[max(0, quote - 4) : quote - 1].endswith("...")
    if not is_open:
        return None
    stop = _SENTENCE_END.search(text, quote, end)
    limit = stop.start() + 1 if stop else end
    if first := _VERB_FIRST.match(text, quote, limit):
        who = _np(text, first.end(), limit, names)
        if who is not None:
            return Saying(who, is_forward=text[quote:limit].rstrip().endswith(":")), limit
        return (Saying(UNNAMED), limit) if re.match(r"(?:an?|one|the|another|some|many|several)\b", text[first.end() : limit]) else None
    begin = quote + len(text[quote:limit]) - len(text[quote:limit].lstrip(" ,"))
    for verb in re.finditer(rf"\b{_VERB}\b", text[begin:limit]):
        place = begin + verb.start()
        if place - begin > 140:
            break
        if _PASSIVE.search(text[begin:place]):
            return Saying(UNNAMED), limit
        who = _right_before(text, begin, place, names)
        if who is not None:
            is_forward = text[begin + verb.end() : limit].rstrip().endswith(":")
            return Saying(who, is_forward=is_forward), limit
        if re.match(r"(?:an?|one|the|another|some|many|several)\b[^,]{0,60}$", text[begin:place]):
            return Saying(UNNAMED), limit
        if names_before := PERSON.match(text, begin, place):
            return (Saying(UNNAMED), limit) if names_en.organisation_like(names_before.group("name")) else None
    return None


def subject(text: str, sentence: int, verb: int, names: Collection[str]) -> Mention | None:
    """Who does what the verb says: the name right before it, or the one at the head of the sentence."""
    who = _right_before(text, sentence, verb, names)
    if who is not None:
        return who
    head = sentence + len(text[sentence:verb]) - len(text[sentence:verb].lstrip())
    if conjunction := re.match(r"(?:But|And|Yet|So|Still,|Then) ", text[head:verb]):
        head += conjunction.end()
    return _np(text, head, verb, names)


def _right_before(text: str, start: int, verb: int, names: Collection[str]) -> Mention | None:
    """The name or pronoun that ends right before the verb, if it begins a clause."""
    words = text[start:verb]
    bare = re.sub(r"(?: (?:also|then|later|has|had|once|simply|quietly|finally|recently|[a-z]+ly))* *$", "", words)
    end = start + len(bare)
    if pronoun := re.search(r"(?:^|[\s,;])(?P<who>he|she|He|She)$", bare):
        return Mention((start + pronoun.start("who"), end), "pronoun")
    if role := re.search(r"(?:the|The) (?P<role>moderator|host|interviewer|presenter|reporter|journalist)$", bare):
        return Mention((start + role.start("role"), end), "role")
    run = re.search(rf"(?:^|[\s,])(?P<run>(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame)\.? )?{CAPITAL}(?: (?:[A-Z]\.|de|van|von|der|den|al|el|bin|la|{CAPITAL})){{0,4}})$", bare)
    if run is None:
        return None
    lead = bare[: run.start("run")].rstrip()
    if re.search(r"\b(?:of|with|to|by|from|at|and|or|for|in|near|than|about|against|over)$", lead):
        return None
    return _np(text, start + run.start("run"), verb, names, before=start)


def _np(text: str, begin: int, end: int, names: Collection[str], before: int | None = None) -> Mention | None:
    """The person a noun phrase names: a full name, a known short one, a post with a name, a role."""
    if pronoun := _PRONOUN.match(text, begin, end):
        return Mention(pronoun.span(), "pronoun")
    if role := _ROLE.match(text, begin, end):
        return Mention(role.span("role"), "role")
    stretch = text[begin:end]
    if re.match(r"(?:an?|one|another|some|many|several|both) ", stretch):
        return UNNAMED
    found = names_en.person_at(text, begin, end)
    if found is None or _post_follows(text, found[0][1]):
        return _after_post(text, begin, end)
    place, is_honoured = found
    name = text[slice(*place)]
    if re.match(rf" and (?:{CAPITAL}|her|his|the)", text[place[1] : end + 12]):
        return UNNAMED
    is_known = name in names
    if " " not in name:
        return Mention(place, "short")
    if not is_known and _is_place(text, name):
        return None
    return names_en.described(text, before if before is not None else begin, place, len(text), is_sure=is_known or is_honoured)


def _post_follows(text: str, end: int) -> bool:
    return bool(re.match(rf"(?:[’']s?)? {names_en._POST_WORDS} {CAPITAL}", text[end : end + 90]))


def _after_post(text: str, begin: int, end: int) -> Mention | None:
    """`Corvane Systems chief scientist Mara Quill`, `the company’s head of research, Mara Quill`."""
    for place in names_en.names(text, begin, end):
        lead = text[begin : place[0]]
        if place[0] == begin or re.fullmatch(rf"(?:(?:the|The|its|Its) )?(?:.*\b)?{names_en._POST_WORDS},? ", lead):
            return names_en.described(text, begin, place, len(text), is_sure=True)
        if re.search(r"\b(?:with|to|by|from|at|about)\b", lead):
            return None
    return None


def _is_place(text: str, name: str) -> bool:
    """Does the text elsewhere use the name as a place or a body: at Open Ridge, the Open Ridge?"""
    return any(f"{word} {name}" in text for word in ("at", "in", "near", "inside", "the", "The", "At", "In", "joined"))


def _names_between(text: str, start: int, end: int) -> bool:
    return any(True for _ in names_en.names(text, start, end)) or bool(_SOMEBODY_ELSE.search(text, start, end))


def somebody_else(words: str) -> bool:
    """Do words bring in somebody without a name whom a pronoun may mean?"""
    return bool(_SOMEBODY_ELSE.search(words))
