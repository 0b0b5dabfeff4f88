"""Scraping damage undone, by name and in a fixed order; undamaged text stays as it is.

In: the lines of a page. Out: the repaired lines, each character still with its place in the source, and how
often each repair was needed. A repair decides on the evidence of the whole document before it touches a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from onrecord.extract.repair.conversion import SIGNS, undo_over_conversion
from onrecord.extract.repair.doubled import drop_second_copy
from onrecord.extract.repair.gbk import join_split_characters
from onrecord.extract.repair.lines import split_lost_lines
from onrecord.extract.repair.noise import (
    close_han_spaces,
    count_replaced_words,
    drop_emoji_in_words,
    drop_invisible,
)
from onrecord.extract.repair.pinyin import drop_annotations
from onrecord.extract.repair.remains import drop_markdown_marks, drop_tags, fix_mojibake, read_entities
from onrecord.extract.strand import Strand
from onrecord.models import Repair

Undo = Callable[[list[Strand]], tuple[list[Strand], int]]

_TONES = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜăĕĭŏŭńňǹḿ]")

# In this order: bytes before characters, characters before marks, marks before lines. Each with a sign
# without which no line needs it: most pages show none.
REPAIRS: tuple[tuple[str, Undo, re.Pattern[str]], ...] = (
    ("split_characters", join_split_characters, _TONES),
    ("pinyin", drop_annotations, _TONES),
    ("mojibake", fix_mojibake, re.compile("[ÃÂâäåæçèéïÐÑ]")),
    ("entities", read_entities, re.compile("&")),
    ("html_remains", drop_tags, re.compile("[</]")),
    ("markdown_remains", drop_markdown_marks, re.compile(r"\*\*|\[")),
    (
        "invisible_characters",
        drop_invisible,
        re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff]"),
    ),
    (
        "emoji_in_words",
        drop_emoji_in_words,
        re.compile("[\u200d\u203c-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff]"),
    ),
    ("spaces_between_characters", close_han_spaces, re.compile("[\u3400-\u9fff] [\u3400-\u9fff]")),
    ("over_converted", undo_over_conversion, SIGNS),
    ("replaced_words", count_replaced_words, re.compile("【【")),
    ("lost_lines", split_lost_lines, re.compile("[:：]")),
    ("printed_twice", drop_second_copy, re.compile("")),
)


def repair(strands: list[Strand]) -> tuple[list[Strand], tuple[Repair, ...]]:
    """The lines without the damage that was found, and what was done."""
    done = []
    whole = _whole(strands)
    for kind, undo, sign in REPAIRS:
        if not sign.search(whole):
            continue
        strands, count = undo(strands)
        if count:
            done.append(Repair(kind=kind, count=count))
            whole = _whole(strands)
    return [strand for strand in strands if strand.text.strip()], tuple(done)


def _whole(strands: list[Strand]) -> str:
    return "\n".join(strand.text for strand in strands)
