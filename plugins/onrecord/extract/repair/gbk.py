"""Characters of GBK text that a byte-wise annotation has split.

A program that put pinyin behind two-byte patterns also found them across the border of two characters: the
annotation then stands between the two bytes of a character, its first byte is lost with the parenthesis, and
the bytes after it pair up wrongly until the next ASCII byte:

    談論歷史  →  談?wù)摎v史        (務 is 84 D5: the end of 談 and the begin of 論)

Pairing them again gives the text back. The lost byte is known from the annotation: another place of the
document shows which character is read so.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from onrecord.extract.fold import fold_lines
from onrecord.extract.repair.pinyin import ANNOTATION, SYLLABLE, is_strewn
from onrecord.extract.strand import Strand, edit

MIN_COMMON_SHARE = 0.8  # of the regained characters are everyday ones; wrongly paired bytes give rare ones
MIN_WORD_LEAD = 5  # times as frequent as the next: then a word tells which character was lost
LOST = "\ufffd"

_PUNCTUATION = {";": b"\xa3\xbb", ",": b"\xa3\xac", ":": b"\xa3\xba", "!": b"\xa3\xa1", "(": b"\xa3\xa8"}
_SPLIT = re.compile(
    rf"(?P<before>[\u3400-\u9fff](?:[(（]{SYLLABLE}[)）])?)"
    rf"[?？{LOST}](?:(?P<reading>{SYLLABLE})[)）]|(?P<mark>[;,:!(；，：！（]))"
    r"(?P<run>[^\x00-\x7f]+)"
    rf"(?P<end>[@-~]|[?？{LOST}](?:(?P<tag>/[a-z]{{1,8}}\d?>)|(?P<again>{SYLLABLE})[)）])?)?"
)
_ASKING = "吗嗎呢么麼"
_WIDE = str.maketrans("；，：！（", ";,:!(")


def join_split_characters(strands: list[Strand]) -> tuple[list[Strand], int]:
    """Pair the bytes again, in a document that is strewn with pinyin."""
    if not any(_SPLIT.search(strand.text) for strand in strands) or not is_strewn([s.text for s in strands]):
        return strands, 0
    readings = _readings(strands)
    count = 0
    repaired = []
    for strand in strands:
        changes = []
        for match in _SPLIT.finditer(strand.text):
            text = _joined(match, readings)
            if text is not None:
                changes.append((match.start() + len(match["before"]), match.end(), text))
        count += len(changes)
        repaired.append(edit(strand, changes) if changes else strand)
    return repaired, count


def _readings(strands: list[Strand]) -> Mapping[str, set[str]]:
    """Which characters does this document annotate with which reading?"""
    readings: dict[str, set[str]] = defaultdict(set)
    for strand in strands:
        for match in ANNOTATION.finditer(strand.text):
            readings[match.group()[1:-1]].add(strand.text[match.start() - 1])
    return readings


def _joined(match: re.Match[str], readings: Mapping[str, set[str]]) -> str | None:
    """What stood here before, or None where pairing the bytes again does not give writing."""
    data = _bytes(match["run"])
    if data is None:
        return None
    data = (_PUNCTUATION[match["mark"].translate(_WIDE)] if match["mark"] else b"") + data
    second, rest = data[0], data[1:]
    end = match["end"] or ""
    closing = ""
    if end and "@" <= end <= "~":
        rest += end.encode()
    elif rest:  # the last byte has lost its partner, with the ASCII character that followed it
        if match["again"]:  # the bracket of the next annotation: from there on the bytes pair rightly
            closing = _annotated(rest[-1], readings.get(match["again"], set())) or LOST
        else:
            closing = _closing(rest, is_broken=bool(end))
        rest = rest[:-1]
    regained = _text(rest)
    if regained is None or not _is_common(regained):
        return None
    first = _lost_character(match["before"][0], second, regained, readings.get(match["reading"] or "", set()))
    return (first or LOST) + regained + closing


def _bytes(run: str) -> bytes | None:
    """The run's characters as two bytes each; None where one has no such form."""
    try:
        pairs = [character.encode("gb18030") for character in run]
    except UnicodeEncodeError:
        return None
    return b"".join(pairs) if all(len(pair) == 2 for pair in pairs) else None


def _text(data: bytes) -> str | None:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None


def _annotated(lead: int, characters: set[str]) -> str | None:
    """Which of the characters that the document reads so begins with this byte?"""
    return next((c for c in sorted(characters) if (pair := _bytes(c)) and pair[0] == lead), None)


def _closing(rest: bytes, *, is_broken: bool) -> str:
    """The punctuation whose second byte went with the bracket of a tag."""
    if is_broken and rest[-1] == 0xA1:
        return "。"
    if is_broken and rest[-1] == 0xA3:
        before = _text(rest[:-1]) or ""
        return "？" if before[-1:] in tuple(_ASKING) else LOST
    return LOST


def _is_common(text: str) -> bool:
    """Everyday characters (the first level of GB 2312, after simplification) and punctuation?"""
    if not text:
        return True
    plain = fold_lines([text])[0]
    return sum(_is_everyday(character) for character in plain) >= MIN_COMMON_SHARE * len(plain)


@cache
def _is_everyday(character: str) -> bool:
    if character < "\u2e80":
        return True
    try:
        pair = character.encode("gb2312")
    except UnicodeEncodeError:
        return character in "著麽"
    return pair[0] in (0xA1, 0xA3) or 0xB0 <= pair[0] <= 0xD7


def _lost_character(before: str, second: int, after: str, annotated: set[str]) -> str | None:
    """The split character: by the annotation's own bytes, else by the only word it can make."""
    pair = _bytes(before)
    known = _bytes(_annotated(pair[1], annotated) or "") if pair else None
    if known:
        return _text(bytes((known[1], second)))
    return _by_word(before, second, after)


@lru_cache(maxsize=1024)
def _by_word(before: str, second: int, after: str) -> str | None:
    """The one character with this second byte that makes a known word with its neighbours."""
    candidates = [
        text for lead in range(0x81, 0xFF) if (text := _text(bytes((lead, second)))) and len(text) == 1
    ]
    plain = fold_lines([f"{before}{c}{after[:1]}" for c in candidates])
    scores: dict[str, int] = {}
    for character, word in zip(candidates, plain, strict=True):
        if len(word) >= 2:
            scores[character] = max(_frequency(word[:2]), _frequency(word[1:3]) if len(word) > 2 else 0)
    ranked = sorted(scores, key=lambda c: -scores[c])
    if not ranked or not scores[ranked[0]]:
        return None
    if len(ranked) > 1 and scores[ranked[0]] < MIN_WORD_LEAD * scores[ranked[1]]:
        return None
    return ranked[0]


def _frequency(word: str) -> int:
    return _dictionary().get(word, 0)


@cache
def _dictionary() -> Mapping[str, int]:
    """Words and how frequent they are; loaded only for a damaged document."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    frequencies: Mapping[str, int] = jieba.dt.FREQ
    return frequencies
