"""Which displayed lines are the article?

trafilatura says first; its text is found again on our own lines, so that places stay exact.
"""

from __future__ import annotations

import re

import trafilatura

from onrecord.extract.html_blocks import Block

SHORT_KEY = 12  # characters: a shorter line may stand in the article by chance
_NOT_WORD = re.compile(r"[\W_]+")


def choose(blocks: list[Block], text: str, url: str | None) -> list[bool]:
    """For each line: does it belong to the article?"""
    found = trafilatura.extract(text, url=url, favor_precision=True, include_comments=False) or ""
    return locate(blocks, found)


def locate(blocks: list[Block], found: str) -> list[bool]:
    """Where an extractor's text stands on our lines: long lines anywhere, short ones as its own lines."""
    lines = [key for key in (_key(line) for line in found.split("\n")) if key]
    whole, single = "".join(lines), set(lines)
    keys = [_key(block.text) for block in blocks]
    verdict = [len(key) >= SHORT_KEY and key in whole for key in keys]
    places = [i for i, is_in in enumerate(verdict) if is_in]
    if not places:
        return [bool(key) and key in single for key in keys]
    for i in range(max(0, places[0] - 3), min(len(keys), places[-1] + 4)):
        key = keys[i]
        if key and len(key) < SHORT_KEY:
            verdict[i] = key in single or any(line.startswith(key) or line.endswith(key) for line in lines)
    return verdict


def _key(text: str) -> str:
    return _NOT_WORD.sub("", text)
