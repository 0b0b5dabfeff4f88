"""The invented sites of samples/, served over loopback HTTP, each on an address of its own.

`serve(folder)` does it in a thread, ``python -m onrecord.demo.site --folder F --port P`` as a process.
The folder is what samples/build.py wrote. Files are read at each request, so a test may change one
and see it fetched again. Sites are 127.0.0.11, 127.0.0.12 … on one port; where these cannot be bound
(macOS has 127.0.0.1 only) they are 127.0.0.1 on following ports.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import logging
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timezone
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from onrecord.models import Source, SourceKind

log = logging.getLogger(__name__)

DEFAULT_PORT = 8091  # fixed, so that a second `make run` finds the urls of the first
FIRST_HOST = 11  # of 127.0.0.x
SAMPLE_INTERVAL_SECONDS = 0.05  # between two requests to one sample site: it is ours
POLL_SECONDS = 0.05  # how long a server may take to notice that it should stop
PORT_ATTEMPTS = 20  # a free port on the first address may be taken on another


def manifest(folder: Path) -> Mapping[str, Any]:
    """What samples/build.py says it wrote into `folder`."""
    loaded: Mapping[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return loaded


def _last_modified(path: Path, entry: Mapping[str, str]) -> datetime:
    """The date the page carries; of a file changed after it was built, when it was changed."""
    body = path.read_bytes()
    if hashlib.sha256(body).hexdigest() != entry["sha256"]:
        return datetime.fromtimestamp(int(path.stat().st_mtime), timezone.utc)
    return datetime.fromisoformat(entry["changed_at"]).replace(tzinfo=timezone.utc)


class _SiteServer(ThreadingHTTPServer):
    """One site on one address."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], folder: Path, key: str) -> None:
        super().__init__(address, _SiteHandler)
        self.folder = folder
        self.key = key
        self.base = f"http://{address[0]}:{self.server_port}"
        self.addresses: dict[str, str] = {}  # of every site: pages link to one another

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client may hang up in the middle; that is no matter of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def put_addresses(self, body: bytes) -> bytes:
        """A body with the real addresses in place of the invented ones."""
        for key, address in self.addresses.items():
            body = body.replace(f"http://{key}.test".encode("ascii"), address.encode("ascii"))
        return body


class _SiteHandler(BaseHTTPRequestHandler):
    server: _SiteServer
    protocol_version = "HTTP/1.1"
    server_version = "onrecord-samples"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        log.debug(format, *args)

    def _answer(self, *, with_body: bool) -> None:
        entry = manifest(self.server.folder)["sites"][self.server.key]["pages"].get(urlsplit(self.path).path)
        if entry and "location" in entry:
            self._send(
                HTTPStatus.MOVED_PERMANENTLY,
                {"Location": self.server.base + entry["location"]},
                b"",
                with_body,
            )
            return
        path = self.server.folder / entry["file"] if entry else None
        if not entry or not path or not path.is_file():
            self._send(HTTPStatus.NOT_FOUND, {"Content-Type": "text/html; charset=utf-8"}, b"404", with_body)
            return
        body = self.server.put_addresses(path.read_bytes())
        changed = _last_modified(path, entry)
        headers = {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"',
            "Last-Modified": format_datetime(changed, usegmt=True),
        }
        if self._is_known(headers["ETag"], changed):
            self._send(HTTPStatus.NOT_MODIFIED, headers, b"", with_body=False)
            return
        self._send(HTTPStatus.OK, {"Content-Type": entry["content_type"], **headers}, body, with_body)

    def _is_known(self, etag: str, changed: datetime) -> bool:
        """Does the client have this version already? If-None-Match stands above If-Modified-Since."""
        if wanted := self.headers.get("If-None-Match"):
            return etag in (tag.strip().removeprefix("W/") for tag in wanted.split(","))
        if not (since := self.headers.get("If-Modified-Since")):
            return False
        try:
            return changed <= parsedate_to_datetime(since)
        except ValueError:
            return False

    def _send(self, status: HTTPStatus, headers: Mapping[str, str], body: bytes, with_body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


def _bound(folder: Path, keys: list[str], port: int) -> list[_SiteServer]:
    """A server for each site, all on one port; OSError if one of the addresses is not to be had."""
    servers: list[_SiteServer] = []
    try:
        for number, key in enumerate(keys):
            own = port or (servers[0].server_port if servers else 0)
            servers.append(_SiteServer((f"127.0.0.{FIRST_HOST + number}", own), folder, key))
    except OSError:
        for server in servers:
            server.server_close()
        raise
    return servers


def _bound_to_localhost(folder: Path, keys: list[str], port: int) -> list[_SiteServer]:
    """A server for each site on 127.0.0.1, on following ports (any free ones if `port` is 0)."""
    return [
        _SiteServer(("127.0.0.1", port and port + number), folder, key) for number, key in enumerate(keys)
    ]


def _servers(folder: Path, port: int) -> list[_SiteServer]:
    keys = list(manifest(folder)["sites"])
    for attempt in range(PORT_ATTEMPTS):
        try:
            return _bound(folder, keys, port)
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                return _bound_to_localhost(folder, keys, port)
            if port or attempt == PORT_ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


@contextmanager
def serve(folder: Path, port: int = 0) -> Iterator[Mapping[str, str]]:
    """Serve the sites while the block runs; yields site key → ``http://host:port``. Port 0: any free one."""
    servers = _servers(folder, port)
    addresses = {server.key: server.base for server in servers}
    with ExitStack() as stack:
        for server in servers:
            stack.callback(server.server_close)
            server.addresses = addresses
            thread = threading.Thread(
                target=server.serve_forever, args=(POLL_SECONDS,), name=f"site-{server.key}", daemon=True
            )
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield addresses


def sources(addresses: Mapping[str, str], folder: Path) -> tuple[Source, ...]:
    """What to watch: the sites' feeds, the pages that no feed names, the folder of saved pages."""
    built = manifest(folder)
    feeds = [
        _source(f"sample-{key}", site["name"], "feed", (addresses[key] + site["feed"],))
        for key, site in built["sites"].items()
        if site["feed"]
    ]
    listed = tuple(addresses[page["site"]] + page["path"] for page in built["urls"])
    saved = str((folder / built["saved"]).resolve())
    return (
        *feeds,
        _source("sample-reposts", "Sample reposts", "urls", listed),
        _source("sample-saved", "Sample saved pages", "folder", (saved,)),
    )


def _source(slug: str, name: str, kind: SourceKind, addresses: tuple[str, ...]) -> Source:
    return Source(
        slug=slug,
        name=name,
        kind=kind,
        addresses=addresses,
        interval_seconds=SAMPLE_INTERVAL_SECONDS,
        is_sample=True,
    )


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m onrecord.demo.site", description="Serve the sample sites."
    )
    parser.add_argument("--folder", type=Path, required=True, help="what samples/build.py wrote")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with ExitStack() as stack:
        try:
            addresses = stack.enter_context(serve(options.folder, options.port))
        except OSError as error:
            parser.exit(
                1, f"cannot serve on port {options.port} ({error.strerror}): name another with --port\n"
            )
        for key, address in addresses.items():
            log.info("%s %s", key, address)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
