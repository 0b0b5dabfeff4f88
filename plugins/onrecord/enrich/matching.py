"""Where do many terms stand in a text? One automaton over all of them, in both languages and both writings.

Text and terms are compared in small letters, simplified, with hyphens as spaces; every change is one
character for one, so places in the plain text are places in the text. A Latin term matches whole words and
their plural in -s; one that ends in ``*`` matches any ending.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import ahocorasick

from onrecord.enrich import scripts

# Where Latin letters and Han characters touch people write a space or not: AI芯片, AI 芯片.
_BETWEEN_SCRIPTS = re.compile(r"(?<=[a-z0-9])(?=[一-鿿])|(?<=[一-鿿])(?=[a-z0-9])")
_SPACE_BETWEEN_SCRIPTS = re.compile(r"(?<=[a-z0-9]) (?=[一-鿿])|(?<=[一-鿿]) (?=[a-z0-9])")
_WORD_END = re.compile(r"[a-z0-9]*")


@dataclass(frozen=True, slots=True)
class Hit:
    """A term and its place; `term` is the plain form it was given in."""

    start_char: int
    end_char: int
    term: str


@dataclass(frozen=True)
class Matcher:
    """An automaton that finds terms; make one with `compile_terms`."""

    automaton: ahocorasick.Automaton


def plain(text: str) -> str:
    """The form in which texts and terms are compared: as long as the text, character for character."""
    return text.translate(_table())


def compile_terms(terms: Iterable[str]) -> Matcher:
    """A matcher of plain terms, with the variants of each."""
    automaton = ahocorasick.Automaton()
    for term in sorted(set(terms)):
        written = term.removesuffix("*")
        tight = _SPACE_BETWEEN_SCRIPTS.sub("", written)
        for variant in {written, tight, _BETWEEN_SCRIPTS.sub(" ", tight)}:
            automaton.add_word(variant, (len(variant), term))
    automaton.make_automaton()
    return Matcher(automaton)


def find(matcher: Matcher, plain_text: str) -> list[Hit]:
    """Every place of every term, overlapping ones too, in order of their ends."""
    if not len(matcher.automaton):
        return []
    hits = []
    for last, (length, term) in matcher.automaton.iter(plain_text):
        start, end = last + 1 - length, last + 1
        if start and _is_latin(plain_text[start]) and _is_latin(plain_text[start - 1]):
            continue
        if _is_latin(plain_text[last]) and (end := _word_end(plain_text, end, term)) < 0:
            continue
        hits.append(Hit(start, end, term))
    return hits


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits without those that overlap an earlier or longer one, in order of their places."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start_char, -hit.end_char, -len(hit.term), hit.term)):
        if not kept or hit.start_char >= kept[-1].end_char:
            kept.append(hit)
    return kept


def line_starts(text: str) -> list[int]:
    """Where each line begins."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def line_of(starts: list[int], place: int) -> int:
    """The number of the line that a place is in."""
    return bisect_right(starts, place) - 1


def _word_end(text: str, end: int, term: str) -> int:
    """Where a Latin term that was found really ends, or -1 where it is only the beginning of a word."""
    rest = _WORD_END.match(text, end)
    word_end = rest.end() if rest else end
    if word_end == end or term.endswith("*"):
        return word_end
    is_plural = word_end == end + 1 and text[end] == "s" and len(term) > 1
    return word_end if is_plural else -1


def _is_latin(character: str) -> bool:
    """Is this (plain) character part of a Latin word?"""
    return "a" <= character <= "z" or "0" <= character <= "9"


@cache
def _table() -> dict[int, int]:
    """The translation into plain text."""
    table = dict(scripts.simplified())
    for small in range(ord("a"), ord("z") + 1):
        table |= {small - 32: small, small - 32 + 0xFEE0: small, small + 0xFEE0: small}
    table |= {ord("0") + digit + 0xFEE0: ord("0") + digit for digit in range(10)}
    return table | dict.fromkeys(map(ord, "-‐‑_\u00a0\u3000"), ord(" "))
