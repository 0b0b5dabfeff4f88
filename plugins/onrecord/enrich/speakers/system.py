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

from onrecord.enrich.speakers import intros_han, lexicon, name_places, posts
from onrecord.enrich.speakers.labels import Mark
from onrecord.enrich.speakers.people import is_part
from onrecord.models import Document

# A key is a label from this score on. A plain full name (2.0) needs one more witness; a word that has no
# shape at all needs to recur, to alternate and to be announced.
ACCEPT: Final = 2.5
RECURS: Final = 0.5  # per further occurrence, up to three
ANNOUNCED: Final = 1.5
ALTERNATES: Final = 1.0
ANSWERED: Final = 1.75  # a question under one label, then another label
MAX_LISTED: Final = 90  # characters of a line that names people
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


def choose(document: Document, folded: str, marks: list[Mark], told: str) -> System:
    """The labels among the marks. `told` is what announces people: title, byline, first lines (folded)."""
    marks = [mark for mark in marks if _could_be(mark) and not _heads_cast_list(document, folded, mark)]
    keys = {name for mark in marks for name in (mark.key, *mark.shape.names)}
    marks = [mark for mark in marks if not _lists_others(document, folded, mark, keys)]
    marks = _without_lone_name_lines(document, marks)
    marks = _without_enumerations(_without_lone_bars(marks))
    scores = _scores(folded, marks, told)
    chosen = _and_those_between(marks, [mark for mark in marks if scores[mark.key] >= ACCEPT])
    chosen = _with_qa_variants(marks, chosen)
    quoted = [mark for mark in chosen if _is_quoted(folded, document, mark)]
    share = len(quoted) / len(chosen) if chosen else 0.0
    return System(tuple(chosen), scores, share)


def _could_be(mark: Mark) -> bool:
    return mark.shape.kind != "none"


_CREDIT_WORDS: Final = frozenset({"采访", "访谈", "访", "访问", "编辑", "编者", "作者", "小编"})
_NAME_WITH_POST: Final = re.compile(r"\s*[\u3400-\u9fff·]{2,6}\s?\([^()]{2,40}\)\s*")
_POST_AFTER: Final = re.compile(rf"{posts.POST}(?=$|[,(])")
_ENDS: Final = re.compile(r"[。!?;]")


def _heads_cast_list(document: Document, folded: str, mark: Mark) -> bool:
    """Whether a role word stands before names with their posts: `嘉宾:某某,某店店主`."""
    if mark.shape.kind != "role":
        return False
    line = document.lines[mark.line]
    start, end = mark.text_start, line.end_char
    if not folded[start:end].strip(" *\u200b"):
        if mark.line + 1 >= len(document.lines):
            return False
        line = document.lines[mark.line + 1]
        start, end = line.start_char, line.end_char
    while start < end and folded[start] in " -•*·":
        start += 1
    at = name_places.name_at(folded, start, end, frozenset())
    if at and (post := _POST_AFTER.match(folded, at[1], end)):
        at = at[0], post.end()
    if mark.key in _CREDIT_WORDS and at and (at[1] >= end or folded[at[1]] in ";。,、|/ "):
        return True
    if end - start > 90 or _ENDS.search(folded, start, end):
        return False
    if at is None and _NAME_WITH_POST.fullmatch(folded, start, end):
        return True
    if at is None and (last := _last_introduced(folded, start, end)):
        return last >= end - 2  # `某学会秘书长 某某教授`
    return at is not None and (at[1] >= end or folded[at[1]] in ",(|、/ ")


def _last_introduced(folded: str, start: int, end: int) -> int | None:
    """Where the last name after a post ends."""
    return max((one.name_at[1] for one in intros_han.find(folded, start, end, frozenset())), default=None)


def _lists_others(document: Document, folded: str, mark: Mark, keys: set[str]) -> bool:
    """Whether what follows names others who have labels: `学生记者:某某、某某`."""
    line = document.lines[mark.line]
    if mark.form != "colon" or line.end_char - mark.text_start > MAX_LISTED or mark.is_question:
        return False
    said = folded[mark.text_start : line.end_char].strip(" *\u200b")
    first = re.split(r"[,(、;/]", said, maxsplit=1)[0].strip()
    return first != mark.key and first in keys and not _ENDS.search(said) and not said.endswith(".")


def _without_lone_bars(marks: list[Mark]) -> list[Mark]:
    """A bar or a dash after a name is a label only where two such names recur."""
    counts = Counter(mark.key for mark in marks if mark.form == "bar")
    if len(counts) >= 2 and max(counts.values()) >= 2:
        return marks
    return [mark for mark in marks if mark.form != "bar"]


_COUNTED: Final = re.compile(r"^(.{1,6}?)\s*[一二三四五六七八九十\d]{1,3}$")


def _without_enumerations(marks: list[Mark]) -> list[Mark]:
    """Without words that are counted (`表现一`, `表现二`): they are headings."""
    stems: dict[str, set[str]] = defaultdict(set)
    for mark in marks:
        if mark.shape.kind in {"name", "other"} and (found := _COUNTED.match(mark.key)):
            stems[found.group(1)].add(mark.key)
    counted = {key for keys in stems.values() if len(keys) >= 2 for key in keys}
    return [mark for mark in marks if mark.key not in counted]


def _without_lone_name_lines(document: Document, marks: list[Mark]) -> list[Mark]:
    """Lines that hold a name only are labels where two of them recur, with text below each."""
    lines = _not_stacked([mark for mark in marks if mark.form == "name_line"])
    marks = [mark for mark in marks if mark.form != "name_line" or mark in lines]
    counts = Counter(mark.key for mark in lines)
    with_text = [m for m in lines if m.line + 1 < len(document.lines)]
    is_system = len(with_text) >= 2 and len(counts) >= 2 and max(counts.values(), default=0) >= 2
    if not is_system and len(with_text) >= 2:  # `speaker` above each name
        is_system = all(
            document.text[document.lines[m.line - 1].start_char : document.lines[m.line - 1].end_char]
            .strip()
            .lower()
            in {"speaker", "发言人", "讲者"}
            for m in with_text
            if m.line
        )
    if is_system:
        return marks
    return [mark for mark in marks if mark.form != "name_line"]


def _not_stacked(lines: list[Mark]) -> list[Mark]:
    """Without runs of name lines with nothing said between them: they are lists of people."""
    numbers = {mark.line for mark in lines}
    alone = [m for m in lines if not {m.line - 1, m.line + 1} & numbers]
    return alone if len(alone) * 2 > len(lines) else []


def _scores(folded: str, marks: list[Mark], told: str) -> dict[str, float]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, mark in enumerate(marks):
        if mark.form != "bare":
            groups[mark.key].append(index)
    shorts = {short for mark in marks if (short := mark.shape.short)}
    names = {name for mark in marks if mark.shape.kind == "name" for name in mark.shape.names}
    scores: dict[str, float] = defaultdict(float)
    for key, at in groups.items():
        score = max(_weight(marks[i]) for i in at) + RECURS * min(len(at) - 1, 3)
        if _is_announced(key, marks[at[0]], told):
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
        if len(at) >= MIN_POSTS and lexicon.OUTLET_WORD.search(key) and all(marks[i].is_stamped for i in at):
            score += ANNOUNCED  # a live blog
        if len(at) == 1 and marks[at[0]].form == "bracket" and marks[at[0]].shape.kind == "other":
            score -= ANNOUNCED  # a heading in brackets
        if marks[at[0]].shape.kind == "other" and _is_data(folded, [marks[i] for i in at]):
            score -= ANNOUNCED
        scores[key] = score
    return _rescue_by_alternation(marks, groups, dict(scores))


def _is_announced(key: str, mark: Mark, told: str) -> bool:
    if len(mark.shape.names) > 1:
        return all(name in told for name in mark.shape.names)
    return len(key) > 1 and key in told


_NAMES: Final = frozenset({"part", "name", "office", "machine"})
_AT_HEAD: Final = frozenset({"colon", "alone", "bracket"})


def _and_those_between(marks: list[Mark], chosen: list[Mark]) -> list[Mark]:
    """Also short names that stand once, with a label before and after them in a conversation."""
    if len({mark.key for mark in chosen}) < 2 or len(chosen) < 3:
        return chosen
    taken = {mark.key for mark in chosen}
    for before, mark, after in zip(marks, marks[1:], marks[2:], strict=False):
        asks_one = mark.is_question and before.key == after.key and mark.shape.kind == "other"
        is_short = (mark.shape.kind in _NAMES or asks_one) and mark.form in _AT_HEAD
        if is_short and before.key in taken and after.key in taken:
            taken.add(mark.key)
    return [mark for mark in marks if mark.key in taken]


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
    return shape.weight + (0.75 if shape.kind == "name" and (shape.title or shape.affiliation) else 0.0)


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
        if one.key != two.key and one.is_question and min(one.shape.weight, two.shape.weight) >= 1.0:
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
    """Where Q and A are labels, `A` without its colon is one too."""
    keys = {mark.key.upper() for mark in chosen}
    pair = {"Q", "A"} <= keys or {"问", "答"} <= keys
    return (
        [m for m in marks if m in chosen or (pair and m.form == "bare" and m.key.upper() in keys)]
        if pair
        else [m for m in chosen if m.form != "bare"]
    )


def _is_quoted(folded: str, document: Document, mark: Mark) -> bool:
    end = document.lines[mark.line].end_char
    said = folded[mark.text_start : end].strip()
    return len(said) > 1 and bool(_OPENS_QUOTE.match(said)) and said[-1] in "”’\"'"
