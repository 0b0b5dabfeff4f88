"""Which addresses are the same, and which may be fetched at all?

`canonical` gives an address the one form it has as a key. It only removes what cannot change what
the server answers: case of scheme and host, default ports, fragments, tracking parameters, the
order of parameters. Paths keep their case, their slashes and their encoding.
"""

from __future__ import annotations

import ipaddress
import os
import re
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from onrecord.errors import Permanent

MAX_CHARS = 2000  # a B-tree key of Postgres holds about 2,700 bytes
DEFAULT_PORTS = {"http": 80, "https": 443}
FILE_SCHEME = "file:"
RECORD_MARK = "!"  # file:<source>/<archive>!<offset>: one record of a WARC file

# Parameters that tell the server who sent the reader, never which page is wanted.
TRACKING_PREFIXES = ("utm_", "share_", "sharer_", "spm_", "pk_", "mtm_")
TRACKING_NAMES = frozenset(
    {
        *("gclid", "gbraid", "wbraid", "dclid", "fbclid", "msclkid", "yclid", "twclid", "igshid"),
        *("mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "ref_src", "ref_url", "ncid", "cmpid"),
        *("hmsr", "hmpl", "hmcu", "hmkw", "hmci", "bd_vid", "vd_source", "unique_k"),
        *("spm", "scm", "from", "isappinstalled", "clicktime", "enterid", "nsukey", "pass_ticket"),
        *("wxshare_count", "wx_share", "scene", "srcid"),
    }
)

_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "/%!$&'()*+,;=:@~[]?"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def canonical(address: str, *, base: str | None = None) -> str:
    """The form of an http(s) address that stands for all its spellings; Permanent bad_address if none."""
    try:
        split = urlsplit(urljoin(base, address.strip()) if base else address.strip())
        scheme, host, port = split.scheme.lower(), _host(split), split.port
    except ValueError as error:
        raise Permanent("bad_address", f"{address[:200]!r}: {error}") from error
    if scheme not in DEFAULT_PORTS:
        raise Permanent("bad_address", f"{address[:200]!r}: only http and https are fetched")
    netloc = host if port in (None, DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    result = urlunsplit((scheme, netloc, _path(split.path), _query(split.query), ""))
    if len(result) > MAX_CHARS:
        raise Permanent("bad_address", f"{result[:100]}…: longer than {MAX_CHARS} characters")
    return result


def host_of(address: str) -> str:
    """What requests must be spaced by: scheme-less host and port; the source of a local file."""
    return address.split("/")[0] if is_file(address) else urlsplit(address).netloc


def same_site(one: str, other: str) -> bool:
    """Whether two addresses stand on one host, or one's host is a part of the other's."""
    hosts = [(urlsplit(address).hostname or "").removeprefix("www.") for address in (one, other)]
    return hosts[0] == hosts[1] or hosts[0].endswith(f".{hosts[1]}") or hosts[1].endswith(f".{hosts[0]}")


def is_front_page(address: str) -> bool:
    """Whether an address names no page of its site but the first."""
    split = urlsplit(address)
    return split.path in {"", "/", "/index.html", "/index.htm", "/index.php"} and not split.query


def is_public(address: Address) -> bool:
    """Whether an IP address is one of the open internet, also when it wraps an IPv4 address."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def is_file(address: str) -> bool:
    """Whether an address names a page of a folder source."""
    return address.startswith(FILE_SCHEME)


def file_address(slug: str, relative_path: str, *, offset: int | None = None) -> str:
    """The address of a file of a folder source (of one record in it, if it is an archive)."""
    path = "".join(
        char if char.isprintable() and char != "%" else quote(os.fsencode(char)) for char in relative_path
    )
    return f"{FILE_SCHEME}{slug}/{path}" + (f"{RECORD_MARK}{offset}" if offset is not None else "")


def file_parts(address: str) -> tuple[str, str, int | None]:
    """Source, relative path and record offset that a `file_address` names."""
    slug, _, rest = address.removeprefix(FILE_SCHEME).partition("/")
    path, mark, offset = rest.rpartition(RECORD_MARK)
    if not (mark and offset.isdigit() and ".warc" in path.lower()):
        path, offset = rest, ""
    return slug, os.fsdecode(unquote_to_bytes(path)), int(offset) if offset else None


def _host(split: SplitResult) -> str:
    if split.username is not None or split.password is not None:
        raise ValueError("a name or password is not allowed in it")
    host = (split.hostname or "").rstrip(".")
    if not host or _CONTROL.search(split.netloc) or set(host) & set("<>\"'`{}|\\^,;"):
        raise ValueError("it names no host")
    if ":" in host:
        return f"[{ipaddress.ip_address(host).compressed}]"
    return host if host.isascii() else host.encode("idna").decode("ascii").lower()


def _path(path: str) -> str:
    """Percent-encoding in its normal form, dot segments resolved (RFC 3986, 6.2.2)."""
    kept: list[str] = []
    segments = _encoded(path).split("/")
    for segment in segments[1:]:
        if segment == "..":
            kept[-1:] = []
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    parts = [part for part in _encoded(query).split("&") if part]
    kept = [part for part in parts if not _is_tracking(part.partition("=")[0].lower())]
    return "&".join(sorted(kept, key=lambda part: part.partition("=")[0]))


def _is_tracking(name: str) -> bool:
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)


def _encoded(text: str) -> str:
    def normal(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else f"%{match[1].upper()}"

    text = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", text)
    return quote(_ESCAPE.sub(normal, text), safe=_SAFE)
