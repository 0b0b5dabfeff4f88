"""When does a line say that something was published? Dates as printed, cut to what they state.

Nothing here decides which date is the page's: that is weighed in metadata.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from onrecord.models import Precision

MAX_LINE = 1_000  # characters: what states a date is shorter
MIN_YEAR, MAX_YEAR = 1990, 2100  # the web's years: an earlier date is about something else

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH_NUMBER = {name: i for i, name in enumerate(_MONTHS.split(), 1)}
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_ZH = "〇零○Ｏ一二三四五六七八九"
_CLOCK = (
    r"(?:[ T　,，]*(?:at\s+|(?:星期|周|週)[一二三四五六日天]\s*|[(（](?:星期|周|週)[一二三四五六日天][)）]\s*"
    r"|(?P<half>上午|下午|晚上|晚间|凌晨|中午|早上)\s*)*"
    r"(?P<hour>[01]?\d|2[0-3])\s*(?:[:：]|[时時点點])\s*(?P<minute>[0-5]\d)(?:(?:[:：]|[分])\s*(?P<second>[0-5]\d))?"
    r"(?:[.,]\d{1,9})?[分秒]?(?:\s*(?P<ampm>[ap])\.?m\b\.?)?\s*(?P<zone>Z\b|(?:UTC|GMT)?[+-](?:0\d|1[0-4]):?(?:[0-5]\d)?)?)?"
)
_EDGE = r"(?<![\d.\-/])(?<!\d:)"
_END = r"(?![\d])"
_NUMERIC = re.compile(
    _EDGE + r"(?P<year>(?:19|20)\d{2})\s?(?P<s>[-/.．－—年])\s?(?P<month>0?[1-9]|1[0-2])\s?(?:(?P=s)|月|-)\s?"
    r"(?P<day>3[01]|[12]\d|0?[1-9])" + _END + r"\s?[日号號]?" + _CLOCK
)
_HAN = re.compile(
    rf"(?P<year>[一二][{_ZH}]{{3}})年(?P<month>[一二三四五六七八九十]{{1,2}})月(?P<day>[一二三四五六七八九十廿卅]{{1,3}})[日号號]"
)
_DAY_FIRST = re.compile(
    r"\b(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s+(?:of\s+)?"
    + _MONTH.format("name")
    + r",?\s+(?P<year>(?:19|20)\d{2})"
    + _END
    + _CLOCK,
    re.I,
)
_MONTH_FIRST = re.compile(
    r"\b"
    + _MONTH.format("name")
    + r"\s+(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d{2})"
    + _END
    + _CLOCK,
    re.I,
)
_DOTTED = re.compile(
    _EDGE
    + r"(?P<day>3[01]|[12]\d|0?[1-9])\.(?P<month>0?[1-9]|1[0-2])\.(?P<year>(?:19|20)\d{2})"
    + _END
    + _CLOCK
)
_SLASHED = re.compile(_EDGE + r"(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<year>(?:19|20)\d{2})" + _END + _CLOCK)
_COMPACT = re.compile(
    r"(?<![\w.\-/])(?<!\d:)(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\w])"
)
_MONTH_ONLY = re.compile(
    _EDGE + r"(?P<year>(?:19|20)\d{2})\s?(?:年|[-/.])\s?(?P<month>0?[1-9]|1[0-2])"
    r"(?:\s?月份?号?(?!\s?\d)|(?![\d\-/.年月]))"
)
_ISO = re.compile(
    r"(?P<year>(?:19|20)\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})"
    r"(?:[.,]\d+)?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_URL_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d{2})(?P<s>[-/_]?)(?P<month>0[1-9]|1[0-2])(?P=s)(?P<day>0[1-9]|[12]\d|3[01])(?=[/_.\-]|t?\d*[_.])"
)
_LATE = ("下午", "晚上", "晚间")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as printed: ISO 8601 cut to its precision, and where it stood in its line."""

    iso: str
    precision: Precision
    start: int
    end: int

    @property
    def day(self) -> str:
        """The calendar day, or as much of it as is stated."""
        return self.iso[:10]


def find(line: str) -> Iterator[Stamp]:
    """Every date with a year in a line, in order, the fullest reading of each place; none in a long paragraph."""
    if len(line) > MAX_LINE:
        return
    taken: list[tuple[int, int]] = []
    found: list[Stamp] = []
    for pattern in (_NUMERIC, _HAN, _DAY_FIRST, _MONTH_FIRST, _DOTTED, _SLASHED, _COMPACT, _MONTH_ONLY):
        for match in pattern.finditer(line):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            stamp = _stamp(match)
            if stamp:
                taken.append(match.span())
                found.append(stamp)
    yield from sorted(found, key=lambda stamp: stamp.start)


def from_meta(value: str) -> Stamp | None:
    """The date of a metadata value: ISO 8601 or one of the printed forms; None for placeholders."""
    value = value.strip()
    match = _ISO.match(value)
    if match:
        return _stamp(match)
    return next(find(value), None)


def from_url(url: str) -> Stamp | None:
    """The day in an address such as /2024/03/05/ or /t20240305_1.html."""
    match = _URL_DAY.search(url.replace("/t20", "/20").replace("/art_20", "/20"))
    return _stamp(match) if match else None


def in_local_time(stamp: Stamp, printed: Stamp) -> Stamp | None:
    """One moment stated twice, in metadata with an offset and on the page without: the page's own time.

    None where the two are not the same moment.
    """
    if len(stamp.iso) <= 16 or len(printed.iso) < 16 or _zone(printed.iso) or not _zone(stamp.iso):
        return None
    moment = datetime.fromisoformat(stamp.iso.replace("Z", "+00:00"))
    utc = (moment - (moment.utcoffset() or timedelta())).replace(tzinfo=None)
    local = datetime.fromisoformat(printed.iso)
    offset = round((local - utc).total_seconds() / 60)
    # seconds are often cut; real offsets are quarters of an hour
    if abs(offset) > 14 * 60 or min(offset % 15, 15 - offset % 15) > 1:
        return None
    offset = round(offset / 15) * 15
    sign = "-" if offset < 0 else "+"
    zone = f"{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
    return Stamp(printed.iso + zone, printed.precision, printed.start, printed.end)


def _zone(iso: str) -> str:
    match = re.search(r"(?:Z|[+-]\d{2}:\d{2})$", iso[10:])
    return match.group() if match else ""


def _stamp(match: re.Match[str]) -> Stamp | None:
    parts = match.groupdict()
    numbers = _numbers(parts)
    if numbers is None:
        return None
    year, month, day = numbers
    if not MIN_YEAR <= year <= MAX_YEAR or not 1 <= month <= 12:
        return None
    end = match.start() + len(match.group().rstrip())
    if day is None:
        return Stamp(f"{year:04}-{month:02}", "month", match.start(), end)
    try:
        date(year, month, day)
    except ValueError:
        return None
    clock, precision = _clock(parts)
    return Stamp(f"{year:04}-{month:02}-{day:02}{clock}", precision, match.start(), end)


def _numbers(parts: dict[str, str | None]) -> tuple[int, int, int | None] | None:
    year = int((parts["year"] or "").translate(_DIGITS))
    if parts.get("name"):
        return year, _MONTH_NUMBER[(parts["name"] or "")[:3].lower()], int(parts["day"] or 0)
    if parts.get("a"):
        first, second = int(parts["a"] or 0), int(parts["b"] or 0)
        if (first > 12) == (second > 12):  # 03/04/2024 is in March or in April: nobody knows
            return (year, first, second) if first == second else None
        return (year, second, first) if first > 12 else (year, first, second)
    month, day = parts.get("month"), parts.get("day")
    return year, _number(month), _number(day) if day else None


def _number(text: str | None) -> int:
    """A day or month in digits or in Chinese numerals up to thirty-one."""
    text = (text or "").replace("廿", "二十").replace("卅", "三十")
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    value = int(ones.translate(_DIGITS)) if ones else 0
    return value + (10 * int(tens.translate(_DIGITS)) if tens else 10 if ten else 0)


def _clock(parts: dict[str, str | None]) -> tuple[str, Precision]:
    if not parts.get("hour"):
        return "", "day"
    hour = int(parts["hour"] or 0)
    late = (parts.get("ampm") or "").lower() == "p" or parts.get("half") in _LATE
    if late and hour < 12:
        hour += 12
    elif (parts.get("ampm") or "").lower() == "a" and hour == 12:
        hour = 0
    if hour > 23 or int(parts["minute"] or 0) > 59 or int(parts.get("second") or 0) > 59:
        return "", "day"
    zone = _iso_zone(parts.get("zone"))
    if parts.get("second"):
        return f"T{hour:02}:{parts['minute']}:{parts['second']}{zone}", "second"
    return f"T{hour:02}:{parts['minute']}{zone}", "minute"


def _iso_zone(zone: str | None) -> str:
    if not zone:
        return ""
    zone = zone.upper().replace("UTC", "").replace("GMT", "")
    if zone in ("Z", ""):
        return "+00:00" if zone else ""
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"
