"""Which families are to be published, and what rows will they be? Fills the schema `staged`.

In: families, members, documents, readings. Out: `staged.*`, in the shape of `curated.*`, for the
families whose inputs have changed since they were last published. Run twice, it does the same twice.
"""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cattrs.errors import BaseValidationError
from psycopg2 import DataError, IntegrityError
from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.dedup import fold
from onrecord.errors import DEFECTS
from onrecord.publish import rows
from onrecord.publish.rows import COLUMNS, Family, Member
from onrecord.store import batches, codec

log = logging.getLogger(__name__)

VERSION = "2"  # of the way rows are made
BATCH_SIZE = 100  # families; each holds its copies' texts in memory
SHARED_TABLES = ("sites", "outlets")  # rows that several articles have in common
LOCK = "select pg_advisory_xact_lock(hashtext('onrecord publish'))"
HELD = """
select family_members.family_id
from work.family_members
left join work.exits on family_members.url_id = exits.url_id and exits.closed_at is null
group by family_members.family_id
having every(exits.exit_id is not null) and bool_or(exits.stage in ('extract', 'audit'))
"""  # audit sets each page of an article aside; a reason that an earlier stage gave stands instead
TRUNCATE = """
truncate staged.articles, staged.copies, staged.sections, staged.credits, staged.speakers, staged.statements,
staged.statement_speakers, staged.article_topics, staged.statement_topics, staged.keywords, staged.mentions,
staged.people, staged.outlets, staged.sites, staged.published, staged.defects
"""


def lock(conn: Connection) -> None:
    """Wait until nobody else stages or publishes; held until the transaction ends."""
    store.execute(conn, LOCK)


def is_current(conn: Connection, run_id: str) -> bool:
    """Whether `staged` was filled by this run and is still what `fill` would make."""
    pending = store.fetch(conn, store.statement("publish_pending"), {"version": VERSION})
    staged = store.fetch(conn, "select article_id as family_id, input_key from staged.published")
    owners = store.fetch(conn, "select distinct run_id from staged.articles")
    return sorted(map(str, pending)) == sorted(map(str, staged)) and all(
        row["run_id"] == run_id for row in owners
    )


def waiting(conn: Connection) -> int:
    """How many articles would be published now, without those that a check holds back."""
    pending = store.fetch(conn, store.statement("publish_pending"), {"version": VERSION})
    held = {row["family_id"] for row in store.fetch(conn, HELD)}
    return sum(row["family_id"] not in held for row in pending)


def fill(conn: Connection, run_id: str) -> int:
    """Empty `staged` and fill it anew; how many articles are due, those of `staged.defects` included."""
    store.execute(conn, TRUNCATE)
    pending = store.fetch(conn, store.statement("publish_pending"), {"version": VERSION})
    keys: dict[str, str] = {row["family_id"]: row["input_key"] for row in pending}
    known: dict[str, set[object]] = {table: set() for table in SHARED_TABLES}
    defects: dict[str, str] = {}
    for batch in batches.cut(list(keys), BATCH_SIZE):
        defects |= _stage(conn, batch, run_id, known)
    log.info("publish: %d articles made, %d could not be", len(keys) - len(defects), len(defects))
    store.copy_in(conn, "staged.defects", ("article_id", "detail"), defects.items())
    store.copy_in(conn, "staged.published", ("article_id", "input_key"), keys.items())
    return len(keys)


def _stage(
    conn: Connection, ids: Sequence[str], run_id: str, known: dict[str, set[object]]
) -> dict[str, str]:
    """Make and write the rows of families; what is wrong with those whose rows cannot be.

    A batch that fails is halved until the family that it fails by stands alone.
    """
    try:
        with store.savepoint(conn):
            shared = _write(conn, ids, run_id, known)
    except (*DEFECTS, BaseValidationError, IntegrityError, DataError) as error:
        if len(ids) == 1:
            log.exception("publish: article %s", ids[0])
            return {ids[0]: " ".join(f"{type(error).__name__}: {error}".split())}
        halves = batches.cut(ids, (len(ids) + 1) // 2)
        return {key: why for half in halves for key, why in _stage(conn, half, run_id, known).items()}
    for table, found in shared.items():
        known[table] |= found
    return {}


def _write(
    conn: Connection, ids: Sequence[str], run_id: str, known: Mapping[str, set[object]]
) -> dict[str, set[object]]:
    """Make and write the rows of families; the keys of the new rows that others may have in common with them."""
    tables: dict[str, list[rows.Row]] = defaultdict(list)
    shared: dict[str, dict[object, rows.Row]] = {table: {} for table in SHARED_TABLES}
    for family in _families(conn, ids):
        for table, found in rows.build(family, run_id).items():
            if table in shared:
                new = {row[0]: row for row in found if row[0] not in known[table]}
                shared[table] = new | shared[table]
            else:
                tables[table] += found
    for table, found_shared in shared.items():
        tables[table] = list(found_shared.values())
    for table, found in tables.items():
        store.copy_in(conn, f"staged.{table}", COLUMNS[table].split(), found)
    store.execute(conn, "set constraints all immediate")  # an article's defect shows here, or at commit
    store.execute(conn, "set constraints all deferred")
    return {table: set(found_shared) for table, found_shared in shared.items()}


def _families(conn: Connection, ids: Sequence[str]) -> Iterator[Family]:
    asked = {"ids": list(ids)}
    members = defaultdict(list)
    for row in store.fetch(conn, store.statement("publish_members"), asked):
        members[row["family_id"]].append(row)
    readings = store.fetch(conn, store.statement("publish_readings"), asked)
    documents = store.fetch(
        conn, store.statement("load_documents"), {"ids": [row["document_id"] for row in readings]}
    )
    by_id = {row["document_id"]: row for row in documents}
    for reading in readings:
        document = codec.document_from(by_id[reading["document_id"]])
        pages = members[reading["family_id"]]
        yield Family(
            article_id=uuid.UUID(str(reading["family_id"])),
            document=document,
            language=codec.language_from(reading["language_detail"]),
            reading=codec.reading_from(reading["reading"], document.text),
            topics=codec.topics_from(reading["topics"]),
            keywords=codec.keywords_from(reading["keywords"]),
            members=tuple(map(_member, pages)),
            versions={
                "publish": VERSION,
                "extract": by_id[reading["document_id"]]["version"],
                "deduplicate": {page["is_canonical"]: page["dedup_version"] for page in pages}[True],
                **dict(part.split("=", 1) for part in reading["version"].split(" ")),
            },
        )


def _member(row: store.Row) -> Member:
    own = {fold(name) for name in (row["source_outlet"], row["site"]) if name}
    return Member(
        url=row["url"],
        is_canonical=row["is_canonical"],
        relation=None if row["is_canonical"] else row["relation"],
        similarity=row["similarity"],
        containment=row["containment"],
        published_at=row["published_at"],
        published_at_precision=row["published_at_precision"],
        published_at_confidence=row["published_at_confidence"],
        is_repost=bool(row["outlet"]) and not row["is_outlets_own_page"] and fold(row["outlet"]) not in own,
        first_seen_at=row["first_seen_at"],
        damage=row["damage"],
        matched_url=row["matched_url"],
        folded_text=fold(row["text"]),
    )
