"""Which kinds of lines are not the article, by their own words?

All patterns read folded lines (fold.py): simplified, half-width, lower case. A cue says what a line looks
like; where it stands decides (boilerplate.py) whether that is believed.
"""

from __future__ import annotations

import re

from onrecord.extract import buttons
from onrecord.extract.cue import Cue
from onrecord.extract.cues_calls import BLOCK_HEADS, CALLS
from onrecord.extract.cues_marks import MARKS

MAX_LINE = 80  # characters: in a longer line a cue counts only where the line begins with it
MAX_LEAD = 20


_CUES = (*BLOCK_HEADS, *MARKS, *CALLS)


def find(folded: str) -> Cue | None:
    """The first kind of clutter that a line looks like, if any."""
    if buttons.are_all(folded):
        return _BUTTONS
    size = len(folded)
    for cue in _CUES:
        if size > cue.max_chars:
            continue
        match = cue.pattern.search(folded)
        if match and (size <= MAX_LINE or cue.is_strong or match.start() <= MAX_LEAD):
            return cue
    return None


_BUTTONS = Cue("navigation", re.compile(""), buttons.MAX_CHARS)
