"""Look after the canaries: `python -m onrecord.canaries FOLDER` or `--floors`.

With FOLDER: write the sample pages there, as an archive and loose files that a source of the kind
`folder` reads, and print its entry for config/sources.yml. With --floors: print the floors that the last
measurement reaches, as they stand in config/canaries.yml.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord import analytics, settings, store
from onrecord.canaries.compare import TASKS
from onrecord.errors import OnrecordError
from onrecord.store import embedded

ARCHIVE = "sites.warc.gz"
SAVED = "saved"
STEP = 100  # floors are written to two decimals, rounded down
# Without samples/build.py itself: it also writes answers.jsonl anew, where an installation may not.
BUILD = """
import sys
from pathlib import Path
sys.path.insert(0, ".")
from samples.build import build
build(Path(sys.argv[1]))
"""
SOURCE = """\
- slug: canaries
  name: Canaries (invented pages whose answers we know)
  kind: folder
  addresses: [{folder}]
  is_sample: true
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """0; 1 when the warehouse cannot be asked."""
    parser = argparse.ArgumentParser(
        prog="python -m onrecord.canaries",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    wanted.add_argument("--floors", action="store_true", help="print the floors that are reached now")
    options = parser.parse_args(arguments)
    try:
        text = _floors() if options.floors else _write(options.folder.resolve())
    except OnrecordError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(text)
    return 0


def _floors() -> str:
    with embedded.running(), store.connect(role="reader") as conn:
        rows = analytics.ask(conn, "quality_latest")
    lines = ["floors:"]
    for task in TASKS:
        own = [row for row in rows if row["task"] == task]
        right, wrong, missing = (
            sum(row[f"{name}_count"] for row in own) for name in ("right", "wrong", "missing")
        )
        if own:
            shares = f"precision: {_share(right, wrong)}, recall: {_share(right, missing)}"
            lines.append(f"  {task}: {{{shares}}}")
    return "\n".join(lines) + "\n"


def _share(right: int, bad: int) -> float:
    return math.floor(STEP * right / (right + bad)) / STEP if right + bad else 1.0


def _write(folder: Path) -> str:
    """Write the pages; the entry of their source. Whole files stand there at any time."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as name:
        built = Path(name)
        root = settings.root()
        subprocess.run([sys.executable, "-c", BUILD, name], cwd=root, check=True)
        manifest = json.loads((built / "manifest.json").read_text("utf8"))
        with (built / ARCHIVE).open("wb") as output:
            _archive(WARCWriter(output, gzip=True), _pages(built, manifest["sites"]))
        (built / ARCHIVE).rename(folder / ARCHIVE)
        shutil.rmtree(folder / SAVED, ignore_errors=True)  # a page that is no sample any more goes
        (built / manifest["saved"]).rename(folder / SAVED)
    return SOURCE.format(folder=folder)


def _pages(built: Path, sites: Mapping[str, Any]) -> Iterator[tuple[str, str, bytes]]:
    """Address, content type and body of each page of a site that a server would have handed out."""
    with (settings.root() / "samples" / "answers.jsonl").open(encoding="utf8") as lines:
        for answer in map(json.loads, lines):
            page = sites.get(answer["site"], {}).get("pages", {}).get(answer["path"], {})
            if "file" in page and answer["reason"] != "robots_disallowed":
                address = f"http://{answer['site']}.test{answer['path']}"
                yield address, page["content_type"], (built / page["file"]).read_bytes()


def _archive(writer: WARCWriter, pages: Iterable[tuple[str, str, bytes]]) -> None:
    for address, content_type, body in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", content_type)], "HTTP/1.1")
        record = writer.create_warc_record(address, "response", BytesIO(body), http_headers=headers)
        writer.write_record(record)


if __name__ == "__main__":
    sys.exit(main())
