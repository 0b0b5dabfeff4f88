"""A thousand new documents against many stored ones: what putting them into families costs, and what the index takes.

Against 10,000 and 200,000; with BENCH_LARGE=1 also a million (some minutes to make). The stored documents
are made in the database (fill_stored.sql), in a server of the measurement's own. Seconds are those of the
processors, ours and the server's: what else the machine does makes them no longer.
"""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import psycopg2
from psycopg2.extensions import connection as Connection

from onrecord import settings, store
from onrecord.dedup import families
from onrecord.dedup.compare import VERSION, Text
from onrecord.dedup.sketch import sample
from onrecord.store import embedded, migrate

from .measure import Line, texts

SIZES = (10_000, 200_000)
LARGE = 1_000_000
NEW = 1_000
BATCH = 200  # as the pipeline has it
KNOWN = 300  # of the new ones have a copy among the stored
ROUNDS = 3
SHARED = 4  # hashes of each new document are among those that stored ones have in common
FILLED = 10_000  # the first number of a document that the database made
# A server that may forget all in a crash is quicker to fill.
OPTIONS = "-c fsync=off -c full_page_writes=off -c max_wal_size=8GB -c maintenance_work_mem=512MB"
FILL = (Path(__file__).parent / "fill_stored.sql").read_text("utf8")
SIZE_OF_INDEX = """
select sum(pg_total_relation_size(name::regclass)) as bytes
from unnest(array['work.shingle_samples', 'work.sketches', 'work.links']) as name
"""
WITHOUT_INDEX = """
alter table work.shingle_samples drop constraint shingle_samples_pkey;
drop index work.shingle_samples_by_document
"""
WITH_INDEX = """
alter table work.shingle_samples add primary key (shingle_hash, document_id);
create index shingle_samples_by_document on work.shingle_samples (document_id)
"""


def measure() -> Iterator[Line]:
    """CPU-seconds for each size, beside those of the smallest; bytes of index per document."""
    embedded.OPTIONS += f" {OPTIONS}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["ONRECORD_HOME"] = home
        os.environ.pop("ONRECORD_DATABASE_URL", None)
        with embedded.running():
            migrate.upgrade()
            conn = psycopg2.connect(settings.embedded_url("warehouse"))
            new = prepare(conn)
            first = 0.0
            stored = 0
            for size in (*SIZES, *([LARGE] if os.environ.get("BENCH_LARGE") else [])):
                fill(conn, stored, size)
                stored = size
                seconds = _put_into_families(conn, new)
                first = first or seconds
                yield Line(
                    f"{NEW:,} new documents against {size:,}",
                    f"{seconds:.1f} CPU-s",
                    f"against {SIZES[0]:,}",
                    f"{first:.1f} CPU-s",
                    f"{seconds / first:.2f} ×",
                )
            (row,) = store.fetch(conn, SIZE_OF_INDEX)
            yield Line("index of copies, per document", f"{row['bytes'] / stored:,.0f} bytes")
            conn.close()


def prepare(conn: Connection) -> list[int]:
    """New documents, some with stored copies; and what they have in common with the documents made by `fill`."""
    chance = random.Random(1)
    words = sorted({word for text in texts() for word in text.split() if word.isascii() and word.isalpha()})
    store.execute(conn, "insert into raw.sources (source_slug, name, kind) values ('bench', 'Bench', 'urls')")
    store.execute(
        conn, "set session_replication_role = replica"
    )  # no look at what a row refers to: filling is quick
    articles = [" ".join(chance.choices(words, k=300)) for _ in range(NEW)]
    known = [f"{text} {' '.join(chance.choices(words, k=10))}" for text in articles[:KNOWN]]
    families.run(conn, _add(conn, known, start=1))
    new = _add(conn, articles, start=KNOWN + 1)
    store.execute(
        conn,
        "create table bench_pool (part integer, place integer, shingle_hash bigint, primary key (part, place))",
    )
    pool = {(part, place): chance.getrandbits(63) for part in range(1, 5) for place in range(1, 5001)}
    places = chance.sample(sorted(pool), NEW * SHARED)
    for text in articles:
        for value in chance.sample(sample(Text(text).shingles.hashes).tolist(), SHARED):
            pool[places.pop()] = value
    rows = [(*key, value) for key, value in pool.items()]
    store.copy_in(conn, "bench_pool", ("part", "place", "shingle_hash"), rows)
    store.execute(conn, "analyze bench_pool")
    conn.commit()
    return new


def fill(conn: Connection, stored: int, size: int) -> None:
    """Make the database hold `size` documents more than the new ones, of which it has `stored` already."""
    known = store.fetch(
        conn, "select text_sha256 from work.documents where document_id <= %(n)s", {"n": KNOWN}
    )
    with conn.cursor() as cursor:
        cursor.execute(WITHOUT_INDEX)
        values = {
            "since": FILLED + stored,
            "until": FILLED + size,
            "first": FILLED,
            "version": VERSION,
            "texts": [row["text_sha256"] for row in known],
        }
        cursor.execute(FILL, values)
        cursor.execute(WITH_INDEX)
        conn.commit()
        conn.autocommit = True
        cursor.execute("vacuum analyze")  # as the server does by itself in time
        conn.autocommit = False


def _add(conn: Connection, added: Sequence[str], *, start: int) -> list[int]:
    """Documents numbered from `start`, each at an address of its own."""
    keys = list(range(start, start + len(added)))
    hashes = [hashlib.sha256(text.encode("utf8")).digest() for text in added]
    store.copy_in(conn, "work.texts", ("text_sha256", "text"), zip(hashes, added, strict=True))
    urls = [(key, f"https://new.example/{key}", "bench") for key in keys]
    store.copy_in(conn, "raw.urls", ("url_id", "url", "source_slug"), urls)
    columns = ("document_id", "capture_id", "url_id", "version", "text_sha256", "source_sha256", "body")
    rows = [(key, key, key, "bench", value, value, {}) for key, value in zip(keys, hashes, strict=True)]
    store.copy_in(conn, "work.documents", columns, rows)
    return keys


def _put_into_families(conn: Connection, ids: Sequence[int]) -> float:
    """The least CPU-seconds that it takes, batch by batch; all of it is taken back."""
    (row,) = store.fetch(conn, "select pg_backend_pid() as pid")
    processes = (psutil.Process(), psutil.Process(row["pid"]))
    found = float("inf")
    for _ in range(ROUNDS):
        started = _seconds(processes)
        for place in range(0, len(ids), BATCH):
            families.run(conn, ids[place : place + BATCH])
        found = min(found, _seconds(processes) - started)
        conn.rollback()
    return found


def _seconds(processes: Sequence[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)
