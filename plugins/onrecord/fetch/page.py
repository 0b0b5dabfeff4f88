"""What comes back for an address of raw.urls, from a server or from a folder?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord import settings
from onrecord.errors import Permanent
from onrecord.fetch import folders
from onrecord.fetch.addresses import canonical, is_front_page
from onrecord.fetch.http import Client, Postponed, Refused
from onrecord.models import Source

PAGE_TYPES = (
    *("text/html", "text/plain", "text/markdown", "text/x-markdown", "text/xml"),
    *(
        "application/xhtml",
        "application/xml",
        "application/octet-stream",
    ),  # the last says nothing: the body will
)
SNIFFED_BYTES = 1024
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")  # UTF-16 and -32, whose texts hold zero bytes


@dataclass(frozen=True, slots=True)
class Page:
    """What was got for an address. Without a body: it is as it was."""

    address: str  # canonical, after redirects
    status: int | None
    headers: Mapping[str, str]
    body: bytes | None
    etag: str | None = None
    last_modified: str | None = None
    is_for_good: bool = True  # whether an address that it has moved to will stay so


def online(source: Source, row: Mapping[str, Any], client: Client) -> Page:
    """Ask the server; Permanent or Transient where no page comes."""
    is_held = row["is_captured"] and row["alias_of_url_id"] is None  # an alias has its target's validators
    answer = client.get(
        row["url"],
        etag=row["etag"] if is_held else None,
        last_modified=row["last_modified"] if is_held else None,
        interval_seconds=source.interval_seconds,
        is_wanted=lambda content_type: not content_type or content_type.lower().startswith(PAGE_TYPES),
    )
    address = canonical(answer.address) if answer.hops else row["url"]
    if is_front_page(address) and not is_front_page(row["url"]):
        raise Refused("not_found", "it redirects to the site's first page", status=answer.status)
    if answer.status != 304 and not answer.body.strip():
        raise Postponed("connection_failed", "the page came empty", status=answer.status)
    if answer.status == 304 and not is_held:
        raise Postponed("server_error", "304, though nothing was known of the page", status=304)
    if b"\0" in answer.body[:SNIFFED_BYTES] and not answer.body.startswith(WIDE_MARKS):
        raise Refused("not_a_page", "the body is not text, whatever its header says", status=answer.status)
    validators = (answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
    body = None if answer.status == 304 else answer.body
    return Page(address, answer.status, answer.headers, body, *validators, answer.is_for_good)


def saved(source: Source, row: Mapping[str, Any]) -> Page:
    """Read the file behind an address of a folder source."""
    if source.kind != "folder":
        raise Permanent("unreadable_file", "its folder is no longer a source")
    found = folders.read_page(source, row["url"], max_bytes=settings.max_body_bytes())
    status = None if found.address is None else 200
    return Page(found.address or row["url"], status, found.headers, found.body, found.tag)
