"""Pinyin in parentheses after characters, as some reposting sites put it in against text matching.

`系統(tǒng)` is damage where a document is strewn with it; a glossary, a reading aid or the one rare name that
an author explains stays.
"""

from __future__ import annotations

import re
from collections import Counter

from onrecord.extract.fold import fold_lines
from onrecord.extract.strand import Strand, edit

MIN_ANNOTATIONS = 5
MIN_CONVERTED = 2  # enough where the annotated characters are all traditional ones: the sites' own habit
MIN_CONVERTED_SHARE = 0.8
MIN_RUNNING_SHARE = 0.4  # of the annotations stand in mid-word or mid-sentence; those of a glossary do not
MIN_COVER = 0.5  # of an annotated character's occurrences have it: the sites' programs forget few
MAX_HAN_SHARE = 0.5  # of all characters annotated: more is a text for learners
MAX_HEAD_SHARE = 0.5  # of the annotations stand at the head of a line: more is a glossary

_TONED = "āáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭǖǘǚǜńňǹḿ"
SYLLABLE = rf"(?=[a-zêüɡ]*[{_TONED}])[a-zêüɡ{_TONED}]{{1,6}}"
ANNOTATION = re.compile(rf"(?<=[\u3400-\u9fff\uf900-\ufaff])[(（]{SYLLABLE}[)）]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_RUNS_ON = re.compile(r"[\u3400-\u9fffA-Za-z0-9,，。、?？!！”』」》]")


def drop_annotations(strands: list[Strand]) -> tuple[list[Strand], int]:
    """Take the annotations out of a document that is strewn with them."""
    if not is_strewn([strand.text for strand in strands]):
        return strands, 0
    count = 0
    repaired = []
    for strand in strands:
        found = list(ANNOTATION.finditer(strand.text))
        count += len(found)
        repaired.append(edit(strand, [(m.start(), m.end(), "") for m in found]) if found else strand)
    return repaired, count


def without_annotations(text: str) -> str:
    """The same for what a damaged page says of itself elsewhere."""
    return ANNOTATION.sub("", text)


def is_strewn(texts: list[str]) -> bool:
    """Is pinyin scattered over these lines, as nobody writes?"""
    text = "\n".join(texts)
    found = list(ANNOTATION.finditer(text))
    if len(found) < MIN_CONVERTED:
        return False
    characters = [text[m.start() - 1] for m in found]
    han = len(_HAN.findall(text))
    heads = sum(m.start() < 3 or "\n" in text[m.start() - 3 : m.start()] for m in found)
    running = sum(bool(_RUNS_ON.match(text, m.end())) for m in found)
    if len(found) > MAX_HAN_SHARE * han or heads > MAX_HEAD_SHARE * len(found):
        return False
    if running < MIN_RUNNING_SHARE * len(found):
        return False
    counts = Counter(text)
    everywhere = sum(counts[character] for character in set(characters))
    if len(found) < MIN_COVER * everywhere:
        return False
    plain = fold_lines(["".join(characters)])[0]
    converted = sum(a != b for a, b in zip(characters, plain, strict=False))
    return len(found) >= MIN_ANNOTATIONS or converted >= MIN_CONVERTED_SHARE * len(found)
