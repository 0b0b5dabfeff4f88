"""Whom does each label of a document mean?"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from onrecord.enrich.speakers import (
    asking,
    intros,
    intros_latin,
    lexicon,
    name_places,
    names,
    posts,
    selfintro,
)
from onrecord.enrich.speakers.casting import ORGANISATION, unwrapped
from onrecord.enrich.speakers.folding import fold, tidy
from onrecord.enrich.speakers.labels import Mark
from onrecord.enrich.speakers.paper import Paper
from onrecord.enrich.speakers.people import (
    Cast,
    Person,
    is_generic,
    is_outlet,
    is_part,
    office_holder,
)
from onrecord.models import Evidence

_CAPITALISED: Final = re.compile(r"[A-Z][A-Za-z0-9À-ɏ'’\-]+(?: [A-Z][A-Za-z0-9À-ɏ'’.\-]*){1,2}")
# Labels of one person, who may say his name: not 记者 or Q, behind which many ask.
_NAMES_ITSELF: Final = re.compile(
    lexicon.MACHINE.pattern + r"|(?:host|guest|moderator|presenter|interviewee|主持人?|嘉宾|受访者|主播)$",
    re.I,
)
_SEARCH_CHARS: Final = 6000  # of the text, searched for the full form of a short label


class Resolver:
    """Whom the labels of one document mean."""

    def __init__(self, paper: Paper, cast: Cast, askers: frozenset[str]) -> None:
        document = paper.document
        self.paper = paper
        self.document, self.folded, self.cast, self.askers = document, paper.folded, cast, askers
        self.outlets = frozenset(asking.outlet_key(x) for x in (document.outlet, document.site) if x)
        self.asker: asking.Asker | None = None
        self.host = urlsplit(document.url or "").netloc.lower()
        self.shorts: dict[str, Person] = {}
        self.labelled: dict[str, list[Person]] = {}

    def resolve(self, marks: tuple[Mark, ...], spans: dict[int, tuple[int, int]]) -> None:
        """Decide for every key: full names first, then short forms, then role words."""
        if marks:
            self.asker = asking.find(self.paper, marks[0].head, self.outlets)
        if self.asker and self.asker.outlet:
            self.outlets |= {asking.outlet_key(self.asker.outlet)}
        order = {
            "name": 0,
            "other": 1,
            "office": 2,
            "machine": 1,
            "part": 2,
            "initials": 3,
            "role": 4,
            "none": 9,
        }
        keys: dict[str, Mark] = {}
        for mark in marks:
            keys.setdefault(mark.key, mark)
        for key, mark in sorted(
            keys.items(), key=lambda item: (not item[1].shape.short, order[item[1].shape.kind])
        ):
            people = self._people_of(mark, spans.get(mark.start_char))
            self.labelled[key] = people
            for person in people:
                self._describe(person, mark)
            if mark.shape.short and len(people) == 1:
                self.shorts[mark.shape.short] = people[0]

    def let_them_introduce_themselves(self, spans: dict[str, list[tuple[int, int]]]) -> None:
        """Take post and employer from what a speaker says of himself, where nothing else tells them."""
        for key, turns in spans.items():
            self._let_machine_name_itself(key, turns)
            people = self.labelled.get(key, [])
            if len(people) != 1 or people[0].title or people[0].affiliation or people[0].kind != "person":
                continue
            places = selfintro.find(self.folded, turns)
            for what, place in zip(("title", "affiliation"), places or (), strict=False):
                if place:
                    quote = self.document.text[slice(*place)]
                    setattr(people[0], what, quote)
                    people[0].evidence.append(Evidence(what, "text", quote, None, *place))

    def _let_machine_name_itself(self, key: str, turns: list[tuple[int, int]]) -> None:
        """Where a recogniser's number says `My name is …`, it is that person."""
        people = self.labelled.get(key, [])
        if len(people) != 1 or people[0].kind != "role" or not _NAMES_ITSELF.match(key):
            return
        for start, end in turns[: selfintro.FIRST_TURNS]:
            named = [
                one
                for one in intros.find(self.folded, start, min(end, start + 300), frozenset())
                if intros.SELF_NAMED.search(self.folded, max(start, one.name_at[0] - 14), one.name_at[0])
            ]
            person = self.cast.get(named[0].name) if named else None
            if person and not any(person in others for others in self.labelled.values()):
                self.labelled[key] = [person]
                self.cast.people.remove(people[0])
                return

    def _people_of(self, mark: Mark, span: tuple[int, int] | None) -> list[Person]:
        shape, key = mark.shape, mark.key
        if key in self.shorts:
            return [self.shorts[key]]
        if shape.kind == "role":
            return [self._by_role(mark, span)]
        if shape.kind == "office":
            return [office_holder(self.cast, key) or self._new(mark, key, "role")]
        if len(shape.names) > 1 and asking.outlet_key(key) not in self.outlets:
            return [
                self.cast.get(n) or self.cast.by_part(n) or self._spelled_out(n) or self._new(mark, n)
                for n in shape.names
            ]
        name = shape.name or key
        if shape.kind == "machine":
            return [self._new(mark, name, "role")]
        is_paper = shape.is_outlet or is_outlet(
            name, asks=key in self.askers, outlets=self.outlets, host=self.host
        )
        if is_paper and shape.role != "audience":
            asked_for_it = [
                p
                for p in self.cast.people
                if p.role == "interviewer" and p.affiliation and fold(p.affiliation) == name
            ]
            if len(asked_for_it) == 1:
                return asked_for_it
            return [self._new(mark, name, "outlet")]
        person = self.cast.get(name) or (office_holder(self.cast, name) if posts.is_post(name) else None)
        if person is None and (shape.kind != "name" or " " not in name):
            person = self.cast.by_part(name) or self._spelled_out(name)
        return [person or self._new(mark, name)]

    def _spelled_out(self, part: str) -> Person | None:
        """The full name that the lede or a turn has for a short label, if it has exactly one."""
        names_seen: dict[str, int] = {}
        for found in _CAPITALISED.finditer(self.folded, 0, _SEARCH_CHARS):
            for name in (found.group().rstrip("."), " ".join(found.group().split()[:2]).rstrip(".")):
                if (
                    is_part(part, name)
                    and names.is_latin_name(name)
                    and not ORGANISATION.search(name)
                    and not intros_latin.NOT_NAMES.match(name)
                ):
                    names_seen.setdefault(name, found.start())
        if len(part) == 1 and not part.isascii():
            for at in (m.start() for m in re.finditer(part, self.folded[:_SEARCH_CHARS])):
                if (place := name_places.name_at(self.folded, at, at + 4, frozenset())) and place[0] == at:
                    names_seen.setdefault(self.folded[slice(*place)], at)
        if len(names_seen) != 1:
            return None
        name, at = next(iter(names_seen.items()))
        person = self.cast.add(name, self.document.text[at : at + len(name)])
        person.evidence.append(Evidence("name", "text", person.name, None, at, at + len(name)))
        return person

    def _new(self, mark: Mark, folded_name: str, kind: str = "person") -> Person:
        at = self.folded.find(folded_name, mark.start_char, mark.end_char)
        printed = tidy(self.document.text[mark.start_char : mark.end_char]).strip("[]【】〔〕 ")
        if at >= 0:
            printed = self.document.text[at : at + len(folded_name)]
        elif fold(printed).lower().replace(" ", "") != folded_name.lower().replace(" ", "") or (
            printed.isupper() and len(printed) > 3
        ):
            printed = folded_name
        person = self.cast.add(folded_name, printed)
        if kind == "outlet":
            person.kind = "outlet"
            person.affiliation = person.affiliation or printed
        elif kind == "role":
            person.kind = "role"
        return person

    def _by_role(self, mark: Mark, span: tuple[int, int] | None) -> Person:
        """A role word names the one who is introduced in that role and has no label of his own."""
        taken = {id(person) for people in self.labelled.values() for person in people}
        free = [p for p in self.cast.people if id(p) not in taken and p.kind == "person"]
        if is_generic(mark, lexicon.GENERIC_ANSWER):
            guests = [p for p in free if p.role in {None, "guest"} and (p.takes_part or p.title)]
            part = [p for p in guests if p.takes_part] or guests
            part = part if len(part) == 1 else [p for p in part if p.title]
            if len(part) == 1:
                return part[0]
        elif mark.shape.role in {"interviewer", "moderator"} and not mark.shape.affiliation:
            same = [
                p
                for p in free
                if p.role == mark.shape.role or (p.role and p.role in {"interviewer", "moderator"})
            ]
            if len(same) == 1:
                return same[0]
            if mark.shape.role == "interviewer" and not same:
                return self._who_asks(mark)
        return self._new(mark, self._role_name(mark), "role")

    def _who_asks(self, mark: Mark) -> Person:
        """The reporter whom the byline names, or the role, of the outlet that is said to ask."""
        asker = self.asker
        is_alone = sum(key in self.askers for key in self.labelled) == 0
        if (
            is_alone
            and (writer := asking.reporter(self.paper))
            and not self.cast.get(fold(writer.name or ""))
        ):
            person = self.cast.add(fold(writer.name or ""), writer.name or "")
            person.role, person.title = "interviewer", "记者"
            asker = writer
        else:
            person = self._new(mark, self._role_name(mark), "role")
        if asker and not person.affiliation:
            person.affiliation = asker.outlet
            person.evidence += asker.evidence
        return person

    def _role_name(self, mark: Mark) -> str:
        if mark.shape.role_word and not mark.shape.affiliation:
            word = mark.shape.role_word
            return word
        return mark.key

    def _describe(self, person: Person, mark: Mark) -> None:
        """Take over what the label itself says."""
        shape = mark.shape
        person.latin = person.latin or shape.latin
        if shape.role and shape.kind in {"role", "name"} and (person.role is None or shape.kind == "name"):
            person.role = shape.role
        from_label = bool(shape.title and shape.affiliation)  # then both are the label's
        for what, value in (("title", shape.title), ("affiliation", shape.affiliation)):
            own = getattr(person, what)
            if not value or (own and not from_label and fold(own).lower() != value.lower()):
                continue
            at = self.folded.find(value, mark.start_char, mark.end_char)
            if at < 0:
                continue
            place = unwrapped(self.folded, (at, at + len(value)))
            quote = self.document.text[slice(*place)]
            setattr(person, what, quote)
            person.evidence.append(Evidence(what, "text", quote, None, *place))
        if (
            shape.kind == "role"
            and not person.title
            and shape.role_word in {"记者", "主持人", "Operator", "Host"}
        ):
            at = self.folded.find(shape.role_word, mark.start_char, mark.end_char)
            if at >= 0 and person.kind == "person":
                quote = self.document.text[at : at + len(shape.role_word)]
                person.title = quote
                person.evidence.append(Evidence("title", "text", quote, None, at, at + len(quote)))
        if not any(e.field == "name" for e in person.evidence) or mark.shape.kind == "name":
            printed = self.document.text[mark.start_char : mark.end_char]
            if not any(e.field == "label" for e in person.evidence):
                person.evidence.append(
                    Evidence("label", "text", printed, None, mark.start_char, mark.end_char)
                )
