"""Do two texts of one wording state the same facts? Reports of one template do not, edited copies do.

Without a dictionary of names: figures that differ in one slot, and words of one text in whose place the
other has others, where they look like facts: two Han characters and more, words with a capital, Han
numerals. Editing at random hits single characters; correcting a story leaves most of its facts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from onrecord.dedup.fold import HAN
from onrecord.dedup.sketch import CHARACTER_WEIGHT, WORD_WEIGHT

MIN_FIGURES = 3  # fewer agree or disagree by chance
FIGURE_WEIGHT = 2 * WORD_WEIGHT  # a figure is a fact by itself, a word only part of a name
MIN_SWAPS = 2  # facts that differ: one is a correction
FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
SEPARATOR = re.compile(r"[.,:]")
DIGIT = re.compile(r"\d")
# White space and punctuation, but not inside a number.
BETWEEN = re.compile(r"[^\w.,:]+|(?<!\d)[.,:]|[.,:](?!\d)")
BEFORE, AFTER = 2, 1  # characters around a number that make its slot: more are spoilt by edits nearby
NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿")
# Without `one` and `second`, which are mostly no numbers; a hyphen parts the others (twenty-sixth).
IN_WORDS = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion nil first third fourth fifth
sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth
nineteenth twentieth thirtieth
"""
NUMBER_WORDS = frozenset(IN_WORDS.split())
CHARACTER = re.compile(rf"[{HAN}]")


Swap = tuple[tuple[str, ...], tuple[str, ...]]  # a run of one text and what the other has in its place


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """A number, without what parts its digits (some copies lose it), and the slot it stands in."""

    digits: str
    before: str
    after: str


def figures(simple: str) -> tuple[Figure, ...]:
    """The numbers in a simplified text, with what stands around them."""
    joined = BETWEEN.sub("", simple.lower())
    masked = DIGIT.sub("0", joined)
    return tuple(
        Figure(
            SEPARATOR.sub("", found[0]),
            masked[max(0, found.start() - BEFORE) : found.start()],
            masked[found.end() : found.end() + AFTER],
        )
        for found in FIGURE.finditer(joined)
    )


def matched(a: Sequence[Figure], b: Sequence[Figure]) -> tuple[int, int]:
    """How many figures of one text agree with the other, of how many whose slot the other has too.

    One side of the slot is enough to agree: paragraphs may be moved, words beside the number edited.
    """
    fewer, more = sorted((a, b), key=lambda figures: (len(figures), figures))
    near = {(figure.before, figure.digits) for figure in more}
    near |= {(figure.digits, figure.after) for figure in more}
    slots = {(figure.before, figure.after) for figure in more}
    same = compared = 0
    for figure in fewer:
        is_same = bool({(figure.before, figure.digits), (figure.digits, figure.after)} & near)
        same += is_same
        compared += is_same or (figure.before, figure.after) in slots
    return same, compared


def contradiction(
    pairs: Iterable[tuple[Sequence[str], Sequence[str]]], matched_figures: tuple[int, int], numerals: int
) -> tuple[int, int]:
    """The weight of the names, and of all facts, in which two texts differ, by what each has in the other's place.

    `pairs`: the words of either text between the same neighbours. `numerals`: written as words, in the text.
    Figures count as far as more of them differ than agree: corrected stories keep most.
    """
    swaps = {swap for a, b in pairs for swap in _swaps(a, b)}
    weights = [_weight(*swap) for swap in sorted(swaps)]
    changed_numerals = sum(_is_number(a) and _is_number(b) for (a, *rest), (b, *_) in swaps if not rest)
    same, compared = matched_figures
    changed = compared - same + changed_numerals
    kept = same + max(0, numerals - changed_numerals)
    words = [weight for weight in weights if weight]
    if len(words) + max(0, changed - kept) < MIN_SWAPS:
        return sum(words), 0
    return sum(words), sum(words) + FIGURE_WEIGHT * max(0, changed - kept)


def numeral_count(tokens: Sequence[str]) -> int:
    """The numbers in words, of Han numerals two and more: one alone is mostly part of a word."""
    return sum(len(token) > 1 for token in _merged(tokens) if _is_number(token))


def _swaps(a: Sequence[str], b: Sequence[str]) -> list[Swap]:
    """The runs of one side in whose place the other has another run."""
    a, b = _merged(a), _merged(b)
    lower_a, lower_b = ([token.lower() for token in side] for side in (a, b))
    matcher = SequenceMatcher(None, lower_a, lower_b, autojunk=False)
    found: list[Swap] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "replace":
            ours, theirs = tuple(a[start:end]), tuple(b[other_start:other_end])
            if len(ours) == len(theirs) and any(map(_is_number, (*ours, *theirs))):
                found += [((one,), (other,)) for one, other in zip(ours, theirs, strict=True)]
            else:
                found.append((ours, theirs))
    return found


def _weight(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """Of a run and what stands in its place: as far as both look like names."""
    han = min(sum(bool(CHARACTER.match(token)) for token in side) for side in (a, b))
    capitals = min(sum(token[0].isupper() for token in side) for side in (a, b))
    return CHARACTER_WEIGHT * max(0, han - 1) + WORD_WEIGHT * capitals


def _is_number(token: str) -> bool:
    return NUMERALS.issuperset(token) or NUMBER_WORDS.issuperset(token.lower().split())


def _merged(tokens: Sequence[str]) -> list[str]:
    """The tokens, with Han numerals or number words that follow one another as one."""
    merged: list[str] = []
    for token in tokens:
        if merged and _is_number(token) and _is_number(merged[-1]):
            merged[-1] += token if token in NUMERALS else f" {token}"
        else:
            merged.append(token)
    return merged


def renamed(tokens: Sequence[str], known: set[str], places: Iterable[int]) -> list[int]:
    """Of the places in a text, those whose token stands at several of them and nowhere in the other."""
    own = [place for place in places if tokens[place] not in known and not tokens[place].isdigit()]
    count = Counter(tokens[place] for place in own)
    return [place for place in own if count[tokens[place]] > 1]
