"""Where do two copies differ? Sentence by sentence, and within changed sentences word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from onrecord.dedup.fold import HAN, fold

SENTENCE = re.compile(r"[^。！？!?\n]*?(?:[。！？!?\n]+[”’」』\"]?\s*|(?<=[a-z])\.\s+)|[^。！？!?\n]+")
WORD = re.compile(
    rf"[{HAN}\u3040-\u30ff\uac00-\ud7af]|[^\W{HAN}\u3040-\u30ff\uac00-\ud7af]+|\s+|.", re.DOTALL
)
MAX_COMPARED = 4_000_000  # pairs of words set side by side: beyond it a passage counts as changed as a whole
ALIKE = 0.3  # of the words of a changed passage: below it, word by word would only be confusing

Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that both texts have (as the first prints it), or only one of them."""

    kind: Kind
    text: str


def differences(a: str, b: str, *, printed: bool = False) -> list[Piece]:
    """What leads from the first text to the second.

    Script, case and punctuation do not count, unless they are compared as `printed`.
    """
    key = _as_printed if printed else fold
    pieces: list[Piece] = []
    for ours, theirs in _changes(SENTENCE.findall(a), SENTENCE.findall(b), key):
        words = WORD.findall("".join(ours)), WORD.findall("".join(theirs))
        if ours is theirs or not _are_alike(*words, key):
            pieces += _pieces(ours, theirs)
        else:
            for before, after in _changes(*words, key):
                pieces += _pieces(before, after)
    return _merged(pieces)


def _changes(
    a: Sequence[str], b: Sequence[str], key: Callable[[str], str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Runs of either side, in order; the very same object twice where the sides agree."""
    matcher = SequenceMatcher(None, list(map(key, a)), list(map(key, b)), autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        ours = a[start:end]
        yield ours, ours if kind == "equal" else b[other_start:other_end]


def _are_alike(a: Sequence[str], b: Sequence[str], key: Callable[[str], str]) -> bool:
    if not a or not b or len(a) * len(b) > MAX_COMPARED:
        return False
    return SequenceMatcher(None, list(map(key, a)), list(map(key, b)), autojunk=False).ratio() >= ALIKE


def _pieces(ours: Sequence[str], theirs: Sequence[str]) -> list[Piece]:
    if ours is theirs:
        return [Piece("same", "".join(ours))]
    return [Piece("removed", "".join(ours)), Piece("added", "".join(theirs))]


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece, empty ones left out."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and merged[-1].kind == piece.kind:
            merged[-1] = Piece(piece.kind, merged[-1].text + piece.text)
        elif piece.text:
            merged.append(piece)
    return merged


def _as_printed(text: str) -> str:
    return text
