"""Finding speakers and what they say, beside cutting the texts into words."""

from __future__ import annotations

from collections.abc import Iterator

import jieba

from onrecord.enrich import speakers

from .measure import Line, documents, versus


def measure() -> Iterator[Line]:
    """Documents per CPU-second."""
    yield versus(
        "speakers and quotations",
        lambda: [speakers.read(document) for document in documents()],
        "jieba.lcut",
        lambda: [jieba.lcut(document.text) for document in documents()],
        len(documents()),
    )
