"""Which speakers of different articles are one human?

Only what the articles print decides: the same name with employers that fit together, or the same printed
Latin form. Where the evidence conflicts two people are kept; where it fits two people, nobody is chosen.
"""

from __future__ import annotations

import functools
import re
import unicodedata
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import opencc

from onrecord.enrich.speakers.lexicon import HONORIFICS, SURNAMES
from onrecord.models import SpeakerKind

VERSION = "1"

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "people.onrecord")
# Employers fit together when the other has this share of the shorter one's Han pairs and Latin words.
MIN_SHARED_EMPLOYER = 0.6

_HAN = re.compile("[\u3400-\u9fff]")
_DOTS = re.compile(r"[\s·・•‧･∙.\-‐‑'’_]+")
_ADDRESS = re.compile(r"(?:先生|女士|小姐|老师|太太|同学|大叔|阿姨|师傅|总|某某?)$")
_COMPANY = re.compile(
    r"(?:股份)?有限(?:责任)?公司|公司|集团|控股|[()（）,，]|\b(?:the|inc|ltd|llc|co|corp|corporation|company|limited|gmbh|plc)\b\.?"
)


@dataclass(frozen=True, slots=True)
class Appearance:
    """A speaker of one article, as the article names them."""

    speaker_id: str
    article_id: str
    name: str
    kind: SpeakerKind = "person"
    name_latin: str | None = None
    affiliation: str | None = None
    title: str | None = None
    first_published_at: str | None = None  # ISO 8601
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One human across articles. `name` is simplified; `aliases` are the other forms as printed."""

    person_id: str
    name: str
    name_latin: str | None
    aliases: tuple[str, ...]
    affiliations: tuple[str, ...]
    speaker_ids: tuple[str, ...]
    article_count: int
    first_seen: str | None
    last_seen: str | None


def link(appearances: Iterable[Appearance], known: Mapping[str, str] | None = None) -> tuple[Person, ...]:
    """Everyone who appears, with the speakers they are; sorted by person_id.

    `appearances` are all current ones, `known` the person_id of each speaker_id linked before: those keep it
    whatever comes later. Who has no full name, or could be either of two people, is in no person.
    """
    known = known or {}
    named = sorted((one for one in appearances if is_full_name(one)), key=_order)
    groups = _Groups()
    for person_id, members in _kept(named, known).items():
        groups.found(person_id, members)
    placed = groups.speaker_ids()
    for one in named:
        if one.speaker_id in placed:
            continue
        group, is_new = groups.choose(one)
        if group is not None:
            groups.join(group, one)
        elif is_new:
            groups.found(_new_id(one), [one])
    return tuple(sorted(map(_person, groups.all), key=lambda person: person.person_id))


def is_full_name(one: Appearance) -> bool:
    """Is it a person under a full name, not a role, an initial, a surname or a given name alone?"""
    name = unicodedata.normalize("NFKC", one.name).strip()
    if one.kind != "person" or _ADDRESS.search(_simplified(name)):
        return False
    if _HAN.search(name):
        bare = _simplified(_DOTS.sub("", name))
        is_dotted = bool(re.search(r"\S[·・•‧･∙]\S", name))
        return len(bare) >= 3 or is_dotted or (len(bare) == 2 and bare[0] in SURNAMES)
    words = [word for word in HONORIFICS.sub("", name).split() if len(word.strip(".")) > 1]
    return len(words) >= 2


def name_key(name: str) -> str:
    """Names that differ only in script, width, case, spaces or middle dots have the same key."""
    return _DOTS.sub("", _simplified(unicodedata.normalize("NFKC", HONORIFICS.sub("", name)))).casefold()


def employers_fit(one: str, other: str) -> bool:
    """Can two printed employers be one: 北岭大学 and 北岭大学材料学院, Corvane and Corvane Systems Inc?"""
    first, second = _employer_parts(one), _employer_parts(other)
    if not first or not second:
        return True
    return len(first & second) / min(len(first), len(second)) >= MIN_SHARED_EMPLOYER


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    return str(_converter().convert(text)) if _HAN.search(text) else text


@functools.lru_cache(maxsize=65536)
def _employer_parts(employer: str) -> frozenset[str]:
    bare = _COMPANY.sub(" ", _simplified(unicodedata.normalize("NFKC", employer)).casefold())
    han = ["".join(run) for run in re.findall("[\u3400-\u9fff]+", bare)]
    pairs = {run[at : at + 2] for run in han for at in range(max(1, len(run) - 1))}
    return frozenset(pairs) | frozenset(re.findall(r"[a-zà-ÿ0-9]+", bare)) - {"of", "and", "for", "at"}


def _order(one: Appearance) -> tuple[bool, str, str, str]:
    """Those who bring evidence first, then the earliest: the same people whatever order they come in."""
    has_evidence = bool(one.affiliation or one.name_latin)
    return not has_evidence, one.first_published_at or "9999", one.article_id, one.speaker_id


def _new_id(founder: Appearance) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{name_key(founder.name)}\n{founder.speaker_id}"))


def _kept(named: Sequence[Appearance], known: Mapping[str, str]) -> dict[str, list[Appearance]]:
    """The speakers linked before, by person; one who is read under another name now is free again."""
    members: dict[str, list[Appearance]] = defaultdict(list)
    for one in named:
        if one.speaker_id in known:
            members[known[one.speaker_id]].append(one)
    kept = {}
    for person_id, ones in members.items():
        counts = Counter(key for one in ones for key in _keys(one))
        # The form that most of them share; the smaller key where two are as common.
        best = min(counts, key=lambda key: (-counts[key], key))
        core = {key for one in ones if best in _keys(one) for key in _keys(one)}
        kept[person_id] = [one for one in ones if core & _keys(one)]
    return kept


def _keys(one: Appearance) -> frozenset[str]:
    """What somebody can be found by: the name, and the printed Latin form."""
    return frozenset(name_key(name) for name in (one.name, one.name_latin) if name)


def _latin_key(one: Appearance) -> str | None:
    latin = one.name_latin or (None if _HAN.search(one.name) else one.name)
    return "".join(sorted(name_key(word) for word in latin.split())) if latin else None


def _native(one: Appearance) -> str | None:
    """A name in Han characters that is no transliteration: two such that differ are two people."""
    is_native = bool(_HAN.search(one.name)) and not re.search(r"[·・•‧･∙]", one.name)
    return name_key(one.name) if is_native else None


@dataclass(slots=True)
class _Group:
    """The appearances of one person, and what they say together."""

    person_id: str
    members: list[Appearance] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)
    natives: set[str] = field(default_factory=set)
    latins: set[str] = field(default_factory=set)  # also of names that are Latin themselves
    printed_latins: set[str] = field(default_factory=set)  # beside a name
    employers: dict[str, None] = field(default_factory=dict)
    scripts: set[bool] = field(default_factory=set)  # whether the names are in Han characters

    def add(self, one: Appearance) -> None:
        self.members.append(one)
        self.articles.add(one.article_id)
        self.natives.update(filter(None, [_native(one)]))
        self.latins.update(filter(None, [_latin_key(one)]))
        if one.name_latin:
            self.printed_latins.update(filter(None, [_latin_key(one)]))
        if one.affiliation:
            self.employers[one.affiliation] = None
        self.scripts.add(bool(_HAN.search(one.name)))


class _Groups:
    """The people so far, found by the forms of their names."""

    def __init__(self) -> None:
        self.all: list[_Group] = []
        self._by_key: dict[str, list[_Group]] = defaultdict(list)

    def speaker_ids(self) -> set[str]:
        return {one.speaker_id for group in self.all for one in group.members}

    def found(self, person_id: str, members: Sequence[Appearance]) -> None:
        group = _Group(person_id)
        self.all.append(group)
        for one in members:
            self.join(group, one)

    def join(self, group: _Group, one: Appearance) -> None:
        group.add(one)
        for key in _keys(one):
            if group not in self._by_key[key]:
                self._by_key[key].append(group)

    def choose(self, one: Appearance) -> tuple[_Group | None, bool]:
        """The person they are; or None, and whether they are somebody new rather than either of two."""
        near = list(
            {id(group): group for key in sorted(_keys(one)) for group in self._by_key.get(key, ())}.values()
        )
        verdicts = [(group, _verdict(group, one)) for group in near]
        for wanted in ("same", "possible"):
            fitting = [group for group, verdict in verdicts if verdict == wanted]
            if fitting:
                return (fitting[0], False) if len(fitting) == 1 else (None, False)
        return None, True


def _verdict(group: _Group, one: Appearance) -> str:
    """Is somebody the `same` as these, `possible`, or in `conflict` with them?"""
    if one.article_id in group.articles:
        return "conflict"  # one article, two speakers
    native, latin = _native(one), _latin_key(one)
    if native and group.natives and native not in group.natives:
        return "conflict"
    if one.name_latin and group.printed_latins:
        return "same" if latin in group.printed_latins else "conflict"
    is_across = bool(_HAN.search(one.name)) not in group.scripts
    if is_across and latin in group.latins:
        return "same"  # the Latin form printed beside a Chinese name is the name elsewhere
    if not one.affiliation or not group.employers:
        return "possible"
    return "same" if any(employers_fit(one.affiliation, other) for other in group.employers) else "conflict"


def _person(group: _Group) -> Person:
    """The published form of a group: the commonest simplified name, all others as aliases."""
    members = sorted(group.members, key=_order)
    forms = Counter(_simplified(one.name) for one in members)
    # A name in Han characters comes first, then the commonest.
    name = min(forms, key=lambda form: (not _HAN.search(form), -forms[form], form))
    latins = Counter(latin for one in members for latin in _latin_forms(one))
    latin = min(latins, key=lambda form: (-latins[form], form)) if latins else None
    printed = {form for one in members for form in (one.name, _simplified(one.name), one.name_latin) if form}
    dates = sorted(one.first_published_at for one in members if one.first_published_at)
    return Person(
        person_id=group.person_id,
        name=name,
        name_latin=latin,
        aliases=tuple(sorted(printed - {name})),
        affiliations=tuple(dict.fromkeys(one.affiliation for one in members if one.affiliation)),
        speaker_ids=tuple(sorted(one.speaker_id for one in members)),
        article_count=len({one.article_id for one in members}),
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
    )


def _latin_forms(one: Appearance) -> list[str]:
    return [form for form in (one.name_latin, None if _HAN.search(one.name) else one.name) if form]
