"""Topics, keywords and mentions, beside cutting the texts into words."""

from __future__ import annotations

from collections.abc import Iterator

import jieba

from onrecord.enrich import keywords, topics
from onrecord.models import Document, Reading

from .measure import Line, documents, versus

NOBODY = Reading(is_interview=False, why="")


def measure() -> Iterator[Line]:
    """Documents per CPU-second."""
    yield versus(
        "topics, keywords, mentions",
        lambda: [_ours(document) for document in documents()],
        "jieba.lcut",
        lambda: [jieba.lcut(document.text) for document in documents()],
        len(documents()),
    )


def _ours(document: Document) -> None:
    topics.assign(document, NOBODY)
    keywords.extract(document, NOBODY)
