"""Characters of GBK text that a byte-wise annotation has split."""

from __future__ import annotations

from onrecord.extract.strand import Strand


def join_split_characters(strands: list[Strand]) -> tuple[list[Strand], int]:
    """Nothing yet."""
    return strands, 0
