"""Characters that nobody wrote: invisible ones, emoji inside words, spaces between Han characters."""

from __future__ import annotations

import re

from onrecord.extract.strand import Strand, edit

MIN_SPACED_RUN = 5  # characters with a space between each two: fewer is typesetting of a name or a title
MIN_SHORT_RUN, MIN_SHORT_RUNS = 3, 6  # so many runs of so many characters in one document are no typesetting
MIN_EMOJI = 4  # inside words, in one document
MIN_EMOJI_KINDS = 3  # different ones: a writer who likes emoji repeats a few, at the ends of sentences

# Beside a space they harm nothing. Joiners mean something between letters of Indic and Arabic script and
# inside emoji, not between Han characters.
_UNSEEN = r"\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069"
_JOINED = (
    r"0-9A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af，。！？：；、"
)
_INVISIBLE = re.compile(
    rf"(?<![\s{_UNSEEN}])[{_UNSEEN}]+(?![\s{_UNSEEN}])"
    rf"|(?<=[{_JOINED}])[\u200c\u200d]+(?=[{_JOINED}])|[\ue000-\uf8ff]+"
)
_NATURAL = re.compile(r"[\u0590-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
_EMOJI = re.compile(
    r"(?:[\U0001f1e6-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u2648-\u2653\u24c2\u"
    r"2049\u203c\u2139\u2194-\u21aa\u25aa-\u25fe]"
    r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]?(?:\u200d[\U0001f000-\U0001faff\u2600-\u27bf\u2b"
    r"00-\u2bff][\ufe0f\U0001f3fb-\U0001f3ff]?)*"
    r"|[0-9#*]\ufe0f?\u20e3|[\ufe0e\ufe0f\u200d])+"
)
_INSIDE = re.compile(r"[\u3400-\u9fffA-Za-z]$")
_AFTER = re.compile(r"[A-Za-z\u3400-\u9fff:：,，。、）)]|$")
_HAN = "[\u3400-\u9fff]"
_SPACED = re.compile(rf"{_HAN}(?: {_HAN}){{{MIN_SPACED_RUN - 1},}}(?!{_HAN})")
_SHORT_SPACED = re.compile(rf"{_HAN}(?: {_HAN}){{{MIN_SHORT_RUN - 1},}}")
_ANY_SPACE = re.compile(rf"(?<={_HAN}) (?={_HAN})")
_REPLACED = re.compile(r"【【[^【】\n]{1,12}】】")


def drop_invisible(strands: list[Strand]) -> tuple[list[Strand], int]:
    """Zero-width, direction and private-use characters go, where the script has no use for them."""
    count = 0
    repaired = []
    for strand in strands:
        found = list(_INVISIBLE.finditer(strand.text))
        if found and _NATURAL.search(strand.text):
            found = []
        count += len(found)
        repaired.append(edit(strand, [(m.start(), m.end(), "") for m in found]) if found else strand)
    return repaired, count


def drop_emoji_in_words(strands: list[Strand]) -> tuple[list[Strand], int]:
    """Emoji of many kinds strewn inside words and before punctuation go; those between sentences stay."""
    places = [[m for m in _EMOJI.finditer(strand.text) if _is_inside(strand.text, m)] for strand in strands]
    found = [m.group() for matches in places for m in matches]
    if len(found) < MIN_EMOJI or len(set(found)) < MIN_EMOJI_KINDS:
        return strands, 0
    repaired = [
        edit(strand, [(m.start(), m.end(), "") for m in matches]) if matches else strand
        for strand, matches in zip(strands, places, strict=True)
    ]
    return repaired, len(found)


def _is_inside(text: str, match: re.Match[str]) -> bool:
    return bool(
        _INSIDE.search(text[max(0, match.start() - 1) : match.start()]) and _AFTER.match(text, match.end())
    )


def close_han_spaces(strands: list[Strand]) -> tuple[list[Strand], int]:
    """A long run of Han characters with a space between each two is one run of writing.

    In a document that is strewn with such runs the short ones are, too.
    """
    short = sum(len(_SHORT_SPACED.findall(strand.text)) for strand in strands if " " in strand.text)
    count = 0
    repaired = []
    for strand in strands:
        if short >= MIN_SHORT_RUNS:
            places = [m.start() for m in _ANY_SPACE.finditer(strand.text)]
        else:
            places = [
                m.start() + i for m in _SPACED.finditer(strand.text) for i in range(1, len(m.group()), 2)
            ]
        count += len(places)
        repaired.append(edit(strand, [(i, i + 1, "") for i in places]) if places else strand)
    return repaired, count


def count_replaced_words(strands: list[Strand]) -> tuple[list[Strand], int]:
    """Words that a scraper has overwritten (`【【微信】】`) are lost: their marks stay, and are counted."""
    return strands, sum(len(_REPLACED.findall(strand.text)) for strand in strands)
