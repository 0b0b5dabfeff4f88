"""Whom does a label stand for? People of one document, from its labels, introductions and header."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from onrecord.enrich.speakers import lexicon, names
from onrecord.enrich.speakers.folding import fold
from onrecord.enrich.speakers.labels import Mark
from onrecord.models import Evidence, Role, SpeakerKind

MIN_OUTLET: Final = 4  # Han characters that ask and are no name: who publishes, with no word that says so
_INNER_CAPITAL: Final = re.compile(r"^[A-Z]?[a-z]+[A-Z]\w*$|^[A-Z][a-z]+[A-Z]$")


@dataclass(slots=True)
class Person:
    """A participant in the making."""

    name: str
    kind: SpeakerKind = "person"
    role: Role | None = None
    title: str | None = None
    affiliation: str | None = None
    labels: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    takes_part: bool = False
    is_announced: bool = False  # with a post or a role, so that it counts without a turn
    folded: str = ""
    latin: str | None = None
    confidence: float = 0.6


class Cast:
    """The people of a document while they are being found; looked up by any form of their names."""

    def __init__(self) -> None:
        self.people: list[Person] = []

    def get(self, folded: str) -> Person | None:
        return next((person for person in self.people if person.folded == folded), None)

    def add(self, folded: str, name: str, kind: SpeakerKind = "person") -> Person:
        if (person := self.get(folded)) is None:
            person = Person(name=name, kind=kind, folded=folded)
            self.people.append(person)
        return person

    def by_part(self, part: str) -> Person | None:
        """The one person whose surname, given name, first name or initials this is."""
        fits = [person for person in self.people if person.folded != part and is_part(part, person.folded)]
        return fits[0] if len(fits) == 1 else None


def is_part(part: str, name: str) -> bool:
    """Whether `part` is a short form of the full name: `林` of 林一, `MQ` or `Quill` of Mara Quill."""
    if not part or len(part) >= len(name) + 2:
        return False
    if part.isascii():
        words = re.findall(r"[A-Z]?[a-z'’]+|[A-Z]+(?![a-z])", name) if not part.istitle() else name.split()
        lower = [word.lower() for word in name.split()]
        if part.lower() in lower and len(lower) > 1:
            return True
        initials = "".join(word[0] for word in words if word).upper()
        return (
            part.isupper()
            and len(part) > 1
            and part.replace(".", "") in {initials, "".join(w[0] for w in lower).upper()}
        )
    if len(part) == 1 or part[1:] in lexicon.FORMS_OF_ADDRESS:
        return name.startswith(part[0]) and names.is_han_name(name)
    if name.startswith(part) or (name.endswith(part) and len(name) - len(part) <= 2 and len(part) >= 2):
        return part != name
    return "·" in name and part in name.split("·")


def is_outlet(name: str, *, asks: bool, outlets: frozenset[str], host: str) -> bool:
    """Whether a label names who publishes rather than a person."""
    lower = name.lower().replace(" ", "")
    if lower in outlets:
        return True
    if lower.isascii() and len(lower) > 3 and lower in host.replace("-", ""):
        return True
    if lexicon.OUTLET_WORD.search(name) and not names.is_han_name(name):
        return True
    is_long = len(name) >= MIN_OUTLET and not name.isascii() and not names.is_person_name(name)
    return asks and (is_long or name.startswith("The ") or bool(_INNER_CAPITAL.match(name)))


def role_word_of(mark: Mark) -> str | None:
    """The role word of a label that names no one."""
    return mark.shape.role_word.lower() if mark.shape.kind == "role" and mark.shape.role_word else None


def is_asker_word(mark: Mark) -> bool:
    """Whether the label says by itself that it asks."""
    return mark.shape.role in {"interviewer", "moderator", "audience"} and mark.shape.kind in {"role", "name"}


def office_holder(cast: Cast, office: str) -> Person | None:
    """The one introduced with this post: `财政司司长` of `财政司司长某某`."""
    posts_of = [
        (person, fold(person.title), fold(person.affiliation or "")) for person in cast.people if person.title
    ]
    fits = [
        person
        for person, title, employer in posts_of
        if (employer + title).endswith(office) or office == title
    ]
    if not fits:
        fits = [person for person, title, _ in posts_of if office.endswith(title)]
    return fits[0] if len(fits) == 1 else None


def is_generic(mark: Mark, words: frozenset[str]) -> bool:
    """Whether the label is one of these role words."""
    word = role_word_of(mark)
    return word is not None and word in words and not mark.shape.affiliation
