"""What does a line look like beside its neighbours: prose, a labelled turn, a label, something short?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.cues_marks import CREDIT_KEY
from onrecord.extract.fold import fold_lines

MIN_PROSE_HAN = 13  # Han characters of a sentence; buttons and headings with a full stop are shorter
MIN_PROSE_WORDS = 7
MIN_LONG_CHARS = 60  # so long a line with commas in it is prose although its end was cut
END_CHARS = 30  # an end of sentence and what may close after it
JUDGED_CHARS = 240  # of a long line its beginning tells what it is
MIN_LABEL_COUNT = 2  # a label is known by coming back
MIN_CREDIT_LABEL_COUNT = 3  # so often only a speaker called editor or author comes back
MIN_SPEECH_CHARS = 30  # after `作者:`: so long is no name
MAX_STAMPED_CHARS = 40  # a name of as many as a label's, and a time
MAX_HAN_NAME = 6  # characters of a name that is called once
MAX_LATIN_NAME = 4  # words of it

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]")
_WORD = re.compile(r"[a-zà-ɏа-я\u0370-\u03ff\u0600-\u06ff]+")
_ENDS = re.compile(r"(?:[。!?…;.~]|——|[:;]-?[)d(])[\s\"'”’」』》)\]】]*$")
_COMMA = re.compile(r"[,、;:。!?]|\. ")
_LABEL = re.compile(r"^[\[【(*]{0,4}(?P<label>[^:。!?,;、\n]{1,28}?)[\]】)*]{0,4}\s{0,4}:\s*(?P<speech>.*)$")
_TIME = re.compile(r"^[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?$")  # of the recording, behind a label
_STAMP = r"[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?[\])]?"
_STAMPED = re.compile(
    rf"^(?:(?P<late>[^:]*?[^\s\d:][^:]*?)\s*{_STAMP}|{_STAMP}\s*(?P<early>[^:]*[^\s\d:][^:]*))$"
)
_CLOCK = re.compile(r"\d{1,2}(?::\d\d){1,2}")
_HAN_NAME = re.compile(rf"[\u3400-\u9fff\uf900-\ufaff·]{{2,{MAX_HAN_NAME}}}")
_LATIN_NAME = re.compile(rf"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{1,{MAX_LATIN_NAME - 1}}}")
_LETTER = re.compile(r"^(?P<label>q|a|问|答)\s?\d{0,2}\s*[.、)]\s*(?P<speech>\S.*)$")
_GENERIC = re.compile(r"^(?:q|a|问|答|提问|回答|记者|主持人?|host|guest|interviewer|interviewee)\s*\d{0,2}$")
_NO_LABEL = re.compile(r"https?$|^\d+$|^(?:注|备注|例如|比如|其中|包括|如下|原因|结论|总之|note|ps|p\.s)$")


@dataclass(frozen=True, slots=True)
class Shape:
    """A line as rules see it; `label` is the (folded) label of a speaker who comes back."""

    folded: str
    is_prose: bool
    is_complete: bool  # ends as sentences end
    label: str | None
    is_label_only: bool  # a label on a line of its own, its speech in the next

    @property
    def is_body(self) -> bool:
        return self.is_prose or self.label is not None


def shapes_of(texts: Sequence[str]) -> list[Shape]:
    """The shape of each line of a page."""
    folded = fold_lines(texts)
    labels = _recurring(folded)
    stamped = _stamped(folded)
    exchanged = _exchanged(texts, folded)
    shapes = []
    for i, line in enumerate(folded):
        found = _labelled(line)
        label = found.group("label").strip() if found else None
        known = stamped.get(i) or (label if label in labels or i in exchanged else None)
        is_complete = bool(_ENDS.search(line[-END_CHARS:]))
        shapes.append(
            Shape(
                folded=line,
                is_prose=_is_prose(line, is_complete),
                is_complete=is_complete,
                label=known,
                is_label_only=i in stamped or bool(found and known and not _spoken(found)),
            )
        )
    return shapes


def is_speech(shapes: Sequence[Shape], i: int) -> bool:
    """Has a line a speaker's label, on it or on the line before?"""
    return shapes[i].label is not None or (i > 0 and shapes[i - 1].is_label_only)


def is_label(folded: str) -> bool:
    """Could a line be a label on a line of its own: a few words and a colon, perhaps a time?"""
    found = _LABEL.match(folded)
    return bool(found) and not _spoken(found)


def _labelled(line: str) -> re.Match[str] | None:
    return _LABEL.match(line) or _LETTER.match(line)


def _spoken(found: re.Match[str] | None) -> str:
    """What is said on a label's line, without the time of the recording."""
    speech = found.group("speech") if found else ""
    return "" if _TIME.match(speech) else speech


def letters(text: str) -> int:
    """How much writing is in a line: Han characters, and words of other scripts twice."""
    head = text[:JUDGED_CHARS]
    size = len(_HAN.findall(head)) + 2 * len(_WORD.findall(head))
    return size * len(text) // JUDGED_CHARS if len(text) > JUDGED_CHARS else size


def _is_prose(line: str, is_complete: bool) -> bool:
    line = line[:JUDGED_CHARS]
    han, words = len(_HAN.findall(line)), len(_WORD.findall(line))
    if is_complete and (han + words >= MIN_PROSE_HAN or words >= MIN_PROSE_WORDS):
        return True
    return len(line) >= MIN_LONG_CHARS and len(_COMMA.findall(line)) >= 2 and han + 5 * words >= len(line) / 2


def _recurring(folded: Sequence[str]) -> set[str]:
    counts: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    seen: set[str] = set()
    for line in folded:
        found = _labelled(line)
        if not found or (line in seen and _spoken(found)):
            continue  # a title that is printed again is no second turn
        seen.add(line)
        label = found.group("label").strip()
        counts[label] += 1
        speech = _spoken(found)
        if len(speech) >= MIN_SPEECH_CHARS or _ENDS.search(speech):
            spoken[label] += 1
        bare[label] += not speech
    known = set()
    for label, count in counts.items():
        if _NO_LABEL.search(label):
            continue
        if CREDIT_KEY.fullmatch(label):
            if spoken[label] >= MIN_CREDIT_LABEL_COUNT:
                known.add(label)
        elif _GENERIC.match(label) or (count >= MIN_LABEL_COUNT and (spoken[label] or bare[label])):
            known.add(label)
    return known


def _stamped(folded: Sequence[str]) -> dict[int, str]:
    """The names on lines of a name and a time that come back later in the recording, speech below each.

    In lists of contents and opening hours one such line follows the other, and no name comes back.
    """
    found: dict[int, tuple[str, int]] = {}
    for i, line in enumerate(folded):
        clock = _CLOCK.search(line) if len(line) <= MAX_STAMPED_CHARS else None
        match = _STAMPED.match(line) if clock else None
        if clock and match and (name := (match["late"] or match["early"]).strip()):
            parts = reversed(clock.group().split(":"))
            found[i] = name, sum(int(part) * 60**n for n, part in enumerate(parts))
    times = [time for _, time in found.values()]
    if times != sorted(times) or any(i + 1 in found for i in found):
        return {}
    counts = Counter(name for name, _ in found.values())
    if max(counts.values(), default=0) < MIN_LABEL_COUNT:
        return {}
    return {i: name for i, (name, _) in found.items()}


def _exchanged(texts: Sequence[str], folded: Sequence[str]) -> set[int]:
    """The lines of single exchanges: one name asks, on the next line another answers."""
    lines: set[int] = set()
    for i in range(len(folded) - 1):
        first, second = _called(texts[i], folded[i]), _called(texts[i + 1], folded[i + 1])
        if first is None or second is None or first["label"] == second["label"]:
            continue
        asked, answered = first["speech"].rstrip("\"'”’」』 "), second["speech"]
        if asked.endswith("?") and not answered.endswith("?") and _ENDS.search(answered[-END_CHARS:]):
            lines |= {i, i + 1}
    return lines


def _called(text: str, folded: str) -> re.Match[str] | None:
    """A labelled line whose label can be a person's name."""
    found = _LABEL.match(folded)
    label = found["label"].strip() if found else ""
    if not found or CREDIT_KEY.fullmatch(label) or _NO_LABEL.search(label):
        return None
    printed = re.split("[:：]", text, maxsplit=1)[0].strip(" *[]【】()")
    return found if _HAN_NAME.fullmatch(printed) or _LATIN_NAME.fullmatch(printed) else None
