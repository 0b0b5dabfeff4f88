"""What linking people takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from onrecord.models import Role, SpeakerKind


@dataclass(frozen=True, slots=True)
class Appearance:
    """A speaker of one article, as the article names them."""

    speaker_id: str
    article_id: str
    name: str
    kind: SpeakerKind = "person"
    role: Role = "guest"
    name_latin: str | None = None
    affiliation: str | None = None
    title: str | None = None
    outlet: str | None = None  # who published the article, or where it stands
    first_published_at: str | None = None  # ISO 8601


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor said of speakers: those who stay (or are merged) are one person, those who leave another."""

    kind: Literal["merge", "split"]
    staying: frozenset[str]
    leaving: frozenset[str] = frozenset()


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two people of one name who may be one, and why they were not joined; the smaller id first."""

    person_id: str
    other_person_id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """Everyone, sorted by id; who may be one; and which ids, given up, lead to which."""

    people: tuple[Person, ...]
    candidates: tuple[Candidate, ...]
    redirects: Mapping[str, str]
