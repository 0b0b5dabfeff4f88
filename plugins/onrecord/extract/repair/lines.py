"""Lines that were lost: turns of an interview that run on in one paragraph."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from onrecord.extract.page import check_size
from onrecord.extract.strand import Strand, cut

MIN_LABELS = 3  # of speakers who come back, in the middle of one line
MIN_COUNT = 2  # so often a label stands in the middle of that line to be one

_SENTENCE_END = "[。！？!?…”」』）)\\]】》]"
_NAME = r"(?:[\u3400-\u9fff·]{1,10}|(?:(?:Mr|Mrs|Ms|Dr|Prof|Rev|Sen|Rep)\. )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})"
_LABEL = re.compile(
    rf"(?:(?<={_SENTENCE_END})|(?<={_SENTENCE_END} )|(?<=  ))\s{{0,4}}"
    rf"(?P<label>[\[【]?{_NAME}[\]】]?)\s{{0,2}}[:：](?!//)(?!\s*[“「『\"‘])"
)
_FIRST = re.compile(rf"(?:{_NAME}|[\[【]?[^:：。！？\s]{{1,16}}[\]】]?)\s{{0,2}}[:：]")
_NARRATED = re.compile(
    r"[\u3400-\u9fff](?:道|说|說|问|問|答|称|稱|表示|认为|認為|写道|寫道|指出|如下|例如|比如|包括|其中)$"
)


def split_lost_lines(strands: list[Strand]) -> tuple[list[Strand], int]:
    """A line for each turn again, where several labels recur inside one line; the count is of lines won."""
    repaired: list[Strand] = []
    won = 0
    for strand in strands:
        starts = _starts(strand.text) if strand.kind == "paragraph" else []
        if not starts:
            repaired.append(strand)
            continue
        check_size(len(starts), 0)
        parts = [cut(strand, a, b) for a, b in pairwise([0, *starts, len(strand.text)])]
        parts = [part for part in parts if part.text]
        won += len(parts) - 1
        repaired += parts
    return repaired, won


def _starts(text: str) -> list[int]:
    """Where labels of speakers who come back stand in the middle of a line."""
    if ":" not in text and "：" not in text:
        return []
    found = [m for m in _LABEL.finditer(text) if m.start("label") and not _NARRATED.search(m["label"])]
    counts = Counter(m["label"] for m in found)
    first = _FIRST.match(text)
    if first:
        counts[first.group(0).rstrip(":： ")] += 1
    known = [m.start("label") for m in found if counts[m["label"]] >= MIN_COUNT]
    return known if len(known) >= MIN_LABELS else []
