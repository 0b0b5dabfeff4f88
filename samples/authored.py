"""What an authored text in samples/articles/ says: its front matter and its typed blocks.

The body is paragraphs parted by empty lines. How one begins says what it is::

    ## 一、|标题          a heading, its number before the bar (no bar: no number)
    [key] words          a turn of that speaker, under the speaker's first label
    [key|label] words    a turn under another label
    [key@00:12] words    a turn with a time beside its label
    [key|] words         a turn under no label; [?|] of nobody that the text names: a question in bold
    > words              prose after a turn (a plain paragraph there belongs to the turn)
    - words              an item of a list
    words                prose, or a further paragraph of the turn that is open

``{key:“words”}`` inside prose marks a quotation and who said it (``?``: the text does not tell); the braces
are not printed. Of one that runs on over paragraphs each is marked, with the marks that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import yaml

ARTICLES = Path(__file__).resolve().parent / "articles"

BlockKind = Literal["prose", "heading", "turn", "item"]

RowKind = Literal["paragraph", "heading", "item", "advert"]

NOBODY = "?"  # in place of a speaker's key: the text does not tell who

_TURN = re.compile(r"\[([a-z]+|\?)(?:\|([^\]@]*))?(?:@([\d:]+))?\] ")
_QUOTATION = re.compile(r"\{([a-z]+|\?):([“‘「『\"]?)(.+?)([”’」』\"]?)\}", re.DOTALL)
_NUMBER_MARKS = " 、.．:：)）（("


@dataclass(frozen=True, slots=True)
class Saying:
    """Quoted words in a paragraph of prose, without their quotation marks."""

    speaker: str
    text: str
    start_char: int  # in its paragraph
    end_char: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed, with what is quoted in it."""

    text: str
    sayings: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a turn, a stretch of prose or an item of a list."""

    kind: BlockKind
    paragraphs: tuple[Paragraph, ...]
    number: str = ""  # of a heading, as printed: 一、 or 01
    speaker: str | None = None  # of a turn
    label: str | None = None  # None too where a turn has none
    time: str | None = None  # printed beside the label


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody (or an outlet) that speaks in the text."""

    key: str
    name: str
    kind: str
    role: str
    labels: tuple[str, ...] = ()
    name_latin: str | None = None
    title: str | None = None
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One authored text. `site` is the invented site that publishes it first."""

    slug: str
    site: str
    title: str
    published_at: str
    outlet: str | None
    language: str
    genre: str
    is_interview: bool
    blocks: tuple[Block, ...]
    speakers: tuple[Person, ...] = ()
    topics: tuple[str, ...] = ()
    byline: str | None = None
    credits: tuple[Mapping[str, str], ...] = ()
    label_mark: str = "："  # a line feed: the label stands on a line of its own
    time_form: str = " {time}"  # how a time is printed after a label
    charset: str = "utf-8"
    number: int = 0  # where the site's addresses have one
    end_note: str | None = None  # printed under the text, not part of it
    translator: str | None = None
    original_language: str | None = None

    @property
    def is_chinese(self) -> bool:
        return self.language.startswith("zh")

    def printed_label(self, block: Block) -> str:
        """What stands before the words of a turn: its label, time and mark."""
        if not block.label:
            return ""
        time = self.time_form.format(time=block.time) if block.time else ""
        return f"{block.label}{time}{self.label_mark}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line as a page prints it; `text` begins with `label` and has no number."""

    kind: RowKind
    text: str
    number: str = ""
    label: str = ""  # with its mark: 记者：
    is_bold: bool = False

    @property
    def words(self) -> str:
        return self.text[len(self.label) :]


def paragraph(source: str) -> Paragraph:
    """A paragraph with its quotation marks-up taken off and the places of what was said."""
    text, sayings, last = "", [], 0
    for match in _QUOTATION.finditer(source):
        speaker, opening, words, closing = match.groups()
        text += source[last : match.start()] + opening
        sayings.append(Saying(speaker, words, len(text), len(text) + len(words)))
        text += words + closing
        last = match.end()
    return Paragraph(text + source[last:], tuple(sayings))


def _block(source: str, speakers: Mapping[str, Person]) -> Block:
    if source.startswith("## "):
        number, bar, title = source[3:].rpartition("|")
        return Block("heading", (Paragraph(title.strip()),), number=number.strip() if bar else "")
    if source.startswith("- "):
        return Block("item", (paragraph(source[2:]),))
    if turn := _TURN.match(source):
        key, label, time = turn.groups()
        if label is None:
            label = speakers[key].labels[0]
        words = (Paragraph(source[turn.end() :]),)
        return Block("turn", words, speaker=key, label=label or None, time=time)
    return Block("prose", (paragraph(source.removeprefix("> ")),))


def _blocks(body: str, speakers: Mapping[str, Person]) -> Iterator[Block]:
    held: Block | None = None
    for source in re.split(r"\n\s*\n", body.strip()):
        block = _block(source.strip().replace("\n", " "), speakers)
        goes_on = block.kind == "prose" and not source.startswith("> ")
        if held and held.kind == "turn" and goes_on:
            held = replace(held, paragraphs=held.paragraphs + block.paragraphs)
            continue
        if held:
            yield held
        held = block
    if held:
        yield held


def _person(key: str, entry: Mapping[str, Any]) -> Person:
    return Person(key=key, **{**entry, "labels": tuple(entry.get("labels", ()))})


def read(path: Path) -> Article:
    """The article in one file; a wrong key in its front matter is a TypeError that names it."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    head: dict[str, Any] = yaml.safe_load(front)
    people = {key: _person(key, entry) for key, entry in (head.pop("speakers", None) or {}).items()}
    return Article(
        slug=path.stem,
        blocks=tuple(_blocks(body, people)),
        speakers=tuple(people.values()),
        topics=tuple(head.pop("topics", ())),
        credits=tuple(head.pop("credits", ())),
        is_interview=head["genre"] == "interview",
        **head,
    )


def articles(folder: Path = ARTICLES) -> tuple[Article, ...]:
    """Every authored text, by slug."""
    return tuple(read(path) for path in sorted(folder.glob("*.md")))


def heading_number(printed: str) -> str | None:
    """The number of a heading without its punctuation: ``一、`` is 一."""
    return printed.strip(_NUMBER_MARKS) or None


def rows(article: Article) -> tuple[Row, ...]:
    """The article's text line by line: lede, headings without number, labels, turns, prose."""
    out: list[Row] = []
    for block in article.blocks:
        first, *rest = (p.text for p in block.paragraphs)
        label = article.printed_label(block)
        kind: RowKind = block.kind if block.kind in ("heading", "item") else "paragraph"
        if label.endswith("\n"):
            out.append(Row("paragraph", label.strip(), label=label.strip()))
            label = ""
        is_bold = block.kind == "turn" and block.speaker == NOBODY
        out.append(Row(kind, label + first, number=block.number, label=label, is_bold=is_bold))
        out.extend(Row("paragraph", text) for text in rest)
    return tuple(out)


def text_of(printed: Sequence[Row]) -> str:
    """The rows as one text: what `articles.text` should be."""
    return "\n".join(row.text for row in printed)
