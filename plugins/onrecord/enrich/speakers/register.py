"""Everyone a document names who could be the one speaking, and whom a name or a pronoun means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.enrich.speakers import names_en, names_zh, sayings_en, sayings_zh
from onrecord.enrich.speakers.attribution import (
    Form,
    Known,
    Mention,
    Place,
    Saying,
    candidates,
    name_key,
    short_names,
)
from onrecord.enrich.speakers.folding import fold, tidy
from onrecord.enrich.speakers.quote_marks import Quoted
from onrecord.models import Evidence, Speaker, SpeakerKind

# Confidence by how the speaker was found: by name, vouched for; by a bare name; by a pronoun or not at all.
SURE, LIKELY, UNSURE = 0.95, 0.8, 0.7
# How far from a quotation its saying is looked for, in characters; how many mentions back a pronoun reaches.
MAX_SAYING, MAX_NEAR = 400, 40

_HAN = re.compile("[\u3400-\u9fff]")
_JOINED_BEFORE, _JOINED_AFTER = (
    re.compile(r"(?:[和与及、]|\band (?:the )?)$"),
    re.compile(r"[和与及、]|,? and [A-Z]"),
)


@dataclass(frozen=True, slots=True)
class Prose:
    """The running text of a document, its paragraphs and what stands in quotation marks in them."""

    text: str
    folded: str
    paragraphs: Sequence[Place]
    pieces: Sequence[Quoted]


class Register:
    """Grows while the sayings of a document are read; asked whom they name."""

    def __init__(self, prose: Prose, speakers: Sequence[Speaker]) -> None:
        self._prose = prose
        self.known: list[Known] = [_given(speaker, index) for index, speaker in enumerate(speakers)]
        self._named: set[int] = set()  # who has been quoted by name
        self._starts = [piece.outer_start for piece in prose.pieces]
        self._collect()
        self.names = self._written()
        self._places = self._mentions()

    def who(self, saying: Saying, paragraph: int) -> tuple[int | None, float]:
        """Whom a saying names, if that is beyond doubt, and how sure it is."""
        mention = saying.who
        if mention.form == "pronoun":
            return self._antecedent(mention, paragraph), UNSURE
        if mention.form in ("unnamed", "nobody"):
            return None, UNSURE
        found = candidates(self._name(mention), self.known)
        if len(found) == 1:
            self._named.add(found[0])
            return found[0], SURE if mention.is_sure else LIKELY
        if found or mention.form == "short":
            return None, UNSURE
        self._named.add(len(self.known))
        return self._add(mention), SURE if mention.is_sure else LIKELY

    def _name(self, mention: Mention) -> str:
        return self._prose.text[slice(*mention.place)]

    def _add(self, mention: Mention) -> int:
        name = self._name(mention)
        latin = [self._prose.text[slice(*mention.latin)]] if mention.latin else []
        names = frozenset(map(name_key, (name, *latin)))
        is_person = mention.form == "full"
        parts = [part for one in (name, *latin) for part in short_names(one)] if is_person else []
        self.known.append(Known(name, names, frozenset(map(name_key, parts)), mention))
        return len(self.known) - 1

    def _see(self, mention: Mention) -> None:
        """Remember a full name; of several mentions the one that gives the post."""
        key = name_key(self._name(mention))
        for index, one in enumerate(self.known):
            if key in one.names:
                if one.speaker is None and one.mention and not one.mention.title and mention.title:
                    latin = one.mention.latin or mention.latin
                    self.known[index] = replace(one, mention=replace(mention, latin=latin))
                return
        self._add(mention)

    def _collect(self) -> None:
        """Everyone introduced by a post or a full name, then everyone at the head of a saying."""
        text, folded = self._prose.text, self._prose.folded
        for start, end in self._prose.paragraphs:
            if _HAN.search(text, start, end):
                for mention in names_zh.introduced(folded, start, end):
                    self._see(mention)
            else:
                for place in names_en.names(text, start, end):
                    speaks = sayings_en.speaks_after(text, place[1])
                    self._see(names_en.described(text, start, place, end, is_sure=speaks))
        written = self._written()
        for saying in self._chinese_sayings(written):
            if saying.who.form == "full" and not candidates(self._name(saying.who), self.known):
                self._see(saying.who)

    def _chinese_sayings(self, written: Sequence[str]) -> Iterable[Saying]:
        folded, last = self._prose.folded, 0
        for index, piece in enumerate(self._prose.pieces):
            start, end = self._prose.paragraphs[piece.paragraph]
            if index + 1 < len(self._prose.pieces):
                end = max(piece.outer_end, min(end, self._prose.pieces[index + 1].outer_start))
            if _HAN.search(folded, start, end):
                last = max(start, last, piece.outer_start - MAX_SAYING)
                end = min(end, piece.outer_end + MAX_SAYING)
                if saying := sayings_zh.before(folded, last, piece.outer_start, written):
                    yield saying
                if after := sayings_zh.after(folded, piece.outer_end, end, written):
                    yield after[0]
            last = piece.outer_end

    def _written(self) -> list[str]:
        """Full names as printed, and the parts of Latin and dotted ones: what a saying is searched for."""
        written = set()
        for one in self.known:
            if one.mention is None or one.mention.form == "full":
                names = {fold(one.written), *(part for part in short_names(one.written) if len(part) > 1)}
                is_double = len(one.written) <= 4 and bool(_HAN.match(one.written)) and "·" not in one.written
                written |= {fold(one.written)} if is_double else names
        return sorted((name for name in written if len(name) > 1), key=lambda name: (-len(name), name))

    def _mentions(self) -> list[tuple[int, int, int]]:
        """Where each person is named outside quotations: start, index, end."""
        if not self.names:
            return []
        inside = [(piece.outer_start, piece.outer_end) for piece in self._prose.pieces]
        found: list[tuple[int, int, int]] = []
        at = 0
        for match in re.compile("|".join(map(re.escape, self.names))).finditer(self._prose.folded):
            while at < len(inside) and inside[at][1] <= match.start():
                at += 1
            if at < len(inside) and inside[at][0] <= match.start():
                continue
            who = candidates(match.group(), self.known)
            found.extend((match.start(), index, match.end()) for index in who)
        return found

    def _antecedent(self, pronoun: Mention, paragraph: int) -> int | None:
        """The only person named in this paragraph, or in it and the one before; nobody else brought in since."""
        high = bisect_left(self._places, (pronoun.place[0], 0, 0))
        for first in (paragraph, max(0, paragraph - 1)):
            low = bisect_left(self._places, (self._prose.paragraphs[first][0], 0, 0))
            near = self._places[max(low, high - MAX_NEAR) : high]
            if near:
                break
        if len({index for _, index, _ in near}) != 1:
            return None
        start, index, end = near[-1]
        mention = self.known[index].mention
        if mention is not None and not mention.is_sure and index not in self._named:
            return None  # two capitalised words that may be no person
        if mention is not None and mention.place[0] == start:  # what describes the person is no one else
            described = [place for place in (mention.title, mention.affiliation, mention.latin) if place]
            start, end = min([start, *(a for a, _ in described)]), max([end, *(b for _, b in described)])
        if _JOINED_BEFORE.search(self._prose.folded, max(0, start - 9), start) or _JOINED_AFTER.match(
            self._prose.folded, end
        ):
            return None  # one of two
        outside = self._outside(end, pronoun.place[0])
        return None if sayings_en.somebody_else(outside) or sayings_zh.somebody_else(outside) else index

    def _outside(self, start: int, end: int) -> str:
        """The text between two places without what is quoted in it."""
        parts = []
        first = bisect_left(self._starts, start)
        for piece in self._prose.pieces[first : bisect_left(self._starts, end)]:
            if start <= piece.outer_start:
                parts.append(self._prose.folded[start : piece.outer_start])
                start = piece.outer_end
        return " ".join((*parts, self._prose.folded[start:end]))


def _given(speaker: Speaker, index: int) -> Known:
    names = [speaker.name, *speaker.labels, *filter(None, (speaker.label, speaker.name_latin))]
    full = [name for name in names if name]
    parts = [part for name in full for part in short_names(name)] if speaker.kind == "person" else []
    return Known(
        speaker.name, frozenset(map(name_key, full)), frozenset(map(name_key, parts)), None, speaker=index
    )


_KINDS: dict[Form, SpeakerKind] = {"role": "role", "outlet": "outlet"}


def speaker_of(text: str, known: Known, confidence: float) -> Speaker:
    """The participant whom a quotation brings in, each fact with its place."""
    mention = known.mention
    assert mention is not None  # only those given by the caller have none
    kind = _KINDS.get(mention.form, "person")
    fields = {
        "name": mention.place,
        "name_latin": mention.latin,
        "title": mention.title,
        "affiliation": mention.affiliation,
    }
    values = {field: tidy(text[slice(*place)]) for field, place in fields.items() if place}
    evidence = tuple(
        Evidence(field, "text", text[slice(*place)], start_char=place[0], end_char=place[1])
        for field, place in fields.items()
        if place
    )
    return Speaker(
        name=values["name"],
        kind=kind,
        role="quoted",
        name_latin=values.get("name_latin"),
        title=values.get("title"),
        affiliation=values.get("affiliation"),
        confidence=confidence,
        evidence=evidence,
    )
