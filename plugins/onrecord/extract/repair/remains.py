"""Remains of markup and of wrong decoding in the lines."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import ftfy

from onrecord.extract.strand import Strand, edit, substitute

_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z][a-zA-Z0-9]{1,20});")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|code|dd|div|dl|dt|em|figure|figcaption|"
    r"font|h[1-6]|hr|i|iframe|img|li|mark|ol|p|s|"
    r"section|small|span|strike|strong|sub|sup|table|tbody|td|th|tr|u|ul)(?:\s[^<>\n]{0,400})?/?>",
    re.I,
)
_BROKEN_TAG = re.compile(r"(?<=[。！？!?”])[?？]?/(?:p|div|span|strong)>")
_MARKS = re.compile(r"(?<!\*)\*\*(?!\*)")
_EMPTY_LINK = re.compile(r"!\[[^\]\n]{0,200}\]\([^()\s]{0,600}\)|!\[[^\]\n]{0,200}\]\[[^\]\n]{0,60}\]")
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((?:https?://|/|#)[^()\s]{0,600}\)")
MIN_RUNS = 8  # stretches of wrongly read UTF-8: fewer are left to the lines they stand in
MIN_RUN_SHARE = 0.8  # of all stretches of such characters: in French or German hardly one is sound UTF-8
_LATIN_RUN = re.compile(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a"
    r"\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{2,}"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LEADS = "ÃÂâãäåæçèéïÐÑ"
_SUSPECT = re.compile(r"[ÃÂâäåæçèéïÐÑ][\u0080-\u00bf\u0152-\u017e\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")


def decode_again(text: str) -> tuple[str, int]:
    """A page whose UTF-8 was once read as Latin, before its lines are read: later the no-break spaces are lost.

    The count is of stretches. Each must be sound UTF-8 again, and a page has many or none.
    """
    if text.isascii() or not any(lead in text for lead in _LEADS):
        return text, 0
    runs = list(_LATIN_RUN.finditer(text))
    found = [again for match in runs if (again := _as_utf8(match.group())) is not None]
    if len(found) < MIN_RUNS or len(found) < MIN_RUN_SHARE * len(runs):
        return text, 0
    return _LATIN_RUN.sub(lambda match: _as_utf8(match.group()) or match.group(), text), len(found)


def _as_utf8(run: str) -> str | None:
    """The run as it was meant, if its bytes are UTF-8 in one of the two ways of reading bytes as Latin."""
    for charset in ("latin-1", "sloppy-windows-1252"):
        try:
            again: str = run.encode(charset).decode("utf-8")
        except UnicodeError:
            continue
        return None if _CONTROLS.search(again) else again
    return None


def fix_mojibake(strands: list[Strand]) -> tuple[list[Strand], int]:
    """Decode again what was decoded wrongly; only lines that look it, and quotes stay as they are."""
    count = 0
    repaired = []
    for strand in strands:
        text = ftfy.fix_encoding(strand.text) if _SUSPECT.search(strand.text) else strand.text
        count += text != strand.text
        repaired.append(_rewritten(strand, text))
    return repaired, count


def _rewritten(strand: Strand, text: str) -> Strand:
    """The strand with another text, keeping what is common at both ends in place."""
    if text == strand.text:
        return strand
    old = strand.text
    size = min(len(old), len(text))
    a = next((i for i in range(size) if old[i] != text[i]), size)
    b = next((i for i in range(size - a) if old[-1 - i] != text[-1 - i]), size - a)
    return edit(strand, [(a, len(old) - b, text[a : len(text) - b])])


def read_entities(strands: list[Strand]) -> tuple[list[Strand], int]:
    """Named and numbered entities become their characters."""
    return _each(
        strands,
        "&",
        _ENTITY,
        lambda match: html.unescape(match.group()).replace("\xa0", " ").replace("\n", " "),
    )


def drop_tags(strands: list[Strand]) -> tuple[list[Strand], int]:
    """HTML tags that are left in a line go; their words stay."""
    strands, count = _each(strands, "<", _TAG, "")
    strands, more = _each(strands, "/", _BROKEN_TAG, "")
    return strands, count + more


def drop_markdown_marks(strands: list[Strand]) -> tuple[list[Strand], int]:
    """Stray bold marks, images and link targets go; the words stay. Code with stars in it is left alone."""
    count = 0
    repaired = []
    for strand in strands:
        if "[" not in strand.text and "**" not in strand.text:
            repaired.append(strand)
            continue
        strand, images = substitute(strand, _EMPTY_LINK, "")
        strand, links = substitute(strand, _LINK, r"\1")
        marks = _MARKS.findall(strand.text)
        done = 0
        if marks and len(marks) % 2 == 0 and not re.search(r"\w\s*\*\*\s*\d", strand.text):
            strand, done = substitute(strand, _MARKS, "")
        count += images + links + done
        repaired.append(strand)
    return repaired, count


def _each(
    strands: list[Strand], mark: str, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]
) -> tuple[list[Strand], int]:
    count = 0
    repaired = []
    for strand in strands:
        if mark in strand.text:
            strand, done = substitute(strand, pattern, new)
            count += done
        repaired.append(strand)
    return repaired, count
