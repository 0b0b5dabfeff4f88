"""Does an article break off?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extract.fold import fold_lines
from onrecord.extract.shape import letters
from onrecord.extract.strand import Strand

MIN_LETTERS = 24  # a shorter last line without an end of sentence is a sign-off, a name, a place
_MORE = re.compile(
    r"(?:\.\.\.|…)?\s{0,4}[\[(【]?(?:阅读全文|展开全文|查看全文|点击(?:查看|阅读)全文|"
    r"未完待续|待续|更多内容请|余下全文|read (?:more|the full)|continue reading)"
    r".{0,20}$"
)
_COMPLETE = re.compile(
    r"[。！？!?.…;；~～)）\]】」』”’\"'》:：—]\s*$|[\U0001f300-\U0001faff\u2600-\u27bf]\s*$"
)
_NOT_SPOKEN = ("heading", "list_item", "table_row")


def is_truncated(kept: Sequence[Strand], removed: Sequence[Strand]) -> bool:
    """Does the text end in mid-sentence, or does the page say that it goes on elsewhere?"""
    if not kept:
        return False
    last = kept[-1]
    tail = fold_lines([strand.text for strand in removed[:40]])
    if _MORE.search(fold_lines([last.text])[0]) or any(_MORE.fullmatch(line) for line in tail):
        return True
    if last.kind in _NOT_SPOKEN or len(kept) < 2:
        return False
    return letters(last.text.lower()) >= MIN_LETTERS and not _COMPLETE.search(last.text)
