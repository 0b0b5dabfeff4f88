"""Who is the same person as whom, across the published articles? Keeps curated.people true to the speakers."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.enrich import people
from onrecord.enrich.people import Appearance, Person

APPEARANCES = """
select
    speakers.speaker_id::text as speaker_id,
    speakers.article_id::text as article_id,
    speakers.name,
    speakers.kind,
    speakers.name_latin,
    speakers.affiliation,
    speakers.title,
    articles.first_published_at,
    articles.first_seen_at,
    articles.language,
    speakers.person_id::text as person_id
from curated.speakers
inner join curated.articles on speakers.article_id = articles.article_id
where speakers.kind = 'person'
order by articles.first_seen_at, speakers.article_id, speakers.position
"""
UPSERT = """
insert into curated.people as known (
    person_id, name, name_latin, aliases, article_count, first_seen_at, last_seen_at
) values %s
on conflict (person_id) do update set
    name = excluded.name,
    name_latin = excluded.name_latin,
    aliases = excluded.aliases,
    article_count = excluded.article_count,
    first_seen_at = excluded.first_seen_at,
    last_seen_at = excluded.last_seen_at
where to_jsonb(known) <> to_jsonb(excluded)
"""
POINT = """
update curated.speakers
set person_id = wanted.person_id::uuid
from (values %s) as wanted (speaker_id, person_id)
where
    speakers.speaker_id = wanted.speaker_id::uuid
    and speakers.person_id is distinct from wanted.person_id::uuid
"""
REMOVE = """
delete from curated.people
where not exists (select 1 from curated.speakers where speakers.person_id = people.person_id)
"""


def publish(conn: Connection) -> None:
    """Link every published speaker with a person; ids once given are kept."""
    rows = store.fetch(conn, APPEARANCES)
    known = {row["speaker_id"]: row["person_id"] for row in rows if row["person_id"]}
    linked = people.link([_appearance(row) for row in rows], known)
    by_speaker = {row["speaker_id"]: row for row in rows}
    store.execute_values(
        conn, UPSERT, [_person(person, [by_speaker[key] for key in person.speaker_ids]) for person in linked]
    )
    wanted: dict[str, str | None] = dict.fromkeys(by_speaker)
    wanted |= {key: str(person.person_id) for person in linked for key in person.speaker_ids}
    store.execute_values(conn, POINT, list(wanted.items()))
    store.execute(conn, REMOVE)


def _appearance(row: store.Row) -> Appearance:
    names = Appearance.__dataclass_fields__
    values = {name: row[name] for name in names if name in row}
    published = row["first_published_at"]
    return Appearance(**{**values, "first_published_at": published.isoformat() if published else None})


def _person(person: Person, rows: Sequence[store.Row]) -> tuple[object, ...]:
    return (
        *(str(person.person_id), person.name, person.name_latin, list(person.aliases), person.article_count),
        *(min(row["first_seen_at"] for row in rows), max(row["first_seen_at"] for row in rows)),
    )
