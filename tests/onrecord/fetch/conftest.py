"""A real HTTP server on loopback that can be made to behave badly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord.fetch.http import Client, Limits

Respond = Callable[[BaseHTTPRequestHandler], None]
FAST = Limits(connect_seconds=2, read_seconds=0.4, total_seconds=1.0, max_bytes=200_000, backoff_seconds=0.01)


class Site:
    """Routes by path, and what was asked, in order, with its headers."""

    def __init__(self) -> None:
        self.routes: dict[str, Respond] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                try:
                    site.routes.get(self.path, reply(b"", status=404))(self)
                except OSError:  # the client hung up on us, which is what some tests are about
                    self.close_connection = True

            def log_message(self, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def paths(self) -> list[str]:
        """The pages asked for, without robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


def reply(body: bytes | str, *, status: int = 200, **headers: str) -> Respond:
    """Answers with a body and headers (`_` in a name stands for `-`)."""
    data = body.encode() if isinstance(body, str) else body

    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Type": "text/html; charset=utf-8", **named}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return respond


def one_after_another(*answers: Respond) -> Respond:
    """Each answer once, in order; the last for ever."""
    waiting = list(answers)
    return lambda handler: (waiting.pop(0) if len(waiting) > 1 else waiting[0])(handler)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join(timeout=5)


@pytest.fixture
def answer() -> Callable[..., Respond]:
    return reply


@pytest.fixture
def in_turn() -> Callable[..., Respond]:
    return one_after_another


@pytest.fixture
def client() -> Client:
    return Client(agent="onrecord-test/1.0", is_private_allowed=True, limits=FAST)
