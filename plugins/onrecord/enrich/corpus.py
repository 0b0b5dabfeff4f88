"""In how many articles does each term stand? The counts in Postgres that keywords are weighed against.

In: the terms of each canonical document as it is read. Out: counts per term, exact whenever a run is killed:
terms are noted in the transaction that reads the document, and counted later, by one process at a time, in a
transaction that also notes what was counted of each family. So a document that replaces another takes back
what the other had added, and nothing is counted twice.

Keywords are weighed against an *edition*: the counts as of one moment, kept until the corpus has grown by a
tenth. What is read meanwhile is weighed alike in any order, and what is published does not change with every
new article: keywords are those of the edition at the time of reading, whose number stands beside them.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.enrich import keywords

log = logging.getLogger(__name__)

LOCK_KEY = 0x6F726B77  # only one counts at a time; the others go on without
MOST_COUNTED = 2_000  # families at a time, so that a batch of documents is not kept waiting
FIRST_EDITION = 20  # documents; fewer say nothing
GROWTH = 1.1  # times the last edition's documents make a new one: the work for editions stays in proportion


@dataclass(frozen=True, slots=True)
class Edition:
    """The corpus as of one moment, for some terms; number 0 is before any counting."""

    number: int
    corpus: keywords.Corpus


def keep(conn: Connection, family_id: str, terms: Collection[str]) -> None:
    """Note the terms of a family's canonical document, to be counted later."""
    store.execute(
        conn, store.statement("enrich_keep_terms"), {"family_id": family_id, "terms": sorted(terms)}
    )


def count(conn: Connection) -> int:
    """Count what waits, unless another process is at it; how many families were counted."""
    row = store.fetch_one(conn, "select pg_try_advisory_xact_lock(%(key)s) as mine", {"key": LOCK_KEY})
    if row is None or not row["mine"]:
        return 0
    counted = store.fetch_one(conn, store.statement("enrich_count_terms"), {"limit": MOST_COUNTED})
    if counted is None:
        return 0
    store.execute(conn, store.statement("enrich_new_edition"), {"least": FIRST_EDITION, "growth": GROWTH})
    log.info("enrich: counted the terms of %s families", counted["handled"])
    return int(counted["handled"])


def weigh(conn: Connection, terms: Collection[str]) -> Edition:
    """The present edition, with what it says of these terms."""
    (row,) = store.fetch(conn, store.statement("enrich_weigh_terms"), {"terms": sorted(terms)})
    return Edition(row["edition"], keywords.Corpus(row["document_count"], row["frequencies"]))
