"""Which pages does a feed, a sitemap or a list page name? Bytes in, links out."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from io import BytesIO
from time import struct_time
from typing import Literal
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

MAX_LINKS = 50_000  # what the sitemap protocol allows a file; nothing else may be longer
MAX_BYTES = 52_428_800  # the same, in bytes, unpacked
MAX_TITLE_CHARS = 500
GZIP_MAGIC = b"\x1f\x8b"
# What a list page links to besides pages: by their ending.
NOT_PAGES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|pdf|docx?|xlsx?|pptx?|zip|rar|7z|gz|apk|exe|dmg|mp[34]|m4a|avi|mov|wmv|flv|swf|woff2?)$",
    re.IGNORECASE,
)


class Unreadable(Exception):
    """A listing is not what its source says it is."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page that a listing names, with what it says of it."""

    address: str
    title: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    tag: str | None = None  # of a file: changes when it changes


def read_feed(body: bytes, *, address: str, content_type: str = "") -> list[Link]:
    """The entries of an RSS or Atom feed, as ordered there."""
    import feedparser  # slow to import, and DAG files import us

    # Many feeds are served as text/html or text/xml, which would change how their bytes are decoded.
    charset = charset_of(content_type)
    as_xml = f"application/xml; charset={charset}" if charset else "application/xml"
    headers = {"content-location": address, "content-type": as_xml}
    feed = feedparser.parse(BytesIO(body), response_headers=headers)
    if not feed.entries and (feed.bozo or not feed.get("version")):
        raise Unreadable(f"{address} is no feed ({feed.get('bozo_exception') or 'no entries, no version'})")
    return [
        Link(
            _joined(address, entry.get("feedburner_origlink") or entry["link"]),
            title=_title(entry.get("title")),
            published_at=_instant(entry.get("published_parsed")),
            modified_at=_instant(dict.get(entry, "updated_parsed")),  # its own get falls back to published,
        )
        for entry in feed.entries[:MAX_LINKS]
        if entry.get("feedburner_origlink") or entry.get("link")
    ]


def read_sitemap(body: bytes, *, address: str) -> tuple[Literal["pages", "sitemaps"], list[Link]]:
    """What a sitemap lists, newest first: pages, or further sitemaps. Also packed, also as plain text."""
    data = _unpacked(body, address)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = data.decode("utf-8-sig", "replace").split()
        if not lines or not all(line.startswith(("http://", "https://")) for line in lines):
            raise Unreadable(f"{address} is no sitemap (neither XML nor a list of addresses)")
        return "pages", [Link(line) for line in lines[:MAX_LINKS]]
    kind: Literal["pages", "sitemaps"] = "pages"
    links: list[Link] = []
    try:
        for element in _elements(data):
            name = etree.QName(element).localname
            if name == "sitemap":
                kind = "sitemaps"
            if name in {"url", "sitemap"} and (link := _sitemap_link(element, address)):
                links.append(link)
            if name in {"url", "sitemap"}:
                element.clear()
            if len(links) >= MAX_LINKS:
                break
    except etree.XMLSyntaxError as error:
        if not links:
            raise Unreadable(f"{address} is no sitemap ({error})") from error
    oldest = datetime.min.replace(tzinfo=timezone.utc)
    return kind, sorted(links, key=lambda link: link.modified_at or link.published_at or oldest, reverse=True)


def read_list(body: bytes, *, address: str, charset: str | None = None) -> list[Link]:
    """The links of a list page that lead to other pages on its host, as ordered there."""
    if not body.strip():
        raise Unreadable(f"{address} is empty")
    try:
        parser = html.HTMLParser(encoding=_charset(body, charset))
        tree = html.document_fromstring(body, parser=parser)
    except (etree.ParserError, LookupError, ValueError) as error:
        raise Unreadable(f"{address} is no page ({error})") from error
    declared = tree.find(".//base")
    base = _target(address, declared.get("href") or "" if declared is not None else "") or address
    found: dict[str, Link] = {}
    for anchor in tree.iter("a"):
        target = _target(base, anchor.get("href") or "")
        if target is None or urlsplit(target).netloc != urlsplit(address).netloc or not _is_page(target):
            continue
        title = _title("".join(map(str, anchor.itertext(with_tail=False))))
        if target != address and (target not in found or (title and not found[target].title)):
            found[target] = Link(target, title=title)
    return list(found.values())[:MAX_LINKS]


def charset_of(content_type: str) -> str | None:
    """The character set that a Content-Type header names."""
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    return match[1] if match else None


def _charset(body: bytes, declared: str | None) -> str | None:
    """What to read a page in: titles are hints only, so proof of UTF-8 or the header will do."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        # Pages that say GB2312 use its superset; libxml2 would stop at the first other character.
        return "gb18030" if (declared or "").lower() in {"gb2312", "gbk"} else declared
    return "utf-8"


def _joined(base: str, reference: str) -> str:
    """Where a reference leads; one that cannot be read as it is, for whoever counts bad addresses."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def _target(base: str, href: str) -> str | None:
    try:
        target = urljoin(base, href.strip()).partition("#")[0]
        return target if urlsplit(target).scheme in {"http", "https"} else None
    except ValueError:
        return None


def _is_page(target: str) -> bool:
    from courlan.filters import type_filter  # slow to import, too

    path = urlsplit(target).path
    return path not in {"", "/"} and not NOT_PAGES.search(path) and bool(type_filter(target))


def _elements(data: bytes) -> Iterator[etree._Element]:
    events = etree.iterparse(
        BytesIO(data),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for _, element in events:
        if isinstance(element.tag, str):
            yield element


def _sitemap_link(element: etree._Element, address: str) -> Link | None:
    texts: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child.text and child.text.strip():
            texts.setdefault(etree.QName(child).localname, child.text.strip())
    if "loc" not in texts:
        return None
    return Link(
        _joined(address, texts["loc"]),
        title=_title(texts.get("title")),
        published_at=_moment(texts.get("publication_date")),
        modified_at=_moment(texts.get("lastmod")),
    )


def _unpacked(body: bytes, address: str) -> bytes:
    if not body.startswith(GZIP_MAGIC):
        return body
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        data = unpacker.decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise Unreadable(f"{address} is damaged ({error})") from error
    if unpacker.unconsumed_tail:
        raise Unreadable(f"{address} is larger than {MAX_BYTES} bytes")
    return data


def _title(text: object) -> str | None:
    words = " ".join(str(text or "").replace("\0", "").split())
    return words[:MAX_TITLE_CHARS] or None


def _instant(parsed: struct_time | None) -> datetime | None:
    try:
        return datetime(*parsed[:6], tzinfo=timezone.utc) if parsed else None
    except ValueError:
        return None


def _moment(text: str | None) -> datetime | None:
    """A W3C date as an instant; a date alone is the beginning of that day."""
    try:
        moment = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
