"""What is in a folder of saved pages? Lists it, and reads one page of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from onrecord.errors import Permanent
from onrecord.fetch.addresses import canonical, file_address, file_parts
from onrecord.fetch.listings import Link, Unreadable
from onrecord.models import Source

CONTENT_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
}
ARCHIVES = (".warc", ".warc.gz")
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page read from disk; `address` is where it came from, if the file says so (WARC)."""

    body: bytes
    tag: str
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str | None = None


def list_pages(
    source: Source, root: str, known_tags: Mapping[str, str]
) -> tuple[list[Link], dict[str, str], list[str]]:
    """The pages under one address of a source, the tags of its archives, and what could not be read.

    An archive whose tag is known is not read again.
    """
    links: list[Link] = []
    tags: dict[str, str] = {}
    problems: list[str] = []
    for path, relative in _files(Path(root)):
        try:
            tag = _tag(path)
        except FileNotFoundError:  # a dangling link: fetch says so
            tag = "missing"
        if not relative.lower().endswith(ARCHIVES):
            links.append(Link(file_address(source.slug, relative), tag=tag))
            continue
        if known_tags.get(relative) != tag:
            try:
                for offset in _record_offsets(path):
                    links.append(Link(file_address(source.slug, relative, offset=offset), tag=tag))
            except (OSError, ArchiveLoadFailed, EOFError) as error:
                problems.append(f"{relative}: {error}")
        tags[relative] = tag
    return links, tags, problems


def read_page(source: Source, address: str, *, max_bytes: int) -> SavedPage:
    """A page of a folder source; Permanent with its reason where that cannot be."""
    _, relative, offset = file_parts(address)
    path = _locate(source, relative)
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            raise Permanent("unreadable_file", f"{relative} is not a file")
        if offset is not None:
            return _read_record(path, offset, max_bytes)
        if info.st_size > max_bytes:
            raise Permanent("too_large", f"{info.st_size} bytes, {max_bytes} allowed")
        tag, body = _tag(path), path.read_bytes()
    except FileNotFoundError as error:
        raise Permanent("not_found", f"{relative} is not there any more") from error
    except OSError as error:
        raise Permanent("unreadable_file", f"{relative}: {error.strerror}") from error
    if not body.strip():
        raise Permanent("unreadable_file", f"{relative} is empty")
    return SavedPage(body, tag, {"Content-Type": CONTENT_TYPES.get(path.suffix.lower(), "text/html")})


def folder_of(root: Path) -> Path:
    """The folder that the addresses of pages are relative to: a root itself, or that of a file."""
    is_file = root.is_file() or (
        not root.exists() and root.name.lower().endswith((*CONTENT_TYPES, *ARCHIVES))
    )
    return root.parent if is_file else root


def twice_named(roots: Iterable[Path]) -> list[str]:
    """The relative paths that name different files under two roots of one source."""
    first: dict[str, Path] = {}
    twice: dict[str, None] = {}
    for root in roots:
        for path, relative in _files(root) if root.exists() else ():
            if first.setdefault(relative, path).resolve() != path.resolve():
                twice[relative] = None
    return list(twice)


def tag_of(source: Source, address: str) -> str | None:
    """The tag of the file behind an address now; None if it cannot be had."""
    try:
        return _tag(_locate(source, file_parts(address)[1]))
    except (OSError, Permanent):
        return None


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    if root.is_file():
        yield root, root.name
        return
    if not root.is_dir():
        raise Unreadable(f"{root} is not there; create it or correct the address of the source")
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith((*CONTENT_TYPES, *ARCHIVES)):
                path = Path(folder) / name
                yield path, path.relative_to(root).as_posix()


def _locate(source: Source, relative: str) -> Path:
    """The first of the source's files of that name; a link that leads out of its folder is refused."""
    for root in map(Path, source.addresses):
        path = root if root.is_file() and root.name == relative else root / relative
        if path.exists():
            if not path.resolve().is_relative_to(root.resolve()):
                raise Permanent("unreadable_file", f"{relative} leads out of its folder")
            return path
    for root in map(Path, source.addresses):
        # Named by hand one by one, the files of a folder are one source: another may have been before.
        path = folder_of(root) / relative
        if root.is_file() and path.exists() and path.resolve().is_relative_to(folder_of(root)):
            return path
    raise Permanent("not_found", f"{relative} is not there any more")


def _tag(path: Path) -> str:
    info = path.stat()
    return f"{info.st_mtime_ns}-{info.st_size}"


def _record_offsets(path: Path) -> Iterator[int]:
    """Where an archive holds pages that a server answered with 200."""
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        for record in records:
            answer = record.http_headers
            if record.rec_type != "response" or answer is None or answer.get_statuscode() != "200":
                continue
            if (answer.get_header("Content-Type") or "").lower().startswith(PAGE_TYPES):
                yield records.get_record_offset()


def _read_record(path: Path, offset: int, max_bytes: int) -> SavedPage:
    try:
        with path.open("rb") as file:
            file.seek(offset)
            record = next(chain(ArchiveIterator(file), [None]))
            if record is None or record.http_headers is None:
                raise Permanent("unreadable_file", f"{path.name} holds no page at {offset}")
            body = _read_up_to(record.content_stream(), max_bytes + 1)
            headers = dict(record.http_headers.headers)
            address = canonical(record.rec_headers.get_header("WARC-Target-URI") or "")
    except (ArchiveLoadFailed, EOFError) as error:
        raise Permanent("unreadable_file", f"{path.name} at {offset}: {error}") from error
    if len(body) > max_bytes:
        raise Permanent("too_large", f"more than {max_bytes} bytes")
    return SavedPage(body, _tag(path), headers, address)


def _read_up_to(stream: IO[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    while len(body) < max_bytes and (chunk := stream.read(max_bytes - len(body))):
        body += chunk
    return bytes(body)
