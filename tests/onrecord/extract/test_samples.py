"""How much of the sample sites is read as their answers say? Floors that no change may fall under."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from onrecord.dedup import fold
from onrecord.errors import Permanent
from onrecord.extract import read

TASKS = {"published_at": "date"}  # where the canaries' name is another than the field's
GRAM = 4  # characters
EXACT = 0.98  # F1 of a text that is the article and nothing else

MIN_EXACT = 0.97  # share of the first publications and of the copies that nobody altered
MIN_TITLES = 0.97
MIN_OUTLETS = 0.97
MIN_DATES = 0.9
MIN_SECTIONS = (
    0.85  # questions with a label are no headings for us, in a list of questions and answers either
)


@pytest.fixture(scope="module")
def pages():
    """Each sample page that stands for an article: its answer, and the document read from it."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))  # the samples are no installed package
    from samples import build
    from samples.answers import answer
    from samples.render import page_bytes

    found = []
    for page in build.pages():
        if page.is_served and page.disposition in ("published", "copy"):
            url = f"https://{page.site}.test/{page.path.lstrip('/')}"
            headers = {"content-type": page.content_type} if page.site != "saved" else {}
            found.append((answer(page), _document(page_bytes(page), url, headers)))
    return found


def _document(body, url, headers):
    try:
        return read(body, url=url, headers=headers)
    except Permanent as refused:
        pytest.fail(f"{url}: {refused}")


def _f1(want, got):
    a, b = (Counter(text[i : i + GRAM] for i in range(max(1, len(text) - GRAM + 1))) for text in (want, got))
    return 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values()))


def _misses(pages, field):
    """Pages on which a field is not as answered, and was when they were first seen."""
    return [
        (answer["site"] + answer["path"], answer[field], getattr(document, field))
        for answer, document in pages
        if answer[field] != getattr(document, field)
        and TASKS.get(field, field) not in answer["first_seen_failed"]
    ]


def test_the_text_is_the_article_and_nothing_else(pages):
    texts = {answer["article"]: answer["text"] for answer, _ in pages if "text" in answer}
    unaltered = [
        (answer, document)
        for answer, document in pages
        if ("text" in answer or answer["relation"] == "exact") and "text" not in answer["first_seen_failed"]
    ]
    wrong = [
        answer["site"] + answer["path"]
        for answer, document in unaltered
        if _f1(fold(texts[answer["article"]]), fold(document.text)) < EXACT
    ]

    assert len(unaltered) >= 20
    assert len(wrong) <= (1 - MIN_EXACT) * len(unaltered), wrong


@pytest.mark.parametrize(("field", "floor"), [("title", MIN_TITLES), ("outlet", MIN_OUTLETS)])
def test_a_page_says_what_it_is_called_and_who_published_it(pages, field, floor):
    wrong = _misses(pages, field)

    assert len(wrong) <= (1 - floor) * len(pages), wrong


def test_the_day_and_time_are_those_of_publication(pages):
    wrong = [
        (place, want, got)
        for place, want, got in _misses(pages, "published_at")
        if want is None or got is None or not got.startswith(want)  # the page may add its offset
    ]

    assert len(wrong) <= (1 - MIN_DATES) * len(pages), wrong


def test_headings_have_their_titles_without_numbers(pages):
    found = wanted = 0
    for answer, document in pages:
        if "sections" in answer:
            titles = Counter((s["number"], s["title"]) for s in answer["sections"])
            found += sum((titles & Counter((s.number, s.title) for s in document.sections)).values())
            wanted += sum(titles.values())

    assert found >= MIN_SECTIONS * wanted, (found, wanted)


def test_every_fact_is_quoted_as_it_stands_where_it_was_read(pages):
    for answer, document in pages:
        wholes = {"source": document.source_text, "text": document.text}
        credited = (credit.evidence for credit in document.credits if credit.evidence)
        for evidence in (*document.evidence, *credited):
            if whole := wholes.get(evidence.origin):
                found = whole[evidence.start_char : evidence.end_char]
                assert found == evidence.quote, (answer["site"], answer["path"], evidence.field)
