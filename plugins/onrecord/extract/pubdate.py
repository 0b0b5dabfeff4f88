"""When was a page published, weighing what its markup says against what it prints?

A date counts by where it stands: in a line of byline marks near the headline, not in prose, not in a
list of other articles, not in a footer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.extract import bylines, dates
from onrecord.extract.dates import Stamp
from onrecord.extract.page import SourceLine
from onrecord.models import Evidence

MIN_CONFIDENCE = 0.6
SURE_LINE = 0.75  # a printed date this sure outweighs markup that says another day
HEAD_BEFORE, HEAD_AFTER = 12, 6  # lines around the start of the body where a byline stands
TAIL_LINES = 12  # after the last line of the article
MAX_REST = 24  # characters beside date and marks: more is prose

MIN_RIVAL, NEAR = 0.44, 0.26  # a printed date this sure, and this near the surest one, may be the first
POSTED = 0.65  # the stamp of the first post of a thread
SIGNED, SIGNED_LINES = 0.6, 3  # a day at the end of an article, in so many lines

_META_CONFIDENCE = {
    "jsonld.datePublished": 0.9,
    "jsonld.pubDate": 0.85,
    "jsonld.WebPage.datePublished": 0.7,
    "article:published_time": 0.9,
    "itemprop.datePublished": 0.8,
    "time.pubdate": 0.75,
    "time": 0.55,
    "date": 0.65,
    "front_matter.date": 0.9,
}
_META_DEFAULT = 0.8
_PUBLISHED = re.compile(
    r"(?:发布|發布|發佈|发表|發表|刊登|刊发|上传|创建|添加|撰写|写作|出版|发稿|成文|发文|印发)(?:时间|時間|日期|于|於|在)?|(?:时间|時間|日期)\s*[:：]"
    r"|\b(?:published|posted|released|date)\b|^\s*on\b",
    re.I,
)
_MODIFIED = re.compile(r"更新|修改|修订|编辑于|modified|updated|edited", re.I)
_OTHER_DAY = re.compile(
    r"截止|截至|有效|活动|活動|举行|舉行|举办|舉辦|开幕|召开|会议|會議|开课|注册|註冊|登录|登錄|最后访问|今天是|今日|现在是|当前时间|服务器"
    r"|版权|版權|©|\(c\)|copyright|备案|生日|出生|生于|成立|上映|开放时间|营业|回复|评论于|发货|下一篇|上一篇"
    r"|\b(?:deadline|expires?|joined|born|event|last (?:seen|visited)|server time|valid|commented|replied)\b",
    re.I,
)
_WEEKDAY = re.compile(r"星期[一二三四五六日天]|(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.I)
_EVENT = re.compile(
    r"会议|會議|大会|大會|论坛$|峰会|\b(?:conference|call|meeting|webinar|summit|hearing)\b", re.I
)
_ISSUE = re.compile(r"》.{0,4}\d{4}\s?年.{0,8}(?:月号|期)|\d{4}\s?年\s?\d{1,2}\s?月号")
_KEY = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date with how sure we are and where it was read."""

    stamp: Stamp
    confidence: float
    evidence: Evidence


def choose(
    lines: Sequence[SourceLine],
    meta: Sequence[Evidence],
    *,
    url: str | None,
    title: int | None,
    body: int,
    end: int,
) -> Dated | None:
    """The date of publication, or None where nothing states it well enough.

    `title`, `body`, `end` are line numbers: of the headline, the article's first line, and after its last.
    """
    printed = (
        _earliest(list(_printed(lines, title, body, end))) or _in_posts(lines, body) or _signed(lines, end)
    )
    stated = _stated(meta)
    best = _weigh(printed, stated) or printed or stated
    by_url = dates.from_url(url) if url else None
    if by_url is not None and (best is None or best.confidence < MIN_CONFIDENCE):
        evidence = Evidence("published_at", "meta", url or "", path="url")
        if best is None or best.stamp.day[:7] != by_url.day[:7]:
            best = Dated(by_url, MIN_CONFIDENCE, evidence)
        else:
            best = Dated(best.stamp, MIN_CONFIDENCE + 0.1, best.evidence)
    return best if best is not None and best.confidence >= MIN_CONFIDENCE else None


def _earliest(found: Sequence[Dated]) -> Dated | None:
    """Of several days near the headline the first is the publication: reprints and updates come later."""
    best = max(found, key=lambda dated: dated.confidence, default=None)
    if best is None:
        return None
    rivals = [d for d in found if d.confidence >= max(MIN_RIVAL, best.confidence - NEAR)]
    first = min(rivals, key=lambda dated: dated.stamp.day, default=best)
    if not rivals or best.stamp.day.startswith(first.stamp.day) or first.stamp.day.startswith(best.stamp.day):
        return best
    return Dated(first.stamp, best.confidence - 0.1, first.evidence)


def _in_posts(lines: Sequence[SourceLine], body: int) -> Dated | None:
    """The first post's date, where each post of a thread states when it was published."""
    found = [
        dated
        for i in range(body, len(lines))
        if lines[i].is_main is not False and _PUBLISHED.search(lines[i].text)
        if (dated := _in_line(lines, i)) is not None and dated.stamp.precision in ("minute", "second")
    ]
    if not found or min(dated.stamp.day for dated in found) != found[0].stamp.day:
        return None
    return Dated(found[0].stamp, POSTED, found[0].evidence)


def _signed(lines: Sequence[SourceLine], end: int) -> Dated | None:
    """The day under an article, alone on its line, or the issue of the periodical it was printed in."""
    for i in range(max(0, end - SIGNED_LINES), end):
        line = lines[i]
        stamps = list(dates.find(line.text))
        if len(stamps) != 1 or len(line.text) > 2 * MAX_REST:
            continue
        issue = _ISSUE.search(line.text)
        rest = _KEY.sub("", line.text[: stamps[0].start] + line.text[stamps[0].end :])
        if issue or (not rest and stamps[0].precision == "day"):
            return Dated(stamps[0], SIGNED, _evidence(line, stamps[0]))
    return None


def _evidence(line: SourceLine, stamp: Stamp) -> Evidence:
    quote = line.text[stamp.start : stamp.end]
    start = line.start + stamp.start
    return Evidence("published_at", "source", quote, start_char=start, end_char=line.start + stamp.end)


def _weigh(printed: Dated | None, stated: Dated | None) -> Dated | None:
    """Two sources: agreement makes sure, of a disagreement the surer one stays, with less confidence."""
    if printed is None or stated is None:
        return None
    local = dates.in_local_time(stated.stamp, printed.stamp)
    if local is not None:
        return Dated(local, 0.97, printed.evidence)
    if printed.stamp.day == stated.stamp.day:
        fuller = stated if len(stated.stamp.iso) > len(printed.stamp.iso) else printed
        return Dated(fuller.stamp, 0.97, fuller.evidence)
    surer = printed if printed.confidence >= SURE_LINE or printed.confidence > stated.confidence else stated
    return Dated(surer.stamp, max(0.0, surer.confidence - 0.1), surer.evidence)


def _stated(meta: Sequence[Evidence]) -> Dated | None:
    """The best date of the markup. Several <time> elements that disagree are those of a list."""
    candidates = [
        (_META_CONFIDENCE.get(e.path or "", _META_DEFAULT), stamp, e)
        for e in meta
        if e.field == "published_at" and (stamp := dates.from_meta(e.quote)) is not None
    ]
    if len({stamp.day for _, stamp, e in candidates if e.path == "time"}) > 1:
        candidates = [c for c in candidates if c[2].path != "time"]
    if not candidates:
        return None
    confidence, stamp, evidence = max(candidates, key=lambda c: c[0])
    same = [c for c in candidates if c[1].day == stamp.day]
    stamp = max((c[1] for c in same if c[0] >= confidence - 0.2), key=lambda s: len(s.iso))
    return Dated(stamp, min(0.95, confidence + 0.03 * (len(same) - 1)), evidence)


def _printed(lines: Sequence[SourceLine], title: int | None, body: int, end: int) -> Iterator[Dated]:
    first = max(0, (body if title is None else min(title, body)) - HEAD_BEFORE)
    last = min(len(lines), max(body, title or 0) + HEAD_AFTER)
    for i in range(first, last):
        dated = _in_line(lines, i)
        if dated is None:
            continue
        bonus = 0.0
        if title is not None and title < i <= body:
            bonus += 0.1
        elif title is not None and (i < title - 2 or i > body + 2):
            bonus -= 0.1
        if i - 1 != title and _is_event(lines, i):
            continue
        if (title is None or i < title or i > body + 2) and _stands_in_list(lines, i, dated.stamp):
            continue
        if (
            title is not None
            and i < title
            and _WEEKDAY.search(lines[i].text)
            and dated.stamp.precision == "day"
        ):
            continue  # today's date in a page's header
        yield Dated(dated.stamp, min(0.95, dated.confidence + bonus), dated.evidence)
    for i in range(max(end, last), min(len(lines), end + TAIL_LINES)):
        dated = _in_line(lines, i)
        if (
            dated is not None
            and _PUBLISHED.search(lines[i].text)
            and not _stands_in_list(lines, i, dated.stamp)
        ):
            yield Dated(dated.stamp, dated.confidence - 0.15, dated.evidence)


def _in_line(lines: Sequence[SourceLine], i: int) -> Dated | None:
    """The date that a line states of its page, judged by the line alone."""
    line = lines[i]
    if len(line.text) > bylines.MAX_LINE or _OTHER_DAY.search(line.text):
        return None
    stamps = list(dates.find(line.text))
    if not stamps:
        return None
    published = _PUBLISHED.search(line.text)
    is_modified = _MODIFIED.search(line.text) is not None
    if len({stamp.day for stamp in stamps}) > 1 and not (published or is_modified):
        return None
    stamp = next((s for s in stamps if published and s.start >= published.start()), stamps[0])
    rest = bylines.without_marks(line.text)
    others = len(_KEY.sub("", rest)) - sum(len(_KEY.sub("", line.text[s.start : s.end])) for s in stamps)
    if others > MAX_REST and not (published and others <= 2 * MAX_REST):
        return None
    confidence = (
        0.6 + (0.15 if published else 0.0) + (0.1 if stamp.precision in ("minute", "second") else 0.0)
    )
    confidence += 0.1 if bylines.has_marks(line.text) else 0.0
    confidence -= 0.1 if is_modified and not published else 0.0
    confidence -= 0.1 if others > MAX_REST // 2 else 0.0
    if stamp.precision == "month":
        confidence -= 0.15 if not others else 0.3  # with a count behind it: an archive's list of months
    return Dated(stamp, confidence, _evidence(line, stamp))


def _is_event(lines: Sequence[SourceLine], i: int) -> bool:
    """A bare date under the name of a meeting is the day of the meeting."""
    before = lines[i - 1].text if i else ""
    return (
        _EVENT.search(before) is not None
        and len(before) <= MAX_REST * 4
        and not bylines.has_marks(lines[i].text)
    )


def _stands_in_list(lines: Sequence[SourceLine], i: int, stamp: Stamp) -> bool:
    """Other days stand a line or a few away: a list of articles, comments, events."""
    days = {
        other.day
        for j in range(max(0, i - 6), min(len(lines), i + 7))
        if j != i and len(lines[j].text) <= bylines.MAX_LINE
        for other in dates.find(lines[j].text)
    }
    return len(days - {stamp.day}) >= 2
