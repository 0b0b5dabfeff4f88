"""What does a plain text display? The same lines with places that an HTML page gives.

Also: is a body HTML, Markdown or plain text? Markdown has its own reader (markdown.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from onrecord.extract import markdown
from onrecord.extract.page import Page, SourceLine, check_size
from onrecord.models import Evidence

BodyType = Literal["html", "markdown", "text"]

HEAD_CHARS = 4_000  # where an HTML page shows itself
MIN_TAG_SHARE = 0.02  # block tags per word-like run: text quoting a few tags has far fewer
MIN_MARKDOWN_MARKS = 3  # two stray asterisks are damage, not Markdown

_SUFFIXES: Mapping[str, BodyType] = {
    "html": "html", "htm": "html", "xhtml": "html", "shtml": "html",
    "md": "markdown", "markdown": "markdown", "mkd": "markdown",
    "txt": "text", "text": "text",
}  # fmt: skip
_TYPES: Mapping[str, BodyType] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown",
    "text/x-markdown": "markdown",
}  # fmt: skip
_ROOT = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
_BLOCK_TAG = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|td|tr|table|article|section)\b[^<>\n]{0,200}>", re.I)
_WORD = re.compile(r"\w+")
_SUFFIX = re.compile(r"\.([a-z]{2,8})(?:[?#].*)?$", re.I)
_BULLET = re.compile(r"^(?:[•●▪◦‣■◆►▶]|[·・](?=\s))\s*")
_LINE_END = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_EDGE = " \t\u00a0\u3000\u2002\u2003\u2009\ufeff\u200b"


def body_type(text: str, *, url: str | None, headers: Mapping[str, str]) -> BodyType:
    """Is a decoded body HTML, Markdown or plain text? What it shows counts more than what is said of it."""
    if _ROOT.search(text[:HEAD_CHARS]):
        return "html"
    suffix = _SUFFIX.search((url or "").split("?")[0])
    by_name = _SUFFIXES.get(suffix.group(1).lower()) if suffix else None
    declared = next((v for k, v in headers.items() if k.lower() == "content-type"), "").split(";")[0].strip()
    by_header = _TYPES.get(declared.lower())
    said = by_header or by_name
    if said == "markdown":
        return said
    if said == "html" or (said is None and declared.lower() != "text/plain"):
        tags = len(_BLOCK_TAG.findall(text[: HEAD_CHARS * 10]))
        if tags and tags >= MIN_TAG_SHARE * len(_WORD.findall(text[: HEAD_CHARS * 10])):
            return "html"
    return "markdown" if markdown.count_marks(text) >= MIN_MARKDOWN_MARKS else "text"


def parse(text: str, *, is_markdown: bool) -> Page:
    """The lines that a text displays: Markdown's marks become kinds and bold places, blank lines go."""
    check_size(0, len(text.strip(_EDGE + "\r\n")))
    rows = _LINE_END.sub("\n", text).split("\n")
    if is_markdown:
        return _page(markdown.read_rows(rows), markdown.read_meta(rows))
    return _page(_plain(rows), ())


def _plain(rows: list[str]) -> Iterator[SourceLine]:
    for row in rows:
        text = row.strip(_EDGE)
        bullet = _BULLET.match(text)
        if bullet:
            text = text[bullet.end() :]
        if text:
            yield SourceLine(text=text, start=0, kind="list_item" if bullet else "paragraph")


def _page(lines: Iterator[SourceLine], meta: tuple[Evidence, ...]) -> Page:
    placed, start = [], 0
    for line in lines:
        placed.append(SourceLine(line.text, start, line.kind, line.level, line.bold))
        start += len(line.text) + 1
        check_size(len(placed), start)
    return Page(source_text="\n".join(line.text for line in placed), lines=tuple(placed), meta=meta)
