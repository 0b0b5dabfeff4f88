"""Telling languages, beside langdetect."""

from __future__ import annotations

from collections.abc import Iterator

import langdetect

from onrecord.enrich import language

from .measure import Line, texts, versus


def measure() -> Iterator[Line]:
    """Paragraphs per CPU-second."""
    langdetect.DetectorFactory.seed = 0
    paragraphs = [line for text in texts() for line in text.split("\n") if line]
    yield versus(
        "language of paragraphs",
        lambda: [language.detect(paragraph) for paragraph in paragraphs],
        "langdetect",
        lambda: [_detect(paragraph) for paragraph in paragraphs],
        len(paragraphs),
    )


def _detect(paragraph: str) -> str | None:
    try:
        return str(langdetect.detect(paragraph))
    except langdetect.LangDetectException:
        return None
