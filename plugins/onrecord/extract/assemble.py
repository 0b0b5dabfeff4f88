"""From the bytes of a capture to a document: every step in order, and the places put together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.errors import Permanent
from onrecord.extract import boilerplate, ending, html, metadata, notices, sections, text
from onrecord.extract.decode import decode
from onrecord.extract.fold import fold_lines
from onrecord.extract.page import Page, SourceLine, check_size
from onrecord.extract.repair import repair
from onrecord.extract.repair.pinyin import without_annotations
from onrecord.extract.repair.remains import decode_again
from onrecord.extract.strand import Strand, strands_of
from onrecord.models import Credit, Document, Evidence, Line, Removed, Repair, Section, Segment

VERSION = "2"  # raise it whenever a rule of this package changes what is read

MAX_BYTES = 20_000_000  # fetch takes no more; saved pages may be larger
MAX_CONTROL_SHARE = 0.02  # of the characters: more control characters than this are no writing
MAX_TITLE_SHARE = 0.3  # of the article in lines that repeat its title: more is what the page has to say
MAX_TITLE_TAIL = 30  # characters of a site's name behind a title

_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"GIF8",
    b"RIFF",
    b"\x00\x00\x00\x18ftyp",
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_NOT_WORD = re.compile(r"[\W_]+")


def read(
    body: bytes, *, url: str | None, headers: Mapping[str, str], site_lines: frozenset[str] = frozenset()
) -> Document:
    """The document that a capture holds. Raises Permanent where there is nothing to read."""
    page, redecoded = _page(body, url, headers)
    strands, repairs = repair(strands_of(page))
    if redecoded:
        repairs = (Repair("mojibake", redecoded), *(r for r in repairs if r.kind != "mojibake"))
    check_size(len(strands), 0)  # lines that were lost are found again
    strands = boilerplate.judge(strands, site_lines)
    printed_once = [strand for strand in strands if strand.reason != "printed_twice"]
    if any(done.kind == "pinyin" for done in repairs):
        page = replace(page, meta=tuple(replace(e, quote=without_annotations(e.quote)) for e in page.meta))
    repaired, starts = _repaired_page(page, printed_once)
    facts = metadata.read(repaired, url=url, body_start=_body_start(printed_once, starts))
    strands = _without_title(strands, facts.title)
    kept = [strand for strand in strands if strand.is_main]
    if not kept:
        raise Permanent("no_text", f"{len(strands)} lines, none of them an article")
    bold = _bold_places(page)
    last = max(i for i, strand in enumerate(strands) if strand.is_main)
    is_truncated = ending.is_truncated(kept, [s for s in strands[last + 1 :] if not s.is_main])
    kept = sections.find(kept, [_bold_share(strand, bold) for strand in kept])
    lines, segments, whole = _lay_out(kept, bold)
    if notices.is_notice(whole):
        raise Permanent("no_text", "a notice in the place of an article")
    return Document(
        url=url,
        text=whole,
        source_text=page.source_text,
        lines=lines,
        sections=_sections(kept, lines),
        segments=segments,
        site=facts.site,
        title=facts.title,
        canonical_url=facts.canonical_url,
        published_at=facts.published_at,
        published_at_precision=facts.published_at_precision,
        published_at_confidence=facts.published_at_confidence,
        outlet=facts.outlet,
        byline=facts.byline,
        credits=tuple(_credit(credit, page.source_text, printed_once, starts) for credit in facts.credits),
        translator=facts.translator,
        original_language=facts.original_language,
        html_language=facts.html_language,
        is_truncated=is_truncated,
        repairs=repairs,
        removed=_removed(strands),
        evidence=tuple(
            _in_source(evidence, page.source_text, printed_once, starts) for evidence in facts.evidence
        ),
    )


def _page(body: bytes, url: str | None, headers: Mapping[str, str]) -> tuple[Page, int]:
    """The displayed lines of a body, and how many of its stretches had to be decoded twice."""
    if len(body) > MAX_BYTES:
        raise Permanent("too_deep", f"{len(body)} bytes")
    if not body.strip():
        raise Permanent("no_text", "an empty body")
    if body.startswith(_MAGIC):
        raise Permanent("unreadable", "not a text")
    decoded = decode(body, headers).text
    if len(_CONTROL.findall(decoded[:100_000])) > MAX_CONTROL_SHARE * min(len(decoded), 100_000):
        raise Permanent("unreadable", "too many characters that no text has")
    decoded, redecoded = decode_again(decoded)
    kind = text.body_type(decoded, url=url, headers=headers)
    page = (
        html.parse(decoded, url=url)
        if kind == "html"
        else text.parse(decoded, is_markdown=kind == "markdown")
    )
    if not page.lines:
        raise Permanent("no_text", "no line is displayed")
    return page, redecoded


def _repaired_page(page: Page, strands: Sequence[Strand]) -> tuple[Page, list[int]]:
    """The page as the metadata rules should see it, and where each of its lines starts."""
    lines, starts, start = [], [], 0
    for strand in strands:
        lines.append(
            SourceLine(
                text=strand.text,
                start=start,
                kind=strand.kind,
                level=strand.level,
                is_main=strand.is_main,
                reason=strand.reason,
            )
        )
        starts.append(start)
        start += len(strand.text) + 1
    whole = "\n".join(line.text for line in lines)
    return Page(source_text=whole, lines=tuple(lines), meta=page.meta), starts


def _body_start(strands: Sequence[Strand], starts: Sequence[int]) -> int:
    return next((start for strand, start in zip(strands, starts, strict=True) if strand.is_main), 0)


def _in_source(
    evidence: Evidence, source_text: str, strands: Sequence[Strand], starts: Sequence[int]
) -> Evidence:
    """Evidence read in the repaired page, at its place and in the words of the page as it came."""
    if evidence.origin != "source" or evidence.start_char is None or evidence.end_char is None:
        return evidence
    start = _source_place(evidence.start_char, strands, starts)
    end = _source_place(max(evidence.start_char, evidence.end_char - 1), strands, starts) + 1
    return replace(evidence, quote=source_text[start:end], start_char=start, end_char=end)


def _source_place(place: int, strands: Sequence[Strand], starts: Sequence[int]) -> int:
    i = max(0, bisect_right(starts, place) - 1)
    places = strands[i].places
    return places[min(place - starts[i], len(places) - 1)]


def _credit(credit: Credit, source_text: str, strands: Sequence[Strand], starts: Sequence[int]) -> Credit:
    if credit.evidence is None:
        return credit
    return replace(credit, evidence=_in_source(credit.evidence, source_text, strands, starts))


def _without_title(strands: list[Strand], title: str | None) -> list[Strand]:
    """The title is no part of the text, wherever the page repeats it on a line of its own."""
    key = _key(title or "")
    if not key:
        return strands
    key = _key(fold_lines([title or ""])[0])
    near = [
        i
        for i, strand in enumerate(strands)
        if strand.is_main and len(strand.text) <= 2 * len(title or "") + MAX_TITLE_TAIL
    ]
    folded = fold_lines([strands[i].text for i in near])
    keys = {i: _key(line) for i, line in zip(near, folded, strict=True)}
    found = {i for i in near if keys[i].startswith(key) and len(keys[i]) <= len(key) + _tail(strands[i].text)}
    size = sum(len(strand.text) for strand in strands if strand.is_main)
    if sum(len(strands[i].text) for i in found) > MAX_TITLE_SHARE * size:  # a title that is the whole message
        found = {i for i in found if strands[i].kind == "heading"}
    if not any(strand.is_main and i not in found for i, strand in enumerate(strands)):
        return strands
    return [
        replace(strand, is_main=False, reason="title") if i in found else strand
        for i, strand in enumerate(strands)
    ]


def _tail(line: str) -> int:
    """How much more than the title may a line of the title hold? A site's name behind a bar."""
    return MAX_TITLE_TAIL if re.search(r"[|｜_丨]| [-–—] ", line) else 0


def _key(line: str) -> str:
    return _NOT_WORD.sub("", line)


def _bold_places(page: Page) -> bytearray | None:
    """A mark for every character of the source that is bold."""
    if not any(line.bold for line in page.lines):
        return None
    marks = bytearray(len(page.source_text) + 1)
    for line in page.lines:
        for start, end in line.bold:
            marks[line.start + start : line.start + end] = b"\x01" * (end - start)
    return marks


def _bold_share(strand: Strand, marks: bytearray | None) -> float:
    if marks is None or not strand.text:
        return 0.0
    return sum(marks[place] for place in strand.places) / len(strand.text)


def _lay_out(
    kept: Sequence[Strand], marks: bytearray | None
) -> tuple[tuple[Line, ...], tuple[Segment, ...], str]:
    """The text, its lines, and the map from it to the source."""
    lines: list[Line] = []
    segments: list[Segment] = []
    start = 0
    for strand in kept:
        end = start + len(strand.text)
        bold = tuple(_runs(strand, marks, start)) if marks is not None else ()
        lines.append(Line(start, end, strand.kind, strand.level, bold))
        for a, b in _stretches(strand.places):
            stop = strand.places[b - 1] + 1
            segments.append(Segment(start + a, start + b, strand.places[a], stop))
        start = end + 1
    return tuple(lines), tuple(segments), "\n".join(strand.text for strand in kept)


def _runs(strand: Strand, marks: bytearray, offset: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i, place in enumerate(strand.places):
        if not marks[place]:
            continue
        if runs and runs[-1][1] == offset + i:
            runs[-1] = (runs[-1][0], offset + i + 1)
        else:
            runs.append((offset + i, offset + i + 1))
    return runs


def _stretches(places: Sequence[int]) -> list[tuple[int, int]]:
    """Where places count on without a gap; characters that share a place stay together."""
    if isinstance(places, range):
        return [(0, len(places))] if places else []
    stretches, start = [], 0
    for i in range(1, len(places)):
        if places[i] != places[i - 1] + 1:
            stretches.append((start, i))
            start = i
    if places:
        stretches.append((start, len(places)))
    return stretches


def _sections(kept: Sequence[Strand], lines: Sequence[Line]) -> tuple[Section, ...]:
    """From each heading to the line before the next one."""
    heads = [i for i, strand in enumerate(kept) if strand.kind == "heading"]
    found = []
    for n, i in enumerate(heads):
        last = heads[n + 1] - 1 if n + 1 < len(heads) else len(kept) - 1
        found.append(Section(kept[i].number, kept[i].text, lines[i].start_char, lines[last].end_char))
    return tuple(found)


def _removed(strands: Sequence[Strand]) -> tuple[Removed, ...]:
    """What is not the article, stretch by stretch."""
    removed: list[Removed] = []
    was_main = True
    for strand in strands:
        if strand.is_main:
            was_main = True
            continue
        reason = strand.reason or "not_article"
        if not was_main and removed and removed[-1].reason == reason:
            removed[-1] = Removed(reason, removed[-1].text + "\n" + strand.text)
        else:
            removed.append(Removed(reason, strand.text))
        was_main = False
    return tuple(removed)
