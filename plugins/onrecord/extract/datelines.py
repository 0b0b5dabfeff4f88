"""Which day does a line state of its page, and of what else might it be the day?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract import bylines, dates
from onrecord.extract.dates import Stamp
from onrecord.extract.page import SourceLine
from onrecord.models import Evidence

MAX_REST = 24  # characters beside date and marks: more is prose
NEXT_LINES = 2  # of a day's line: what stands there tells of what it is the day
LIST_REACH = 6  # lines: two other days so near make a list
SIGNED = 0.6  # the issue of the periodical that an article was printed in, or a day under it

PUBLISHED = re.compile(
    r"(?:发布|發布|發佈|发表|發表|刊登|刊发|上传|创建|添加|撰写|写作|出版|发稿|成文|发文|印发)(?:时间|時間|日期|于|於|在)?|(?:时间|時間|日期)\s*[:：]"
    r"|\b(?:published|posted|released|date)\b|^\s*on\b",
    re.I,
)
_MODIFIED = re.compile(r"更新|修改|修订|编辑于|modified|updated|edited", re.I)
_OTHER_DAY = re.compile(
    r"截止|截至|截稿|有效|活动|活動|举行|舉行|举办|舉辦|开幕|召开|会议|會議|开课|注册|註冊|登录|登錄|最后访问|今天是|今日|现在是|当前时间|服务器"
    r"|版权|版權|©|\(c\)|copyright|备案|生日|出生|生于|成立|上映|开放时间|营业|回复|评论于|发货|下一篇|上一篇"
    r"|\b(?:deadline|expires?|joined|born|event|last (?:seen|visited)|server time|valid|commented|replied"
    r"|recorded|filmed|taped|held|since|interviewed|delivered)\b",
    re.I,
)
# `Install date:`, `采访时间：`: a day of something else, unless what it qualifies is the publication
_QUALIFIED = re.compile(
    r"(?P<en>\b[a-z]+)[ _-](?:date|time)\s*:|(?P<of>\bdate of [a-z]+)"
    r"|(?P<zh>[\u3400-\u9fff]{2,8}?)(?:时间|時間|日期)\s*[:：]",
    re.I,
)
_OF_PAGES = re.compile(
    r"publi|post|release|issue|article|news|creat|updat|modif|edit"
    r"|[发發布佈表登稿印传傳创創建添写寫版更修订訂编編收录錄文章新闻聞本页頁资資料信息]",
    re.I,
)
_SENTENCE = re.compile(r"[，,][^，,]{6,}[。！？]\s*$|[.!?]\s+[A-Z]|\w{3,},? \w+ \w+ \w+ \w+[^.]*\.\s*$")
_PLACE = re.compile(
    r"^\s*(?:地点|地點|地址|会场|會場|场地|主办|主辦|承办|嘉宾|嘉賓|主讲|主持|出版社|书名|書名"
    r"|venue|location|place|where|speakers?|host(?:ed)?(?: by)?)\s*[:：|｜]",
    re.I,
)
WEEKDAY = re.compile(r"星期[一二三四五六日天]|(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.I)
_EVENT = re.compile(
    r"会议|會議|大会|大會|论坛$|峰会|\b(?:conference|call|meeting|webinar|summit|hearing)\b", re.I
)
ISSUE = re.compile(r"》.{0,4}\d{4}\s?年.{0,8}(?:月号|期)|\d{4}\s?年\s?\d{1,2}\s?月号")
# counters, reading time and buttons that share a line with the date
_ASIDE = re.compile(
    r"\b\d[\d,.]*\s?[km]?\s*(?:min(?:ute)?s? read|views?|comments?|shares?|likes?|reads?|replies)\b"
    r"|\b(?:share|save|print|listen|e-?mail|follow|subscribe|bookmark)\b"
    r"|(?:阅读|閱讀|浏览|瀏覽|播放|评论|評論|点赞|點讚|收藏|分享|转发|听全文)(?:量|数|數)?\s*[:：(（]?\s*[\d,.万萬]*"
    r"|[\d,.万萬]+\s*(?:次|人|条)?(?:阅读|閱讀|浏览|瀏覽|播放|评论|評論|点赞|收藏)|约?\s?\d+\s?(?:分钟|分鐘)(?:阅读|閱讀)?",
    re.I,
)
_ADDRESS = re.compile(r"https?://\S+")
KEY = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date with how sure we are and where it was read."""

    stamp: Stamp
    confidence: float
    evidence: Evidence


def in_line(lines: Sequence[SourceLine], i: int) -> Dated | None:
    """The date that a line states of its page, judged by the line alone."""
    line = lines[i]
    if len(line.text) > bylines.MAX_LINE or _is_other_day(line.text):
        return None
    stamps = list(dates.find(line.text))
    if not stamps:
        return None
    published = PUBLISHED.search(line.text)
    is_modified = _MODIFIED.search(line.text) is not None
    if len({stamp.day for stamp in stamps}) > 1 and not (published or is_modified):
        return None
    stamp = next((s for s in stamps if published and s.start >= published.start()), stamps[0])
    if not published and not bylines.has_marks(line.text) and _SENTENCE.search(line.text):
        return None
    rest = _ASIDE.sub(" ", bylines.without_marks(line.text))
    dated = sum(len(KEY.sub("", line.text[s.start : s.end])) for s in stamps)
    others = len(KEY.sub("", rest)) - dated
    prose = len(KEY.sub("", _ADDRESS.sub("", rest))) - dated
    if prose > MAX_REST and not (published and prose <= 2 * MAX_REST):
        return None
    confidence = (
        0.6 + (0.15 if published else 0.0) + (0.1 if stamp.precision in ("minute", "second") else 0.0)
    )
    confidence += 0.1 if bylines.has_marks(line.text) else 0.0
    confidence -= 0.1 if is_modified and not published else 0.0
    confidence -= 0.1 if others > MAX_REST // 2 else 0.0
    if stamp.precision == "month":
        confidence -= 0.15 if not others else 0.3  # with a count behind it: an archive's list of months
        confidence = max(confidence, SIGNED) if ISSUE.search(line.text) else confidence
    return Dated(stamp, confidence, evidence_of(line, stamp))


def _is_other_day(text: str) -> bool:
    """Does a line say of what its day is, and is that not the publication?"""
    if _OTHER_DAY.search(text):
        return True
    found = _QUALIFIED.search(text)
    return found is not None and not _OF_PAGES.search(found[found.lastgroup or 0])


def has_place(lines: Sequence[SourceLine], i: int) -> bool:
    """Time and place, date and venue: an event's."""
    near = lines[max(0, i - NEXT_LINES) : i + NEXT_LINES + 1]
    return any(_PLACE.search(line.text) for line in near)


def is_event(lines: Sequence[SourceLine], i: int, title: int | None) -> bool:
    """A bare date under the name of a meeting is its day; under a headline that is no more than such a name too."""
    before = lines[i - 1].text if i else ""
    found = max(_EVENT.finditer(before[: MAX_REST * 4]), key=lambda match: match.end(), default=None)
    if found is None or len(before) > MAX_REST * 4 or bylines.has_marks(lines[i].text):
        return False
    return i - 1 != title or (found.end() == len(before.rstrip()) and before.isascii())


def stands_in_list(lines: Sequence[SourceLine], i: int, stamp: Stamp) -> bool:
    """Other days stand a line or a few away: a list of articles, comments, events."""
    days = {
        other.day
        for j in range(max(0, i - LIST_REACH), min(len(lines), i + LIST_REACH + 1))
        if j != i and len(lines[j].text) <= bylines.MAX_LINE
        for other in dates.find(lines[j].text)
    }
    return len(days - {stamp.day}) >= 2


def evidence_of(line: SourceLine, stamp: Stamp) -> Evidence:
    quote = line.text[stamp.start : stamp.end]
    start = line.start + stamp.start
    return Evidence("published_at", "source", quote, start_char=start, end_char=line.start + stamp.end)
