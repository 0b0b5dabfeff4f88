"""Which of the marks are labels? Decided for the document as a whole.

What a mark looks like is only one witness. The others: how often its key recurs, whether it takes turns with
other labels, whether it is announced in the title or the lede, and what follows it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from onrecord.enrich.speakers import candidates, lexicon, posts
from onrecord.enrich.speakers.labels import Mark
from onrecord.enrich.speakers.names import WEIGHT
from onrecord.enrich.speakers.people import is_part
from onrecord.models import Document

# A key is a label from this score on. A plain full name (2.0) needs one more witness; a word that has no
# shape at all needs to recur, to alternate and to be announced.
ACCEPT: Final = 2.5
RECURS: Final = 0.5  # per further occurrence, up to three
ANNOUNCED: Final = 1.5
ALTERNATES: Final = 1.0
ANSWERED: Final = 1.75  # a question under one label, then another label
OUTLET: Final = 0.5  # a label that ends as the names of newspapers do
MIN_POSTS: Final = 3  # of an outlet, each with its time, that make a live blog
BRACKETS: Final = 0.5  # `[name]:` several times within lines
MID_LINE: Final = -0.75
_OPENS_QUOTE: Final = re.compile(r"[“‘\"']")


@dataclass(frozen=True, slots=True)
class System:
    """The labels of a document, and how it uses them."""

    marks: tuple[Mark, ...]
    scores: dict[str, float]
    quoted_share: float  # of the labelled turns, how many are wholly in quotation marks


def choose(document: Document, folded: str, marks: list[Mark], told: str, first: int) -> System:
    """The labels among the marks.

    `told` is what announces people: title, byline, the text as far as `first` (folded).
    """
    marks = candidates.among(document, folded, marks)
    scores = _scores(folded, marks, told, first)
    chosen = _and_those_between(document, marks, [mark for mark in marks if scores[mark.key] >= ACCEPT])
    chosen = _with_qa_variants(marks, chosen)
    quoted = [mark for mark in chosen if _is_quoted(folded, document, mark)]
    share = len(quoted) / len(chosen) if chosen else 0.0
    return System(tuple(chosen), scores, share)


def _scores(folded: str, marks: list[Mark], told: str, first: int) -> dict[str, float]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, mark in enumerate(marks):
        if mark.form != "bare":
            groups[mark.key].append(index)
    shorts = {short for mark in marks if (short := mark.shape.short)}
    names = {name for mark in marks if mark.shape.kind == "name" for name in mark.shape.names}
    scores: dict[str, float] = defaultdict(float)
    for key, at in groups.items():
        score = max(_weight(marks[i]) for i in at) + RECURS * min(len(at) - 1, 3)
        if _is_announced(key, marks[at[0]], told, own=sum(marks[i].head < first for i in at)):
            score += ANNOUNCED
        if key in shorts or any(mark.shape.short for mark in (marks[i] for i in at)):
            score += ANNOUNCED
        if _is_part_of_a_name(key, names, told) or _is_spelled_short(key, groups):
            score += ANNOUNCED
        if all(marks[i].form == "mid" and folded[marks[i].start_char] == "[" for i in at) and len(at) >= 3:
            score += BRACKETS
        elif all(marks[i].form == "mid" for i in at):
            score += MID_LINE
        if marks[at[0]].shape.kind == "other" and _follows_post(folded, key):
            score += ANNOUNCED
        if marks[at[0]].shape.kind == "other" and lexicon.OUTLET_WORD.search(key):
            score += OUTLET
        if len(at) >= MIN_POSTS and lexicon.OUTLET_WORD.search(key) and all(marks[i].is_stamped for i in at):
            score += ANNOUNCED  # a live blog
        if len(at) == 1 and marks[at[0]].form == "bracket" and marks[at[0]].shape.kind == "other":
            score -= ANNOUNCED  # a heading in brackets
        if marks[at[0]].shape.kind == "other" and _is_data(folded, [marks[i] for i in at]):
            score -= ANNOUNCED
        scores[key] = score
    return _rescue_by_alternation(marks, groups, dict(scores))


def _is_announced(key: str, mark: Mark, told: str, own: int) -> bool:
    """Whether what announces has the names of a label, beside the `own` times that it is one there."""
    if len(mark.shape.names) > 1:
        return all(told.count(name) > own for name in mark.shape.names)
    return len(key) > 1 and told.count(key) > own


_NAMES: Final = frozenset({"part", "name", "office", "machine"})
_AT_HEAD: Final = frozenset({"colon", "alone", "bracket"})


def _and_those_between(document: Document, marks: list[Mark], chosen: list[Mark]) -> list[Mark]:
    """Also those that ask a label or answer one, in a conversation where (nearly) every paragraph has a mark."""
    if len({mark.key for mark in chosen}) < 2 or len(chosen) < 3:
        return chosen
    taken = {mark.key for mark in chosen}
    askers = {mark.key for mark in chosen if mark.shape.role in {"interviewer", "moderator"}}
    kinds = _NAMES | {"other"} if _is_dense(document, marks, chosen) else _NAMES
    grows = True
    while grows:
        size = len(taken)
        for before, mark, after in zip([None, *marks], marks, [*marks[1:], None], strict=False):
            if mark.key in taken or mark.shape.kind not in kinds or mark.form not in _AT_HEAD:
                continue
            is_between = before and after and {before.key, after.key} <= taken
            asks = mark.is_question and after and after.key in taken - askers
            answers = before and before.is_question and before.key in taken and mark.shape.kind in _NAMES
            if asks or answers or (is_between and mark.shape.kind in _NAMES):
                taken.add(mark.key)
        grows = len(taken) > size
    return [mark for mark in marks if mark.key in taken]


DENSE: Final = 0.6  # of the paragraphs from the first label to the last, those with a mark


def _is_dense(document: Document, marks: list[Mark], chosen: list[Mark]) -> bool:
    first, last = chosen[0].line, chosen[-1].line
    marked = {mark.line for mark in marks if first <= mark.line <= last}
    said = [n for n in range(first, last + 1) if document.lines[n].end_char > document.lines[n].start_char]
    return len(marked) >= DENSE * len(said)


_POST_BEFORE: Final = re.compile(rf"{posts.POST}\s?$")


def _follows_post(folded: str, key: str) -> bool:
    """Whether the text somewhere has the key right after a post: a name, whatever it looks like."""
    at = folded.find(key) if 2 <= len(key) <= 4 else -1
    while at >= 0:
        if _POST_BEFORE.search(folded, max(0, at - 8), at):
            return True
        at = folded.find(key, at + 1)
    return False


def _weight(mark: Mark) -> float:
    """What a label says by itself; a post or an employer in it is one more witness."""
    shape = mark.shape
    is_posted = bool(shape.title or shape.affiliation)
    return shape.weight + {"name": 0.75, "part": 1.5}.get(shape.kind, 0.0) * is_posted


def _rescue_by_alternation(
    marks: list[Mark], groups: dict[str, list[int]], scores: dict[str, float]
) -> dict[str, float]:
    """Keys that take turns with others gain by it; two that alternate vouch for one another."""
    gained: dict[str, float] = {}
    for key, at in groups.items():
        neighbours = [marks[j].key for i in at for j in (i - 1, i + 1) if 0 <= j < len(marks)]
        partners = Counter(other for other in neighbours if other != key)
        solid = sum(n for other, n in partners.items() if _partner(marks, groups, other, scores))
        if solid and solid * 2 >= len(neighbours):
            gained[key] = ALTERNATES if len(at) == 1 else ALTERNATES * 1.5
    for one, two in pairwise(marks):
        weights = one.shape.weight, two.shape.weight
        is_solid = max(weights) >= WEIGHT["name"] or max(len(groups.get(m.key, ())) for m in (one, two)) > 1
        if one.key != two.key and one.is_question and min(weights) >= 1.0 and is_solid:
            for key in (one.key, two.key):
                gained[key] = max(gained.get(key, 0.0), ANSWERED)
    for key, gain in gained.items():
        scores[key] = scores.get(key, 0.0) + gain
    return defaultdict(float, scores)


def _partner(marks: list[Mark], groups: dict[str, list[int]], key: str, scores: dict[str, float]) -> bool:
    if key not in groups:
        return False
    kind = marks[groups[key][0]].shape.kind
    return kind in {"role", "machine", "name"} or (
        kind != "none" and len(groups[key]) >= 2 and scores[key] >= 1.0
    )


def _is_part_of_a_name(key: str, names: set[str], told: str) -> bool:
    """Whether a short label is a surname, a given name or the initials of someone named here."""
    if len(key) == 1 and key in lexicon.SURNAMES:
        return any(name.startswith(key) and len(name) > 1 for name in names)
    lower = key.lower()
    return any(lower != name.lower() and lower in name.lower().split() for name in names) or (
        key.isalpha() and key.isupper() and len(key) > 2 and key.title() in told
    )


def _is_spelled_short(key: str, groups: dict[str, list[int]]) -> bool:
    """Whether another, recurring label is the initials of this one."""
    return len(key) > 4 and any(
        len(at) >= 2 and other.isupper() and len(other) < 5 and is_part(other, key)
        for other, at in groups.items()
    )


def _is_data(folded: str, marks: list[Mark]) -> bool:
    """Whether what follows is a value (a size, a list) rather than something said."""
    tails = [folded[mark.text_start : mark.text_start + 60].split("\n")[0].strip() for mark in marks]
    return all(not re.search(r"[。!?…”.]\s*$", tail) and len(tail) < 30 for tail in tails)


def _with_qa_variants(marks: list[Mark], chosen: list[Mark]) -> list[Mark]:
    """Where Q and A are labels, `A` without its colon is one too; a bare Q where it asks before labels."""
    keys = {mark.key.upper() for mark in chosen}
    bare = {"Q", "A", "问", "答"} & keys if {"Q", "A"} <= keys or {"问", "答"} <= keys else set()
    taken = {id(mark) for mark in chosen if mark.form != "bare"}
    asking = [m for m, after in pairwise(marks) if m.form == "bare" and m.is_question and id(after) in taken]
    bare |= {key for key, times in Counter(m.key.upper() for m in asking).items() if times > 1}
    return [m for m in marks if id(m) in taken or (m.form == "bare" and m.key.upper() in bare)]


def _is_quoted(folded: str, document: Document, mark: Mark) -> bool:
    end = document.lines[mark.line].end_char
    said = folded[mark.text_start : end].strip()
    return len(said) > 1 and bool(_OPENS_QUOTE.match(said)) and said[-1] in "”’\"'"
