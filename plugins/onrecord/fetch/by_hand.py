"""Which sources do the pages make that someone names by hand, and is any of those pages published?"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from urllib.parse import urlsplit

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.errors import ConfigurationError
from onrecord.fetch import folders
from onrecord.fetch.addresses import file_address
from onrecord.fetch.plan import named
from onrecord.models import Source

ALL = sys.maxsize  # pages named by hand are all wanted at once
KNOWN = "select source_slug, kind, http_state from raw.sources"
IS_ANY_PUBLISHED = """
select exists (
    select 1
    from raw.urls
    left join raw.urls as targets on urls.alias_of_url_id = targets.url_id
    inner join curated.copies on coalesce(targets.url, urls.url) = copies.url
    where
        urls.source_slug = any(%(slugs)s)
        or urls.url = any(%(urls)s)
        or split_part(urls.url, '!', 1) = any(%(files)s)
) as is_any
"""

Taken = Mapping[str, tuple[str, frozenset[Path]]]  # by slug: its kind and its folders


def sources(
    conn: Connection, pages: Sequence[str], *, name: str | None, declared: Iterable[Source] = ()
) -> list[Source]:
    """A source for each folder that is named or holds a file that is, and one for all addresses.

    With a name: one source of it. Raises ConfigurationError where the pages of two folders would stand
    for each other, or the name is that of another source.
    """
    addresses = [page for page in pages if _is_web(page)]
    roots = dict.fromkeys(_root(page) for page in pages if not _is_web(page))
    taken = _taken(conn, declared)
    if name:
        return [_under(name, addresses, list(roots), taken)]
    found = []
    if addresses:
        slug = _free("web", "urls", frozenset(), taken)
        found.append(Source(slug, "Addresses given by hand", "urls", tuple(addresses), max_pages=ALL))
    by_folder: dict[Path, list[Path]] = {}
    for root in roots:
        by_folder.setdefault(folders.folder_of(root), []).append(root)
    for folder, inside in by_folder.items():
        slug = _free(_slug(folder), "folder", frozenset({folder}), taken)
        taken = {**taken, slug: ("folder", frozenset({folder}))}
        found.append(Source(slug, folder.name, "folder", tuple(map(str, inside)), max_pages=ALL))
    return found


def is_any_published(conn: Connection, chosen: Iterable[Source]) -> bool:
    """Whether at least one page of sources made by hand is in an article, or stands for one that is."""
    by_hand = list(chosen)
    roots = [
        (source.slug, Path(root))
        for source in by_hand
        if source.kind == "folder"
        for root in source.addresses
    ]
    values = {
        "slugs": [slug for slug, root in roots if root.is_dir()],
        "files": [file_address(slug, root.name) for slug, root in roots if not root.is_dir()],
        "urls": list(named(by_hand)),
    }
    return bool(store.fetch(conn, IS_ANY_PUBLISHED, values)[0]["is_any"])


def _is_web(page: str) -> bool:
    try:
        return urlsplit(page).scheme in {"http", "https"}
    except ValueError as error:
        raise ConfigurationError(f"{page}: this is neither a path nor an address ({error}).") from error


def _root(page: str) -> Path:
    path = Path(page).resolve()
    if not path.exists():
        raise ConfigurationError(f"{page}: there is no such file or folder, and it is no http address.")
    return path


def _under(name: str, addresses: Sequence[str], roots: Sequence[Path], taken: Taken) -> Source:
    """All that is named as the one source of that name."""
    if addresses and roots:
        raise ConfigurationError(
            f"--source {name}: addresses and files cannot share a name; ingest them one after the other."
        )
    kind, known = taken.get(name, ("", frozenset()))
    bases = frozenset(map(folders.folder_of, roots))
    if kind and kind != ("urls" if addresses else "folder"):
        raise ConfigurationError(
            f"--source {name}: a source of the kind {kind} has this name; choose another."
        )
    if lost := sorted(known - bases):
        raise ConfigurationError(
            f"--source {name}: it holds the pages of {lost[0]}; name that folder as well, or choose another name."
        )
    if addresses:
        return Source(name, name, "urls", tuple(addresses), max_pages=ALL)
    if twice := folders.twice_named(roots):
        raise ConfigurationError(
            f"--source {name}: {twice[0]} is in two of the folders, and both would be one page; "
            "give each folder its own name."
        )
    return Source(name, name, "folder", tuple(map(str, roots)), max_pages=ALL)


def _taken(conn: Connection, declared: Iterable[Source]) -> Taken:
    known = {row["source_slug"]: (row["kind"], list(row["http_state"])) for row in store.fetch(conn, KNOWN)}
    known |= {source.slug: (source.kind, list(source.addresses)) for source in declared}
    return {
        slug: (kind, frozenset(folders.folder_of(Path(root)) for root in roots if kind == "folder"))
        for slug, (kind, roots) in known.items()
    }


def _free(slug: str, kind: str, bases: frozenset[Path], taken: Taken) -> str:
    """The slug, numbered if that of a source of other pages."""
    candidates = chain([slug], (f"{slug}-{number}" for number in count(2)))
    return next(
        candidate
        for candidate in candidates
        if candidate not in taken or (taken[candidate][0] == kind and taken[candidate][1] <= bases)
    )


def _slug(folder: Path) -> str:
    letters = "".join(char if char.isascii() and char.isalnum() else "-" for char in folder.name.lower())
    return letters.strip("-") or "folder"
