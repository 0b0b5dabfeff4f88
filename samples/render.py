"""How the invented sites print: pages through templates/, feeds, sitemaps, robots.txt, front pages."""

from __future__ import annotations

import calendar
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import yaml

from samples.authored import Article

if TYPE_CHECKING:
    from samples.pages import Page

_HERE = Path(__file__).resolve().parent

_CREDIT_WORDS = {
    "zh-Hans": {"compiler": "整理", "editor": "编辑", "photographer": "摄影", "translator": "翻译"},
    "zh-Hant": {"compiler": "整理", "editor": "責任編輯", "photographer": "攝影", "translator": "翻譯"},
    "en": {
        "compiler": "Compiled",
        "editor": "Edited",
        "photographer": "Photographs",
        "translator": "Translated",
    },
}


@dataclass(frozen=True, slots=True)
class Site:
    """An invented site: sites.yml."""

    key: str
    name: str
    language: str
    path: str
    offset: str
    claims: str | None = None  # the source it prints where it names no other
    feed_path: str | None = None
    feed_kind: str | None = None
    feed_query: str = ""
    adverts: tuple[str, ...] = ()
    disallow: tuple[str, ...] = ()


@cache
def sites() -> Mapping[str, Site]:
    """The invented sites by key, in the order of their addresses."""
    out = {}
    for key, entry in yaml.safe_load((_HERE / "sites.yml").read_text(encoding="utf-8")).items():
        feed_entry = entry.pop("feed", {})
        lists: dict[str, Any] = {name: tuple(entry.pop(name, ())) for name in ("adverts", "disallow")}
        feed_fields = {f"feed_{name}": value for name, value in feed_entry.items()}
        out[key] = Site(key=key, **entry, **feed_fields, **lists)
    return out


def site_path(key: str, article: Article, published_at: str | None = None, number: int = 0) -> str:
    """Where a site prints an article."""
    year, month, day = (published_at or article.published_at)[:10].split("-")
    number = number or article.number
    return sites()[key].path.format(year=year, month=month, day=day, slug=article.slug, number=number)


def home(key: str) -> str:
    """The address of a site as written in its pages."""
    return f"http://{key}.test"


def iso(page: Page) -> str:
    """The page's date for machines, with its offset where it has a time of day."""
    date = page.published_at or ""
    return f"{date}:00{sites()[page.site].offset}" if "T" in date and page.site in sites() else date


def printed_date(date: str, language: str) -> str:
    """A date for readers."""
    if language != "en":
        return date.replace("T", " ")
    year, month, day = (int(part) for part in date[:10].split("-"))
    return f"{calendar.month_name[month]} {day}, {year}"


def _json_ld(page: Page) -> str:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "datePublished": iso(page),
        "publisher": {"@type": "Organization", "name": sites()[page.site].name},
    }
    if page.article and page.article.byline:
        data["author"] = {"@type": "Person", "name": page.article.byline}
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def view(page: Page) -> dict[str, Any]:
    """What a template may print."""
    article = page.article
    is_base = page.disposition == "published"
    words = _CREDIT_WORDS[article.language] if article else {}
    return {
        "title": page.printed_title or page.title,
        "url": home(page.site) + page.path,
        "iso": iso(page),
        "printed_date": printed_date(page.published_at or "", article.language if article else "zh-Hans"),
        "json_ld": _json_ld(page) if page.site in sites() else "",
        "outlet": page.outlet,
        "byline": article.byline if article and is_base else None,
        "credits": [
            {"word": words[c["kind"]], "name": c["name"]}
            for c in (article.credits if article else ())
            if is_base
        ],
        "rows": page.rows,
        "end_note": article.end_note if article and is_base else None,
        "charset": page.charset,
        "counter": page.number,
        "is_copy": not is_base,
        "is_truncated": "truncated" in page.damage,
    }


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=jinja2.select_autoescape(["html", "xml"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _rendered(template: str, **values: object) -> str:
    return _environment().get_template(template).render(**values)


def page_bytes(page: Page) -> bytes:
    """The page as it is served."""
    return _rendered(page.template, page=view(page)).encode(page.charset, "xmlcharrefreplace")


def _feed(site: Site, made: Sequence[Page]) -> bytes:
    """What the site published itself, newest first."""
    entries = sorted((p for p in made if p.is_in_feed), key=lambda p: p.published_at or "", reverse=True)
    items = [
        {
            "title": p.title,
            "url": home(site.key) + p.path + site.feed_query,
            "iso": iso(p),
            "rfc": _rfc_date(p),
        }
        for p in entries
    ]
    return _rendered(f"{site.feed_kind}.xml", site=site, home=home(site.key), items=items).encode()


def _rfc_date(page: Page) -> str:
    """The page's date as RSS and HTTP write it."""
    if not page.published_at:
        return ""
    moment = datetime.fromisoformat(
        iso(page) if "T" in page.published_at else f"{page.published_at}T00:00:00+00:00"
    )
    return format_datetime(moment)


def site_files(key: str, made: Sequence[Page]) -> dict[str, tuple[str, bytes]]:
    """What a site serves beside its pages: path → (content type, body)."""
    site = sites()[key]
    links = [{"url": home(key) + p.path, "path": p.path, "title": p.title} for p in made if p.rows]
    values: dict[str, Any] = {"site": site, "home": home(key), "links": links}
    files = {
        "/": ("text/html; charset=utf-8", _rendered("front.html", **values).encode()),
        "/robots.txt": ("text/plain; charset=utf-8", _rendered("robots.txt", **values).encode()),
        "/sitemap.xml": ("application/xml; charset=utf-8", _rendered("sitemap.xml", **values).encode()),
    }
    if site.feed_path:
        files[site.feed_path] = (f"application/{site.feed_kind}+xml; charset=utf-8", _feed(site, made))
    return files
