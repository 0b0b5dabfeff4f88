"""Lines of the table, and the sample texts that the parts measure on."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onrecord import extract
from onrecord.models import Document

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5  # the best of them counts: the others had company
COPIES = 5  # of each sample text, each a little different, so that no cache helps
MIN_PAGE_BYTES = 2000  # one sample page has no text at all


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement: what, how much, beside what, how much that is, and the ratio."""

    what: str
    measured: str
    beside: str = ""
    other: str = ""
    ratio: str = ""


def versus(
    what: str, ours: Callable[[], object], beside: str, theirs: Callable[[], object], count: int
) -> Line:
    """Two ways of doing `count` things, in things per CPU-second."""
    mine, other = best(ours), best(theirs)
    return Line(what, f"{count / mine:,.0f} /s", beside, f"{count / other:,.0f} /s", f"{other / mine:.1f} ×")


def best(work: Callable[[], object]) -> float:
    """The least CPU-seconds that it takes this process."""
    work()  # dictionaries and caches
    found = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        found = min(found, time.process_time() - started)
    return found


@cache
def pages() -> list[tuple[str, bytes]]:
    """The sample pages: address and body."""
    sys.path.insert(0, str(ROOT))  # the samples are no installed package
    from samples.build import build

    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        files = sorted(path for path in Path(folder).rglob("*.*html") if path.stat().st_size > MIN_PAGE_BYTES)
        return [(f"http://samples.test/{file.name}", file.read_bytes()) for file in files]


@cache
def documents() -> list[Document]:
    """The sample pages as read."""
    return [extract.read(body, url=url, headers={}) for url, body in pages()]


@cache
def texts() -> list[str]:
    """The sample texts."""
    answers = [json.loads(line) for line in (ROOT / "samples" / "answers.jsonl").open(encoding="utf8")]
    return [answer["text"] for answer in answers if answer["disposition"] == "published"]
