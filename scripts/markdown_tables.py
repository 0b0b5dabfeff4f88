"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

HEAD = "<!-- Written by `make docs`; do not edit. -->\n"


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table of these columns, each row one line."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def cell(text: str) -> str:
    """A text that fits into one cell: no line ends, no bars, no tags."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
