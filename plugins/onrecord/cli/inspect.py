"""`onrecord inspect`: what the pipeline makes of a page, with no database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.errors import DEFECTS, OnrecordError
from onrecord.models import Document, Source

TYPES = {".md": "text/markdown", ".markdown": "text/markdown", ".txt": "text/plain"}
EXCERPT_CHARS = 100


def add(commands: Any) -> None:
    """Add the command to a parser."""
    parser = commands.add_parser(
        "inspect",
        help="what the pipeline makes of a page",
        description="Read pages as the pipeline does, with no database: HTML, text or Markdown, files or addresses.",
    )
    parser.add_argument("pages", nargs="+", metavar="FILE|URL")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line, in the order given")
    parser.add_argument("--url", help="the address that the (one) file was saved from")
    parser.add_argument("--only", choices=["extract"], help="stop after extraction: no speakers, no topics")
    parser.add_argument(
        "--warehouse", action="store_true", help="use what the warehouse knows of the page's site"
    )
    parser.set_defaults(call=call)


def call(options: argparse.Namespace) -> int:
    """Inspect each page; 1 if one could not be read."""
    status = 0
    console = Console(highlight=False)
    for page in options.pages:
        try:
            found = _inspect(page, options)
        except (OnrecordError, OSError, *DEFECTS) as error:
            found = {"error": f"{type(error).__name__}: {error}", "url": options.url or page}
            status = 1
        if options.jsonl:
            sys.stdout.write(json.dumps(found, ensure_ascii=True) + "\n")
        elif "error" in found:
            sys.stderr.write(f"{page}: {found['error']}\n")
        else:
            _show(console, found)
    return status


def _inspect(page: str, options: argparse.Namespace) -> dict[str, Any]:
    from onrecord.extract import VERSION, read

    body, headers, url = _load(page, options.url)
    site_lines = _site_lines(url) if options.warehouse else frozenset()
    document = read(body, url=url, headers=headers, site_lines=site_lines)
    found = {**_of_document(document), "url": url or page, "versions": {"extract": str(VERSION)}}
    return found if options.only == "extract" else found | _of_reading(document, found["versions"])


def _load(page: str, url: str | None) -> tuple[bytes, dict[str, str], str | None]:
    if urlsplit(page).scheme in ("http", "https"):
        from onrecord.fetch.client import client_for

        source = Source(slug="inspect", name="inspect", kind="urls", addresses=(page,))
        answer = client_for(source).get(page)
        return answer.body, dict(answer.headers), url or answer.address
    path = Path(page)
    kind = TYPES.get(path.suffix.lower())
    return path.read_bytes(), {"Content-Type": kind} if kind else {}, url


def _of_document(document: Document) -> dict[str, Any]:
    from onrecord.store.codec import plain

    names = (
        "site title published_at published_at_precision outlet byline is_truncated text canonical_url "
        "translator original_language"
    )
    return {
        **{name: getattr(document, name) for name in names.split()},
        "credits": [{"kind": credit.kind, "name": credit.name} for credit in document.credits],
        "sections": [
            {"number": s.number, "title": s.title, "start_char": s.start_char, "end_char": s.end_char}
            for s in document.sections
        ],
        "repairs": [{"kind": repair.kind, "count": repair.count} for repair in document.repairs],
        "removed": [{"reason": removed.reason, "text": removed.text} for removed in document.removed],
        "evidence": plain(document.evidence),
    }


def _of_reading(document: Document, versions: dict[str, str]) -> dict[str, Any]:
    from onrecord.enrich import keywords, language, speakers, topics
    from onrecord.store.codec import plain

    found = language.detect(document.text)
    reading = speakers.read(document)
    words = keywords.extract(document, reading)
    modules = {"language": language, "speakers": speakers, "topics": topics, "keywords": keywords}
    return {
        "versions": versions | {name: str(module.VERSION) for name, module in modules.items()},
        "language": found.code,
        "script": found.script,
        "is_interview": reading.is_interview,
        "interview_confidence": reading.confidence,
        "why": reading.why,
        "speakers": [
            {
                **{name: getattr(speaker, name) for name in SPEAKER_FIELDS},
                "evidence": plain(speaker.evidence),
            }
            for speaker in reading.speakers
        ],
        "turns": [
            {
                "position": turn.position,
                "label": turn.label,
                "speaker": reading.speakers[turn.speakers[0]].name if turn.speakers else None,
                "speakers": [reading.speakers[who].name for who in turn.speakers],
                "kind": turn.kind,
                "answers": turn.answers,
                "start_char": turn.start_char,
                "end_char": turn.end_char,
                "text": turn.text,
            }
            for turn in reading.turns
        ],
        "quotations": [
            {
                "speaker": reading.speakers[quotation.speaker].name
                if quotation.speaker is not None
                else None,
                "is_indirect": quotation.is_indirect,
                "text": quotation.text,
                "start_char": quotation.start_char,
                "end_char": quotation.end_char,
            }
            for quotation in reading.quotations
        ],
        "topics": [
            {"topic": topic.topic, "score": topic.score, "evidence": plain(topic.evidence)}
            for topic in topics.assign(document, reading).article
        ],
        "keywords": [
            {"term": word.term, "score": word.score, "count": word.count} for word in words.keywords
        ],
        "mentions": [plain(mention) for mention in words.mentions],
    }


SPEAKER_FIELDS = (
    "label",
    "name",
    "name_latin",
    "kind",
    "role",
    "title",
    "affiliation",
    "turn_count",
    "confidence",
)


def _site_lines(url: str | None) -> frozenset[str]:
    return _known_site_lines(urlsplit(url).netloc) if url else frozenset()


@cache
def _known_site_lines(host: str) -> frozenset[str]:
    from onrecord import store
    from onrecord.cli.database import warehouse

    with warehouse(), store.connect() as conn:
        rows = store.fetch(conn, store.statement("site_lines"), {"host": host})
    return frozenset(row["line"] for row in rows)


def _show(console: Console, found: dict[str, Any]) -> None:
    """A report for a person's eyes."""
    console.print(Text(found["title"] or "(no title)", style="bold"))
    facts = ("url", "outlet", "byline", "published_at", "language", "is_interview", "why", "is_truncated")
    for name in facts:
        if found.get(name) not in (None, ""):
            console.print(Text.assemble((f"{name:>14} ", "dim"), str(found[name])))
    for name in ("repairs", "topics", "sections"):
        if found.get(name):
            console.print(Text.assemble((f"{name:>14} ", "dim"), ", ".join(_listed(found[name]))))
    console.print(Text.assemble((f"{'text':>14} ", "dim"), f"{len(found['text'])} characters"))
    if found.get("speakers"):
        table = Table("speaker", "role", "title", "affiliation", "turns", box=None, pad_edge=False)
        for one in found["speakers"]:
            cells = (
                one["name"],
                one["role"],
                one["title"] or "",
                one["affiliation"] or "",
                str(one["turn_count"]),
            )
            table.add_row(*map(Text, cells))
        console.print(table)
    for item in (*found.get("turns", ()), *found.get("quotations", ())):
        kind = item.get("kind") or ("reported" if item["is_indirect"] else "quotation")
        said = item["text"].replace("\n", " ")
        shown = said if len(said) <= EXCERPT_CHARS else said[:EXCERPT_CHARS] + "…"
        console.print(Text.assemble((f"{item['speaker'] or '?'} ", "bold"), (f"({kind}) ", "dim"), shown))
    console.print()


def _listed(items: list[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        if "kind" in item:
            yield f"{item['kind']} ×{item['count']}"
        elif "topic" in item:
            yield f"{item['topic']} {item['score']:.2f}"
        else:
            yield " ".join(filter(None, (item["number"], item["title"])))
