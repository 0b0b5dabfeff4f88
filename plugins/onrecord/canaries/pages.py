"""A page as it is published, or as its answer says it should be: one shape for both, so that they compare."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.dedup import fold
from onrecord.errors import ConfigurationError
from onrecord.fetch.addresses import canonical, file_address

DAY_CHARS = len("2031-05-20")
ANY_SITE = "http://site.test"  # for a path to be written as it is in an address


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who takes part. `is_named`: as a person or outlet, not only as a role such as 记者."""

    name: str
    is_named: bool
    role: str
    title: str | None
    affiliation: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """A turn or quotation: its folded words, and the folded names of those who said it (none: unsure).

    `is_named`: whether one of them is more than a role.
    """

    text: str
    speakers: frozenset[str]
    is_named: bool = field(compare=False)


@dataclass(frozen=True, slots=True)
class Article:
    """What is read from the page on which an article was first published. `days`: what its day may be called."""

    text: str
    title: str | None
    days: tuple[str, ...]
    outlet: str | None
    language: str | None
    is_interview: bool
    speakers: tuple[Speaker, ...]
    turns: tuple[Said, ...]
    quotations: tuple[Said, ...]
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Page:
    """What became of a url. `family`: of a copy, the text whose family it is in; `days`: what the page says."""

    disposition: str
    family: str | None = None
    relation: str | None = None
    days: tuple[str, ...] = ()
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of samples/answers.jsonl: where the page stands on its site, the text it carries, how it should be."""

    site: str
    path: str
    slug: str | None
    page: Page

    @property
    def is_first(self) -> bool:
        """Whether this is the page of first publication."""
        return self.page.article is not None


def answers(file: Path) -> list[Answer]:
    """The answers of a file. Raises ConfigurationError where it cannot be read."""
    try:
        with file.open(encoding="utf8") as lines:
            return [_answer(json.loads(line)) for line in lines]
    except OSError as error:
        raise ConfigurationError(
            f"{file}: the canaries' answers cannot be read ({error.strerror}). Put the file there, or switch "
            "the canaries off (config/canaries.yml)."
        ) from error


def locate(wanted: Iterable[Answer], urls: Sequence[str]) -> dict[str, Answer]:
    """Answers by the url that their page has here; those of pages that are not known yet are left out.

    Where a site stands is asked of the urls themselves: at the address under which most of its paths are
    (of several, the one that was seen first), be it a server, a folder or an archive. No two sites share one.
    """
    sites: dict[str, dict[str, Answer]] = defaultdict(dict)
    for answer in wanted:
        sites[answer.site][answer.path] = answer
    votes: Counter[tuple[str, str]] = Counter()
    for url in urls:
        for start in (place for place, char in enumerate(url) if char == "/"):
            votes.update((site, url[:start]) for site, paths in sites.items() if url[start:] in paths)
    bases: dict[str, str] = {}
    for (site, base), _ in votes.most_common():  # of equals the first: urls come in the order they were seen
        if site not in bases and base not in bases.values():
            bases[site] = base
    known = frozenset(urls)
    placed = {bases[site] + path: answer for site in bases for path, answer in sites[site].items()}
    return {url: answer for url, answer in placed.items() if url in known}


def _answer(line: Mapping[str, Any]) -> Answer:
    is_copy, is_first = line["disposition"] == "copy", line["disposition"] == "published"
    days = (str(line["published_at"])[:DAY_CHARS],) if line["published_at"] else ()
    page = Page(
        disposition=disposition(line["disposition"], line["reason"]),
        family=line["article"] if is_copy else None,
        relation=line["relation"] if is_copy else None,
        days=days if is_copy or is_first else (),
        article=_article(line, days) if is_first else None,
    )
    return Answer(line["site"], _path(line["path"]), line["article"], page)


def _article(line: Mapping[str, Any], days: tuple[str, ...]) -> Article:
    speakers = tuple(
        Speaker(one["name"], one["kind"] != "role", one["role"], one["title"], one["affiliation"])
        for one in line["speakers"]
    )
    named = frozenset(one.name for one in speakers if one.is_named)
    return Article(
        text=fold(line["text"]),
        title=line["title"],
        days=days,
        outlet=line["outlet"],
        language=line["language"],
        is_interview=line["is_interview"],
        speakers=speakers,
        turns=_said(line["turns"], named),
        quotations=_said(line["quotations"], named),
        topics=frozenset(line["topics"]),
    )


def _said(spoken: Iterable[Mapping[str, Any]], named: Collection[str]) -> tuple[Said, ...]:
    return tuple(
        Said(
            text=fold(one["text"]),
            speakers=frozenset({fold(one["speaker"])} if one["speaker"] else ()),
            is_named=one["speaker"] in named,
        )
        for one in spoken
    )


def disposition(name: str, reason: str | None) -> str:
    """A disposition in a word, of a page that is set aside with its reason."""
    return f"{name} {reason}" if reason and name in ("rejected", "quarantined") else name


def _path(path: str) -> str:
    """A path of an answer as it stands at the end of a url; one without a slash before it is a saved file."""
    if path.startswith("/"):
        return canonical(ANY_SITE + path).removeprefix(ANY_SITE)
    return file_address("", path).removeprefix("file:")
