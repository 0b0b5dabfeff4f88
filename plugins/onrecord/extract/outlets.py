"""Who published an article first, as it says itself?

The site where a page stands is not the outlet. What is stated counts by how it is stated: a source
line, a notice of permission, the agency before the first sentence; an outlet that asks the questions
is a weaker sign.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.extract import bylines, dates
from onrecord.extract.page import SourceLine

SOURCE_LINE = 0.9
PRODUCER_LINE = 0.8
NOTICE = 0.75
ISSUE = 0.7  # the name of a periodical before a date, alone in its line
DATELINE = 0.65
MAX_LEDE = 1_000  # characters of a line: who asks is named early, and these rules look at each word
FOOTER_LINES = 40  # at the end of a page, where it says whose it is
MIN_TURNS = 2  # of an outlet that asks
ASKS = 0.55  # it invited, interviewed or asks the questions: probably its own piece

_NAME = r"(?P<name>[^\s，。！？、；：,;:!?()（）【】“”\"<>]{2,20}(?:\s[A-Z][\w.&'’-]*){0,3})"
_LATIN_WORD = r"[A-Z](?:[\w&'’-]|\.(?=\w))*"
_LATIN = rf"(?P<name>{_LATIN_WORD}(?:\s(?:{_LATIN_WORD}|of|the|and|&)){{0,5}})"
_MEDIUM = r"(?:微信)?(?:公众号|公眾號|服务号|订阅号|微信号|微信)"
_PRINT = r"(?:转载|轉載|发布|發布|刊发|刊載|使用|编译)"
_NOTICES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:转自|轉自|转载自|轉載自|摘自|首发于|首發於|首发自|原载于?|(?:本文|文章|内容|原文)(?:来自|來自|源自))"
        rf"\s*{_MEDIUM}?\s*[:：]?\s*[“\"「《【]?{_NAME}",
        r"[经經由]\s*(?P<name>[^\s，。,]{1,12}?(?:\s[^\s，。,]{1,10}?)?)\s*(?:小组|团队)?(?:整理|编辑|编译|編譯|编撰)",
        rf"(?:——|—|原载|载于|刊于)\s*《{_NAME}》\s*\d{{4}}\s?年.{{0,8}}(?:月号|期)",
        rf"(?:本文)?(?:已?经|由|获|為|为)\s*[“\"「《]?{_NAME}[”\"」》]?\s*(?:的)?授[权權]{_PRINT}",
        rf"^[\s　]*(?:本文)?[“\"「《]?{_NAME}[”\"」》]?\s*[经經]授[权權]{_PRINT}",
        rf"(?:[Oo]riginally|[Ff]irst)\s+(?:published|appeared)\s+(?:in|on|at|by)\s+(?:the\s+)?{_LATIN}",
        rf"(?:[Rr]epublished|[Rr]eprinted|[Rr]eproduced)\s+(?:with permission\s+)?(?:from|of)\s+"
        rf"(?:the\s+)?{_LATIN}",
    )
)
_DATELINE = re.compile(
    r"^[\s　(（【\[]*(?P<name>[^\s，。：:；（）()\d]{1,8}?(?:社|网|網|报|報))(?:[^\s，。：:；\d]{0,8})"
    r"(?:\d{1,2}月)?\d{1,2}日?\s*(?:电|電|讯|訊|消息)"
)
_ASKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:^|[，。；,;\s])[“\"「《【]?(?P<name>[A-Za-z\u3400-\u9fff][\w·.\-]*(?:\s?[A-Z][\w.]*){0,3}?)[”\"」》】]?\s*"
        r"(?:有幸|特别|近日|日前|最近|独家)*(?:邀请|邀請|专访|專訪|采访|採訪|对话|访谈)(?:到|到了|了)",
        rf"接受\s*[“\"「《]?{_NAME}[”\"」》]?\s*(?:记者|記者|的|独家)*(?:采访|專訪|专访|採訪)",
        r"(?:^|[，。；,;\s])(?P<name>[A-Za-z\u3400-\u9fff][\w·.\-]*(?:\s?[A-Z][\w.]*){0,4})\s*(?:记者|記者)[^，。]{0,30}(?:专访|專訪|采访|採訪|对话)了",
        rf"^[\s　]*[【\[(（](?:采访|文|编译|整理)[\s/／|｜]+{_NAME}",
    )
)
_NOT_OUTLET = re.compile(
    r"我们|我們|记者|記者|笔者|本报|本报|本刊|小编|编者|主持|他|她|你|我|这|那|本次|本期|此次|活动|嘉宾|节目|大会|论坛|网络|公众号|作者|授权|近期|近日|日前|原文|链接"
)
_PERIODICAL = re.compile(
    r"^[\u3400-\u9fffA-Za-z\d]{1,7}(?:[报報刊网網社]|杂志|雜誌|[\u3400-\u9fff]誌|新闻|新聞|传媒|傳媒|[电電][视視]台)$"
    r"|^(?:The )?(?:[A-Z][\w.&’'-]* ){1,4}(?:Review|Times|Post|Journal|News|Magazine|Weekly|Daily|Gazette|Herald|"
    r"Tribune|Chronicle|Quarterly|Monthly|Observer|Bulletin|Courier|Telegraph|Dispatch|Examiner|Press)$"
)
_OWNED = re.compile(r"©|\(c\)|copyright|版权|版權|all rights reserved", re.I)
_ASKER = re.compile(r"(?P<name>[^:：]{2,40}?)\s?[:：]")
_ASIDE = " 　,，|｜·—–-*_()（）"
_WRAP = "《》「」“”\"'【】（）() "


@dataclass(frozen=True, slots=True)
class Origin:
    """An outlet as stated in a line, with its place there and how sure the wording makes us."""

    name: str
    confidence: float
    start: int
    end: int


def is_periodical(name: str) -> bool:
    """Is this the name of a paper, a magazine or a station, by its last word?"""
    return _PERIODICAL.search(name.strip()) is not None


def in_credit_line(line: str) -> Iterator[Origin]:
    """Outlets named by a source or producer mark."""
    for named in bylines.read(line):
        if named.kind not in ("source", "producer"):
            continue
        if named.kind == "producer" and not _may_publish(line, named):
            continue
        confidence = SOURCE_LINE if named.kind == "source" else PRODUCER_LINE
        yield from _origin(named.name, named.start, confidence)
    stamps = list(dates.find(line)) if len(line) <= bylines.MAX_LINE else []
    if len(stamps) == 1 and not line[stamps[0].end :].strip(_ASIDE):
        name = line[: stamps[0].start].strip(_ASIDE)
        if is_periodical(name):
            yield from _origin(name, line.find(name), ISSUE)


def in_turns(lines: Sequence[SourceLine]) -> Iterator[tuple[SourceLine, Origin]]:
    """The outlet that asks under its own name, where the page's copyright is its own."""
    last = (line.text for line in lines[-FOOTER_LINES:] if len(line.text) <= bylines.MAX_LINE)
    owned = [text for text in last if _OWNED.search(text)]
    counts: Counter[str] = Counter()
    for line in lines if owned else ():
        label = _ASKER.match(line.text)
        name = label["name"] if label and line.is_main else None
        if name and any(name in text for text in owned):
            counts[name] += 1
            if counts[name] == MIN_TURNS:
                yield from ((line, origin) for origin in _origin(name, 0, ASKS))


def asks(line: str, name: str) -> int | None:
    """Where a line shows a known name as that of the paper it was written for, if it does."""
    quoted = re.escape(name)
    match = re.search(
        rf"《(?P<zh>{quoted})》|(?:发布|發布|发布者|發布者)\s?[:：]\s?(?P<by>{quoted})|(?P<staff>{quoted})\s?(?:记者|記者|讯|訊)"
        rf"|(?:told|by|with|to) (?:the )?(?P<en>{quoted})\b",
        line,
        re.I,
    )
    return match.start(match.lastgroup or 0) if match else None


def in_notice(line: str) -> Iterator[Origin]:
    """Outlets named by a notice of permission or reprint."""
    for pattern in _NOTICES:
        match = pattern.search(line)
        if match:
            yield from _origin(match["name"], match.start("name"), NOTICE)


def in_lede(line: str) -> Iterator[Origin]:
    """Outlets named by a dateline, or as the one who interviews; in the first sentences of a paragraph."""
    line = line[:MAX_LEDE]
    match = _DATELINE.search(line)
    if match:
        yield from _origin(match["name"], match.start("name"), DATELINE)
    for pattern in _ASKS:
        match = pattern.search(line)
        if match:
            yield from _origin(match["name"], match.start("name"), ASKS)


def _may_publish(line: str, named: bylines.Named) -> bool:
    """出品 names a publisher, 监制 and 策划 name people; 出品 with an account id is sure."""
    return named.mark.startswith(("出品", "出版")) and named.mark != "出品人"


def _origin(name: str, start: int, confidence: float) -> Iterator[Origin]:
    inner = re.sub(r"\s*(?:原创|原創|组织|官网|官方网站)$", "", name.strip(_WRAP).rstrip(".,"))
    if not bylines.is_name(inner) or _NOT_OUTLET.search(inner):
        return
    offset = start + name.find(inner)
    yield Origin(inner, confidence, offset, offset + len(inner))
