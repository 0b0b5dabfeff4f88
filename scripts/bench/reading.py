"""Reading pages, beside trafilatura."""

from __future__ import annotations

from collections.abc import Iterator

import trafilatura

from onrecord import extract

from .measure import Line, pages, versus


def measure() -> Iterator[Line]:
    """Pages per CPU-second."""
    yield versus("read pages (extract.read)", _ours, "trafilatura", _theirs, len(pages()))


def _ours() -> None:
    for url, body in pages():
        extract.read(body, url=url, headers={})


def _theirs() -> None:
    for _, body in pages():
        trafilatura.extract(extract.decode(body, {}).text, favor_precision=True)
