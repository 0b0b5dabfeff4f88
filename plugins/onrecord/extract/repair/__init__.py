"""Scraping damage undone, by name and in a fixed order; undamaged text stays as it is.

In: the lines of a page. Out: the repaired lines, each character still with its place in the source, and how
often each repair was needed. A repair decides on the evidence of the whole document before it touches a line.
"""

from __future__ import annotations

from collections.abc import Callable

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

# In this order: bytes before characters, characters before marks, marks before lines.
REPAIRS: tuple[tuple[str, Callable[[list[Strand]], tuple[list[Strand], int]]], ...] = (
    ("split_characters", join_split_characters),
    ("pinyin", drop_annotations),
    ("mojibake", fix_mojibake),
    ("entities", read_entities),
    ("html_remains", drop_tags),
    ("markdown_remains", drop_markdown_marks),
    ("invisible_characters", drop_invisible),
    ("emoji_in_words", drop_emoji_in_words),
    ("spaces_between_characters", close_han_spaces),
    ("replaced_words", count_replaced_words),
    ("lost_lines", split_lost_lines),
    ("printed_twice", drop_second_copy),
)


def repair(strands: list[Strand]) -> tuple[list[Strand], tuple[Repair, ...]]:
    """The lines without the damage that was found, and what was done."""
    done = []
    for kind, undo in REPAIRS:
        strands, count = undo(strands)
        if count:
            done.append(Repair(kind=kind, count=count))
    return [strand for strand in strands if strand.text.strip()], tuple(done)
