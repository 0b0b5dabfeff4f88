"""What does a page's markup say of the page? Candidates with their path, none of them believed yet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from lxml import html

from onrecord.models import Evidence

MAX_JSON_CHARS = 500_000  # larger JSON-LD is a catalogue, not a description of this page
MAX_JSON_NODES = 5_000
MAX_QUOTE = 500
MAX_CANDIDATES = 300  # a page that says so much of itself says nothing
MAX_TIMES = 40  # <time> elements looked at; more stand in lists of other articles

# name, property or itemprop of a <meta> → the field it may tell; order within a field is left to metadata.py
_META_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dc.title", "headline"),
    "site": ("og:site_name", "application-name"),
    "published_at": (
        *("article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "date"),
        *("publish_date", "publish-date", "publication_date", "article_date_original", "og:release_date"),
        *(
            "dc.date",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms.created",
            "parsely-pub-date",
            "sailthru.date",
        ),
        "weibo:article:create_at",
    ),
    "modified_at": ("article:modified_time", "og:updated_time", "datemodified"),
    "byline": ("article:author", "author", "dc.creator", "byl", "parsely-author", "og:article:author"),
    "outlet": ("source", "contentsource", "dc.source", "copyrightholder"),
    "publisher": ("dc.publisher",),
    "canonical_url": ("og:url",),
    "html_language": ("og:locale", "content-language"),
}
_META_FIELDS = {name: field for field, names in _META_NAMES.items() for name in names}
_JSON_FIELDS = {
    "headline": "title",
    "datePublished": "published_at",
    "pubDate": "published_at",
    "dateCreated": "created_at",
    "dateModified": "modified_at",
    "author": "byline",
    "publisher": "publisher",
    "sourceOrganization": "outlet",
    "translator": "translator",
    "inLanguage": "html_language",
}
_ARTICLE_TYPE = re.compile(r"Article|Posting|Report|Interview|QAPage|Question$", re.I)
_PAGE_TYPE = re.compile(r"WebPage|ItemPage|MediaObject|VideoObject", re.I)


def read_meta(root: html.HtmlElement) -> tuple[Evidence, ...]:
    """All candidates in the order of the page, JSON-LD first."""
    return tuple(
        Evidence(field=field, origin="meta", quote=" ".join(quote.split())[:MAX_QUOTE], path=path)
        for field, quote, path in islice(_candidates(root), MAX_CANDIDATES)
        if quote and quote.strip()
    )


def _candidates(root: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from _json_ld(script.text or "")
    for meta in root.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip()
            if name.lower() in _META_FIELDS:
                yield _META_FIELDS[name.lower()], meta.get("content") or "", name
                break
    title = next(root.iter("title"), None)
    if title is not None:
        yield "title", "".join(title.itertext()), "title"
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield "canonical_url", link.get("href") or "", "link.canonical"
    yield (
        "html_language",
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        "html.lang",
    )
    yield from _microdata(root)


def _microdata(root: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    times = 0
    for element in root.iter("time", "span", "abbr", "p", "div", "a"):
        prop = element.get("itemprop")
        is_time = element.tag == "time" and times < MAX_TIMES
        if prop in ("datePublished", "author", "publisher", "headline") and prop in _JSON_FIELDS:
            value = element.get("datetime") or element.get("content") or "".join(element.itertext())
            yield _JSON_FIELDS[prop], value, f"itemprop.{prop}"
        elif is_time and element.get("datetime"):
            times += 1
            named = element.get("pubdate") is not None or "publish" in (element.get("class") or "").lower()
            yield "published_at", element.get("datetime") or "", "time.pubdate" if named else "time"


def _json_ld(script: str) -> Iterator[tuple[str, str, str]]:
    if not script.strip() or len(script) > MAX_JSON_CHARS:
        return
    body = re.sub(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$", "", script).rstrip(
        "; \n\t"
    )
    try:
        data = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return
    for node in _nodes(data):
        kind = _text(node.get("@type")) or ""
        if _ARTICLE_TYPE.search(kind) or (not kind and "pubDate" in node):
            path = "jsonld"
        elif _PAGE_TYPE.search(kind):
            path = f"jsonld.{kind}"
        elif kind == "WebSite":
            yield "site", _text(node.get("name")) or "", "jsonld.WebSite.name"
            continue
        else:
            continue
        for key, field in _JSON_FIELDS.items():
            yield field, _text(node.get(key)) or "", f"{path}.{key}"


def _nodes(data: object) -> Iterator[dict[str, object]]:
    """Every object in the tree, outermost first, without recursion."""
    queue, seen = [data], 0
    while queue and seen < MAX_JSON_NODES:
        node = queue.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            queue.extend(
                value
                for key, value in node.items()
                if key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
            )
        elif isinstance(node, list):
            queue.extend(node)


def _text(value: object) -> str | None:
    """The name in a JSON-LD value: a string, an object with a name, or several of them."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        names = [name for name in (_text(item) for item in value[:20] if not isinstance(item, list)) if name]
        return ", ".join(names) or None
    return None
