"""Values of `models` to JSON and back, without the texts that are stored once elsewhere."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any, TypeVar

from cattrs import Converter
from cattrs.preconf.json import make_converter

from onrecord.models import Document, Keywords, Language, Quotation, Reading, Topics, Turn

Spoken = TypeVar("Spoken", Turn, Quotation)
# Columns of work.documents.
NOT_IN_BODY = (
    *("url", "text", "source_text", "title", "site", "canonical_url", "outlet"),
    *("published_at", "published_at_precision", "published_at_confidence", "is_truncated"),
)


def document_body(document: Document) -> dict[str, Any]:
    """What work.documents.body holds: all of a document that has no column of its own."""
    body: dict[str, Any] = _converter().unstructure(document)
    return {key: value for key, value in body.items() if key not in NOT_IN_BODY}


def document_from(row: dict[str, Any]) -> Document:
    """A document from a row of sql/stages/load_documents.sql."""
    published = {"published_at": row["published_at_text"]}
    columns = {name: row[name] for name in NOT_IN_BODY if name in row} | published
    return _converter().structure({**row["body"], **columns}, Document)


def plain(value: object) -> Any:
    """Any value of `models` as what JSON can hold; fields with their default value are left out."""
    return _converter().unstructure(value)


def reading_body(reading: Reading) -> dict[str, Any]:
    """A reading as JSON; the texts of turns and quotations are cut from the document again."""
    body: dict[str, Any] = plain(reading)
    for item in (*body.get("turns", ()), *body.get("quotations", ())):
        item["text"] = ""
    return body


def reading_from(body: dict[str, Any], text: str) -> Reading:
    """A reading from its JSON and the text of its document."""
    reading = _converter().structure(body, Reading)
    turns = tuple(_with_text(turn, text) for turn in reading.turns)
    return dataclasses.replace(
        reading, turns=turns, quotations=tuple(_with_text(q, text) for q in reading.quotations)
    )


def topics_from(body: dict[str, Any]) -> Topics:
    """Topics from their JSON."""
    return _converter().structure(body, Topics)


def keywords_from(body: dict[str, Any]) -> Keywords:
    """Keywords and mentions from their JSON."""
    return _converter().structure(body, Keywords)


def language_from(body: dict[str, Any]) -> Language:
    """A language from its JSON."""
    return _converter().structure(body, Language)


def _with_text(item: Spoken, text: str) -> Spoken:
    return dataclasses.replace(item, text=text[item.start_char : item.end_char])


@cache
def _converter() -> Converter:
    return make_converter(omit_if_default=True, unstruct_collection_overrides={tuple: list})
