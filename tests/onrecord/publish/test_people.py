"""People in the tables: whichever article came first, and whatever was decided, read anew or withdrawn."""

from __future__ import annotations

import itertools
from uuid import UUID, uuid5

import pytest
from psycopg2.extensions import connection as Connection
from tests import factories as make

from onrecord import store
from onrecord.cli import main
from onrecord.enrich.people import VERSION
from onrecord.publish import people, person_decisions
from onrecord.publish.person_decisions import NotDecided

NORTH, CLOUD = "北岭大学", "云栈科技"
ARTICLES = {
    "old": {"name": "林一", "affiliation": NORTH},
    "both": {"name": "林一", "affiliation": "北岭大学、云栈科技"},
    "new": {"name": "林一", "affiliation": CLOUD},
    "latin": {"name": "Lin Yi", "affiliation": None},
    "namesake": {"name": "林一", "affiliation": "青梧实验室"},
}
KEY = UUID("00000000-0000-5000-8000-000000000000")
READS = """
select
    schemaname || '.' || relname as name,
    seq_tup_read + coalesce(idx_tup_fetch, 0) as row_count
from pg_stat_xact_user_tables
where relname in ('speakers', 'people', 'appearances', 'appearance_keys', 'person_candidates', 'person_redirects')
"""
MANY = (
    """
insert into curated.articles (
    article_id, canonical_url, site_id, first_seen_at, is_interview, is_truncated, char_count, copy_count, text,
    repairs, evidence, versions, run_id
)
select md5('a' || n)::uuid, 'https://many.example/' || n, site_id, first_seen_at, is_interview, is_truncated,
    char_count, copy_count, text, repairs, evidence, versions, run_id
from curated.articles cross join generate_series(0, 9999) as n
where article_id = %(article)s;
insert into curated.people (person_id, name, article_count, first_seen_at, last_seen_at)
select md5('p' || n)::uuid, '顾' || chr(20000 + n / 250) || chr(20000 + n % 250), 1, now(), now()
from generate_series(1, 50000) as n;
insert into curated.speakers
(speaker_id, article_id, person_id, position, name, kind, role, turn_count, confidence, evidence)
select md5('s' || n)::uuid, md5('a' || n % 10000)::uuid, md5('p' || n)::uuid, n,
    '顾' || chr(20000 + n / 250) || chr(20000 + n % 250), 'person', 'guest', 1, 1, '[]'
from generate_series(1, 50000) as n;
insert into work.appearances (appearance_id, speaker_id, article_id, person_id)
select speaker_id, speaker_id, article_id, person_id from curated.speakers where name like '顾%';
insert into work.appearance_keys (appearance_id, key)
select speaker_id, name from curated.speakers where name like '顾%';
analyze curated.articles, curated.people, curated.speakers, work.appearances, work.appearance_keys;
""".replace("% 250", "%% 250")
    .replace("% 10000", "%% 10000")
    .replace("顾%'", "顾%%'")
)


def publish(conn: Connection, *names: str, **more: dict[str, str | None]) -> None:
    """Publish articles with one speaker each, as a run does."""
    for name in (*names, *more):
        article_id = uuid5(KEY, name)
        make.add_article(
            conn, article_id=article_id, canonical_url=f"https://times.example/{name}", title=name
        )
        add_speaker(conn, name, **{**ARTICLES.get(name, {}), **more.get(name, {})})
    run(conn, *names, *more)


def add_speaker(conn: Connection, article: str, **facts: str | None) -> None:
    article_id = uuid5(KEY, article)
    make.add_speaker(conn, article_id, speaker_id=uuid5(article_id, str(facts["name"])), **facts)


def run(conn: Connection, *articles: str) -> None:
    """What a run does whose articles these are."""
    for name in articles:
        make.add_article(
            conn, schema="staged", article_id=uuid5(KEY, name), canonical_url=f"https://times.example/{name}"
        )
    people.publish(conn)
    store.execute(conn, "truncate staged.articles, staged.copies, staged.sites")


def grouped(conn: Connection) -> set[str]:
    """The titles of each person's articles."""
    rows = store.fetch(
        conn,
        """
        select string_agg(articles.title, '+' order by articles.title) as titles
        from curated.speakers inner join curated.articles using (article_id)
        where speakers.person_id is not null group by speakers.person_id
        """,
    )
    return {row["titles"] for row in rows}


def person_of(conn: Connection, article: str) -> str:
    row = store.fetch_one(
        conn,
        "select person_id::text as person_id from curated.speakers where article_id = %(id)s::uuid",
        {"id": str(uuid5(KEY, article))},
    )
    assert row
    return str(row["person_id"])


def reads(conn: Connection) -> dict[str, int]:
    """How many rows of each table this transaction has read so far."""
    return {row["name"]: row["row_count"] for row in store.fetch(conn, READS)}


def redirects(conn: Connection) -> dict[str, str]:
    rows = store.fetch(
        conn, "select old_person_id::text as old, person_id::text as new from curated.person_redirects"
    )
    return {row["old"]: row["new"] for row in rows}


@pytest.mark.parametrize("order", [*itertools.permutations(("old", "both", "new"))], ids="-".join)
def test_people_are_the_same_whichever_article_came_first(conn: Connection, order: tuple[str, ...]) -> None:
    for name in (*order, "namesake"):
        publish(conn, name)
    assert grouped(conn) == {"both+new+old", "namesake"}
    live = {row["id"] for row in store.fetch(conn, "select person_id::text as id from curated.people")}
    assert live == {person_of(conn, "old"), person_of(conn, "namesake")}
    assert set(redirects(conn).values()) <= live


def test_an_id_that_was_published_leads_to_whom_it_became(conn: Connection) -> None:
    publish(conn, "old")
    publish(conn, "new")
    before = {person_of(conn, "old"), person_of(conn, "new")}
    publish(conn, "both")
    after = person_of(conn, "both")
    assert after in before
    assert redirects(conn) == dict.fromkeys(before - {after}, after)


def test_publishing_again_writes_nothing(conn: Connection) -> None:
    publish(conn, *ARTICLES)
    query = """
        select ctid::text || person_id::text as place from curated.people
        union all select ctid::text || speaker_id::text from curated.speakers
        union all select ctid::text || appearance_id::text from work.appearances
        union all select ctid::text || key from work.appearance_keys
        union all select ctid::text || why from work.person_candidates
    """
    before = sorted(row["place"] for row in store.fetch(conn, query))
    run(conn, *ARTICLES)
    assert sorted(row["place"] for row in store.fetch(conn, query)) == before


def test_only_the_names_that_a_run_touches_are_read(conn: Connection) -> None:
    publish(conn, "old")
    store.execute(conn, MANY, {"article": make.add_article(conn, title="many")})
    before = reads(conn)
    publish(conn, "both", "namesake")
    read = {name: count - before[name] for name, count in reads(conn).items()}
    assert grouped(conn) >= {"both+old", "namesake"}
    assert sum(read.values()) < 300, read


def test_all_are_resolved_again_when_the_rules_are_new(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(conn, *ARTICLES)
    before = {name: person_of(conn, name) for name in ARTICLES}
    store.execute(
        conn,
        "update curated.speakers set name = '林小雨' where name = '林一' and affiliation = %(it)s",
        {"it": CLOUD},
    )
    store.execute(conn, "update work.people_rules set version = 'former'")
    monkeypatch.setattr(people, "BATCH_SIZE", 2)
    run(conn)
    assert person_of(conn, "old") == person_of(conn, "both") == before["old"] != person_of(conn, "new")
    assert store.fetch(conn, "select version from work.people_rules") == [{"version": VERSION}]


def test_candidates_show_what_speaks_for_either(conn: Connection) -> None:
    publish(conn, "old", "namesake")
    (pair,) = store.fetch(conn, "select why, evidence, other_evidence from ops.person_candidates")
    assert pair["why"] == "their employers differ"
    sides = [pair["evidence"], pair["other_evidence"]]
    assert {side[0]["affiliation"] for side in sides} == {NORTH, "青梧实验室"}
    assert {side[0]["article_title"] for side in sides} == {"old", "namesake"}


def test_merged_people_stay_one_when_articles_are_read_anew_and_come_anew(conn: Connection) -> None:
    publish(conn, "old", "namesake")
    first, second = person_of(conn, "old"), person_of(conn, "namesake")
    moved = person_decisions.merge(conn, [first, second], by="an editor", reason="the same desk")
    assert [(one.before, one.after) for one in moved] == [(second, first)]
    assert redirects(conn) == {second: first}
    assert person_decisions.merge(conn, [second, first], by="an editor", reason="again") == []
    # Read anew: the speaker goes, and another of that name comes.
    store.execute(
        conn,
        "delete from curated.speakers where person_id = %(id)s::uuid and affiliation = %(it)s",
        {"id": first, "it": NORTH},
    )
    run(conn, "old")
    make.add_speaker(conn, uuid5(KEY, "old"), name="林 一", affiliation=NORTH)
    run(conn, "old")
    publish(conn, third={"name": "林一", "affiliation": NORTH})
    assert grouped(conn) == {"namesake+old+third"}
    assert person_of(conn, "old") == first
    (told,) = person_decisions.about(conn, [first])
    assert (told["kind"], told["decided_by"], told["reason"]) == ("merge", "an editor", "the same desk")


def test_who_was_split_off_never_joins_again_but_by_a_merge(conn: Connection) -> None:
    publish(conn, "old", "both", "new")
    person = person_of(conn, "old")
    (moved,) = person_decisions.split(
        conn, "林一", ["https://times.example/new"], by="an editor", reason="no"
    )
    assert (moved.before, person_of(conn, "new")) == (person, moved.after)
    assert (
        person_decisions.split(conn, person, ["https://times.example/new"], by="an editor", reason="no") == []
    )
    run(conn, "old", "both", "new")
    publish(conn, late={"name": "林一", "affiliation": NORTH})
    assert grouped(conn) == {"both+late+old", "new"}
    assert store.fetch(conn, "select 1 from ops.person_candidates") == []
    person_decisions.merge(conn, [person, moved.after], by="an editor", reason="yes after all")
    assert grouped(conn) == {"both+late+new+old"}
    assert redirects(conn) == {moved.after: person}


def test_a_decision_holds_at_once_where_nobody_was_resolved_since_the_upgrade(conn: Connection) -> None:
    publish(conn, "old", "namesake")
    first, second = person_of(conn, "old"), person_of(conn, "namesake")
    store.execute(conn, "delete from work.appearances; delete from work.people_rules")
    (moved,) = person_decisions.merge(conn, [first, second], by="e", reason="r")
    assert (moved.before, moved.after) == (second, first)
    assert person_of(conn, "namesake") == first
    assert redirects(conn) == {second: first}


def test_a_decision_follows_an_article_into_the_one_it_was_merged_into(conn: Connection) -> None:
    publish(conn, "old", "namesake")
    person_decisions.merge(conn, [person_of(conn, "old"), person_of(conn, "namesake")], by="e", reason="r")
    person = person_of(conn, "old")
    store.execute(conn, "delete from curated.articles where title = 'namesake'")
    make.add(
        conn,
        "curated.article_redirects",
        old_article_id=uuid5(KEY, "namesake"),
        article_id=uuid5(KEY, "heir"),
    )
    publish(conn, heir={"name": "林一", "affiliation": "青梧实验室"})
    assert grouped(conn) == {"heir+old"}
    assert person_of(conn, "heir") == person


def test_somebody_whose_only_article_was_merged_leads_to_who_is_in_that(conn: Connection) -> None:
    publish(conn, "old", "namesake")
    gone = person_of(conn, "namesake")
    store.execute(conn, "delete from curated.articles where title = 'namesake'")
    make.add(
        conn, "curated.article_redirects", old_article_id=uuid5(KEY, "namesake"), article_id=uuid5(KEY, "old")
    )
    run(conn)
    assert redirects(conn) == {gone: person_of(conn, "old")}


def test_somebody_who_is_withdrawn_and_comes_back_has_the_same_id(conn: Connection) -> None:
    publish(conn, "old", "namesake")
    person = person_of(conn, "namesake")
    store.execute(conn, "delete from curated.articles where title = 'namesake'")
    store.execute(conn, "delete from raw.urls where url = 'https://times.example/namesake'")
    run(conn)
    assert (
        store.fetch(conn, "select 1 from curated.people where person_id = %(id)s::uuid", {"id": person}) == []
    )
    publish(conn, "namesake")
    assert person_of(conn, "namesake") == person


def test_a_name_that_became_a_role_is_no_person(conn: Connection) -> None:
    publish(conn, "old")
    store.execute(conn, "update curated.speakers set kind = 'role'")
    run(conn, "old")
    assert store.fetch(conn, "select 1 from curated.people") == []


@pytest.mark.parametrize(
    ("articles", "message"),
    [
        (["https://times.example/old"], "nowhere else"),
        (["https://times.example/namesake"], "does not appear"),
        (["https://times.example/never"], "no published article"),
    ],
)
def test_a_split_that_makes_no_sense_says_why(conn: Connection, articles: list[str], message: str) -> None:
    publish(conn, "old", "namesake")
    with pytest.raises(NotDecided, match=message):
        person_decisions.split(conn, person_of(conn, "old"), articles, by="e", reason="r")
    with pytest.raises(NotDecided, match="Several people"):
        person_decisions.person_of(conn, "林一")
    with pytest.raises(NotDecided, match="nobody"):
        person_decisions.person_of(conn, "顾南乔")


def test_the_command_shows_merges_and_splits(
    committed_conn: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(committed_conn, "old", "namesake")
    first, second = person_of(committed_conn, "old"), person_of(committed_conn, "namesake")
    committed_conn.commit()

    def said(*arguments: str, status: int = 0) -> str:
        assert main(["people", *arguments]) == status
        return capsys.readouterr().out

    assert second in said("list")
    shown = said("show", "林 一")
    assert f"may be {second}, but their employers differ" in shown
    assert f"2031-05-20  {NORTH}" in shown
    assert "their employers differ" in said("candidates")
    why = ("--by", "an editor", "--reason", "one desk")
    assert f"would be {first}" in said("merge", first, second, *why, "--dry-run")
    assert f"is now {first}" in said("merge", first, second, *why)
    assert "so already" in said("merge", first, second, *why)
    merged = said("show", second)
    assert f"{second} leads here" in merged
    assert "2 merged, decided by an editor: one desk" in merged
    assert said("candidates") == "Nobody.\n"
    assert f"is now {second}" in said("split", first, "https://times.example/namesake", *why)
    said("show", "顾南乔", status=2)
