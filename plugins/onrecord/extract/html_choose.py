"""Which displayed lines are the article?

trafilatura votes first: its text is found again on our own lines, so that places stay exact. Then
every line is weighed with its vote, and the element with the best balance is the article; what is
furniture inside it goes, each line with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import trafilatura
from lxml import html

from onrecord.extract import html_score
from onrecord.extract.html_blocks import Block
from onrecord.extract.html_score import Scored
from onrecord.extract.reasons import Reason

SHORT_KEY = 12  # characters: a shorter line may stand in the article by chance
MAX_ELEMENTS = 40_000  # trafilatura is superlinear: larger pages are judged without it
CHEAP = 50_000_000  # characters compared: up to there looking for every line anywhere is quickest
SAME_BALANCE = 0.999  # an element as good as its parent, but smaller, is the better one
DROP_BELOW = -15.0  # balance of an element inside the article that is furniture after all
MIN_SHARED = 0.3  # of trafilatura's text: less of it in our choice means that one of the two is wrong
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Is a line the article's, and if not, why?"""

    is_main: bool
    reason: Reason | None = None


def choose(root: html.HtmlElement, blocks: Sequence[Block], text: str) -> list[Verdict]:
    """A verdict for each line."""
    votes = _votes(root, blocks, text)
    opinions: Sequence[bool | None] = votes if votes is not None else [None] * len(blocks)
    is_forum = html_score.is_forum_page(root, blocks)
    reasons = html_score.areas(root, blocks, is_forum=is_forum)
    scored = [
        html_score.score(block, reasons.get(block.element), _vote(vote, is_forum), is_forum=is_forum)
        for block, vote in zip(blocks, opinions, strict=True)
    ]
    balance = html_score.totals(root, blocks, scored)
    kept = _inside(_top(root, balance), balance)
    chosen = [
        block.element in kept and line.reason is None for block, line in zip(blocks, scored, strict=True)
    ]
    if votes is not None and _disagree(votes, chosen, scored):
        chosen = votes
    return [
        Verdict(is_main, None if is_main else line.reason)
        for is_main, line in zip(chosen, scored, strict=True)
    ]


def locate(blocks: Sequence[Block], found: str) -> list[bool]:
    """Where an extractor's text stands on our lines: long lines anywhere, short ones as its own lines."""
    lines = [key for key in (_key(line) for line in found.split("\n")) if key]
    whole, single = "".join(lines), set(lines)
    edges = {line[:n] for line in lines for n in range(1, SHORT_KEY)}
    edges |= {line[-n:] for line in lines for n in range(1, SHORT_KEY)}
    keys = [_key(block.text) for block in blocks]
    verdict = _stand_in(keys, whole)
    places = [i for i, is_in in enumerate(verdict) if is_in]
    if not places:
        return [bool(key) and key in single for key in keys]
    for i in range(max(0, places[0] - 3), min(len(keys), places[-1] + 4)):
        key = keys[i]
        if key and len(key) < SHORT_KEY:
            verdict[i] = key in single or key in edges
    return verdict


def _stand_in(keys: Sequence[str], whole: str) -> list[bool]:
    """Which of the long keys stand in the text? Looked for in order, so that large pages take no longer."""
    if len(keys) * len(whole) < CHEAP:
        return [len(key) >= SHORT_KEY and key in whole for key in keys]
    starts = {whole[n : n + SHORT_KEY] for n in range(len(whole))}
    verdict, place = [], 0
    for key in keys:
        found = -1
        if len(key) >= SHORT_KEY and key[:SHORT_KEY] in starts:
            found = whole.find(key, place)
            found = found if found >= 0 else whole.find(key)
        place = max(place, found)
        verdict.append(found >= 0)
    return verdict


def _votes(root: html.HtmlElement, blocks: Sequence[Block], text: str) -> list[bool] | None:
    """trafilatura's opinion of each line; None where it has none or the page is too large for it."""
    if root.xpath("count(//*)") > MAX_ELEMENTS:
        return None
    found = trafilatura.extract(text, favor_precision=True, fast=True, include_comments=False)
    return locate(blocks, found) if found else None


def _vote(vote: bool | None, is_forum: bool) -> bool | None:
    """In a thread trafilatura takes the first post for the article: its no says nothing there."""
    return None if is_forum and not vote else vote


def _key(text: str) -> str:
    return _NOT_WORD.sub("", text)


def _top(root: html.HtmlElement, balance: Mapping[html.HtmlElement, float]) -> html.HtmlElement:
    """The smallest element with the best balance."""
    best = max(balance.values(), default=0.0)
    candidates = [e for e in root.iter("*") if balance.get(e, float("-inf")) >= best * SAME_BALANCE]
    return candidates[-1] if candidates and best > 0 else root


def _inside(top: html.HtmlElement, balance: Mapping[html.HtmlElement, float]) -> set[html.HtmlElement]:
    """The elements of the article: all below its top but those that are furniture on balance."""
    kept = {top}
    for element in top.iterdescendants("*"):
        if element.getparent() in kept and balance.get(element, 0.0) >= DROP_BELOW:
            kept.add(element)
    return kept


def _disagree(votes: Sequence[bool], chosen: Sequence[bool], scored: Sequence[Scored]) -> bool:
    """Has our choice lost most of what trafilatura took, without more text of its own instead?"""
    theirs = sum(line.units for vote, line in zip(votes, scored, strict=True) if vote)
    ours = sum(line.units for is_in, line in zip(chosen, scored, strict=True) if is_in)
    both = sum(line.units for vote, is_in, line in zip(votes, chosen, scored, strict=True) if vote and is_in)
    return both < MIN_SHARED * theirs and ours < 2 * theirs
