"""A document as the rules see it: folded once, with what stands beside the article."""

from __future__ import annotations

from functools import cached_property

from onrecord.enrich.speakers.folding import fold
from onrecord.models import Document

HEAD_CHARS = 2500  # of the source text: where front matter, captions and credits stand
LEDE_CHARS = 1500  # before the first label: where people and the occasion are announced


class Paper:
    """A document with its folded texts (places are those of the texts they fold)."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.folded = fold(document.text)
        self.source = fold(document.source_text[:HEAD_CHARS])
        self.title = fold(document.title or "")
        self.byline = fold(document.byline or "").strip()

    @cached_property
    def aside(self) -> list[tuple[int, int]]:
        """The lines at the head of the source text that are not in the text: captions, cast lists."""
        lines, at = [], 0
        for line in self.document.source_text[:HEAD_CHARS].split("\n"):
            bare = line.strip().strip("*#> -")
            if bare and bare not in self.text:
                lines.append((at, min(at + len(line), HEAD_CHARS)))
            at += len(line) + 1
        return lines

    def told(self, first: int) -> str:
        """What announces: title, byline, outlet, the lines aside, and the text as far as the first label (folded)."""
        beside = [self.source[a:b] for a, b in self.aside]
        outlet = fold(self.document.outlet or "")
        return "\n".join(
            [self.title, self.byline, outlet, self.folded[max(0, first - LEDE_CHARS) : first], *beside]
        )
