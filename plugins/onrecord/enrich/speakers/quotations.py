"""Who is quoted in running prose, saying what?

Speech between quotation marks outside the turns, in Chinese and English, each with its speaker where the
text says so beyond doubt; and, marked as indirect, what is reported of a named person without them. Terms,
titles, slogans and proverbs in quotation marks are no quotations.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onrecord.enrich.speakers import quote_marks, reported, sayings_en, sayings_zh
from onrecord.enrich.speakers.attribution import UNNAMED, Place, Saying
from onrecord.enrich.speakers.folding import fold
from onrecord.enrich.speakers.quote_marks import Quoted
from onrecord.enrich.speakers.register import LIKELY, MAX_SAYING, UNSURE, Prose, Register, speaker_of
from onrecord.models import Document, Quotation, Speaker, Turn

_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[\u3400-\u9fff]|[A-Za-zÀ-ÿ0-9][A-Za-zÀ-ÿ0-9’'\-]*")
_ENDS = re.compile(r"[。！？!?….,，—][’』」)）]*\s*$")
# How many Han characters or English words speech has: after a saying; inside a sentence; with no saying.
MIN_SAID, MIN_FRAGMENT, MIN_ALONE = (2, 2), (9, 5), (8, 4)
_TITLE_BEFORE = re.compile(
    r"(?:题为|名为|叫做?|称为|称作|称之为|被称|所谓|题目是|主题[为是]|书名|口号|标语|横幅|写着|写有|印着|刻着|以|新书|著作|小说|电影|歌曲|专辑|文章|论文|报告|专题|栏目|题|的)$"
    r"|\b(?:called|titled|entitled|named|dubbed|so-called|book|film|essay|song|album|paper|article|report|reads?"
    r"|reading|sign|motto|slogan|talk|term|phrase|word|sang|motto is|slogan is),? $"
)
_NOUN_AFTER = re.compile(r"的|这[一个句本]|一[书文词]|[字样式](?:样|$)|为(?:题|主题|名)|[’']s\b")
UNNAMED_SAYING = Saying(UNNAMED)


def find(
    document: Document, speakers: tuple[Speaker, ...], turns: tuple[Turn, ...]
) -> tuple[tuple[Quotation, ...], tuple[Speaker, ...]]:
    """Quotations outside the turns, and `speakers` with those appended whom the text quotes.

    `Quotation.speaker` is an index into the speakers returned.
    """
    paragraphs = _paragraphs(document, turns)
    pieces = quote_marks.find(document.text, paragraphs)
    if not pieces and not any(reported.has_cues(document.text[a:b]) for a, b in paragraphs):
        return (), speakers
    prose = Prose(document.text, fold(document.text), paragraphs, pieces)
    register = Register(prose, speakers)
    said = _attribute(prose, register)
    return _publish(prose, register, said, _report(prose, register, said), speakers)


def _paragraphs(document: Document, turns: tuple[Turn, ...]) -> list[Place]:
    """The lines of running prose: no headings, nothing that a turn touches."""
    lines = [(line.start_char, line.end_char) for line in document.lines if line.kind != "heading"]
    if not document.lines:
        lines = [match.span() for match in re.finditer(r"[^\n]+", document.text)]
    taken = sorted((turn.start_char, turn.end_char) for turn in turns)
    free, at = [], 0
    for start, end in lines:
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at == len(taken) or taken[at][0] >= end:
            free.append((start, end))
    return free


@dataclass(frozen=True, slots=True)
class _Said:
    """A quotation that was accepted, and whose it is."""

    piece: Quoted
    who: int | None
    confidence: float
    reach: int  # where the saying after it ends; its own end if there is none


def _attribute(prose: Prose, register: Register) -> list[_Said]:
    said: list[_Said] = []
    last: _Said | None = None
    barrier = 0
    for index, piece in enumerate(prose.pieces):
        start, end = prose.paragraphs[piece.paragraph]
        follower = prose.pieces[index + 1] if index + 1 < len(prose.pieces) else None
        if follower and follower.paragraph == piece.paragraph:
            end = follower.outer_start
        end = min(end, piece.outer_end + MAX_SAYING)
        barrier = max(barrier, start, piece.outer_start - MAX_SAYING)
        if piece.continues and last and last.piece.paragraph == piece.paragraph - 1:
            last = _Said(piece, last.who, last.confidence, piece.outer_end)
            said.append(last)
            if (
                last.who is None
                and (later := _saying(prose, piece, barrier, end, register.names))
                and later[2]
            ):
                _sign(said, *register.who(later[0], piece.paragraph), later[1])
                last = said[-1]
            continue
        found = _saying(prose, piece, barrier, end, register.names)
        is_joined = last is not None and _is_joined(prose, last, piece)
        if is_joined and last is not None and (found is None or not found[2]):
            found_end = piece.outer_end
            accepted = _is_speech(prose.text, piece, barrier, UNNAMED_SAYING)
            who, confidence = last.who, last.confidence
        else:
            saying, found_end = (found[0], found[1]) if found else (None, piece.outer_end)
            accepted = _is_speech(prose.text, piece, barrier, saying)
            who, confidence = register.who(saying, piece.paragraph) if accepted and saying else (None, UNSURE)
        if accepted:
            last = _Said(piece, who, confidence, found_end)
            said.append(last)
            barrier = piece.outer_end
    return said


def _report(prose: Prose, register: Register, said: Sequence[_Said]) -> list[tuple[Place, int, float]]:
    """What is reported of named people, outside what is quoted: place, speaker, confidence."""
    found = []
    taken = [(one.piece.outer_start, one.piece.outer_end) for one in said]
    for number, (start, end) in enumerate(prose.paragraphs):
        is_chinese = bool(_HAN.search(prose.text, start, end))
        clauses = (
            reported.in_chinese(prose.folded, start, end, number, register.names)
            if is_chinese
            else reported.in_english(prose.text, start, end, number, register.names)
        )
        for one in clauses:
            first = bisect_right(taken, one.place) - 1
            if any(a < one.place[1] and one.place[0] < b for a, b in taken[max(0, first) : first + 2]):
                continue
            who, confidence = register.who(Saying(one.who), number)
            if who is not None and (one.who.is_sure or register.known[who].speaker is not None):
                found.append((one.place, who, min(confidence, LIKELY)))
    return found


def _sign(said: list[_Said], who: int | None, confidence: float, reach: int) -> None:
    """Give all the paragraphs of one quotation the speaker named after the last of them."""
    for at in range(len(said) - 1, -1, -1):
        said[at] = _Said(said[at].piece, who, confidence, reach if at == len(said) - 1 else said[at].reach)
        if not said[at].piece.continues:
            return


def _is_joined(prose: Prose, last: _Said, piece: Quoted) -> bool:
    """Does nothing but the saying of the quotation before stand between the two?"""
    if last.piece.paragraph != piece.paragraph or last.reach <= last.piece.outer_end:
        return False
    return not prose.text[last.reach : piece.outer_start].strip(" ,，。.")


def _saying(
    prose: Prose, piece: Quoted, start: int, end: int, names: Collection[str]
) -> tuple[Saying, int, bool] | None:
    """The saying of a quotation, where it ends, and whether it follows the quotation."""
    context = prose.text[start : piece.outer_start] + prose.text[piece.outer_end : end]
    is_chinese = bool(
        _HAN.search(context if context.strip(" ,.，。") else prose.text[piece.start_char : piece.end_char])
    )
    if not prose.text[start : piece.outer_start].strip():
        start, lead = _lead_in(prose, piece, start)
    else:
        lead = piece.outer_start
    grammar = sayings_zh if is_chinese else sayings_en
    text = prose.folded if is_chinese else prose.text
    before = grammar.before(text, start, lead, names)
    after = grammar.after(text, piece.outer_end, end, names)
    if before and not before.is_loose:
        return before, after[1] if after and not after[0].is_forward else piece.outer_end, False
    if after and (not after[0].is_forward or prose.text[piece.end_char - 1] in ",，"):
        return *after, True
    return (before, piece.outer_end, False) if before else None


def _lead_in(prose: Prose, piece: Quoted, start: int) -> Place:
    """The paragraph before, if it ends with a colon: a saying may stand there on its own."""
    if piece.paragraph and start == prose.paragraphs[piece.paragraph][0]:
        begin, end = prose.paragraphs[piece.paragraph - 1]
        if prose.text[begin:end].rstrip().endswith((":", "：")):
            return max(begin, end - MAX_SAYING), end
    return start, piece.outer_start


def _is_speech(text: str, piece: Quoted, start: int, saying: Saying | None) -> bool:
    """Is it said, rather than a term, a title or a slogan in quotation marks?"""
    if saying and saying.who.form == "nobody":
        return False
    quoted = text[piece.start_char : piece.end_char]
    words, is_english = len(_WORD.findall(quoted)), not _HAN.search(quoted)
    lead = text[start : piece.outer_start].rstrip()
    follows = text[piece.outer_end : piece.outer_end + 4]
    is_embedded = bool(_TITLE_BEFORE.search(text[start : piece.outer_start]) or _NOUN_AFTER.match(follows))
    is_apart = not lead or lead[-1] in "。！？!?：:，,”.\n—…;；」』"
    if saying and not saying.is_loose and (is_apart or saying.is_forward or saying.leads):
        return (
            words >= MIN_SAID[is_english]
            and (bool(_ENDS.search(quoted)) or words >= 4)
            and not (is_embedded and not is_apart)
        )
    if is_embedded:
        return False
    if saying:
        is_last = is_english or not _HAN.match(follows)  # “…”要求, “…”精神: the name of something
        return is_last and words >= MIN_FRAGMENT[is_english]
    is_alone = is_apart and (not lead or lead[-1] not in "，,—")
    return is_alone and words >= MIN_ALONE[is_english] and bool(_ENDS.search(quoted))


def _publish(
    prose: Prose,
    register: Register,
    said: Sequence[_Said],
    told: Sequence[tuple[Place, int, float]],
    speakers: tuple[Speaker, ...],
) -> tuple[tuple[Quotation, ...], tuple[Speaker, ...]]:
    everyone = list(speakers)
    places: dict[int, int] = {}
    quotations = []
    quoted = [((one.piece.start_char, one.piece.end_char), one.who, one.confidence, False) for one in said]
    for place, who, confidence, is_indirect in sorted([*quoted, *((*one, True) for one in told)], key=_start):
        if who is not None and who not in places:
            known = register.known[who]
            if known.speaker is None:
                everyone.append(speaker_of(prose.text, known, confidence))
            places[who] = len(everyone) - 1 if known.speaker is None else known.speaker
        start, end = _trimmed(prose.text, place)
        index = places[who] if who is not None else None
        quotations.append(Quotation(index, prose.text[start:end], start, end, is_indirect, confidence))
    return tuple(quotations), tuple(everyone)


def _start(one: tuple[Place, int | None, float, bool]) -> int:
    return one[0][0]


def _trimmed(text: str, place: Place) -> Place:
    quoted = text[slice(*place)]
    start = place[0] + len(quoted) - len(quoted.lstrip())
    return start, start + len(quoted.strip())
