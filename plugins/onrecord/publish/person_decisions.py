"""What editors decide about people: these are one, this one is somebody else.

A decision is about speakers: that one of that article, or, when the article is read anew or merged into
another, whoever bears the name there. Newcomers join those who were decided on by the usual evidence. Of two
decisions that disagree the later one holds. Published tables follow at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.enrich.people import name_key
from onrecord.errors import OnrecordError
from onrecord.publish import people, staging

RECORD = """
insert into work.person_decisions (kind, decided_by, reason) values (%(kind)s, %(by)s, %(reason)s)
returning decision_id
"""
RECORD_SPEAKERS = """
insert into work.person_decision_speakers (decision_id, speaker_id, article_id, name_key, leaves) values %s
"""
ARTICLE_OF = """
select copies.article_id::text as article_id from curated.copies where copies.url = %(name)s
union all
select articles.article_id::text as article_id from curated.articles where articles.article_id = %(id)s::uuid
union all
select article_redirects.article_id::text as article_id
from curated.article_redirects
where article_redirects.old_article_id = %(id)s::uuid
"""
LEFT = """
select decided_appearances.appearance_id
from work.decided_appearances
inner join work.appearances on decided_appearances.appearance_id = appearances.appearance_id
inner join work.appearance_keys on appearances.appearance_id = appearance_keys.appearance_id
where
    decided_appearances.leaves
    and appearances.article_id = %(article_id)s::uuid
    and appearance_keys.key = any(%(keys)s)
"""


class NotDecided(OnrecordError):
    """What was asked for cannot be decided; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A speaker who is another person now."""

    name: str
    url: str
    before: str
    after: str


def find(conn: Connection, name: str) -> list[store.Row]:
    """The people of an id (also one that leads on) or of a name, however written; those in most articles first."""
    person_id = name if _is_id(name) else None
    values = {"id": person_id, "key": None if person_id else name_key(name)}
    return store.fetch(conn, store.statement("people_named"), values)


def person_of(conn: Connection, name: str) -> str:
    """The one person of an id or a name. Raises NotDecided where there is none, or several."""
    found = find(conn, name)
    if len(found) == 1:
        return str(found[0]["person_id"])
    if not found:
        raise NotDecided(f"There is nobody {name!r}: `onrecord people list` has names and ids.")
    listed = ", ".join(f"{row['person_id']} ({row['article_count']} articles)" for row in found)
    raise NotDecided(f"Several people bear the name {name!r}: name one by its id, {listed}.")


def merge(conn: Connection, names: Sequence[str], *, by: str, reason: str) -> list[Moved]:
    """Make people one, for ever, under the first's id, to which the others lead; who moved (nobody: they were one)."""
    staging.lock(conn)
    people.follow_rules(conn)
    persons = list(dict.fromkeys(person_of(conn, name) for name in names))
    if len(persons) == 1:
        return []
    heir, *others = persons
    rows = articles_of(conn, persons)
    _record(conn, "merge", rows, set(), by=by, reason=reason)
    people.resolve(conn, _ids(rows), dict.fromkeys(_ids(rows), heir))
    people.lead(conn, dict.fromkeys(others, heir))
    return _moved(conn, rows)


def split(conn: Connection, name: str, articles: Sequence[str], *, by: str, reason: str) -> list[Moved]:
    """Say that who appears in these articles is somebody else, for ever; who moved (nobody: it was so already)."""
    staging.lock(conn)
    people.follow_rules(conn)
    person = person_of(conn, name)
    wanted = {_article_of(conn, article): article for article in articles}
    rows = articles_of(conn, [person])
    leaving = {row["speaker_id"] for row in rows if row["article_id"] in wanted}
    keys = sorted({name_key(row["name"]) for row in rows})
    for article_id in wanted.keys() - {row["article_id"] for row in rows}:
        if not store.fetch(conn, LEFT, {"article_id": article_id, "keys": keys}):
            raise NotDecided(
                f"This person does not appear in {wanted[article_id]}: `onrecord people show` lists where."
            )
    if not leaving:
        return []
    if len(leaving) == len(rows):
        raise NotDecided("The person appears nowhere else: name only the articles of somebody else.")
    _record(conn, "split", rows, leaving, by=by, reason=reason)
    people.resolve(conn, _ids(rows), dict.fromkeys(leaving))
    return _moved(conn, rows)


def articles_of(conn: Connection, persons: Iterable[str]) -> list[store.Row]:
    """Where people appear, as in people_articles.sql."""
    return store.fetch(conn, store.statement("people_articles"), {"people": list(persons)})


def about(conn: Connection, persons: Iterable[str]) -> list[store.Row]:
    """What was decided about people, oldest first: kind, by whom, when, why, of how many speakers."""
    return store.fetch(conn, store.statement("people_told"), {"people": list(persons)})


def _article_of(conn: Connection, name: str) -> str:
    row = store.fetch_one(conn, ARTICLE_OF, {"name": name, "id": name if _is_id(name) else None})
    if row is None:
        raise NotDecided(f"There is no published article {name!r}: give its id or the address of a page.")
    return str(row["article_id"])


def _is_id(name: str) -> bool:
    try:
        uuid.UUID(name)
    except ValueError:
        return False
    return True


def _ids(rows: Iterable[store.Row]) -> list[str]:
    return [row["speaker_id"] for row in rows]


def _record(
    conn: Connection, kind: str, rows: Iterable[store.Row], leaving: Collection[str], *, by: str, reason: str
) -> None:
    (decision,) = store.fetch(conn, RECORD, {"kind": kind, "by": by, "reason": reason})
    speakers = [
        (
            *(decision["decision_id"], row["speaker_id"], row["article_id"], name_key(row["name"])),
            row["speaker_id"] in leaving,
        )
        for row in rows
    ]
    template = "(%s, %s::uuid, %s::uuid, %s, %s)"
    store.execute_values(conn, RECORD_SPEAKERS, speakers, template=template)


def _moved(conn: Connection, rows: Sequence[store.Row]) -> list[Moved]:
    now = store.fetch(
        conn,
        "select speaker_id::text as speaker_id, person_id::text as person_id from curated.speakers "
        "where speaker_id = any(%(ids)s::uuid[])",
        {"ids": _ids(rows)},
    )
    after = {row["speaker_id"]: row["person_id"] for row in now}
    return [
        Moved(row["name"], row["url"], row["person_id"], after[row["speaker_id"]])
        for row in rows
        if row["person_id"] != after[row["speaker_id"]]
    ]
