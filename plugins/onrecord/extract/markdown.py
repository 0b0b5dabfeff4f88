"""What does a Markdown text display?

Not a full CommonMark reader: articles use headings, emphasis, links, images, quotes, lists, rules and front
matter. A mark that is not closed on its line is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.extract.page import SourceLine
from onrecord.models import Evidence, LineKind

MAX_FRONT_MATTER = 60  # lines: a longer block between two rules is text

_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?!#)(.*)$")
_CLOSING = re.compile(r"(?:\s#+|#{2,})$")  # a single one may belong to the words
_HEADING_TEXT = re.compile(r"^#[0-9a-zA-Z]\w*\s*$")  # a hashtag or an issue number is no heading
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-{3,})\s*$")
_RULE = re.compile(r"^\s{0,3}(?:(?:[-*_]\s*){3,}|=+)$")
_QUOTE = re.compile(r"^\s{0,3}>\s?")
_LIST = re.compile(r"^\s*(?:[-*+•]\s+|(?=\d{1,3}[.)]\s))")
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*\|?\s*$")
_TABLE = re.compile(r"^\s*\|.*\|\s*$")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\[\]\n]{1,200}\]:\s*\S")
_FRONT_KEY = re.compile(r"^(?P<key>[A-Za-z_][\w-]*)\s*:\s*(?P<value>.*?)\s*$")
_FRONT_FIELDS = {
    "title": "title",
    "date": "published_at",
    "published": "published_at",
    "pubdate": "published_at",
    "published_at": "published_at",
    "author": "byline",
    "authors": "byline",
    "byline": "byline",
    "translator": "translator",
    "source": "outlet",
    "outlet": "outlet",
    "publisher": "publisher",
    "lang": "html_language",
    "language": "html_language",
    "canonical_url": "canonical_url",
}
# with one of these keys `date` is the day of a talk
_EVENT_KEYS = frozenset(("speakers", "speaker", "event", "venue", "conference", "session", "transcript_by"))
_MARK = re.compile(
    r"^\s{0,3}#{1,6}\s|\*\*[^*\n]{1,400}\*\*|!?\[[^\[\]\n]{0,200}\]\([^()\s]{1,400}[^()\n]{0,100}\)|"
    r"^\s{0,3}\[[^\[\]\n]{1,200}\]:\s*\S|^={3,}\s*$|^\s{0,3}>\s"
    r"|^-\s\S.*\n-\s",
    re.M,
)
_URL = (
    r"\(\s{0,4}<?[^()\s<>]{0,600}(?:\([^()\s]{0,200}\)[^()\s<>]{0,200}){0,4}>?"
    r"(?:\s{1,4}(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'))?\s{0,4}\)"
)
_INLINE = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    rf"|(?P<image>!\[(?P<alt>[^\[\]\n]{{0,300}})\](?:{_URL}|\[[^\[\]\n]{{0,100}}\])?)"
    rf"|(?P<link>\[(?P<label>(?:[^\[\]\n]|\[[^\[\]\n]{{0,100}}\]){{0,300}})\](?:{_URL}|\[[^\[\]\n]{{0,100}}\]))"
    r"|(?P<auto><(?P<address>https?://[^>\s]+)>)"
    r"|(?P<code>`+)"
    r"|(?P<bold>\*\*\*|\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w))"
    r"|(?P<emphasis>(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])|"
    r"(?<=[^\s_])_(?![\w_])|(?<=[^\s*])\*(?=[^\s*]))"
    r"|(?P<strike>~~)"
)
_EDGE = " \t\u00a0\u3000\ufeff\u200b"


def count_marks(text: str) -> int:
    """How many marks of Markdown stand in a text (in its first part, up to a few hundred)?"""
    head = text[:40_000]
    return len(_MARK.findall(head)) + (3 if _front_matter(head.split("\n")) else 0)


def read_meta(rows: list[str]) -> tuple[Evidence, ...]:
    """What front matter says of the text: single values of the keys that are the same everywhere."""
    found = []
    matches = [m for row in rows[1 : max(1, _front_matter(rows) - 1)] if (m := _FRONT_KEY.match(row))]
    is_event = any(match["key"].lower() in _EVENT_KEYS for match in matches)
    for match in matches:
        key, value = match["key"].lower(), _front_value(match["value"])
        name = "held_at" if key == "date" and is_event else _FRONT_FIELDS.get(key)
        if name and value and value[0] not in "[{|>":
            found.append(Evidence(name, "meta", value, path=f"front_matter.{key}"))
    return tuple(found)


def _front_value(value: str) -> str:
    """A single value, or a list on one line as its members with commas."""
    if value.startswith("[") and value.endswith("]"):
        value = ", ".join(part.strip().strip("\"'") for part in value[1:-1].split(","))
    return value.strip("\"'")


def read_rows(rows: list[str]) -> Iterator[SourceLine]:
    """The displayed lines of a Markdown text; `start` is not set."""
    rows = rows[_front_matter(rows) :]
    in_fence = False
    skip = False
    for i, row in enumerate(rows):
        if skip:
            skip = False
            continue
        if _FENCE.match(row):
            in_fence = not in_fence
            continue
        if in_fence:
            if row.strip():
                yield SourceLine(text=row.strip(_EDGE), start=0)
            continue
        following = rows[i + 1] if i + 1 < len(rows) else ""
        if _is_underline(row, following):
            skip = True
            yield from _line(row, "heading", 1 if following.lstrip().startswith("=") else 2)
            continue
        yield from _row(row)


def _front_matter(rows: list[str]) -> int:
    """How many rows at the start are front matter?"""
    if not rows or rows[0].strip() != "---":
        return 0
    for i, row in enumerate(rows[1:MAX_FRONT_MATTER], 1):
        if row.strip() in ("---", "..."):
            return i + 1 if any(_FRONT_KEY.match(line) for line in rows[1:i]) else 0
    return 0


def _is_underline(row: str, following: str) -> bool:
    if not row.strip() or not _UNDERLINE.match(following) or _RULE.match(row):
        return False
    return not (_HEADING.match(row) or _QUOTE.match(row) or _LIST.match(row) or _TABLE.match(row))


def _row(row: str) -> Iterator[SourceLine]:
    if not row.strip() or _RULE.match(row) or _DEFINITION.match(row) or _TABLE_RULE.match(row.strip()):
        return
    heading = _HEADING.match(row)
    if heading and not _HEADING_TEXT.match(row.strip()):
        yield from _line(_CLOSING.sub("", heading.group(2).strip()), "heading", len(heading.group(1)))
        return
    kind: LineKind = "paragraph"
    quote = _QUOTE.match(row)
    while quote:
        kind, row = "quote", row[quote.end() :]
        quote = _QUOTE.match(row)
    if kind == "quote" and (heading := _HEADING.match(row)):
        row = _CLOSING.sub("", heading.group(2).strip())
    item = _LIST.match(row)
    if item:
        kind, row = ("list_item" if kind == "paragraph" else kind), row[item.end() :]
    if _TABLE.match(row):
        kind, row = "table_row", " | ".join(cell.strip() for cell in row.strip().strip("|").split("|"))
    yield from _line(row, kind, None)


def _line(row: str, kind: LineKind, level: int | None) -> Iterator[SourceLine]:
    text, bold = read_inline(row.strip(_EDGE))
    shift = len(text) - len(text.lstrip(_EDGE))
    text = text.strip(_EDGE)
    if not text:
        return
    line = SourceLine(text=text, start=0, kind=kind, level=level)
    spans = ((max(0, a - shift), min(len(text), b - shift)) for a, b in bold)
    yield replace(line, bold=tuple((a, b) for a, b in spans if a < b))


def read_inline(row: str) -> tuple[str, list[tuple[int, int]]]:
    """A row without its marks, and where it is bold. Images go, links leave their words."""
    tokens = list(_INLINE.finditer(row))
    pairs = _paired(row, tokens)
    parts: list[str] = []
    bold: list[tuple[int, int]] = []
    length = done = 0
    bold_from: int | None = None
    for i, token in enumerate(tokens):
        if token.start() < done:
            continue
        plain = row[done : token.start()]
        parts.append(plain)
        length += len(plain)
        done = token.end()
        kind = token.lastgroup
        new = ""
        if token["link"] is not None:
            new, inner = read_inline(token["label"])
            bold += [(length + a, length + b) for a, b in inner]
        elif token["auto"] is not None:
            new = token["address"]
        elif token["image"] is not None or token["escape"] is not None:
            pass
        elif i not in pairs:
            new = token.group()
        elif kind == "bold":
            if bold_from is None:
                bold_from = length
            else:
                bold.append((bold_from, length))
                bold_from = None
        parts.append(new)
        length += len(new)
        if token["escape"] is not None:
            parts.append(row[done])
            length += 1
            done += 1
    parts.append(row[done:])
    return "".join(parts), sorted(bold)


def _paired(row: str, tokens: list[re.Match[str]]) -> set[int]:
    """Which of the tokens open or close something? Lone ones are text."""
    pairs: set[int] = set()
    waiting: dict[str, int] = {}
    for i, token in enumerate(tokens):
        if token.lastgroup not in ("bold", "emphasis", "strike", "code"):
            continue
        mark = token.group()
        if mark in waiting:
            pairs |= {waiting.pop(mark), i}
        else:
            waiting[mark] = i
    return pairs
