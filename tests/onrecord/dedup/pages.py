"""Pages for the tests of deduplication: rows that extraction would have left, and texts to copy."""

from __future__ import annotations

import hashlib
import random
from datetime import datetime
from itertools import count
from typing import Any

from psycopg2.extensions import connection as Connection
from tests import factories

_numbers = count(1)
VOCABULARY = """
harbour lantern quarry meadow timber orchard velvet thunder copper saddle ribbon glacier pepper canyon whistle
hammock parcel beacon cinder walnut rafter gravel marble tunnel anchor basket candle dragon ember fiddle garnet
hollow island jacket kettle ladder mantle needle oyster pillow
"""
WORDS = VOCABULARY.split()


def article(seed: int, word_count: int = 300) -> str:
    """An article of its own: no two seeds share a run of words but by chance."""
    chance = random.Random(seed)
    words = [chance.choice(WORDS) + chance.choice(("", "s", "ed", "ing")) for _ in range(word_count)]
    lines = [" ".join(words[start : start + 50]) for start in range(0, word_count, 50)]
    return ".\n".join(lines) + "."


def sha256(text: str) -> bytes:
    """The key of a text."""
    return hashlib.sha256(text.encode("utf8")).digest()


def add_document(
    conn: Connection,
    text: str,
    *,
    url: str | None = None,
    url_id: int | None = None,
    repairs: int = 0,
    outlet_in_metadata: str | None = None,
    is_truncated: bool = False,
    published_at: datetime | None = None,
) -> int:
    """The current document of a url (which gets a new capture), holding a text."""
    number = next(_numbers)
    url_id = url_id or factories.add_url(conn, url)
    capture = factories.add(
        conn,
        "raw.captures",
        url_id=url_id,
        body_sha256=sha256(f"capture {number}"),
        body_bytes=1,
        warc_file="test.warc.gz",
        warc_offset=number,
        warc_length=1,
    )
    evidence = [{"field": "outlet", "origin": "meta", "quote": outlet_in_metadata}]
    with conn.cursor() as cursor:
        cursor.execute("update work.documents set is_current = false where url_id = %s", (url_id,))
        cursor.execute(
            "insert into work.texts (text_sha256, text) values (%s, %s) on conflict do nothing",
            (sha256(text), text),
        )
    values: dict[str, Any] = {
        "capture_id": capture["capture_id"],
        "url_id": url_id,
        "version": "test",
        "text_sha256": sha256(text),
        "source_sha256": sha256(text),
        "outlet": outlet_in_metadata,
        "is_truncated": is_truncated,
        "repair_count": repairs,
        "published_at": published_at,
        "body": {
            "evidence": evidence if outlet_in_metadata else [],
            "repairs": [{"kind": "doubled_body", "count": repairs}] if repairs else [],
        },
    }
    return int(factories.add(conn, "work.documents", **values)["document_id"])
