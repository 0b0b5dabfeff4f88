"""What does a web page display, and which of it is the article?"""

from __future__ import annotations

from onrecord.errors import Permanent
from onrecord.extract import html_choose
from onrecord.extract.html_blocks import Block, clean_markup, parse_tree, read_blocks
from onrecord.extract.html_choose import Verdict
from onrecord.extract.html_meta import read_meta
from onrecord.extract.page import Page, SourceLine
from onrecord.models import Evidence

MAX_MARKUP = 12_000_000  # characters: most of so much is scripts and images written out, which cost little
MAX_ELEMENTS = 150_000  # ten times the largest article page seen


def parse(text: str, *, url: str | None) -> Page:
    """The page as displayed lines, each with the verdict whether it is the article.

    Raises Permanent for pages that are too large or hold nothing to read.
    """
    if len(text) > MAX_MARKUP:
        raise Permanent("too_deep", f"{len(text)} characters of markup")
    markup = clean_markup(text)
    root = parse_tree(markup)
    if root is None:
        raise Permanent("no_text", "nothing in the page")
    if root.xpath("count(//*)") > MAX_ELEMENTS:
        raise Permanent("too_deep", f"more than {MAX_ELEMENTS} elements")
    blocks = [block for block in read_blocks(root) if not block.is_hidden]
    if not blocks:
        raise Permanent("no_text", "no line is displayed")
    return _page(blocks, html_choose.choose(root, blocks, markup), read_meta(root))


def _page(blocks: list[Block], verdicts: list[Verdict], meta: tuple[Evidence, ...]) -> Page:
    lines, start = [], 0
    for block, verdict in zip(blocks, verdicts, strict=True):
        lines.append(
            SourceLine(
                text=block.text,
                start=start,
                kind=block.kind,
                level=block.level,
                bold=block.bold,
                is_main=verdict.is_main,
                reason=verdict.reason,
            )
        )
        start += len(block.text) + 1
    return Page(source_text="\n".join(line.text for line in lines), lines=tuple(lines), meta=meta)
