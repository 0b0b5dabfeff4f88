"""Each check lets a sound state pass, and catches one broken row."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from psycopg2.extensions import connection as Connection
from tests import factories as make

from onrecord import audit, store

CHECKS = {check.name: check for check in audit.checks()}


SOURCE = "Home | Doors\n" + make.TEXT + "\nPrinted in May"
SOURCE_ROWS = """
insert into raw.captures (url_id, body_sha256, body_bytes, warc_file, warc_offset, warc_length)
values (%(url_id)s, sha256('page'), 4, 'a.warc.gz', %(url_id)s, 10);
insert into work.texts (text_sha256, text)
values
(sha256(convert_to(%(text)s, 'UTF8')), %(text)s),
(sha256(convert_to(%(source)s, 'UTF8')), %(source)s)
on conflict do nothing;
insert into work.documents (capture_id, url_id, version, text_sha256, source_sha256, body)
select capture_id, url_id, '1', sha256(convert_to(%(text)s, 'UTF8')), sha256(convert_to(%(source)s, 'UTF8')), '{}'
from raw.captures where url_id = %(url_id)s;
insert into work.families (family_id, founding_url_id, canonical_document_id)
select %(article)s, url_id, document_id from work.documents where url_id = %(url_id)s;
"""


def in_source(quote: str, shift: int = 0) -> dict[str, object]:
    return {**make.proof(quote, within=SOURCE, field="outlet", shift=shift), "origin": "source"}


def add_source_of(conn: Connection, article: UUID) -> UUID:
    """The page that an article was read from."""
    values = {"article": article, "url_id": make.add_url(conn), "text": make.TEXT, "source": SOURCE}
    store.execute(conn, SOURCE_ROWS, values)
    return article


def sound_article(conn: Connection, schema: str = "curated") -> UUID:
    """An interview with all that checks look at, as it should be."""
    evidence = [in_source("Printed in May"), make.proof("open"), {"origin": "meta", "quote": "May"}]
    article = make.add_article(conn, schema=schema, is_interview=True, text=make.TEXT, evidence=evidence)
    add_source_of(conn, article)
    make.add_section(conn, article, schema=schema, title="Ada Example", start_char=0, end_char=len(make.TEXT))
    asker = make.add_speaker(
        conn, article, schema=schema, name="Ada Example", evidence=[make.proof("Ada Example")]
    )
    guest = make.add_speaker(
        conn, article, schema=schema, name="Bo Sample", evidence=[make.proof("Bo Sample"), in_source("Doors")]
    )
    make.add_statement(conn, article, "What is open?", schema=schema, kind="question", speaker_id=asker)
    said = make.add_statement(conn, article, "The door is open.", schema=schema, speaker_id=guest)
    add_statement_topic(conn, said, schema, make.proof("door"))
    add_credit(conn, article, schema, in_source("Printed in May"))
    add_mention(conn, article, schema, [make.TEXT.index("door"), make.TEXT.index("door") + 4])
    make.add_topic(conn, article, schema=schema, evidence=[make.proof("door", field="topic")])
    return article


def add_statement_topic(conn: Connection, statement: UUID, schema: str, proof: dict[str, object]) -> None:
    make.add_topic(conn, make.add_article(conn))
    values = {"topic_id": "doors", "score": 0.5, "evidence": [proof]}
    make.add(conn, f"{schema}.statement_topics", statement_id=statement, **values)


def add_credit(conn: Connection, article: UUID, schema: str, proof: dict[str, object]) -> None:
    values = {"credit_id": uuid4(), "position": 0, "kind": "editor", "name": "Printed in May"}
    make.add(conn, f"{schema}.credits", article_id=article, evidence=proof, **values)


def add_mention(conn: Connection, article: UUID, schema: str, *places: list[int], count: int = 1) -> None:
    values = {"entity_id": "door", "name": "Door", "kind": "product", "mention_count": count}
    make.add(conn, f"{schema}.mentions", article_id=article, places=list(places), **values)


def sound_account(conn: Connection) -> None:
    """An account with a url of every kind."""
    sound_article(conn)
    copied = make.add_article(conn, copy_count=1)
    make.add_copy(conn, copied)
    make.add_url(conn, alias_of_url_id=make.add_url(conn))
    make.add_exit(conn, make.add_url(conn))
    make.add_exit(conn, make.add_url(conn), stage="fetch", reason="timeout")


def offenders(conn: Connection, name: str, run_id: str | None = None) -> list[store.Row]:
    if CHECKS[name].scope == "article":
        store.execute(conn, "set local search_path = staged")
    return store.fetch(conn, CHECKS[name].query, {"run_id": run_id})


def article_without_canonical_copy(conn: Connection) -> UUID:
    return make.add_article(conn, schema="staged", canonical_copy=False)


def article_that_counts_a_copy_it_lacks(conn: Connection) -> UUID:
    return make.add_article(conn, copy_count=1)


def interview_with_one_speaker(conn: Connection) -> UUID:
    article = make.add_article(conn, schema="staged", is_interview=True)
    make.add_speaker(conn, article, schema="staged")
    return article


def speaker_whose_quote_stands_elsewhere(conn: Connection) -> UUID:
    article = make.add_article(conn, schema="staged")
    make.add_speaker(conn, article, schema="staged", evidence=[make.proof("Bo Sample", shift=1)])
    return article


def speaker_whose_quote_stands_elsewhere_in_the_source(conn: Connection) -> UUID:
    article = add_source_of(conn, make.add_article(conn, schema="staged"))
    make.add_speaker(conn, article, schema="staged", evidence=[in_source("Printed in May", shift=1)])
    return article


def article_whose_quote_stands_nowhere(conn: Connection) -> UUID:
    return make.add_article(conn, schema="staged", evidence=[make.proof("a window")])


def article_whose_source_is_unknown(conn: Connection) -> UUID:
    return make.add_article(conn, schema="staged", evidence=[in_source("Printed in May")])


def credit_whose_quote_stands_elsewhere(conn: Connection) -> UUID:
    article = add_source_of(conn, make.add_article(conn, schema="staged"))
    add_credit(conn, article, "staged", in_source("Printed in May", shift=-1))
    return article


def statement_whose_term_stands_elsewhere(conn: Connection) -> UUID:
    article = make.add_article(conn, schema="staged")
    said = make.add_statement(conn, article, "The door is open.", schema="staged")
    add_statement_topic(conn, said, "staged", make.proof("door", shift=1))
    return article


def mention_beyond_the_end(conn: Connection) -> UUID:
    article = make.add_article(conn, schema="staged")
    add_mention(conn, article, "staged", [len(make.TEXT) - 4, len(make.TEXT) + 1])
    return article


def mention_of_a_blank(conn: Connection) -> UUID:
    article = make.add_article(conn, schema="staged")
    add_mention(conn, article, "staged", [make.TEXT.index(" "), make.TEXT.index(" ") + 1])
    return article


def mention_counted_twice(conn: Connection) -> UUID:
    article = make.add_article(conn, schema="staged")
    add_mention(conn, article, "staged", [0, 3], count=2)
    return article


def published_quote_that_stands_elsewhere(conn: Connection) -> UUID:
    article = make.add_article(conn)
    make.add_speaker(conn, article, evidence=[make.proof("Bo Sample", shift=1)])
    return article


def published_quote_that_stands_elsewhere_in_the_source(conn: Connection) -> UUID:
    return add_source_of(conn, make.add_article(conn, evidence=[in_source("Doors", shift=1)]))


def published_topic_whose_term_stands_elsewhere(conn: Connection) -> UUID:
    article = make.add_article(conn)
    make.add_topic(conn, article, evidence=[make.proof("door", shift=2)])
    return article


def section_that_begins_before_its_title(conn: Connection) -> UUID:
    article = make.add_article(conn, schema="staged")
    make.add_section(conn, article, schema="staged", title="What is open?", start_char=0, end_char=20)
    return article


def url_with_two_open_reasons(conn: Connection) -> None:
    url_id = make.add_url(conn)
    store.execute(conn, "drop index work.exits_open")
    make.add_exit(conn, url_id)
    make.add_exit(conn, url_id, reason="no_text")


def statement_cut_one_character_late(conn: Connection) -> UUID:
    article = make.add_article(conn, schema="staged")
    start = make.TEXT.index("The door") + 1
    make.add_statement(conn, article, schema="staged", start_char=start, end_char=start + 17)
    return article


def published_statement_with_other_words(conn: Connection) -> UUID:
    article = make.add_article(conn)
    make.add_statement(conn, article, text="The window is open.")
    return article


def topic_whose_term_stands_elsewhere(conn: Connection) -> UUID:
    article = make.add_article(conn, schema="staged")
    make.add_topic(conn, article, schema="staged", evidence=[make.proof("door", shift=2)])
    return article


def turns_that_overlap(conn: Connection) -> UUID:
    article = make.add_article(conn, schema="staged")
    make.add_statement(conn, article, "The door is open.", schema="staged")
    make.add_statement(conn, article, "door is open.", schema="staged")
    return article


BROKEN: dict[str, Callable[[Connection], UUID | None]] = {
    "articles_have_one_canonical_copy": article_without_canonical_copy,
    "copies_are_counted": article_that_counts_a_copy_it_lacks,
    "evidence_stands_in_published_articles": published_quote_that_stands_elsewhere,
    "interviews_have_speakers": interview_with_one_speaker,
    "ledger_agrees_with_tables": article_that_counts_a_copy_it_lacks,
    "mentions_lie_in_their_article": mention_beyond_the_end,
    "quotes_are_where_they_say": speaker_whose_quote_stands_elsewhere,
    "sections_begin_with_their_title": section_that_begins_before_its_title,
    "set_aside_urls_have_one_open_reason": url_with_two_open_reasons,
    "statements_are_cut_from_their_article": statement_cut_one_character_late,
    "statements_stand_in_published_articles": published_statement_with_other_words,
    "topic_terms_are_where_they_say": topic_whose_term_stands_elsewhere,
    "turns_do_not_overlap": turns_that_overlap,
}


FURTHER = [
    ("evidence_stands_in_published_articles", published_quote_that_stands_elsewhere_in_the_source),
    ("evidence_stands_in_published_articles", published_topic_whose_term_stands_elsewhere),
    ("mentions_lie_in_their_article", mention_of_a_blank),
    ("mentions_lie_in_their_article", mention_counted_twice),
    ("quotes_are_where_they_say", speaker_whose_quote_stands_elsewhere_in_the_source),
    ("quotes_are_where_they_say", article_whose_quote_stands_nowhere),
    ("quotes_are_where_they_say", article_whose_source_is_unknown),
    ("quotes_are_where_they_say", credit_whose_quote_stands_elsewhere),
    ("topic_terms_are_where_they_say", statement_whose_term_stands_elsewhere),
]


def test_every_check_is_tried_with_a_broken_row() -> None:
    assert set(BROKEN) == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_a_sound_state_has_no_offenders(conn: Connection, name: str) -> None:
    sound_account(conn)
    sound_article(conn, schema="staged")

    assert offenders(conn, name) == []


@pytest.mark.parametrize(("name", "break_one"), [*BROKEN.items(), *FURTHER])
def test_a_broken_row_is_caught_and_named(
    conn: Connection, name: str, break_one: Callable[[Connection], UUID | None]
) -> None:
    sound_account(conn)
    sound_article(conn, schema="staged")
    broken = break_one(conn)

    (row,) = offenders(conn, name)

    if "article_id" in row:
        assert str(row["article_id"]) == str(broken)


def test_a_quotation_inside_a_turn_is_no_overlap(conn: Connection) -> None:
    article = sound_article(conn, schema="staged")
    make.add_statement(conn, article, "door is open.", schema="staged", kind="quotation")

    assert offenders(conn, "turns_do_not_overlap") == []


def test_a_retired_statement_need_not_stand_in_its_article(conn: Connection) -> None:
    article = sound_article(conn)
    make.add_statement(conn, article, text="Words of a former version.", retired_at=make.NOON)

    assert offenders(conn, "statements_stand_in_published_articles") == []


def test_the_account_counts_an_exit_of_a_published_url_as_published(conn: Connection) -> None:
    url = "https://times.example/later-gone"
    make.add_article(conn, canonical_url=url)
    row = store.fetch_one(conn, "select url_id from raw.urls where url = %(url)s", {"url": url})
    assert row
    make.add_exit(conn, row["url_id"], stage="fetch", reason="gone")

    assert offenders(conn, "ledger_agrees_with_tables") == []


def test_a_published_page_that_has_become_an_alias_stays_in_the_account(conn: Connection) -> None:
    url = "https://times.example/moved"
    article = make.add_article(conn, canonical_url=url)
    target = make.add_url(conn)
    store.execute(
        conn,
        "update raw.urls set alias_of_url_id = %(target)s where url = %(url)s",
        {"target": target, "url": url},
    )
    row = store.fetch_one(
        conn, "select disposition, article_id from ops.url_ledger where url = %(url)s", {"url": url}
    )

    assert row == {"disposition": "published", "article_id": article}
    assert offenders(conn, "ledger_agrees_with_tables") == []


def test_statements_are_compared_with_the_published_text_for_the_run_that_wrote_either(
    conn: Connection,
) -> None:
    article = make.add_article(conn, run_id="first")
    make.add_statement(conn, article, text="The window is open.", run_id="second")
    found = [
        len(offenders(conn, "statements_stand_in_published_articles", run_id))
        for run_id in ("first", "second", "third", None)
    ]

    assert found == [1, 1, 0, 1]


BACKLOG_ROWS = """
insert into raw.captures (url_id, body_sha256, body_bytes, warc_file, warc_offset, warc_length)
values (%(url_id)s, sha256('page'), 4, 'a.warc.gz', %(url_id)s, 10);
insert into work.texts (text_sha256, text) values (sha256('text'), 'text') on conflict do nothing;
insert into work.documents (capture_id, url_id, version, text_sha256, source_sha256, body)
select capture_id, url_id, '1', sha256('text'), sha256('text'), '{}' from raw.captures where url_id = %(url_id)s;
"""
WAITING = "select stage, item_count from ops.backlog where stage in ('extract', 'deduplicate')"


def test_what_an_alias_holds_waits_for_no_stage(conn: Connection) -> None:
    def waiting() -> dict[str, int]:
        return {row["stage"]: row["item_count"] for row in store.fetch(conn, WAITING)}

    before = waiting()
    for is_read in (True, False):
        url_id = make.add_url(conn)
        store.execute(conn, BACKLOG_ROWS, {"url_id": url_id})
        if not is_read:
            store.execute(conn, "delete from work.documents where url_id = %(url_id)s", {"url_id": url_id})
    assert waiting() == {stage: count + 1 for stage, count in before.items()}
    store.execute(
        conn,
        "update raw.urls set alias_of_url_id = %(target)s where url_id <> %(target)s",
        {"target": make.add_url(conn)},
    )
    assert waiting() == before
