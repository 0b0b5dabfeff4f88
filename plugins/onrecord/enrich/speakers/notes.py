"""What is done beside speaking: `(笑)`, `[applause]`. It stays in the text of a turn; here are its places."""

from __future__ import annotations

import re
from typing import Final

from onrecord.enrich.speakers import lexicon

_IN_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]{1,16})[)\]]")


def find(folded: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The places of the stage notes in a stretch of folded text."""
    found = _IN_BRACKETS.finditer(folded, start, end)
    return tuple(one.span() for one in found if lexicon.STAGE_NOTE.match(one[1]))
