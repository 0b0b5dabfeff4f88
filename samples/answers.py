"""What the pipeline should make of a page, by construction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from samples.authored import Article, Block, heading_number, rows, text_of

if TYPE_CHECKING:
    from samples.pages import Page

_FIRST_SEEN_FAILED = Path(__file__).resolve().parent / "first_seen_failed.yml"


@cache
def first_seen_failed() -> Mapping[str, Mapping[str, list[str]]]:
    """Site → path → the tasks that were read wrong when the rules first saw the page."""
    loaded: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(
        _FIRST_SEEN_FAILED.read_text(encoding="utf-8")
    )
    return loaded


def _speakers(article: Article) -> list[dict[str, Any]]:
    turns = [block.speaker for block in article.blocks if block.kind == "turn"]
    return [
        {
            "name": person.name,
            "name_latin": person.name_latin,
            "kind": person.kind,
            "role": person.role,
            "title": person.title,
            "affiliation": person.affiliation,
            "labels": list(
                dict.fromkeys(b.label for b in article.blocks if b.speaker == person.key and b.label)
            ),
            "turn_count": turns.count(person.key),
        }
        for person in article.speakers
    ]


def _placed_blocks(article: Article) -> Iterator[tuple[int, Block]]:
    """Each block with where its first paragraph starts in the text, its label skipped."""
    start = 0
    for block in article.blocks:
        label = len(article.printed_label(block))
        yield start + label, block
        start += label + sum(len(p.text) + 1 for p in block.paragraphs)


def _turns(article: Article, names: dict[str, str]) -> list[dict[str, Any]]:
    turns = [(start, block) for start, block in _placed_blocks(article) if block.kind == "turn"]
    return [
        {
            "position": position,
            "label": block.label,
            "speaker": names.get(block.speaker or ""),
            "start_char": start,
            "text": "\n".join(p.text for p in block.paragraphs),
        }
        for position, (start, block) in enumerate(turns)
    ]


def _quotations(article: Article, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    for block_start, block in _placed_blocks(article):
        start = block_start
        for paragraph in block.paragraphs:
            for saying in paragraph.sayings:
                place = start + saying.start_char
                yield {"speaker": names.get(saying.speaker), "start_char": place, "text": saying.text}
            start += len(paragraph.text) + 1


def _reading(article: Article) -> dict[str, Any]:
    names = {person.key: person.name for person in article.speakers}
    return {
        "genre": article.genre,
        "is_interview": article.is_interview,
        "byline": article.byline,
        "credits": list(article.credits),
        "translator": article.translator,
        "original_language": article.original_language,
        "topics": list(article.topics),
        "speakers": _speakers(article),
        "turns": _turns(article, names),
        "quotations": list(_quotations(article, names)),
        "sections": [
            {"number": heading_number(block.number), "title": block.paragraphs[0].text}
            for block in article.blocks
            if block.kind == "heading"
        ],
        "text": text_of(rows(article)),
    }


def answer(page: Page) -> dict[str, Any]:
    """The line of answers.jsonl for a page; only a first publication has the whole reading."""
    article = page.article
    line: dict[str, Any] = {
        "site": page.site,
        "path": page.path,
        "disposition": page.disposition,
        "reason": page.reason,
        "article": article.slug if article else None,
        "relation": page.relation,
        "damage": list(page.damage),
        "title": page.title,
        "published_at": page.published_at,
        "outlet": page.outlet,
        "language": page.language,
        "first_seen_failed": first_seen_failed().get(page.site, {}).get(page.path, []),
    }
    return line | _reading(article) if article and page.disposition == "published" else line
