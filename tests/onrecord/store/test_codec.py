"""Values to JSON and back: nothing is lost, and texts are not kept twice."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.models import Document, Keywords, Language, Line, Quotation, Reading, Topics, Turn
from onrecord.store import codec

TEXT = "何采薇：磨坊里的书从哪里来？\n陆星野：邻居送的。"
MANY = settings(max_examples=12, deadline=None)


def values(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Any value of a class of models, with every field filled."""
    return st.builds(kind, **{field.name: ... for field in dataclasses.fields(kind)})


st.register_type_strategy(float, st.floats(0, 1))
st.register_type_strategy(str, st.text(max_size=8))


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


def placed(item: Any, start: int) -> Any:
    end = min(start + 5, len(TEXT))
    return dataclasses.replace(item, start_char=start, end_char=end, text=TEXT[start:end])


@MANY
@given(values(Document))
def test_a_document_comes_back_from_its_body_and_columns(document: Document) -> None:
    columns = {
        name: getattr(document, name)
        for name in ("url", "text", "source_text", "title", "site", "canonical_url", "outlet", "is_truncated")
    }
    row = {
        **columns,
        "published_at_text": document.published_at,
        "published_at_precision": document.published_at_precision,
        "published_at_confidence": document.published_at_confidence,
        "body": through_json(codec.document_body(document)),
    }
    assert codec.document_from(row) == document


@MANY
@given(
    values(Reading),
    st.lists(st.integers(0, len(TEXT) - 1), max_size=3),
    st.data(),
)
def test_a_reading_comes_back_with_its_texts_cut_from_the_document(
    reading: Reading, places: list[int], data: st.DataObject
) -> None:
    turns = tuple(placed(data.draw(values(Turn)), start) for start in places)
    quotations = tuple(placed(data.draw(values(Quotation)), start) for start in places)
    reading = dataclasses.replace(reading, turns=turns, quotations=quotations)
    body = through_json(codec.reading_body(reading))
    assert codec.reading_from(body, TEXT) == reading
    assert not any(item.get("text") for item in (*body.get("turns", ()), *body.get("quotations", ())))


@MANY
@given(values(Topics), values(Keywords), values(Language))
def test_topics_keywords_and_language_come_back(
    topics: Topics, keywords: Keywords, language: Language
) -> None:
    assert codec.topics_from(through_json(codec.plain(topics))) == topics
    assert codec.keywords_from(through_json(codec.plain(keywords))) == keywords
    assert codec.language_from(through_json(codec.plain(language))) == language


def test_a_field_that_an_older_version_did_not_know_takes_its_default() -> None:
    row = {"url": None, "text": "a", "source_text": "a", "published_at_text": None, "body": {}}
    assert codec.document_from(row) == Document(None, "a", "a")


def test_default_values_take_no_room() -> None:
    assert codec.plain(Line(3, 9)) == {"start_char": 3, "end_char": 9}
