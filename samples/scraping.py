"""What programs do to a text that they copy: marks left in it, characters lost, bytes paired wrongly.

Pure and deterministic like damage.py: rows in, rows out. Noise can be taken out again without loss;
`overwritten` and `replaced` lose characters, `gbk_split` a few.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from samples.authored import Row
from samples.damage import rewritten, traditional, words

EMOJI_EVERY = 11  # characters from one to the next
INVISIBLE_EVERY = 7
LOST_EVERY = 90
OVERWRITTEN_EVERY = 120
OVERWRITTEN_CHARS = 2

_HAN = "[\u3400-\u9fff]"
_MARKS = str.maketrans("，：；！？（）", ",:;!?()")


def _strewn(text: str, marks: Sequence[str], every: int) -> str:
    """The text with one mark after the other put behind each so many characters, inside words only."""
    places = [m.end() for m in re.finditer(rf"{_HAN}(?={_HAN})|[a-z](?=[a-z])", text)][every - 1 :: every]
    out, last = "", 0
    for number, place in enumerate(places):
        out += text[last:place] + marks[number % len(marks)]
        last = place
    return out + text[last:]


def invisible(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Zero-width and private-use characters inside words."""
    return rewritten(rows, lambda text: _strewn(text, words()["invisible"], INVISIBLE_EVERY))


def emoji(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Emoji of several kinds inside words."""
    return rewritten(rows, lambda text: _strewn(text, words()["emoji"], EMOJI_EVERY))


def spaced(rows: Sequence[Row]) -> tuple[Row, ...]:
    """A space between each two Han characters."""
    return rewritten(rows, lambda text: re.sub(rf"(?<={_HAN})(?={_HAN})", " ", text))


def half_width(rows: Sequence[Row]) -> tuple[Row, ...]:
    """ASCII punctuation in place of the full-width marks."""
    return rewritten(rows, lambda text: text.translate(_MARKS))


def html_remains(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Tags and entities that are printed, not read."""
    tags = words()["tags"]
    number = count()

    def mark(text: str) -> str:
        text = re.sub(r"[。.](?=.)", lambda end: end[0] + tags[next(number) % len(tags)], text)
        return text.replace("“", "&ldquo;").replace("”", "&rdquo;")

    return rewritten(rows, mark)


def markdown_remains(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Bold marks around labels and headings, images without a picture, link targets."""
    out = []
    for number, row in enumerate(rows):
        if row.kind == "heading":
            out.append(replace(row, text=f"**{row.text}**"))
        elif row.label:
            label = f"**{row.label.strip()}**"
            out.append(replace(row, label=label, text=label + row.words))
        else:
            linked = re.sub(rf"({_HAN}{{4}})", r"[\1](/tag/1)", row.text, count=1)
            out.append(replace(row, text=f"![](/static/{number}.png){linked}"))
    return tuple(out)


def mojibake(rows: Sequence[Row]) -> tuple[Row, ...]:
    """UTF-8 read as a Western charset and saved so."""

    def misread(text: str) -> str:
        # As browsers do: the five bytes that windows-1252 has no character for stay control characters.
        return "".join(
            bytes([byte]).decode("cp1252" if byte not in b"\x81\x8d\x8f\x90\x9d" else "latin-1")
            for byte in text.encode()
        )

    return rewritten(rows, misread)


def replaced(rows: Sequence[Row]) -> tuple[Row, ...]:
    """U+FFFD in place of a Han character here and there; in Latin text, of every curly quotation mark."""

    def lose(text: str) -> str:
        han = [m.start() for m in re.finditer(_HAN, text)]
        lost = set(han[LOST_EVERY // 2 :: LOST_EVERY])
        if not han:
            lost = {m.start() for m in re.finditer("[“”‘’]", text)}
        return "".join("\ufffd" if place in lost else c for place, c in enumerate(text))

    return rewritten(rows, lose)


def overwritten(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Words that a reposting program has replaced by one of its own in double brackets."""
    (word,) = words()["overwriting"]

    def overwrite(text: str) -> str:
        for place in range(OVERWRITTEN_EVERY // 2, len(text), OVERWRITTEN_EVERY):
            text = text[:place] + word + text[place + OVERWRITTEN_CHARS :]
        return text

    return rewritten(rows, overwrite)


def gbk_split(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Traditional characters annotated with pinyin by a program that looks for bytes of GBK.

    It also finds an annotated character's two bytes where one ends a character and the other begins the
    next; what follows then pairs up wrongly until the next ASCII byte.
    """
    return rewritten(traditional(rows), _annotated_as_bytes)


def _annotated_as_bytes(text: str) -> str:
    data = text.encode("gbk", "ignore")
    for character, reading in words()["pinyin"].items():
        found = character.encode("gbk")
        data = data.replace(found, found + f"({reading})".encode("gbk"))
    out, place = "", 0
    while place < len(data):
        size = 1 if data[place] < 0x80 else 2
        try:
            out += data[place : place + size].decode("gbk")
        except UnicodeDecodeError:
            out += "?"
        place += size
    return out
