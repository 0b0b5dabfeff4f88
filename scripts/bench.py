"""How fast are the stages, beside the tools they stand on? Ratios measured side by side in one run.

    make bench        # a minute or two; CPU-seconds of this process alone, on the invented samples

Nothing here is asserted: machines differ, and a loaded one lies. Compare ratios, not seconds.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from onrecord import dedup, extract
from onrecord.dedup.compare import Text
from onrecord.dedup.sketch import sample
from onrecord.enrich import keywords, language, speakers, topics
from onrecord.models import Document, Reading

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5  # the best of them counts: the others had company
COPIES = 20  # of each sample text, each a little different, so that no cache helps
MINHASHES = 128
MIN_PAGE_BYTES = 2000  # one sample page has no text at all
NOBODY = Reading(is_interview=False, why="")


def main() -> None:
    """Measure and print one table."""
    pages, texts = _pages(), _texts()
    documents = [extract.read(body, url=url, headers={}) for url, body in pages]
    table = Table("what", "per CPU-second", "beside", "per CPU-second", "ratio", box=None, title="make bench")

    def row(
        what: str, ours: Callable[[], object], beside: str, theirs: Callable[[], object], count: int
    ) -> None:
        mine, other = _best(ours), _best(theirs)
        table.add_row(what, f"{count / mine:,.0f}", beside, f"{count / other:,.0f}", f"{other / mine:.1f} ×")

    row(
        "read pages (extract.read)",
        lambda: _read(pages),
        "trafilatura",
        lambda: _trafilatura(pages),
        len(pages),
    )
    row(
        "fold and sketch", lambda: _sketch(texts), "fold + datasketch", lambda: _datasketch(texts), len(texts)
    )
    row("fold and sketch", lambda: _sketch(texts), "fold + rensa", lambda: _rensa(texts), len(texts))
    paragraphs = [line for text in texts[::COPIES] for line in text.split("\n") if line]
    row(
        "language",
        lambda: [language.detect(p) for p in paragraphs],
        "langdetect",
        lambda: _langdetect(paragraphs),
        len(paragraphs),
    )
    row(
        "speakers and quotations",
        lambda: [speakers.read(d) for d in documents],
        "jieba.lcut",
        lambda: _jieba(documents),
        len(documents),
    )
    row(
        "topics, keywords, mentions",
        lambda: _topics(documents),
        "jieba.lcut",
        lambda: _jieba(documents),
        len(documents),
    )
    console = Console()
    console.print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    console.print(f"{len(pages)} pages, {sum(map(len, texts)):,} characters; peak memory {peak} MB")


def _best(work: Callable[[], object]) -> float:
    work()  # dictionaries and caches
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def _pages() -> list[tuple[str, bytes]]:
    sys.path.insert(0, str(ROOT))  # the samples are no installed package
    from samples.build import build

    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        files = sorted(path for path in Path(folder).rglob("*.*html") if path.stat().st_size > MIN_PAGE_BYTES)
        return [(f"http://samples.test/{file.name}", file.read_bytes()) for file in files]


def _texts() -> list[str]:
    answers = [json.loads(line) for line in (ROOT / "samples" / "answers.jsonl").open(encoding="utf8")]
    texts = [answer["text"] for answer in answers if answer["disposition"] == "published"]
    return [f"{number} {text}" for text in texts for number in range(COPIES)]


def _read(pages: Sequence[tuple[str, bytes]]) -> list[Document]:
    return [extract.read(body, url=url, headers={}) for url, body in pages]


def _trafilatura(pages: Sequence[tuple[str, bytes]]) -> None:
    import trafilatura

    for _, body in pages:
        trafilatura.extract(extract.decode(body, {}).text, favor_precision=True)


def _sketch(texts: Sequence[str]) -> None:
    for text in texts:
        sample(Text(text).shingles.hashes)


def _shingles(text: str) -> set[str]:
    folded = re.sub(r"\s", "", dedup.fold(text))
    return {folded[place : place + 5] for place in range(len(folded) - 4)}


def _datasketch(texts: Sequence[str]) -> None:
    from datasketch import MinHash

    for text in texts:
        MinHash(num_perm=MINHASHES).update_batch([shingle.encode("utf8") for shingle in _shingles(text)])


def _rensa(texts: Sequence[str]) -> None:
    from rensa import RMinHash

    for text in texts:
        RMinHash(num_perm=MINHASHES, seed=1).update(list(_shingles(text)))


def _langdetect(paragraphs: Sequence[str]) -> None:
    import langdetect

    langdetect.DetectorFactory.seed = 0
    for paragraph in paragraphs:
        try:
            langdetect.detect(paragraph)
        except langdetect.LangDetectException:
            continue


def _jieba(documents: Sequence[Document]) -> None:
    import jieba

    for document in documents:
        jieba.lcut(document.text)


def _topics(documents: Sequence[Document]) -> None:
    for document in documents:
        topics.assign(document, NOBODY)
        keywords.extract(document, NOBODY)


if __name__ == "__main__":
    main()
