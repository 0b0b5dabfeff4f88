"""In which characters is a body written?

What the bytes prove comes first (a byte order mark, NULs of UTF-16, valid UTF-8), then what the
server and the page say, then what a detector thinks; a declaration is believed only if the text
that it gives looks like writing.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping

import cchardet

from onrecord.models import Decoded

HEAD_BYTES = 16_384  # where a page may name its own character set; browsers read 1,024, old pages run late
SAMPLE_BYTES = 400_000  # judged for plausibility; the rest of the body is decoded the same way
MAX_BAD_SHARE = 0.005  # of the non-ASCII bytes: one cut character or a stray byte does not unmake a charset
MAX_MIXED_SHARE = 0.35  # of the non-ASCII bytes not UTF-8: above it the page is not UTF-8 with foreign parts
MIN_COMMON_SHARE = 0.10  # of the Han characters among the commonest ones; sound prose has .25 and more
MIN_COMMON_IN_RUN = 0.2  # likewise of a short foreign stretch, where chance is greater
MIN_HAN = 12  # fewer Han characters say nothing about plausibility
MIN_MULTIBYTE = 3  # fewer multi-byte sequences may be valid UTF-8 by accident

_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb-2312": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "csgb2312": "gb18030", "gb18030": "gb18030", "chinese": "gb18030", "cp936": "gb18030", "936": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "cp950": "big5hkscs",
    "latin1": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    # a page whose declaration can be read as ASCII is not in UTF-16, whatever it says
    "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8", "unicode": "utf-8",
}  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_XML = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.I)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_WIDE_ASCII = re.compile(rb"(?:[\t\n\r -~]\x00){6}")
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_NON_ASCII = re.compile(rb"[\x80-\xff]")
# up to a tag: no byte of a legacy charset is < or >
_NON_ASCII_RUN = re.compile(rb"[\x80-\xff][\x20-;=?-\x7e\x80-\xff]{0,400}")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_ODD = re.compile(r"[\ufffd\ue000-\uf8ff\x80-\x9f]")
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道"
    "行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无"
    "这個們來為國說時會對於著後裡過發經麼學現當沒動還進樣開從實無與長問機關點應體區電話將業員見報新市公司网網"
    "月日记者記年第一百万元全高工社会社會民政制度"
)


def decode(body: bytes, headers: Mapping[str, str]) -> Decoded:
    """The text of a body, never failing: `how` says what decided; NULs are gone."""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], charset, "bom")
    wide = _utf16_without_mark(body)
    if wide:
        return _decoded(body, wide, "bytes: NULs at every other place")
    declared = list(_declared(body, headers))
    if _escaped(body, declared):
        return _decoded(body, declared[0][0], declared[0][1])
    sample = body[:SAMPLE_BYTES]
    high = len(_NON_ASCII.findall(sample))
    if not high:
        return _decoded(body, "utf-8", "ascii")
    bad = _bad_utf8(sample)
    if bad <= MAX_BAD_SHARE * high and not _accidental(sample, bad, declared):
        if not bad:
            return _decoded(body, "utf-8", "valid utf-8")
        return Decoded(text=_mixed(body), charset="utf-8", how="mixed: utf-8 with a few foreign bytes")
    for charset, how in (*declared, *_guessed(sample)):
        if charset != "utf-8" and _plausible(sample, charset, high):
            return _decoded(body, charset, how)
    if bad <= MAX_MIXED_SHARE * high:
        return Decoded(text=_mixed(body), charset="utf-8", how="mixed: utf-8 with foreign parts")
    return _decoded(body, *_least_bad(sample, declared))


def _decoded(body: bytes, charset: str, how: str) -> Decoded:
    return Decoded(text=body.decode(charset, "replace").replace("\0", ""), charset=charset, how=how)


def _utf16_without_mark(body: bytes) -> str | None:
    """ASCII markup in UTF-16 has a NUL at every other byte; stray NULs never alternate for long."""
    found = _WIDE_ASCII.search(body[:4096])
    if found is None:
        return None
    return "utf-16-le" if found.start() % 2 == 0 else "utf-16-be"


def _declared(body: bytes, headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What server and page say, the server first."""
    content_type = next((value for key, value in headers.items() if key.lower() == "content-type"), "")
    head = _COMMENT.sub(b"", body[:HEAD_BYTES])
    named = [(m.group(1), "header") for m in [_HEADER.search(content_type)] if m]
    named += [(m.group(1).decode("ascii", "replace"), "xml") for m in [_XML.search(head)] if m]
    named += [(m.group(1).decode("ascii", "replace"), "meta") for m in [_META.search(head)] if m]
    for name, how in named:
        charset = _known(name)
        if charset:
            yield charset, how


def _known(name: str) -> str | None:
    name = _ALIASES.get(name.lower(), name.lower())
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True) or codec.name in ("idna", "punycode", "unicode_escape"):
        return None
    return codec.name


def _escaped(body: bytes, declared: list[tuple[str, str]]) -> bool:
    """Seven-bit charsets that switch by escapes look like ASCII: believe them when the escapes are there."""
    if not declared or _NON_ASCII.search(body):
        return False
    name = declared[0][0]
    return (name.startswith("iso2022") and b"\x1b$" in body) or (name == "hz" and b"~{" in body)


def _bad_utf8(data: bytes) -> int:
    """How many bytes are not part of valid UTF-8; a character cut at the very end is none."""
    bad, position = 0, 0
    while position < len(data):
        try:
            data[position:].decode("utf-8") if bad else data.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data":
                return bad
            bad += error.end - error.start
            position += error.end
            if bad > 2_000:  # enough to judge; each step copies the rest
                return bad * max(1, len(data) // position)
        else:
            return bad
    return bad


def _accidental(sample: bytes, bad: int, declared: list[tuple[str, str]]) -> bool:
    """Two or three bytes may be valid UTF-8 by chance: then a legacy declaration is worth more."""
    if bad or not declared or declared[0][0] in ("utf-8", "cp1252"):
        return False
    return len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", sample)) < MIN_MULTIBYTE


def _guessed(sample: bytes) -> Iterator[tuple[str, str]]:
    name = cchardet.detect(sample).get("encoding")
    charset = _known(name) if name else None
    if charset:
        yield charset, "detected"
    yield "gb18030", "tried"
    yield "big5hkscs", "tried"


def _plausible(sample: bytes, charset: str, high: int) -> bool:
    """Does the sample read as writing in this charset?"""
    text = sample.decode(charset, "replace")
    if text.count("\ufffd") > max(1, MAX_BAD_SHARE * high):
        return False
    if len(_ODD.findall(text)) > 0.05 * high:
        return False
    han = _HAN.findall(text)
    if len(han) >= MIN_HAN:
        return sum(c in _COMMON for c in han) >= MIN_COMMON_SHARE * len(han)
    # a single-byte charset accepts anything: long runs of non-ASCII bytes are not its words
    runs = re.findall(rb"[\x80-\xff]{8,}", sample)
    single = len(sample.decode(charset, "ignore")) == len(sample)
    return not (single and charset in ("cp1252", "iso8859-15") and sum(map(len, runs)) > 0.5 * high)


def _mixed(body: bytes) -> str:
    """UTF-8, with the stretches that are not read as GB18030 where that gives writing."""

    def repair(match: re.Match[bytes]) -> bytes:
        run = match.group()
        try:
            run.decode("utf-8")
        except UnicodeDecodeError:
            return _as_utf8(run)
        return run

    return _NON_ASCII_RUN.sub(repair, body).decode("utf-8", "replace").replace("\0", "")


def _as_utf8(run: bytes) -> bytes:
    for charset in ("gb18030", "big5hkscs"):
        try:
            text = run.decode(charset)
        except UnicodeDecodeError:
            continue
        han = _HAN.findall(text)
        if han and sum(c in _COMMON for c in han) >= MIN_COMMON_IN_RUN * len(han) and not _ODD.search(text):
            return text.encode("utf-8")
    return run


def _least_bad(sample: bytes, declared: list[tuple[str, str]]) -> tuple[str, str]:
    """Nothing fits: the candidate with the fewest lost characters, declarations first among equals."""
    candidates = [*declared, *_guessed(sample), ("utf-8", "fallback")]
    return min(candidates, key=lambda c: len(_ODD.findall(sample.decode(c[0], "replace"))))
