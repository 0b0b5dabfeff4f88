"""When was a page published, weighing what its markup says against what it prints?

A date counts by where it stands: in a line of byline marks near the headline, not in prose, not in a
list of other articles, not in a footer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.extract import datelines, dates
from onrecord.extract.datelines import Dated
from onrecord.extract.page import SourceLine
from onrecord.extract.shape import shapes_of
from onrecord.models import Evidence

MIN_CONFIDENCE = 0.6
SURE_LINE = 0.75  # a printed date this sure outweighs markup that says another day
HEAD_BEFORE, HEAD_AFTER = 12, 6  # lines around the start of the body where a byline stands
TAIL_LINES = 12  # after the last line of the article

MIN_RIVAL, NEAR = 0.44, 0.26  # a printed date this sure, and this near the surest one, may be the first
ABOVE_TITLE = 0.15  # less sure is a day that stands before the headline and is not called anything
POSTED = 0.65  # the stamp of the first post of a thread
SIGNED_LINES = 3  # at the end of an article, where a day may stand alone

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
    printed = _earliest(list(_printed(lines, title, body, end)))
    if printed is None or printed.confidence < MIN_CONFIDENCE:
        printed = _in_posts(lines, body) or _signed(lines, end) or printed
    stated = _stated(meta, lines)
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
        if lines[i].is_main is not False and datelines.PUBLISHED.search(lines[i].text)
        if (dated := datelines.in_line(lines, i)) is not None
        and dated.stamp.precision in ("minute", "second")
    ]
    if not found or min(dated.stamp.day for dated in found) != found[0].stamp.day:
        return None
    return Dated(found[0].stamp, POSTED, found[0].evidence)


def _signed(lines: Sequence[SourceLine], end: int) -> Dated | None:
    """The day under an article, alone on its line, or the issue of the periodical it was printed in."""
    for i in range(max(0, end - SIGNED_LINES), min(end + 1, len(lines))):
        line = lines[i]
        if i == end and end + 1 < len(lines):
            continue  # more of the page stands under it
        stamps = list(dates.find(line.text))
        if len(stamps) != 1 or len(line.text) > 2 * datelines.MAX_REST:
            continue
        issue = datelines.ISSUE.search(line.text)
        rest = datelines.KEY.sub("", line.text[: stamps[0].start] + line.text[stamps[0].end :])
        if issue or (not rest and stamps[0].precision == "day"):
            return Dated(stamps[0], datelines.SIGNED, datelines.evidence_of(line, stamps[0]))
    return None


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


def _stated(meta: Sequence[Evidence], lines: Sequence[SourceLine]) -> Dated | None:
    """The best date of the markup. Several <time> elements that disagree are those of a list."""
    fields = ("published_at", "held_at") if _is_conversation(meta, lines) else ("published_at",)
    candidates = [
        (_META_CONFIDENCE.get(e.path or "", _META_DEFAULT), stamp, e)
        for e in meta
        if e.field in fields and (stamp := dates.from_meta(e.quote)) is not None
    ]
    if len({stamp.day for _, stamp, e in candidates if e.path == "time"}) > 1:
        candidates = [c for c in candidates if c[2].path != "time"]
    if not candidates:
        return None
    confidence, stamp, evidence = max(candidates, key=lambda c: c[0])
    same = [c for c in candidates if c[1].day == stamp.day]
    stamp = max((c[1] for c in same if c[0] >= confidence - 0.2), key=lambda s: len(s.iso))
    return Dated(stamp, min(0.95, confidence + 0.03 * (len(same) - 1)), evidence)


def _is_conversation(meta: Sequence[Evidence], lines: Sequence[SourceLine]) -> bool:
    """Do several speak where the markup names speakers and a day? Then it is a broadcast, not a talk.

    A talk is written down long after its day; a broadcast is published on it.
    """
    if not any(e.field == "held_at" for e in meta):
        return False
    shapes = shapes_of([line.text for line in lines if line.is_main is not False])
    return len({shape.label for shape in shapes} - {None}) > 1


def _printed(lines: Sequence[SourceLine], title: int | None, body: int, end: int) -> Iterator[Dated]:
    first = max(0, (body if title is None else min(title, body)) - HEAD_BEFORE)
    last = min(len(lines), max(body, title or 0) + HEAD_AFTER, max(end, (title or 0) + 1))
    for i in range(first, last):
        dated = datelines.in_line(lines, i)
        if dated is None or datelines.has_place(lines, i):
            continue
        bonus = 0.0
        if title is not None and title < i <= body:
            bonus += 0.1
        elif title is not None and (i < title - 2 or i > body + 2):
            bonus -= 0.1
        is_alone = len(lines[i].text) == dated.stamp.end - dated.stamp.start
        is_above = (i == 0 and not is_alone) if title is None else i < title
        if is_above and not datelines.PUBLISHED.search(lines[i].text):
            bonus -= ABOVE_TITLE
        if datelines.is_event(lines, i, title):
            continue
        if (title is None or i < title or i > body + 2) and datelines.stands_in_list(lines, i, dated.stamp):
            continue
        if (
            title is not None
            and i < title
            and datelines.WEEKDAY.search(lines[i].text)
            and dated.stamp.precision == "day"
        ):
            continue  # today's date in a page's header
        yield Dated(dated.stamp, min(0.95, dated.confidence + bonus), dated.evidence)
    for i in range(max(end, last), min(len(lines), end + TAIL_LINES)):
        if lines[i].reason in ("comments", "related"):
            break  # the days after it are those of others
        dated = datelines.in_line(lines, i)
        is_called = i == end or datelines.PUBLISHED.search(lines[i].text)
        if dated is not None and is_called and not datelines.stands_in_list(lines, i, dated.stamp):
            yield Dated(dated.stamp, dated.confidence - 0.15, dated.evidence)
