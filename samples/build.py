"""Build the invented sites from the authored texts: ``python samples/build.py FOLDER`` or ``--check``.

FOLDER gets one sub-folder per site, `saved/` (pages as someone kept them on a disk) and
`manifest.json`, which the sample server reads. Without FOLDER samples/answers.jsonl is written;
``--check`` writes nothing and exits 1 when it is stale. Addresses in the pages are
``http://<site>.test``: the server puts its own in their place. Nothing here asks the clock or chance.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

sys.path.insert(
    0, str(Path(__file__).resolve().parents[1])
)  # run as a file, `samples` is not found otherwise

from samples.answers import answer
from samples.authored import articles
from samples.pages import Page, base_pages, copied_pages, redirected_pages, unreachable_pages
from samples.render import page_bytes, site_files, sites

ANSWERS = Path(__file__).resolve().parent / "answers.jsonl"
EPOCH = "2024-07-01T00:00"  # when feeds and robots.txt were last changed


def pages() -> tuple[Page, ...]:
    """Every page of every site, and those that are listed but cannot be read."""
    written = {article.slug: article for article in articles()}
    return (*base_pages(written), *copied_pages(written), *redirected_pages(written), *unreachable_pages())


def answers(made: Iterable[Page]) -> str:
    """The lines of answers.jsonl, one per page."""
    return "".join(json.dumps(answer(page), ensure_ascii=False) + "\n" for page in made)


def _write(folder: Path, file: str, body: bytes) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def _site_files(folder: Path, key: str, made: list[Page]) -> dict[str, dict[str, str]]:
    """Write what one site serves; the manifest entries of its addresses."""
    entries: dict[str, dict[str, str]] = {}

    def put(path: str, body: bytes, content_type: str, changed: str) -> None:
        file = f"{key}{path}index.html" if path.endswith("/") else f"{key}{path}"
        _write(folder, file, body)
        entries[path] = {
            "file": file,
            "content_type": content_type,
            "changed_at": changed,
            "sha256": sha256(body).hexdigest(),
        }

    for page in made:
        if page.location:
            entries[page.path] = {"location": page.location}
        elif page.is_served:
            put(page.path, page_bytes(page), page.content_type, page.published_at or EPOCH)
    for path, (content_type, body) in site_files(key, made).items():
        put(path, body, content_type, EPOCH)
    return entries


def build(folder: Path) -> Mapping[str, Any]:
    """Write the sites into `folder`; gives the manifest (also written there)."""
    made = pages()
    manifest: dict[str, Any] = {"sites": {}, "urls": [], "saved": "saved"}
    for key, site in sites().items():
        own = [page for page in made if page.site == key]
        manifest["sites"][key] = {
            "name": site.name,
            "feed": site.feed_path,
            "pages": _site_files(folder, key, own),
        }
        manifest["urls"] += [{"site": key, "path": page.path} for page in own if not page.is_in_feed]
    shutil.rmtree(folder / "saved", ignore_errors=True)  # every file there is a page
    (folder / "saved").mkdir(parents=True)
    for page in made:
        if page.site == "saved":
            _write(folder, f"saved/{page.path}", page_bytes(page))
    _write(folder, "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    return manifest


def main() -> int:
    """Write the answers or, where a folder is named, the sites."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, help="where to write the sites")
    parser.add_argument(
        "--check", action="store_true", help="only say whether samples/answers.jsonl is stale"
    )
    options = parser.parse_args()
    lines = answers(pages())
    if options.check:
        if ANSWERS.read_text(encoding="utf-8") == lines:
            return 0
        sys.stderr.write("samples/answers.jsonl is stale: run python samples/build.py\n")
        return 1
    if options.folder:
        build(options.folder)
    else:
        ANSWERS.write_text(lines, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
