"""Which captures have not been read, and what do they hold?

In: raw.captures and their WARC records. Out: one current row of work.documents per url, or an open
row of work.exits that says why there is none. A page that cannot be read fails alone.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from psycopg2 import DataError
from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from onrecord import store
from onrecord.errors import DEFECTS, StageError, Transient
from onrecord.extract import VERSION as READER_VERSION
from onrecord.extract import read, site
from onrecord.fetch import archive
from onrecord.models import Document
from onrecord.store import batches, codec, exits

log = logging.getLogger(__name__)

STAGE = "extract"
VERSION = str(READER_VERSION)
BATCH_SIZE = 50  # pages; at 20 ms to 200 ms a page a batch is done in seconds
NO_LINES: frozenset[str] = frozenset()  # that a site is known to repeat
RETRY_AFTER = timedelta(days=1)  # a defect of ours is mended by a new version, not by waiting

# Taken before the texts, in one order: two processes with the same page, or with pages that have a text
# in common, wait for one another and do not deadlock. Nobody else locks captures.
LOCK = """
select captures.capture_id
from raw.captures
where captures.url_id = any(%(url_ids)s)
order by captures.capture_id
for no key update
"""
INSERT_TEXTS = "insert into work.texts (text_sha256, text) values %s on conflict do nothing"
RETIRE = "update work.documents set is_current = false where url_id = %(url_id)s and is_current"
CONFIRM = """
update work.documents set version = %(version)s where document_id = %(document_id)s and version <> %(version)s
"""
OUTDATE = """
update work.documents set version = documents.version || '~' || documents.document_id
where capture_id = %(capture_id)s and version = %(version)s
"""
INSERT = """
insert into work.documents (
    capture_id, url_id, version, text_sha256, source_sha256, title, site, canonical_url, outlet, published_at_text,
    published_at, published_at_precision, published_at_confidence, is_truncated, repair_count, removed_count, body
) values (
    %(capture_id)s, %(url_id)s, %(version)s, %(text_sha256)s, %(source_sha256)s, %(title)s, %(site)s,
    %(canonical_url)s, %(outlet)s, %(published_at_text)s, %(published_at)s, %(published_at_precision)s,
    %(published_at_confidence)s, %(is_truncated)s, %(repair_count)s, %(removed_count)s, %(body)s
)
"""


def pending(conn: Connection, *, batch_size: int = BATCH_SIZE) -> list[list[int]]:
    """Ids of the newest captures that this version has not read, oldest first, in batches."""
    limits = {"version": VERSION, "limit": batch_size * batches.MAX_BATCHES}
    rows = store.fetch(conn, store.statement("extract_pending"), limits)
    return batches.cut([row["capture_id"] for row in rows], batch_size)


@dataclass(frozen=True, slots=True)
class _Read:
    """A capture that was read: its document, and what of it is stored."""

    document: Document
    body: dict[str, Any]
    text_sha256: bytes
    source_sha256: bytes

    def texts(self) -> dict[bytes, str]:
        return {self.text_sha256: self.document.text, self.source_sha256: self.document.source_text}


def run(conn: Connection, capture_ids: Sequence[int]) -> Counter[str]:
    """Read captures and store their documents; each counted once by its outcome, or `gone` meanwhile."""
    asked = {"ids": list(capture_ids)}
    rows = store.fetch(conn, store.statement("extract_captures"), asked)
    found = _read_all(conn, rows)
    store.fetch(conn, LOCK, {"url_ids": sorted({row["url_id"] for row in rows})})
    texts = {
        key: text for got in found.values() if isinstance(got, _Read) for key, text in got.texts().items()
    }
    store.execute_values(conn, INSERT_TEXTS, sorted(texts.items()))
    # Asked again: another process may have stored some of them while they were read here.
    rows = store.fetch(conn, store.statement("extract_captures"), asked)
    tally = Counter(gone=len(capture_ids) - len(rows))
    for row in rows:
        tally[_one(conn, row, found[row["capture_id"]])] += 1
    log.info("extract: %s", dict(+tally))
    return +tally


def _read_all(conn: Connection, rows: Sequence[store.Row]) -> dict[int, _Read | StageError]:
    """What each capture holds, cleaned of what earlier runs have learned that its site repeats."""
    sites = {row["capture_id"]: site.site_of(row["url"]) for row in rows}
    known = site.known(conn, sites.values())
    return {row["capture_id"]: _read(row, known.get(sites[row["capture_id"]], NO_LINES)) for row in rows}


def _read(row: store.Row, site_lines: frozenset[str]) -> _Read | StageError:
    """What a capture holds, ready to be stored, or why it cannot be."""
    try:
        headers, body = archive.read_body(row["warc_file"], row["warc_offset"], row["warc_length"])
        document = read(body, url=row["url"], headers=headers, site_lines=site_lines)
        hashes = [_sha256(text) for text in (document.text, document.source_text)]
        return _Read(document, codec.document_body(document), *hashes)
    except StageError as error:
        return error
    except DEFECTS as error:
        return _defect(row, error)


def _defect(row: store.Row, error: Exception) -> StageError:
    log.error("extract: %s", row["url"], exc_info=error)
    return Transient("extract_failed", f"{type(error).__name__}: {error}")


def _one(conn: Connection, row: store.Row, found: _Read | StageError) -> str:
    if isinstance(found, _Read):
        try:
            with store.savepoint(conn):
                outcome = _store(conn, row, found)
        except (*DEFECTS, DataError) as error:
            found = _defect(row, error)
    if isinstance(found, StageError):
        is_transient = isinstance(found, Transient)
        return _set_aside(conn, row, found.reason, found.detail, is_transient=is_transient)
    exits.close(conn, [row["url_id"]], stages=["fetch", STAGE])
    return outcome


def _set_aside(conn: Connection, row: store.Row, reason: str, detail: str, *, is_transient: bool) -> str:
    retry_at = datetime.now(timezone.utc) + RETRY_AFTER if is_transient else None
    exits.open(
        conn,
        url_id=row["url_id"],
        capture_id=row["capture_id"],
        stage=STAGE,
        reason=reason,
        detail=detail,
        version=VERSION,
        retry_at=retry_at,
    )
    return reason


def _store(conn: Connection, row: store.Row, found: _Read) -> str:
    document, text_sha256, source_sha256 = found.document, found.text_sha256, found.source_sha256
    if (
        row["read_capture_id"] == row["capture_id"]
        and (row["read_text_sha256"], row["read_source_sha256"]) == (text_sha256.hex(), source_sha256.hex())
        and row["read_body"] == found.body
    ):
        store.execute(conn, CONFIRM, {"version": VERSION, "document_id": row["document_id"]})
        return "unchanged"
    store.execute(conn, RETIRE, {"url_id": row["url_id"]})
    store.execute(conn, OUTDATE, {"capture_id": row["capture_id"], "version": VERSION})
    values = {
        "capture_id": row["capture_id"],
        "url_id": row["url_id"],
        "version": VERSION,
        "text_sha256": text_sha256,
        "source_sha256": source_sha256,
        "published_at_text": document.published_at,
        "published_at": instant(document.published_at),
        "repair_count": sum(repair.count for repair in document.repairs),
        "removed_count": len(document.removed),
        "body": Json(found.body),
    }
    for name in (
        "title",
        "site",
        "canonical_url",
        "outlet",
        "published_at_precision",
        "published_at_confidence",
        "is_truncated",
    ):
        values[name] = getattr(document, name)
    store.execute(conn, INSERT, values)
    return "stored"


def instant(published_at: str | None) -> datetime | None:
    """An ISO 8601 time cut to any precision, as an instant; UTC where it names no offset.

    >>> instant("2031-05").isoformat()
    '2031-05-01T00:00:00+00:00'
    """
    if not published_at:
        return None
    padded = published_at + "-01-01"[len(published_at) - 4 :] if len(published_at) in (4, 7) else published_at
    try:
        value = datetime.fromisoformat(padded.replace("Z", "+00:00"))
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=timezone.utc)


def _sha256(text: str) -> bytes:
    """The key of a text. Raises ValueError for one that no database holds."""
    if "\0" in text:
        raise ValueError("the text has a NUL in it")
    return hashlib.sha256(text.encode("utf8")).digest()
