"""Which pages there are: each authored text where it was first published, and what others made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

from samples import damage, scraping
from samples.authored import Article, Row, rows
from samples.render import site_path, sites

_DERIVED = Path(__file__).resolve().parent / "derived.yml"

DAMAGES: Mapping[str, Callable[[Sequence[Row]], tuple[Row, ...]]] = {
    done.__name__: done
    for done in (
        damage.traditional,
        damage.simplified,
        damage.obfuscated,
        damage.over_converted,
        damage.lightly_edited,
        damage.truncated,
        damage.cut_off,
        damage.doubled,
        damage.lead_twice,
        damage.run_together,
        scraping.emoji,
        scraping.gbk_split,
        scraping.half_width,
        scraping.html_remains,
        scraping.invisible,
        scraping.markdown_remains,
        scraping.mojibake,
        scraping.overwritten,
        scraping.replaced,
        scraping.spaced,
    )
}

# A damage that changes what a page is to its original; the strongest comes first.
_RELATIONS = (
    ("truncated", "truncated"),
    ("cut_off", "truncated"),
    ("extended", "extended"),
    ("traditional", "script"),
    ("simplified", "script"),
    ("obfuscated", "script"),
    ("over_converted", "script"),
    ("gbk_split", "script"),
    ("lightly_edited", "near"),
    ("overwritten", "near"),
    ("replaced", "near"),
)

_SCRIPTS = {
    "traditional": "zh-Hant",
    "obfuscated": "zh-Hant",
    "over_converted": "zh-Hant",
    "gbk_split": "zh-Hant",
    "simplified": "zh-Hans",
}

# What changes a title too; the rest comes over the text alone.
_TITLE_DAMAGES = {"traditional", "simplified", "obfuscated", "over_converted", "lightly_edited"}


@dataclass(frozen=True, slots=True)
class Page:
    """One address of an invented site, with what it prints and what should become of it."""

    site: str
    path: str
    disposition: str
    reason: str | None = None
    article: Article | None = None
    relation: str | None = None  # of a copy, to the article as first published
    damage: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    title: str | None = None
    printed_title: str | None = None  # where a program has put pinyin into it
    published_at: str | None = None
    outlet: str | None = None  # as the page states it
    charset: str = "utf-8"
    is_in_feed: bool = False
    is_served: bool = True
    location: str | None = None  # where the site sends who asks for it
    without_article: str = "pictures"  # the template of a page that has none

    @property
    def content_type(self) -> str:
        # The page in another charset says so in a meta element only, as old sites do.
        return "text/html; charset=utf-8" if self.charset == "utf-8" else "text/html"

    @property
    def language(self) -> str | None:
        """The language that the page is printed in."""
        if not self.article:
            return None
        return next((_SCRIPTS[name] for name in self.damage if name in _SCRIPTS), self.article.language)

    @property
    def template(self) -> str:
        """The template that prints it."""
        if self.site == "saved":
            return f"saved{Path(self.path).suffix}"
        return f"{self.site if self.article else self.without_article}.html"

    @property
    def number(self) -> int:
        """A number for addresses and counters, the same on every run."""
        return 10_000 + crc32(f"{self.site} {self.path}".encode()) % 80_000


@cache
def _derived() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(_DERIVED.read_text(encoding="utf-8"))
    return loaded


def base_pages(written: Mapping[str, Article]) -> Iterator[Page]:
    """Each article on the site (or in the folder of saved pages) that has it first."""
    for article in written.values():
        is_saved = article.site == "saved"
        yield Page(
            site=article.site,
            path=f"{article.slug}.txt" if is_saved else site_path(article.site, article),
            disposition="published",
            article=article,
            rows=rows(article),
            title=article.title,
            published_at=article.published_at,
            outlet=article.outlet,
            charset=article.charset,
            is_in_feed=not is_saved and bool(sites()[article.site].feed_path),
        )


def _relation(done: tuple[str, ...]) -> str:
    return next((relation for name, relation in _RELATIONS if name in done), "exact")


def _copied_rows(entry: Mapping[str, Any], article: Article) -> tuple[Row, ...]:
    """The article's rows after everything that the entry says was done to them."""
    printed = rows(article)
    for name in entry.get("damage", ()):
        printed = DAMAGES[name](printed)
    if every := entry.get("adverts"):
        printed = damage.interrupted(printed, sites()[entry["site"]].adverts, every)
    before, after = (
        tuple(Row("paragraph", text) for text in entry.get(side, ())) for side in ("before", "after")
    )
    return (*before, *printed, *after)


def copied_pages(written: Mapping[str, Article]) -> Iterator[Page]:
    """The reposts of derived.yml."""
    for entry in _derived()["copies"]:
        article = written[entry["article"]]
        done = (
            *entry.get("damage", ()),
            *(["adverts"] if "adverts" in entry else []),
            *(["extended"] if "before" in entry or "after" in entry else []),
            *([entry["charset"]] if "charset" in entry else []),
        )
        printed = _copied_rows(entry, article)
        site = sites().get(entry["site"])
        yield Page(
            site=entry["site"],
            path=entry.get("path")
            or site_path(entry["site"], article, entry["published_at"], entry["number"]),
            disposition="copy",
            article=article,
            relation=_relation(done),
            damage=done,
            rows=printed,
            title=entry.get("title") or _title(entry, article, {"obfuscated": "traditional"}),
            printed_title=_title(entry, article) if "obfuscated" in done else None,
            published_at=entry["published_at"],
            outlet=article.outlet if entry.get("credits_outlet") else (site.claims if site else None),
            charset=entry.get("charset", "utf-8"),
        )


def _title(entry: Mapping[str, Any], article: Article, instead: Mapping[str, str] | None = None) -> str:
    """The article's title after the same damage to its characters, or another in place of some."""
    (row,) = (Row("heading", article.title),)
    for name in ((instead or {}).get(name, name) for name in entry.get("damage", ())):
        if name in _TITLE_DAMAGES:
            (row,) = DAMAGES[name]((row,))
    return row.text


def redirected_pages(written: Mapping[str, Article]) -> Iterator[Page]:
    """Addresses that lead to an article on the same site."""
    for entry in _derived()["redirects"]:
        article = written[entry["article"]]
        yield Page(
            site=entry["site"],
            path=entry["path"],
            disposition="alias",
            article=article,
            location=site_path(entry["site"], article),
        )


def unreachable_pages() -> Iterator[Page]:
    """Addresses that are listed somewhere and give no article."""
    for entry in _derived()["unreachable"]:
        yield Page(
            site=entry["site"],
            path=entry["path"],
            disposition=entry["disposition"],
            reason=entry["reason"],
            title=entry.get("title"),
            is_in_feed=entry.get("in_feed", False),
            is_served=entry.get("is_served", True),
            without_article=entry.get("template", "pictures"),
        )
