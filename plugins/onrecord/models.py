"""The nouns of onrecord (docs: the words in the data dictionary), as frozen values.

Places are code points, half-open: ``text[start_char:end_char]``. Unless said otherwise they count in
``Document.text``. Every value here can be written to JSON and read back (`store.codec`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SourceKind = Literal["feed", "sitemap", "list", "urls", "folder"]
Precision = Literal["year", "month", "day", "minute", "second"]
LineKind = Literal["paragraph", "heading", "quote", "list_item", "table_row"]
Origin = Literal["text", "source", "meta"]
SpeakerKind = Literal["person", "outlet", "role"]
Role = Literal["interviewer", "moderator", "guest", "audience", "quoted"]
StatementKind = Literal["question", "answer", "remark"]
Relation = Literal["exact", "near", "truncated", "extended", "script"]


@dataclass(frozen=True, slots=True)
class Source:
    """Something we watch, as a user wrote it in config/sources.yml."""

    slug: str
    name: str
    kind: SourceKind
    addresses: tuple[str, ...]
    outlet: str | None = None  # who publishes what stands there, if always the same
    skip: tuple[str, ...] = ()  # regular expressions over canonical URLs
    interval_seconds: float = 2.0  # between two requests to one host
    max_pages: int = 1000  # new urls per discovery
    is_sample: bool = False
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a body, with how its character set was decided."""

    text: str
    charset: str
    how: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was read.

    `text` counts in `Document.text`, `source` in `Document.source_text`; `meta` has no place but a
    path into the page's metadata (``jsonld.datePublished``, ``og:title``).
    """

    field: str
    origin: Origin
    quote: str
    path: str | None = None
    start_char: int | None = None
    end_char: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A named undoing of scraping damage, and how many times it was needed."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A stretch of the page that is not the article, and why."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of `Document.text`: what it is, and where its bold stretches are."""

    start_char: int
    end_char: int
    kind: LineKind = "paragraph"
    level: int | None = None  # of a heading: 1 to 6
    bold: tuple[tuple[int, int], ...] = ()  # places in the text


@dataclass(frozen=True, slots=True)
class Section:
    """The stretch under a heading; its title stands in the text, its number does not."""

    number: str | None
    title: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of `text` and the stretch of `source_text` that it was read from."""

    start_char: int
    end_char: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Credit:
    """Someone named for work on the article, not speaking: editor, translator, photographer."""

    kind: str  # author | editor | compiler | translator | photographer | producer | source
    name: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from one capture. `text` holds lede, headings, labels, turns and prose only."""

    url: str | None
    text: str
    source_text: str
    lines: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()
    segments: tuple[Segment, ...] = ()
    site: str | None = None
    title: str | None = None
    canonical_url: str | None = None
    published_at: str | None = None  # ISO 8601 in the page's own time, cut to its precision
    published_at_precision: Precision | None = None
    published_at_confidence: float | None = None
    outlet: str | None = None
    byline: str | None = None
    credits: tuple[Credit, ...] = ()
    translator: str | None = None
    original_language: str | None = None
    html_language: str | None = None  # what the page says of itself: weak evidence
    is_truncated: bool = False
    repairs: tuple[Repair, ...] = ()
    removed: tuple[Removed, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """How two texts relate. `relation` says what the first is to the second; None: unrelated.

    `similarity` is the Jaccard index of their shingles, `containment` the share of the smaller
    one's shingles that the other has too. `lead`: of the longer one's text, the share that stands before
    what it holds of the other, if more follows after it (0 where it only begins sooner or ends later).
    """

    relation: Relation | None
    similarity: float
    containment: float
    why: str
    lead: float = 0.0


@dataclass(frozen=True, slots=True)
class Language:
    """BCP-47 code, or None when unsure. `profile`: share of letters by script."""

    code: str | None
    script: str | None
    confidence: float
    profile: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A participant in this article; title and affiliation as of this article."""

    name: str
    kind: SpeakerKind
    role: Role
    label: str | None = None  # the first label it was printed under
    labels: tuple[str, ...] = ()  # all of them
    name_latin: str | None = None
    title: str | None = None
    affiliation: str | None = None
    turn_count: int = 0
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One uninterrupted contribution. `text` and its place are without the label.

    `speakers` are indices into `Reading.speakers` (a label may stand for two; empty: unsure).
    `answers` is the position of the question it answers. `notes` are the places of stage notes in it: `(laughs)`.
    """

    position: int
    label: str | None
    speakers: tuple[int, ...]
    kind: StatementKind
    start_char: int
    end_char: int
    text: str
    answers: int | None = None
    confidence: float = 0.0
    notes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted speech in running prose; `speaker` is an index into `Reading.speakers` or None."""

    speaker: int | None
    text: str
    start_char: int
    end_char: int
    is_indirect: bool = False
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Who speaks in a document."""

    is_interview: bool
    why: str
    confidence: float = 0.0
    speakers: tuple[Speaker, ...] = ()
    turns: tuple[Turn, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    credits: tuple[Credit, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicScore:
    """A topic with the terms it was seen by, each with its place."""

    topic: str  # id of a node in config/topics.yml
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics of the article and of each turn, then each quotation, of the reading (same order)."""

    article: tuple[TopicScore, ...] = ()
    turns: tuple[tuple[TopicScore, ...], ...] = ()
    quotations: tuple[tuple[TopicScore, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Keyword:
    """A term of the article's own vocabulary."""

    term: str
    score: float
    count: int


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation, product or model of config/entities.yml named in the text."""

    entity: str
    name: str
    kind: str
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Keywords:
    """Keywords and mentions of an article."""

    keywords: tuple[Keyword, ...] = ()
    mentions: tuple[Mention, ...] = ()
