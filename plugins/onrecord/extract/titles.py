"""What is the headline of a page, without the site's name and what is there for search engines?"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import pairwise

from onrecord.extract import buttons, bylines, dates, outlets
from onrecord.extract.page import SourceLine

MAX_TITLE = 120  # characters; in Han characters half of it
MIN_TITLE = 4
MIN_SHARE, MIN_START = 0.6, 0.45  # of a stated title that a line must print: inside it, at its start
MAX_KEYWORD = 10  # characters of a search word
MAX_CHANNEL = 8  # characters of the name of a site or of a part of it
MIN_HEAD = 2  # characters left of a title when its tail is cut
MIN_POINTS = 3.0  # of a headline without markup that names it: two independent signs
MIN_SAMPLE = 1_500  # characters of a body that a headline's words must come back in
BODY_SAMPLE = 8_000  # characters of the body that a headline's words are looked up in

SEPARATOR = re.compile(
    r"\s+[|｜\-–—·»:：]+\s+|\s*[_|｜丨]\s*|\s*--+\s*|\s+[-–—]\s*|(?<=[\u3400-\u9fff?？!！》”])[-–—](?=[\w\u3400-\u9fff])"
)
_CHANNEL = re.compile(
    r"网|網|百科|频道|頻道|中心|新闻|新聞|首页|官方|博客|播客|电台|電台|论坛|社区|资讯|门户|\.com|\.cn|\.net|\.org|blog|podcast|radio|news|home",
    re.I,
)
_SHELF = re.compile(r"^[【\[](?:转载|轉載|转帖|轉帖|转|原创|原創|置顶|精华|推荐|热门|分享)[】\]]\s*")
_KEY = re.compile(r"[\W_]+")
_ADVERT = re.compile(r"微信|红包|加群|扫码|淘宝|优惠|点击|關注|关注|登录|注册|下载|搜索|群的")
_PROSE_END = re.compile(r"[。；;，,：:]$")
_CRUMBS = re.compile(r"[>»›]|当前位置|您的位置|你的位置")


def key(text: str) -> str:
    """What two printings of one headline share."""
    return _KEY.sub("", text).lower()


def clean(title: str, site: str | None = None) -> str:
    """A title without entities, site name, channel and keyword tail."""
    title = _SHELF.sub("", _without_keywords(" ".join(html.unescape(title).split())))
    cuts = list(SEPARATOR.finditer(title))
    while cuts:
        cut = cuts.pop()
        tail = title[cut.end() :].strip()
        head = title[: cut.start()].strip()
        if not _is_tail(head, tail, site, cut.group()):
            break
        title = head
    return title


def _without_keywords(title: str) -> str:
    """A headline followed by a row of search words, one of which it holds itself."""
    first, *words = (part.strip() for part in re.split(r"[|｜_丨]", title))
    is_row = len(words) >= 2 and all(0 < len(word) <= MAX_KEYWORD for word in words)
    if is_row and len(first) > MAX_KEYWORD and any(key(word) in key(first) for word in words):
        return first
    return title


def _is_tail(head: str, tail: str, site: str | None, separator: str) -> bool:
    if len(key(head)) < MIN_HEAD:
        return False
    if site and key(tail) and (key(tail) in key(site) or key(site) in key(tail)):
        return True
    if len(tail) > max(20, len(head) // 2 if _is_latin(tail) else 12):
        return False
    if _CHANNEL.search(tail) or "_" in separator or key(tail) in key(head):
        return True
    # a short tail after a dash or bar is a site's name; a person's name may be part of the headline
    return (
        bool(re.fullmatch(r"\s+[-–—|]+\s+|\s*--+\s*", separator))
        and _is_latin(tail)
        and len(tail.split()) <= 4
    )


def _is_latin(text: str) -> bool:
    return not re.search(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text)


def printed(stated: Sequence[str], lines: Sequence[SourceLine], body: int, site: str | None) -> int | None:
    """Which line prints a title that the markup states? A heading counts more, and near the body."""
    whole = [key(html.unescape(title)) for title in stated]
    cleaned = [key(clean(title, site)) for title in stated]
    best: tuple[float, int] | None = None
    for i, line in enumerate(lines):
        mine = key(line.text)
        least = MIN_HEAD if line.level == 1 else MIN_TITLE
        if len(mine) < least or len(line.text) > 2 * MAX_TITLE:
            continue
        share = max((_share(mine, *pair) for pair in zip(cleaned, whole, strict=True)), default=0.0)
        if not share:
            continue
        points = share + (0.5 if line.kind == "heading" else 0) + (0.2 if line.level == 1 else 0)
        points -= 0.02 * min(abs(body - i), 15) + (0.3 if i > body + 3 else 0)
        if best is None or points > best[0]:
            best = (points, i)
    return best[1] if best else None


def _share(mine: str, cleaned: str, whole: str) -> float:
    """How much of a stated title a line prints; the tail of it alone is the site's name."""
    if cleaned and mine in cleaned and len(mine) >= MIN_SHARE * len(cleaned):
        return len(mine) / len(cleaned)
    if whole.startswith(mine) and len(mine) >= MIN_START * len(whole):
        return len(mine) / len(whole)
    return 0.0


def continued(stated: Sequence[str], lines: Sequence[SourceLine], i: int, site: str | None) -> str | None:
    """The stated title of which a line is only a part, the line before or after being the rest."""
    around = [key(line.text) for line in lines[max(0, i - 1) : i + 2]]
    mine = key(lines[i].text)
    for title in stated:
        full = clean(title, site)
        for first, second in pairwise(around):
            if (
                mine in (first, second)
                and min(len(first), len(second)) >= MIN_TITLE
                and first + second in key(full)
            ):
                return full
    return None


def guessed(lines: Sequence[SourceLine], body: int, body_text: str) -> int | None:
    """Which line looks like the headline, where no markup names one? None when none has two signs of it."""
    keys = [key(line.text) for line in lines]
    sample = key(body_text[:BODY_SAMPLE])
    best: tuple[float, int] | None = None
    for i in range(max(0, body - 40), min(body + 2, len(lines))):
        if lines[i].reason == "contents" or not _is_heading_like(lines[i], is_body=i >= body):
            continue
        points = _points(lines, keys, i, body, sample)
        if points >= MIN_POINTS and (best is None or points > best[0]):
            is_deck = best is not None and best[1] == i - 1 and _opens_page(lines, i - 1)
            best = best if is_deck else (points, i)
    return best[1] if best else None


def _opens_page(lines: Sequence[SourceLine], i: int) -> bool:
    """Does a line stand right under the site's navigation, as headlines do and their decks do not?"""
    return i > 0 and (
        _CRUMBS.search(lines[i - 1].text) is not None or buttons.are_all(lines[i - 1].text.lower())
    )


def _is_heading_like(line: SourceLine, *, is_body: bool) -> bool:
    text = line.text
    if line.kind in ("list_item", "table_row", "quote") or (is_body and line.level != 1):
        return False
    if buttons.are_all(text.lower()):
        return False
    if re.search(r"\d:\d\d", text):
        return False  # a time: the line of a transcript, a table of contents
    if len(key(text)) < MIN_TITLE or len(text) > (MAX_TITLE if _is_latin(text) else MAX_TITLE // 2):
        return False
    if _PROSE_END.search(text) or _CRUMBS.search(text) or _ADVERT.search(text) or "http" in text:
        return False
    return not bylines.is_credit_line(text) and not any(
        stamp.day for stamp in dates.find(text) if len(text) < 30
    )


def _points(lines: Sequence[SourceLine], keys: Sequence[str], i: int, body: int, sample: str) -> float:
    points = 0.0
    if lines[i].kind == "heading":
        points += 3.0 if (lines[i].level or 6) == 1 else 1.5
    is_periodical = outlets.is_periodical(lines[i].text)  # its name comes back on every page of its site
    asks = _asks(lines, i)
    points += 0.0 if is_periodical or asks else _repeated(keys, i)
    near = [line.text for line in lines[i + 1 : i + 5]]
    if any(_is_stamp_line(text) for text in near):
        points += 2.0 + (0.5 if _is_stamp_line(near[0]) else 0.0)
    points -= 3.0 if asks else 0.0
    between = [line.text for line in lines[i + 1 : body]]
    if all(_is_stamp_line(text) or len(key(text)) < 12 for text in between):
        points += 1.0
    points += (1.0 if i == 0 else 0.0) + (0.5 if len(keys[i]) >= 8 else -0.5)
    points += 1.5 if _without_keywords(lines[i].text) != lines[i].text else 0.0
    is_channel = len(keys[i]) <= MAX_CHANNEL and _CHANNEL.search(lines[i].text) is not None
    points -= 2.0 if is_channel or is_periodical else 0.0
    points -= 1.5 if _is_word_row(lines[i].text) else 0.0
    points -= 1.5 if len(re.findall(r"[，,]", lines[i].text)) >= 3 else 0.0  # a row of words, or prose
    share = _overlap(keys[i], sample)
    if share < 0.2 and len(sample) >= MIN_SAMPLE:
        return points - 2.0
    return points + (1.0 if share >= 0.5 else 0.0)


def _asks(lines: Sequence[SourceLine], i: int) -> bool:
    """Is the line the name of an outlet or a person who speaks in the article?"""
    name = lines[i].text.strip()
    said = (line.text[len(name) :].lstrip() for line in lines if line.text.startswith(name))
    return sum(speech.startswith((":", "：")) for speech in said) > 1


def _is_word_row(text: str) -> bool:
    """Words put after one another for search engines: one of them is said twice."""
    first, *words = text.split()
    return (
        len(words) >= 2
        and any(len(key(word)) >= 2 and word in first for word in words)
        and not _is_latin(text)
    )


def _repeated(keys: Sequence[str], i: int) -> float:
    """A headline is printed again alone, as a crumb or above the text; rows repeated are a copied block."""
    mine = keys[i]
    for j in range(min(len(keys), i + 60)):
        if j == i or mine not in keys[j] or len(keys[j]) > 2 * len(mine) + 10:
            continue
        following = keys[i + 1 : i + 2], keys[j + 1 : j + 2]
        if following[0] != following[1] or not following[0]:
            return 2.0
    return 0.0


def _is_stamp_line(text: str) -> bool:
    """A line of date, source, author or counters."""
    if bylines.is_credit_line(text):
        return True
    stamps = list(dates.find(text))
    rest = len(key(bylines.without_marks(text))) - sum(stamp.end - stamp.start for stamp in stamps)
    return bool(stamps) and rest <= 20


def _overlap(mine: str, sample: str) -> float:
    """How much of a headline comes back in the body, by pairs of characters."""
    pairs = [mine[j : j + 2] for j in range(len(mine) - 1)]
    return sum(pair in sample for pair in pairs) / len(pairs) if pairs else 0.0
