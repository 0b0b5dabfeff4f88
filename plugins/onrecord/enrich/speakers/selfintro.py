"""What speakers say of themselves: `我是某公司的副总裁`, `I'm the director of the Harbor Fund`.

Works on folded text; places are those of the text.
"""

from __future__ import annotations

import re
from typing import Final

from onrecord.enrich.speakers import intros_latin, post_places

FIRST_TURNS: Final = 6  # in these people introduce themselves
_CHARS: Final = 400  # of each

Places = tuple[tuple[int, int] | None, tuple[int, int] | None]

_HAN: Final = re.compile(
    r"(?:我|本人)(?:目前|现在|如今|同时)?(?:是在?|担任|任|在|来自|现任)(?:了)?(?P<said>[^,。;!?\n]{2,40})"
)
_PAST: Final = re.compile(r"曾|以前|之前|过去|当时|那时|年前|小时候")
_LATIN: Final = re.compile(
    r"(?<!if )(?<!when )(?<!that )\b(?:I'm|I am|I work as|I serve as)(?: also)?(?: currently| now)? "
    r"(?:an? |the )?(?P<said>(?:[^,.;!?\n]|\.(?=\w)){3,80})"
)

_GOES_ON: Final = re.compile(r" (?:and|but|so|because) (?:I|we|you|he|she|it|they)\b")


def find(folded: str, turns: list[tuple[int, int]]) -> Places | None:
    """Places of the post and employer that a speaker claims in the first turns."""
    for start, end in turns[:FIRST_TURNS]:
        stop = min(end, start + _CHARS)
        for found in _HAN.finditer(folded, start, stop):
            if not _PAST.search(folded, max(start, found.start() - 6), found.end()):
                places = post_places.split(folded, *found.span("said"))
                if places and places[0]:
                    return places
        for found in _LATIN.finditer(folded, start, stop):
            begin, end = found.span("said")
            if more := _GOES_ON.search(folded, begin, end):
                end = more.start()
            if places := intros_latin.places(folded, begin, end):
                return places
    return None
