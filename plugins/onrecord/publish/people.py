"""Who is the same person as whom, across the published articles? Keeps curated.people true to the speakers.

Only people of the names that a run has touched are resolved again: those of the articles that it publishes, and
of speakers that are gone. When the rules are new, all are, some at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.enrich import people
from onrecord.enrich.people import Appearance, Decision, Person, Resolved

log = logging.getLogger(__name__)

BATCH_SIZE = 2000  # speakers, when all are resolved again; each brings along those of its name

RULES = "select version from work.people_rules"
REMEMBER_RULES = """
with former as (delete from work.people_rules where version <> %(version)s)

insert into work.people_rules (version) values (%(version)s) on conflict do nothing
"""
KEEP = """
insert into work.appearances as kept (appearance_id, speaker_id, article_id, person_id, is_settled)
values %s
on conflict (appearance_id) do update set
    speaker_id = excluded.speaker_id,
    article_id = excluded.article_id,
    is_settled = excluded.is_settled
where
    (kept.speaker_id, kept.article_id, kept.is_settled)
    is distinct from (excluded.speaker_id, excluded.article_id, excluded.is_settled)
"""
KEEP_TEMPLATE = "(%s::uuid, %s::uuid, %s::uuid, %s::uuid, false)"
FORGET_KEYS = """
delete from work.appearance_keys
where
    appearance_keys.appearance_id = any(%(ids)s::uuid[])
    and not exists (
        select 1
        from unnest(%(owners)s::uuid[], %(keys)s::text[]) as wanted (appearance_id, key)
        where wanted.appearance_id = appearance_keys.appearance_id and wanted.key = appearance_keys.key
    )
"""
KEEP_KEYS = "insert into work.appearance_keys (appearance_id, key) values %s on conflict do nothing"
NAMELESS = """
update work.appearances set speaker_id = null
where appearances.appearance_id = any(%(ids)s::uuid[]) and appearances.speaker_id is not null
"""
OF_NOBODY = """
update curated.speakers set person_id = null
where speakers.speaker_id = any(%(ids)s::uuid[]) and speakers.person_id is not null
"""
SETTLE = "update work.appearances set is_settled = true where appearance_id = any(%(ids)s::uuid[])"
FORMER = """
select distinct person_id::text as person_id
from work.appearances
where appearance_id = any(%(ids)s::uuid[]) and person_id is not null
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
with wanted as (
    select wanted.speaker_id, wanted.person_id
    from (values %s) as wanted (speaker_id, person_id)
),

remembered as (
    update work.appearances set person_id = wanted.person_id
    from wanted
    where
        appearances.appearance_id = wanted.speaker_id
        and appearances.person_id is distinct from wanted.person_id
)

update curated.speakers set person_id = wanted.person_id
from wanted
where
    speakers.speaker_id = wanted.speaker_id
    and speakers.person_id is distinct from wanted.person_id
"""
REMOVE = """
delete from curated.people
where
    (%(ids)s::uuid[] is null or people.person_id = any(%(ids)s::uuid[]))
    and not exists (select 1 from curated.speakers where speakers.person_id = people.person_id)
"""
LIVE_AGAIN = "delete from curated.person_redirects where old_person_id = any(%(ids)s::uuid[])"
LEAD = """
insert into curated.person_redirects as kept (old_person_id, person_id) values %s
on conflict (old_person_id) do update set person_id = excluded.person_id
where kept.person_id <> excluded.person_id
"""
LEAD_ON = """
update curated.person_redirects set person_id = further.person_id
from curated.person_redirects as further
where person_redirects.person_id = further.old_person_id and person_redirects.old_person_id <> further.person_id
"""
ASK = """
insert into work.person_candidates as kept (person_id, other_person_id, name_key, why) values %s
on conflict (person_id, other_person_id) do update set name_key = excluded.name_key, why = excluded.why
where (kept.name_key, kept.why) is distinct from (excluded.name_key, excluded.why)
"""


def publish(conn: Connection) -> None:
    """Link the speakers of `staged`, and those that share a name with them or with who is gone."""
    if not follow_rules(conn):
        touched = _index(conn, store.fetch(conn, store.statement("people_touched")))
        resolve(conn, touched)


def follow_rules(conn: Connection) -> bool:
    """Resolve everyone again if that was never done by these rules, as after an upgrade; whether it was so."""
    rules = store.fetch_one(conn, RULES)
    is_new = rules is None or bool(rules["version"] != people.VERSION)
    if is_new:
        _publish_all(conn)
    return is_new


def _publish_all(conn: Connection) -> None:
    """Resolve everyone, as new rules do; first all names, so that each batch sees all who share one."""
    batches, after = [], None
    while rows := store.fetch(conn, store.statement("people_all"), {"after": after, "limit": BATCH_SIZE}):
        after = rows[-1]["speaker_id"]
        batches.append(_index(conn, rows))
    done: set[str] = set()
    for touched in batches:
        if left := [key for key in touched if key not in done]:
            done |= resolve(conn, left)
    store.execute(conn, REMOVE, {"ids": None})
    store.execute(conn, REMEMBER_RULES, {"version": people.VERSION})
    log.info("people: all resolved by rules of version %s", people.VERSION)


def resolve(
    conn: Connection, touched: Collection[str], wanted: Mapping[str, str | None] | None = None
) -> set[str]:
    """Resolve the people of these appearances, of who is gone, and of all who share a name with either.

    Who was resolved. `wanted`: the id that appearances are to bring along instead of theirs.
    """
    gone = [row["appearance_id"] for row in store.fetch(conn, store.statement("people_gone"))]
    reached = _reached(conn, {*touched, *gone})
    ids = {"ids": sorted(reached)}
    rows = store.fetch(conn, store.statement("people_appearances"), ids)
    borne = {row["speaker_id"]: row["person_id"] for row in rows} | dict(wanted or {})
    known = {key: person_id for key, person_id in borne.items() if person_id}
    decided = [_decision(row) for row in store.fetch(conn, store.statement("people_decisions"), ids)]
    resolved = people.resolve(map(_appearance, rows), known, decided)
    former = {row["person_id"] for row in store.fetch(conn, FORMER, ids)}
    _write(conn, resolved, {row["speaker_id"]: row for row in rows}, former)
    heirs = store.fetch(conn, store.statement("people_heirs"), {"ids": gone})
    lead(conn, {row["old_person_id"]: row["person_id"] for row in heirs})
    store.execute(conn, SETTLE, {"ids": gone})
    return reached


def _index(conn: Connection, rows: Sequence[store.Row]) -> list[str]:
    """Keep what the speakers can be found by; their ids, of those with a full name."""
    named: list[tuple[str | None, ...]] = []
    owners: list[str] = []
    keys: list[str] = []
    nameless = []
    for row in rows:
        one = Appearance(
            row["speaker_id"], row["article_id"], row["name"], row["kind"], name_latin=row["name_latin"]
        )
        if not people.is_full_name(one):
            nameless.append(one.speaker_id)
            continue
        named.append((one.speaker_id, one.speaker_id, one.article_id, row["person_id"]))
        for key in sorted(people.keys(one)):
            owners.append(one.speaker_id)
            keys.append(key)
    ids = [str(row[0]) for row in named]
    store.execute_values(conn, KEEP, named, template=KEEP_TEMPLATE)
    store.execute(conn, FORGET_KEYS, {"ids": ids, "owners": owners, "keys": keys})
    store.execute_values(conn, KEEP_KEYS, list(zip(owners, keys, strict=True)), template="(%s::uuid, %s)")
    store.execute(conn, NAMELESS, {"ids": nameless})
    store.execute(conn, OF_NOBODY, {"ids": nameless})
    return ids


def _reached(conn: Connection, start: Collection[str]) -> set[str]:
    """All appearances that can be reached over names, people and decisions."""
    reached, last = set(start), set(start)
    while last:
        rows = store.fetch(conn, store.statement("people_reached"), {"ids": sorted(last)})
        last = {row["appearance_id"] for row in rows} - reached
        reached |= last
    return reached


def _write(
    conn: Connection, resolved: Resolved, by_speaker: Mapping[str, store.Row], former: Collection[str]
) -> None:
    live = [person.person_id for person in resolved.people]
    rows = [_person(one, [by_speaker[key] for key in one.speaker_ids]) for one in resolved.people]
    store.execute_values(conn, UPSERT, rows)
    pointed = [(key, one.person_id) for one in resolved.people for key in one.speaker_ids]
    store.execute_values(conn, POINT, pointed, template="(%s::uuid, %s::uuid)")
    store.execute(conn, REMOVE, {"ids": sorted({*former, *live})})
    store.execute(conn, LIVE_AGAIN, {"ids": live})
    lead(conn, resolved.redirects)
    pairs = [(pair.person_id, pair.other_person_id, pair.name, pair.why) for pair in resolved.candidates]
    asked = {"people": live, "firsts": [pair[0] for pair in pairs], "seconds": [pair[1] for pair in pairs]}
    store.execute(conn, store.statement("people_forget_candidates"), asked)
    store.execute_values(conn, ASK, pairs, template="(%s::uuid, %s::uuid, %s, %s)")


def lead(conn: Connection, redirects: Mapping[str, str]) -> None:
    """Have ids lead on, and those that led to them as well."""
    if redirects:
        store.execute_values(conn, LEAD, sorted(redirects.items()), template="(%s::uuid, %s::uuid)")
        store.execute(conn, LEAD_ON)


def _appearance(row: store.Row) -> Appearance:
    names: Iterable[str] = Appearance.__dataclass_fields__
    published = row["first_published_at"]
    values = {name: row[name] for name in names if name in row}
    return Appearance(**{**values, "first_published_at": published.isoformat() if published else None})


def _decision(row: store.Row) -> Decision:
    return Decision(row["kind"], frozenset(row["staying"]), frozenset(row["leaving"]))


def _person(person: Person, rows: Sequence[store.Row]) -> tuple[object, ...]:
    return (
        *(person.person_id, person.name, person.name_latin, list(person.aliases), person.article_count),
        *(min(row["first_seen_at"] for row in rows), max(row["first_seen_at"] for row in rows)),
    )
