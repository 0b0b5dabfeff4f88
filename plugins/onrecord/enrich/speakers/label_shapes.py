"""Labels whose form says more than their words: a name alone on a line, a post set apart by a space."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from onrecord.enrich.speakers import lexicon, names, posts
from onrecord.enrich.speakers.names import Shape

_NAMING: Final = frozenset({"name", "role", "machine"})
_SMALL_WORD: Final = re.compile(
    r"\b(?:a|with|of|the|in|and|to|on|for|an|by)\b", re.I
)  # in headings, not in names
_POSTED: Final = re.compile(
    r"([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,2}), ((?:an? |the )?[a-z]+(?: [\w&-]+){0,4})"  # `Jane Roe, piano tuner`
)
_SPACED: Final = re.compile(r"([\u3400-\u9fff]{2,14}) +([\u3400-\u9fff]{2,4})")


def of_name_line(text: str) -> Shape | None:
    """The shape of a line (tidied) that holds a name only, with a post or without; None for any other line."""
    shape = names.shape(text)
    if shape.kind not in _NAMING and (posted := _POSTED.fullmatch(text)):
        shape = replace(names.shape(posted[1]), title=posted[2])
    is_surname = shape.kind in {"part", "initials"} and text.isascii() and text.isupper() and len(text) > 2
    if (
        not (is_surname or shape.kind in _NAMING)
        or len(shape.names) > 1
        or _SMALL_WORD.search(shape.name or "")
    ):
        return None
    return shape


def with_post_apart(printed: str, shape: Shape) -> Shape:
    """The shape of `某厂钳工 林一`: the name stands apart, whatever is before it."""
    is_bare = shape.kind == "name" and not (shape.title or shape.affiliation or shape.role)
    spaced = _SPACED.fullmatch(printed) if is_bare or shape.kind in {"other", "none", "office"} else None
    named = names.shape(spaced[2]) if spaced else shape
    if not spaced or named.kind != "name" or lexicon.PHRASE.search(spaced[1]):
        return shape
    if said := posts.split(spaced[1]):
        return replace(named, title=said.title, affiliation=said.affiliation)
    return replace(named, affiliation=spaced[1]) if posts.is_organisation(spaced[1]) else named
