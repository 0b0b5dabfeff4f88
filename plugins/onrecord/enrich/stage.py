"""Which documents have not been read for language, speakers and topics, and what is in them?

In: current documents of families. Out: one row of work.readings per document; topics, keywords and
mentions only for the canonical one of its family.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from cattrs.errors import BaseValidationError
from psycopg2 import DataError
from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from onrecord import store
from onrecord.enrich import corpus, keywords, language, lexicon, speakers, topics
from onrecord.errors import DEFECTS
from onrecord.models import Document, Reading
from onrecord.store import batches, codec, exits

log = logging.getLogger(__name__)

STAGE = "enrich"
BATCH_SIZE = 50  # documents; each holds some ten thousand characters in memory
RETRY_AFTER = timedelta(days=1)  # a defect of ours is mended by a new version, not by waiting

CANONICAL = """
select
    documents.document_id,
    families.family_id
from work.families
inner join work.documents on families.canonical_document_id = documents.document_id
where families.merged_into is null and documents.document_id = any(%(ids)s)
"""
UPSERT = """
insert into work.readings as known (
    document_id, version, is_complete, language, script, language_confidence, is_interview, language_detail, reading,
    topics, keywords
) values (
    %(document_id)s, %(version)s, %(is_complete)s, %(language)s, %(script)s, %(language_confidence)s, %(is_interview)s,
    %(language_detail)s, %(reading)s, %(topics)s, %(keywords)s
)
on conflict (document_id) do update set
    version = excluded.version,
    is_complete = excluded.is_complete,
    language = excluded.language,
    script = excluded.script,
    language_confidence = excluded.language_confidence,
    is_interview = excluded.is_interview,
    language_detail = excluded.language_detail,
    reading = excluded.reading,
    topics = excluded.topics,
    keywords = excluded.keywords,
    created_at = now()
where to_jsonb(known) - 'created_at' <> to_jsonb(excluded) - 'created_at'
"""


def version() -> str:
    """The versions of all enrichers; of those that users configure also the digest of what they wrote."""
    versions = {
        "language": language.VERSION,
        "speakers": speakers.VERSION,
        "topics": f"{topics.VERSION}.{lexicon.topics().digest}",
        "keywords": f"{keywords.VERSION}.{lexicon.entities().digest}",
    }
    return " ".join(f"{name}={value}" for name, value in versions.items())


def pending(conn: Connection, *, batch_size: int = BATCH_SIZE) -> list[list[int]]:
    """Ids of documents that these versions have not read, oldest first, in batches."""
    limits = {"version": version(), "limit": batch_size * batches.MAX_BATCHES}
    rows = store.fetch(conn, store.statement("enrich_pending"), limits)
    return batches.cut([row["document_id"] for row in rows], batch_size)


def run(conn: Connection, document_ids: Sequence[int]) -> Counter[str]:
    """Read documents for language, speakers and topics; each counted once by its outcome."""
    tally: Counter[str] = Counter()
    rows = store.fetch(conn, CANONICAL, {"ids": list(document_ids)})
    families = {row["document_id"]: row["family_id"] for row in rows}
    for row in store.fetch(conn, store.statement("load_documents"), {"ids": list(document_ids)}):
        tally[_one(conn, row, families.get(row["document_id"]))] += 1
    corpus.count(conn)
    log.info("enrich: %s", dict(tally))
    return tally


def _one(conn: Connection, row: store.Row, family_id: str | None) -> str:
    """Read one document; `family_id` of the family it is the canonical one of, if it is."""
    try:
        with store.savepoint(conn):
            outcome = _read(conn, row, family_id)
    except (*DEFECTS, BaseValidationError, DataError) as error:
        log.exception("enrich: %s", row["url"])
        exits.open(
            conn,
            url_id=row["url_id"],
            stage=STAGE,
            reason="enrich_failed",
            detail=f"{type(error).__name__}: {error}",
            version=version(),
            retry_at=datetime.now(timezone.utc) + RETRY_AFTER,
        )
        return "enrich_failed"
    exits.close(conn, [row["url_id"]], stages=[STAGE])
    return outcome


def _read(conn: Connection, row: store.Row, family_id: str | None) -> str:
    document = codec.document_from(row)
    found = language.detect(document.text)
    reading = speakers.read(document)
    is_canonical = family_id is not None
    values = {
        "document_id": row["document_id"],
        "version": version(),
        "is_complete": is_canonical,
        "language": found.code,
        "script": found.script,
        "language_confidence": found.confidence,
        "is_interview": reading.is_interview,
        "language_detail": Json(codec.plain(found)),
        "reading": Json(codec.reading_body(reading)),
        "topics": Json(codec.plain(topics.assign(document, reading))) if is_canonical else None,
        "keywords": Json(_keywords(conn, document, reading, family_id)) if family_id else None,
    }
    store.execute(conn, UPSERT, values)
    return "interview" if reading.is_interview else "article"


def _keywords(conn: Connection, document: Document, reading: Reading, family_id: str) -> dict[str, object]:
    """Keywords and mentions as JSON, with the edition of the corpus they were weighed against."""
    terms = keywords.candidates(document)
    edition = corpus.weigh(conn, terms)
    corpus.keep(conn, family_id, terms)
    body: dict[str, object] = codec.plain(keywords.extract(document, reading, edition.corpus))
    return {**body, "corpus_edition": edition.number}
