"""Who published a page when, under which headline, as far as the page says?

Markup is weighed against the printed lines; every field that is not NULL has its evidence. Works the
same for HTML and for plain text, where there is no markup to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from onrecord.extract import bylines, outlets, pubdate, titles
from onrecord.extract.outlets import Origin
from onrecord.extract.page import Page, SourceLine
from onrecord.models import Credit, Evidence, Precision

HEAD_BEFORE, HEAD_AFTER = 15, 8  # lines around the start of the body where credits stand
TAIL_LINES = 15  # lines after the article where a source or editor may still be named
LEDE_LINES = 8
PUBLISHER = 0.6  # JSON-LD's publisher is the site more often than the origin
MAX_TITLES = 10  # that the markup states: each is looked for in every line
MAX_NOTICE = 200  # characters of a line that is a notice of reprint; longer ones are prose

_LANGUAGE_CODES = """
    英 en 日 ja 法 fr 德 de 俄 ru 韩 ko 韓 ko 西班牙 es 葡萄牙 pt 意大利 it 阿拉伯 ar 荷兰 nl
    english en japanese ja french fr german de russian ru korean ko spanish es portuguese pt italian it
    chinese zh mandarin zh arabic ar dutch nl
"""
_CODES = _LANGUAGE_CODES.split()
_LANGUAGE_NAMES = dict(zip(_CODES[::2], _CODES[1::2], strict=True))
_TRANSLATED = re.compile(
    r"(?:译自|譯自|翻译自|翻譯自|由)(?P<han>英|日|法|德|俄|韩|韓|西班牙|葡萄牙|意大利|阿拉伯|荷兰)(?:文|语|語)"
    r"|原文(?:为|為|是)(?P<han2>英|日|法|德|俄|韩|韓|西班牙|葡萄牙|意大利|阿拉伯|荷兰)(?:文|语|語)"
    r"|[Tt]ranslated from (?:the )?(?:original )?(?P<name>[A-Z][a-z]+)"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page states of itself; None where it does not, or not well enough."""

    title: str | None = None
    canonical_url: str | None = None
    site: str | None = None
    published_at: str | None = None
    published_at_precision: Precision | None = None
    published_at_confidence: float | None = None
    outlet: str | None = None
    outlet_confidence: float | None = None
    byline: str | None = None
    credits: tuple[Credit, ...] = ()
    translator: str | None = None
    original_language: str | None = None
    html_language: str | None = None
    evidence: tuple[Evidence, ...] = ()


def read(page: Page, *, url: str | None, body_start: int) -> Metadata:
    """Everything the page states of itself; `body_start`: where in source_text the article begins."""
    lines = page.lines
    body = next((i for i, line in enumerate(lines) if line.start >= body_start), len(lines))
    end = _article_end(lines, body)
    site = _site(page, url)
    title, title_line, title_evidence = _title(page, body, end, site.quote if site else None)
    dated = pubdate.choose(lines, page.meta, url=url, title=title_line, body=body, end=end)
    credit_lines = list(_credit_lines(lines, title_line, body, end))
    credits = (*_credits(credit_lines), *_stated_translators(page))
    origin = _outlet(page, credit_lines, lines[body : body + LEDE_LINES], site.quote if site else None)
    if origin and (site is None or site.path == "url"):
        site = _site_in_title(page, origin[1].quote) or site
    byline = _byline(page, credits, site.quote if site else None)
    translators = {credit.name: credit for credit in credits if credit.kind == "translator"}
    language = _original_language(credit_lines, lines[body : body + LEDE_LINES])
    canonical = _canonical(page, url)
    html_language = next((e for e in page.meta if e.field == "html_language"), None)
    found: list[Evidence | None] = [title_evidence, site, byline, language, canonical, html_language]
    found += [dated.evidence if dated else None, origin[1] if origin else None]
    found += [credit.evidence for credit in list(translators.values())[:1]]
    return Metadata(
        title=title,
        canonical_url=canonical.quote if canonical else None,
        site=site.quote if site else None,
        published_at=dated.stamp.iso if dated else None,
        published_at_precision=dated.stamp.precision if dated else None,
        published_at_confidence=round(dated.confidence, 2) if dated else None,
        outlet=origin[1].quote if origin else None,
        outlet_confidence=origin[0] if origin else None,
        byline=byline.quote if byline else None,
        credits=credits,
        translator="、".join(translators) or None,
        original_language=_language_code(language.quote) if language else None,
        html_language=html_language.quote.replace("_", "-") if html_language else None,
        evidence=tuple(evidence for evidence in found if evidence),
    )


def _article_end(lines: Sequence[SourceLine], body: int) -> int:
    """After the last line of the article as far as known: without a verdict, the end of the page."""
    main = [i for i in range(body, len(lines)) if lines[i].is_main]
    return main[-1] + 1 if main else len(lines)


def _site(page: Page, url: str | None) -> Evidence | None:
    """The name the page gives its site, else the host it stands on."""
    for path in ("og:site_name", "jsonld.WebSite.name", "application-name"):
        for evidence in page.meta:
            if evidence.field == "site" and evidence.path == path and 1 < len(evidence.quote) <= 60:
                return evidence
    host = urlsplit(url).hostname if url and url.startswith(("http://", "https://")) else None
    return Evidence("site", "meta", host.removeprefix("www."), path="url") if host else None


def _site_in_title(page: Page, outlet: str) -> Evidence | None:
    """The outlet as the site's own name, where the tail of the page's <title> is that name too."""
    for evidence in page.meta:
        if evidence.field == "title" and evidence.path == "title":
            _, *tails = titles.SEPARATOR.split(evidence.quote)
            if titles.key(outlet) in map(titles.key, tails):
                return Evidence("site", "meta", outlet, path="title")
    return None


def _title(
    page: Page, body: int, end: int, site: str | None
) -> tuple[str | None, int | None, Evidence | None]:
    """The headline, the line that prints it, and where it was read."""
    stated = [evidence for evidence in page.meta if evidence.field == "title"]
    quotes = list(dict.fromkeys(evidence.quote for evidence in stated))[:MAX_TITLES]
    place = titles.printed(quotes, page.lines, body, site)
    is_printed = place is not None
    if place is None:
        last = page.lines[end - 1] if end else None
        until = last.start + len(last.text) if last else 0
        place = titles.guessed(page.lines, body, page.source_text[_start(page.lines, body) : until])
    # <title> alone may be a greeting or the site; what is written for sharing names the article
    named = [e for e in stated if e.path != "title"] or ([] if place is not None else stated)
    usable = [
        (title, e) for e in named if len(titles.key(title := titles.clean(e.quote, site))) >= titles.MIN_HEAD
    ]
    if usable and not is_printed:
        title, evidence = usable[0]
        return title, place, Evidence("title", "meta", title, path=evidence.path)
    if place is None:
        return None, None, None
    line = page.lines[place]
    whole = titles.continued(quotes, page.lines, place, site)
    if whole:
        return whole, place, Evidence("title", "meta", whole, path=usable[0][1].path if usable else "title")
    title = line.text.strip() if is_printed else titles.clean(line.text, site)
    start = line.start + max(0, line.text.find(title))
    return title, place, Evidence("title", "source", title, start_char=start, end_char=start + len(title))


def _start(lines: Sequence[SourceLine], i: int) -> int:
    return lines[i].start if i < len(lines) else 0


def _credit_lines(
    lines: Sequence[SourceLine], title: int | None, body: int, end: int
) -> Iterator[tuple[SourceLine, bool]]:
    """Lines where credits may stand, with whether it is the head; the nearest to the body first."""
    first = max(0, (body if title is None else min(title, body)) - (HEAD_BEFORE if title is None else 3))
    last = min(len(lines), max(body, title or 0) + HEAD_AFTER)
    for i in sorted(range(first, last), key=lambda i: abs(i - body)):
        yield lines[i], True
    for i in range(
        max(last, end - 4 if end < len(lines) else end - TAIL_LINES), min(len(lines), end + TAIL_LINES)
    ):
        yield lines[i], False


def _credits(credit_lines: Sequence[tuple[SourceLine, bool]]) -> Iterator[Credit]:
    """Named for their work: in the head anywhere in a line of marks, in the tail in a line of its own."""
    seen: set[tuple[str, str]] = set()
    for line, is_head in credit_lines:
        if not is_head and not bylines.is_credit_line(line.text.strip(" 　()（）[]【】")):
            continue
        for named in bylines.read(line.text):
            for name in bylines.names(named.name) if named.kind != "source" else (named.name,):
                if (named.kind, name) in seen:
                    continue
                seen.add((named.kind, name))
                start = line.start + named.start
                evidence = Evidence(
                    "credit", "source", named.name, start_char=start, end_char=line.start + named.end
                )
                yield Credit(named.kind, name, evidence)


def _stated_translators(page: Page) -> Iterator[Credit]:
    """Translators whom only the markup names."""
    for evidence in page.meta:
        for name in bylines.names(evidence.quote) if evidence.field == "translator" else ():
            yield Credit("translator", name, Evidence("credit", "meta", name, path=evidence.path))


def _outlet(
    page: Page, credit_lines: Sequence[tuple[SourceLine, bool]], lede: Sequence[SourceLine], site: str | None
) -> tuple[float, Evidence] | None:
    """The origin stated best; a publisher in the markup only where nothing is printed."""
    found: list[tuple[float, Evidence]] = []
    for line, is_head in credit_lines:
        origins = list(outlets.in_credit_line(line.text))
        if len(line.text) <= MAX_NOTICE:
            origins += outlets.in_notice(line.text)
        found += [(o.confidence - (0.0 if is_head else 0.1), _read_from(line, o)) for o in origins]
        place = outlets.asks(line.text, site) if site and is_head and "." not in site else None
        if site and place is not None and len(line.text) <= bylines.MAX_LINE:
            found.append((PUBLISHER, _read_from(line, Origin(site, PUBLISHER, place, place + len(site)))))
    for line in lede:
        found += [(o.confidence, _read_from(line, o)) for o in outlets.in_lede(line.text)]
        place = outlets.asks(line.text, site) if site and "." not in site else None
        if site and place is not None:
            found.append(
                (outlets.ASKS, _read_from(line, Origin(site, outlets.ASKS, place, place + len(site))))
            )
    for line, o in outlets.in_turns(page.lines):
        found.append((o.confidence, _read_from(line, o)))
    for evidence in page.meta:
        if evidence.field == "outlet" and bylines.is_name(evidence.quote):
            found.append((0.8, Evidence("outlet", "meta", evidence.quote, path=evidence.path)))
        elif evidence.field == "publisher" and bylines.is_name(evidence.quote):
            found.append((PUBLISHER, Evidence("outlet", "meta", evidence.quote, path=evidence.path)))
    best = max(found, key=lambda item: item[0], default=None)
    return best


def _read_from(line: SourceLine, origin: outlets.Origin) -> Evidence:
    return Evidence(
        "outlet",
        "source",
        origin.name,
        start_char=line.start + origin.start,
        end_char=line.start + origin.end,
    )


def _byline(page: Page, credits: Sequence[Credit], site: str | None) -> Evidence | None:
    """Who wrote it: as printed, else as the markup says, unless that is the site or an account."""
    authors = [credit for credit in credits if credit.kind == "author"]
    if authors and authors[0].evidence:
        first = authors[0].evidence
        return Evidence("byline", "source", first.quote, start_char=first.start_char, end_char=first.end_char)
    houses = {titles.key(e.quote) for e in page.meta if e.field in ("site", "publisher", "outlet")}
    houses |= {titles.key(site)} if site else set()
    for evidence in page.meta:
        name = re.sub(r"^\W*by:?\s+", "", evidence.quote, flags=re.I).strip()
        if evidence.field != "byline" or not bylines.is_name(name):
            continue
        if titles.key(name).removesuffix("editor") in houses:
            continue
        return Evidence("byline", "meta", name, path=evidence.path)
    return None


def _original_language(
    credit_lines: Sequence[tuple[SourceLine, bool]], lede: Sequence[SourceLine]
) -> Evidence | None:
    for line in (*(line for line, _ in credit_lines), *lede):
        match = _TRANSLATED.search(line.text)
        if match and _language_code(match.group()):
            start = line.start + match.start()
            return Evidence(
                "original_language",
                "source",
                match.group(),
                start_char=start,
                end_char=line.start + match.end(),
            )
    return None


def _language_code(statement: str) -> str | None:
    match = _TRANSLATED.search(statement)
    if not match:
        return None
    name = match["han"] or match["han2"] or (match["name"] or "").lower()
    return _LANGUAGE_NAMES.get(name)


def _canonical(page: Page, url: str | None) -> Evidence | None:
    """The address the page gives itself, made absolute; the front page's is a mistake."""
    own = urlsplit(url) if url else None
    for evidence in sorted(page.meta, key=lambda e: e.path != "link.canonical"):
        if evidence.field != "canonical_url":
            continue
        try:
            address = urljoin(url or "", evidence.quote)
            parts = urlsplit(address)
        except ValueError:  # `http://[`: no address
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname:
            continue
        if own and own.path.strip("/") and not parts.path.strip("/") and not parts.query:
            continue
        return Evidence("canonical_url", "meta", address, path=evidence.path)
    return None
