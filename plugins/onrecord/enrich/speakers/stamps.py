"""Dates and times beside a label or on a line of their own: when something was said, or at what place of a recording.

All patterns read folded text.
"""

from __future__ import annotations

import re
from typing import Final

_CLOCK: Final = r"(?:\d{1,2}[:.])?\d{1,2}:\d{2}(?:[.,]\d{1,3})?(?:\s?[APap]\.?[Mm]\.?)?"
_DAY: Final = r"(?:(?:\d{4}\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]\s?\d{1,2}日?)"
TIME: Final = rf"[\[(<]?(?:{_DAY},?\s+(?:[上下中]午|晚上?)?)?{_CLOCK}[\])>]?"
_TO: Final = rf"(?:\s*(?:-->|-|~|到)\s*{TIME})?"

LEADING: Final = re.compile(rf"{TIME}{_TO}[\s|*\-–]*")
TRAILING: Final = re.compile(rf"[\s|·,\-–]*{TIME}\s*$")
LINE: Final = re.compile(rf"[\s*|]*(?:{TIME}{_TO}|\[?{_DAY}\]?)[\s*|]*")
AT_END: Final = re.compile(rf"\s*[\[(]\s*{_CLOCK}\s*[\])]\s*$")
_ANY: Final = re.compile(_CLOCK)


def is_stamped(folded: str, start: int, label_at: tuple[int, int], text_start: int, end: int) -> bool:
    """Whether a labelled line has its time: before the label, beside it, or where the line ends."""
    around = (start, label_at[0]), (label_at[1], text_start)
    return any(_ANY.search(folded, *place) for place in around) or bool(
        AT_END.search(folded, label_at[1], end)
    )
