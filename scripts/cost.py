"""What do 1,000 pages cost, in seconds of each stage and bytes of each store?

    .venv/bin/python scripts/cost.py [--pages 1000]     # some minutes; nothing is left behind

The pages are those of the sample sites, again and again: each round exchanges the rarer Han characters
of its texts, so that its Chinese pages are strangers to those of other rounds while copies stay copies.
One process does it all on an embedded Postgres; fetching over the network is not in it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
HAN = {chr(code) for code in range(0x4E00, 0x9FA6)}
COMMON_SHARE = 0.2  # of the pages; characters that stand on more are left as they are
RUN = "cost"
SIZES = """
select
    schemaname as name,
    sum(pg_total_relation_size(format('%%I.%%I', schemaname, relname)))::bigint as bytes
from pg_stat_user_tables
where schemaname = any(%(schemas)s)
group by schemaname
"""
console = Console(highlight=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the pages, put them through all stages, print what it took."""
    parser = argparse.ArgumentParser(prog="scripts/cost.py", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--pages", type=int, default=1000, help="how many (default %(default)s)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="onrecord-cost-") as scratch:
        home = Path(scratch)
        for name in ("ONRECORD_DATABASE_URL", "AIRFLOW_CONN_WAREHOUSE"):
            os.environ.pop(name, None)
        os.environ |= {"ONRECORD_HOME": str(home / "home"), "ONRECORD_SOURCES": str(home / "sources.yml")}
        page_bytes = _write_pages(home, options.pages)
        _measure(options.pages, page_bytes)
    return 0


def _write_pages(home: Path, count: int) -> int:
    """Write the pages into a folder that is a source; their bytes in all."""
    built = home / "built"
    subprocess.run([sys.executable, str(ROOT / "samples" / "build.py"), str(built)], check=True, stdout=-3)
    originals = sorted(path for path in built.rglob("*.*html") if path.stat().st_size)
    rare = _rare_characters(originals)
    total = 0
    for number in range(count):
        turn, which = divmod(number, len(originals))
        body = originals[which].read_bytes()
        with contextlib.suppress(UnicodeDecodeError):  # a page in another encoding comes as it is
            body = body.decode("utf8").translate(_exchanged(turn, rare)).encode("utf8")
        file = home / "pages" / f"{turn:04}" / f"{which:04}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        total += len(body)
    source = f"- {{slug: cost, name: Cost, kind: folder, addresses: ['{home / 'pages'}']}}\n"
    (home / "sources.yml").write_text(source, "utf8")
    return total


def _rare_characters(pages: Sequence[Path]) -> list[str]:
    """The Han characters that stand on few of the pages: names and matters, not the words between them."""
    counts = Counter(char for page in pages for char in set(page.read_text("utf8", "ignore")) & HAN)
    return sorted(char for char, count in counts.items() if count <= COMMON_SHARE * len(pages))


def _exchanged(turn: int, rare: Sequence[str]) -> dict[int, str]:
    """Which character stands for which in a round; the first round is as written."""
    mixed = list(rare)
    if turn:
        random.Random(turn).shuffle(mixed)
    return {ord(one): other for one, other in zip(rare, mixed, strict=True)}


def _measure(count: int, page_bytes: int) -> None:
    from onrecord import pipeline, settings, store
    from onrecord.store import embedded, migrate

    seconds = Table("stage", "wall s", "CPU s", box=None, title=f"{count:,} pages, {page_bytes:,} bytes")

    def timed(name: str, call: Callable[[], object]) -> object:
        started, used = time.monotonic(), time.process_time()
        found = call()
        seconds.add_row(name, f"{time.monotonic() - started:.1f}", f"{time.process_time() - used:.1f}")
        return found

    with embedded.running():
        migrate.upgrade()
        pipeline.register_sources(RUN, "ingest")
        timed("discover", lambda: pipeline.discover_source("cost", RUN))
        timed("fetch", lambda: [pipeline.fetch_batch(ids, RUN) for ids in pipeline.plan_fetch()])
        for stage in pipeline.STAGES:
            batches = pipeline.plan(stage, RUN, "curate")
            timed(stage, lambda: [pipeline.run_batch(stage, ids, RUN) for ids in track(batches, stage)])  # noqa: B023  called at once
        timed("audit", lambda: pipeline.audit_articles(RUN, "curate"))
        timed("publish", lambda: pipeline.publish_articles(RUN))
        timed("verify", lambda: pipeline.verify(RUN))
        with store.connect() as conn:
            stored = store.fetch(conn, SIZES, {"schemas": ["raw", "work", "curated", "ops"]})
            (made,) = store.fetch(
                conn, "select count(*) as articles, sum(copy_count) as copies from curated.articles"
            )
        archive = sum(path.stat().st_size for path in (settings.home() / "warc").rglob("*") if path.is_file())
    space = Table("store", "bytes", "per page", box=None)
    rows = [("WARC files", archive), *((f"schema {row['name']}", row["bytes"]) for row in stored)]
    for name, size in sorted(rows, key=lambda row: -row[1]):
        space.add_row(name, f"{size:,}", f"{size / count:,.0f}")
    console.print(seconds, f"\n{made['articles']} articles, {made['copies']} copies", space, sep="\n")


if __name__ == "__main__":
    sys.exit(main())
