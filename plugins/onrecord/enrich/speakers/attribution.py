"""What a saying is, whichever language it stands in, and whom a short name or a pronoun means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.enrich.speakers.folding import fold
from onrecord.enrich.speakers.lexicon import DOUBLE_SURNAMES

Place = tuple[int, int]
# nobody: what follows is not said by anyone (a proverb, a denial); unnamed: said, by whom is not printed.
Form = Literal["full", "short", "pronoun", "role", "outlet", "unnamed", "nobody"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Someone as named beside a saying; places are those of the text."""

    place: Place
    form: Form
    title: Place | None = None
    affiliation: Place | None = None
    latin: Place | None = None
    is_sure: bool = True  # a post, a form of address or an earlier mention vouches for the name


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that say who speaks: `林一说：`, `said Mara Quill`."""

    who: Mention
    is_forward: bool = False  # it leads to what follows it and says nothing of what precedes
    is_loose: bool = False  # other words stand between the saying and the quotation
    leads: bool = False  # it stands before the quotation, whether or not it can belong to another one too


UNNAMED = Mention((0, 0), "unnamed")
NOBODY = Mention((0, 0), "nobody")


@dataclass(frozen=True, slots=True)
class Known:
    """A participant by all the names they go by; `mention` is the first full one, if in the text."""

    written: str  # the full name as printed
    names: frozenset[str]  # keys of the full name and of its other forms
    shorts: frozenset[str]  # keys of the parts that stand for it
    mention: Mention | None = None
    speaker: int | None = None  # index among the speakers the caller knew already


def name_key(name: str) -> str:
    """Names that differ only in script, width, case, spaces or dots have the same key."""
    return re.sub(r"[\s·.'’\-]+", "", fold(name)).casefold()


def short_names(name: str) -> frozenset[str]:
    """The parts of a full name that stand for it later: its surname; both ends of a Latin or dotted one."""
    folded = fold(name)
    parts = [part for part in re.split(r"[\s·]+", folded) if len(part) > 1 and part[-1] != "."]
    if len(parts) > 1:
        return frozenset((parts[0], parts[-1]))
    if 2 <= len(folded) <= 4 and all("\u3400" <= c <= "\u9fff" for c in folded):
        return frozenset((folded[:2] if folded[:2] in DOUBLE_SURNAMES else folded[:1],))
    return frozenset()


def candidates(written: str, known: Sequence[Known]) -> list[int]:
    """The participants a printed name can mean: who bear it in full, else whose name it is part of."""
    key = name_key(written)
    full = [index for index, one in enumerate(known) if key in one.names]
    return full or [index for index, one in enumerate(known) if key in one.shorts]
