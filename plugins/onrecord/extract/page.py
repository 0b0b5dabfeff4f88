"""What every input becomes first: the displayed lines of a page, each with its place.

HTML, plain text and Markdown readers all return a `Page`; what is the article, what is damaged and what
the metadata says is decided from it alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import Permanent
from onrecord.extract.reasons import Reason
from onrecord.models import Evidence, LineKind

# Displayed by one page, navigation and comments with it: several times the longest novel's chapters in one
# page, and what can be read in about three seconds.
MAX_LINES = 10_000
MAX_CHARS = 1_000_000


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One displayed line (no newline in it), at `start` in the page's `source_text`."""

    text: str
    start: int
    kind: LineKind = "paragraph"
    level: int | None = None  # of a heading
    bold: tuple[tuple[int, int], ...] = ()  # places within this line's text
    is_main: bool | None = None  # the HTML extractor's verdict; None: unknown (text, Markdown)
    reason: Reason | None = None  # why it is not the article, if known: navigation, comments, caption, ...


@dataclass(frozen=True, slots=True)
class Page:
    """A page as lines; `source_text` is all of them joined by a newline.

    `meta` holds what the page's markup says of itself (JSON-LD, OpenGraph, microdata, <title>, <time>,
    canonical link, language): candidates, not yet believed.
    """

    source_text: str
    lines: tuple[SourceLine, ...]
    meta: tuple[Evidence, ...] = ()


def check_size(line_count: int, char_count: int) -> None:
    """Raises Permanent where a page displays more than can be read in time."""
    if line_count > MAX_LINES:
        raise Permanent("too_deep", f"more than {MAX_LINES} lines")
    if char_count > MAX_CHARS:
        raise Permanent("too_deep", f"more than {MAX_CHARS} characters")
