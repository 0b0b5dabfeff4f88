"""Topics in the tables: what counts under what."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection
from tests import factories as make

from onrecord import analytics, store
from onrecord.enrich import lexicon
from onrecord.publish import topics

UNDER = "select under_topic_id from curated.topic_tree where topic_id = %(topic)s order by 1"


def under(conn: Connection, topic: str) -> list[str]:
    return [row["under_topic_id"] for row in store.fetch(conn, UNDER, {"topic": topic})]


def test_a_topic_counts_under_itself_all_above_it_and_what_it_also_belongs_to(conn: Connection) -> None:
    topics.publish(conn)

    assert under(conn, "religion") == ["religion"]
    assert under(conn, "election") == ["election", "politics"]
    assert under(conn, "ai-education") == [
        *("ai-education", "artificial-intelligence", "education", "science-technology")
    ]


def test_every_topic_of_the_file_counts_under_itself_and_one_subject_at_least(conn: Connection) -> None:
    topics.publish(conn)

    tree = lexicon.topics()
    for topic in tree.topics:
        assert {topic, *tree.ancestors(topic)} <= set(under(conn, topic))


def test_publishing_topics_twice_touches_no_row(conn: Connection) -> None:
    topics.publish(conn)
    before = store.fetch(conn, "select topic_id, xmin::text from curated.topics order by 1")
    topics.publish(conn)

    assert store.fetch(conn, "select topic_id, xmin::text from curated.topics order by 1") == before


def test_an_article_on_ai_in_education_counts_once_under_education(conn: Connection) -> None:
    topics.publish(conn)
    article = make.add_article(conn)
    for topic in ("ai-education", "school"):
        make.add_topic(conn, article, topic)

    counts = {row["topic_id"]: row["article_count"] for row in analytics.ask(conn, "topics_by_month")}

    assert counts == dict.fromkeys(
        ["ai-education", "artificial-intelligence", "education", "school", "science-technology"], 1
    )
