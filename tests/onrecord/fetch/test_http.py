"""What a GET survives, refuses and postpones."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from datetime import datetime, timedelta, timezone

import pytest

from onrecord.errors import Permanent
from onrecord.fetch.http import Client, Limits, Postponed, retry_after

PAGE = "<html><p>一段正文。</p></html>"


def refused(client: Client, address: str, **kwargs: object) -> str:
    with pytest.raises(Permanent) as caught:
        client.get(address, **kwargs)
    return caught.value.reason


def postponed(client: Client, address: str) -> str:
    with pytest.raises(Postponed) as caught:
        client.get(address)
    return caught.value.reason


def test_a_page_comes_with_its_headers(site, answer, client):
    site.routes["/a"] = answer(PAGE, ETag='"1"')
    got = client.get(f"{site.base}/a")
    assert (got.status, got.body.decode(), got.headers["etag"], got.hops) == (200, PAGE, '"1"', ())
    assert site.asked[-1][1]["User-Agent"] == "onrecord-test/1.0"


def test_an_unchanged_page_is_not_sent_again(site, answer, client):
    site.routes["/a"] = answer(b"", status=304)
    got = client.get(f"{site.base}/a", etag='"1"', last_modified="Thu, 01 Jan 2026 00:00:00 GMT")
    assert (got.status, got.body) == (304, b"")
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    assert site.asked[-1][1]["If-Modified-Since"].startswith("Thu, 01 Jan 2026")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, "forbidden"),
        (403, "forbidden"),
        (451, "forbidden"),
        (404, "not_found"),
        (410, "gone"),
        (418, "http_error"),
    ],
)
def test_a_refusal_is_final_and_named(site, answer, client, status, reason):
    site.routes["/a"] = answer(b"", status=status)
    assert refused(client, f"{site.base}/a") == reason
    assert site.paths() == ["/a"]


def test_a_server_that_recovers_is_asked_again(site, answer, in_turn, client):
    site.routes["/a"] = in_turn(answer(b"", status=500), answer(b"", status=503), answer(PAGE))
    assert client.get(f"{site.base}/a").body == PAGE.encode()


def test_a_server_that_stays_down_is_left_for_later(site, answer, client):
    site.routes["/a"] = answer(b"", status=502)
    assert postponed(client, f"{site.base}/a") == "server_error"
    assert len(site.paths()) == 3


def test_a_long_retry_after_is_not_waited_for(site, answer, client):
    site.routes["/a"] = answer(b"", status=429, Retry_After="3600")
    with pytest.raises(Postponed) as caught:
        client.get(f"{site.base}/a")
    assert (caught.value.retry_after_seconds, len(site.paths())) == (3600, 1)


def test_a_short_retry_after_is_waited_for(site, answer, in_turn, client):
    site.routes["/a"] = in_turn(answer(b"", status=503, Retry_After="1"), answer(PAGE))
    started = time.monotonic()
    client.get(f"{site.base}/a")
    assert time.monotonic() - started >= 1


def test_retry_after_reads_seconds_and_dates_and_nothing_else():
    now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    in_a_minute = (now + timedelta(minutes=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert [retry_after(value, now=now) for value in ("5", in_a_minute, "soon", None, "9" * 12)] == [
        5,
        60,
        None,
        None,
        86_400,
    ]


def test_a_huge_page_is_refused_before_it_is_read(site, client):
    def huge(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(60_000_000))
        handler.end_headers()

    site.routes["/a"] = huge
    assert refused(client, f"{site.base}/a") == "too_large"


def test_a_huge_page_that_hides_its_size_is_refused(site, client):
    sent = []

    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Connection", "close")
        handler.end_headers()
        while len(sent) < 1000:
            handler.wfile.write(b"x" * 100_000)
            sent.append(100_000)

    site.routes["/a"] = endless
    assert refused(client, f"{site.base}/a") == "too_large"
    time.sleep(0.1)
    assert sum(sent) < 50_000_000


def test_a_gzip_bomb_is_refused_while_it_unfolds(site, answer, client):
    site.routes["/a"] = answer(gzip.compress(b"0" * 300_000_000, 1), Content_Encoding="gzip")
    limited = Client(
        agent="t",
        is_private_allowed=True,
        limits=Limits(max_bytes=5_000_000, read_seconds=5, total_seconds=20),
    )
    assert refused(limited, f"{site.base}/a") == "too_large"


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)]
)
def test_compressed_pages_come_unfolded(site, answer, client, encoding, pack):
    site.routes["/a"] = answer(pack(PAGE.encode() * 2000), Content_Encoding=encoding)
    assert client.get(f"{site.base}/a").body == PAGE.encode() * 2000


def test_a_chunked_compressed_page_comes_whole(site, client):
    def chunked(handler):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.send_header("Content-Encoding", "gzip")
        handler.end_headers()
        packed = gzip.compress(PAGE.encode() * 500)
        for start in range(0, len(packed), 7):
            part = packed[start : start + 7]
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        handler.wfile.write(b"0\r\n\r\n")

    site.routes["/a"] = chunked
    assert client.get(f"{site.base}/a").body == PAGE.encode() * 500


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_half_a_page_is_not_taken_for_a_page(site, client, encoding):
    body = PAGE.encode() * 900 if encoding == "identity" else gzip.compress(PAGE.encode() * 900)

    def broken_off(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.send_header("Content-Encoding", encoding)
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.close_connection = True

    site.routes["/a"] = broken_off
    assert postponed(client, f"{site.base}/a") == "connection_failed"


def test_a_silent_server_times_out(site, client):
    site.routes["/a"] = lambda handler: time.sleep(0.8)
    assert postponed(client, f"{site.base}/a") == "timeout"


def test_a_body_that_trickles_is_cut_off(site, client):
    def trickle(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "10000")
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x")
            time.sleep(0.1)

    site.routes["/a"] = trickle
    started = time.monotonic()
    assert postponed(client, f"{site.base}/a") == "timeout"
    assert time.monotonic() - started < 6


def test_headers_that_trickle_are_cut_off(site, client):
    def trickle(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(50):
            handler.wfile.write(b"X")
            time.sleep(0.1)

    site.routes["/a"] = trickle
    started = time.monotonic()
    assert postponed(client, f"{site.base}/a") == "timeout"
    assert time.monotonic() - started < 4.5


def test_redirects_are_followed_and_told(site, answer, client):
    site.routes["/a"] = answer(b"", status=301, Location="/b")
    site.routes["/b"] = answer(b"", status=302, Location=f"{site.base}/c")
    site.routes["/c"] = answer(PAGE)
    got = client.get(f"{site.base}/a")
    assert (got.address, got.hops) == (f"{site.base}/c", (f"{site.base}/a", f"{site.base}/b"))


@pytest.mark.parametrize(
    ("statuses", "is_for_good"), [((301, 308), True), ((301, 302), False), ((307,), False), ((), True)]
)
def test_a_move_is_for_good_only_if_every_hop_says_so(site, answer, client, statuses, is_for_good):
    for place, status in enumerate(statuses):
        site.routes[f"/{place}"] = answer(b"", status=status, Location=f"/{place + 1}")
    site.routes[f"/{len(statuses)}"] = answer(PAGE)
    assert client.get(f"{site.base}/0").is_for_good is is_for_good


def test_a_page_that_wants_its_cookie_back_gets_it(site, answer, client):
    def gate(handler):
        seen = "seen=1" in (handler.headers.get("Cookie") or "")
        (answer(PAGE) if seen else answer(b"", status=302, Location="/a", Set_Cookie="seen=1"))(handler)

    site.routes["/a"] = gate
    assert client.get(f"{site.base}/a").body == PAGE.encode()


def test_cookies_are_forgotten_between_pages(site, answer, client):
    site.routes["/a"] = answer(PAGE, Set_Cookie="who=me")
    client.get(f"{site.base}/a")
    client.get(f"{site.base}/a")
    assert "Cookie" not in site.asked[-1][1]


@pytest.mark.parametrize("location", ["http://[bad", "http://[::1/x", "//[", b"/\xff[".decode("latin1")])
def test_a_redirect_to_what_is_no_address_is_refused_and_nothing_breaks(site, answer, client, location):
    site.routes["/a"] = answer(b"", status=302, Location=location)
    assert refused(client, f"{site.base}/a") in {"bad_address", "not_found"}


def test_an_address_that_is_none_is_refused(client):
    assert refused(client, "http://[bad/page") == "bad_address"


def test_a_robots_txt_that_leads_nowhere_forbids_nothing(site, answer, client):
    site.routes["/robots.txt"] = answer(b"", status=302, Location="http://[bad")
    site.routes["/a"] = answer(PAGE)
    assert client.get(f"{site.base}/a").status == 200


def test_a_location_is_text_in_any_encoding(site, answer, client):
    site.routes["/a"] = answer(b"", status=302, Location="/caf\u00e9")
    site.routes["/caf%C3%A9"] = answer(PAGE)
    assert client.get(f"{site.base}/a").body == PAGE.encode()


def test_the_body_of_a_redirect_is_not_read(site, answer, client):
    sent = []

    def flood(handler):
        handler.send_response(302)
        handler.send_header("Location", "/b")
        handler.send_header("Content-Length", str(64_000_000))
        handler.end_headers()
        for _ in range(1000):
            sent.append(handler.wfile.write(b"x" * 64_000))

    site.routes["/a"] = flood
    site.routes["/b"] = answer(PAGE)
    assert client.get(f"{site.base}/a").status == 200
    assert len(sent) < 500


def test_circles_and_endless_redirects_end(site, answer, client):
    site.routes["/a"] = answer(b"", status=302, Location="/b")
    site.routes["/b"] = answer(b"", status=302, Location="/a")
    for number in range(20):
        site.routes[f"/n{number}"] = answer(b"", status=302, Location=f"/n{number + 1}")
    assert refused(client, f"{site.base}/a") == "redirect_loop"
    assert refused(client, f"{site.base}/n0") == "redirect_loop"
    assert len(site.paths()) < 15


@pytest.mark.parametrize("target", ["ftp://127.0.0.1/x", "file:///etc/hostname", "http://u:p@127.0.0.1/"])
def test_a_redirect_out_of_the_web_is_refused(site, answer, client, target):
    site.routes["/a"] = answer(b"", status=302, Location=target)
    assert refused(client, f"{site.base}/a") == "bad_address"


def test_what_is_not_wanted_is_not_read(site, answer, client):
    site.routes["/a"] = answer(b"\x89PNG", Content_Type="image/png")
    assert refused(client, f"{site.base}/a", is_wanted=lambda kind: kind.startswith("text/")) == "not_a_page"


def test_a_dead_port_is_a_failed_connection(client):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert postponed(client, f"http://127.0.0.1:{taken.getsockname()[1]}/") in {
            "connection_failed",
            "robots_unreachable",
        }


def test_requests_to_one_host_keep_their_distance(site, answer, client):
    site.routes["/a"] = answer(PAGE)
    client.get(f"{site.base}/a")
    started = time.monotonic()
    client.get(f"{site.base}/a", interval_seconds=0.3)
    assert time.monotonic() - started >= 0.25


class TestRobots:
    def test_what_robots_txt_forbids_is_not_asked_for(self, site, answer, client):
        site.routes["/robots.txt"] = answer("User-agent: *\nDisallow: /private/", Content_Type="text/plain")
        site.routes["/a"] = answer(PAGE)
        assert refused(client, f"{site.base}/private/x") == "robots_disallowed"
        assert client.get(f"{site.base}/a").status == 200
        assert site.paths() == ["/a"]

    def test_rules_for_us_come_before_rules_for_all(self, site, answer, client):
        site.routes["/robots.txt"] = answer("User-agent: onrecord-test\nAllow: /\nUser-agent: *\nDisallow: /")
        site.routes["/a"] = answer(PAGE)
        assert client.get(f"{site.base}/a").status == 200

    def test_a_redirect_into_what_is_forbidden_stops_there(self, site, answer, client):
        site.routes["/robots.txt"] = answer("User-agent: *\nDisallow: /private/")
        site.routes["/a"] = answer(b"", status=302, Location="/private/x")
        assert refused(client, f"{site.base}/a") == "robots_disallowed"

    def test_it_is_asked_for_once_a_host(self, site, answer, client):
        site.routes["/a"] = answer(PAGE)
        client.get(f"{site.base}/a")
        client.get(f"{site.base}/a")
        assert [path for path, _ in site.asked].count("/robots.txt") == 1

    @pytest.mark.parametrize("status", [401, 403, 404, 410])
    def test_without_one_everything_is_allowed(self, site, answer, client, status):
        site.routes["/robots.txt"] = answer(b"", status=status)
        site.routes["/a"] = answer(PAGE)
        assert client.get(f"{site.base}/a").status == 200

    def test_while_it_cannot_be_had_nothing_is_fetched(self, site, answer, client):
        site.routes["/robots.txt"] = answer(b"", status=500)
        site.routes["/a"] = answer(PAGE)
        assert postponed(client, f"{site.base}/a") == "robots_unreachable"
        asked = len(site.asked)
        assert postponed(client, f"{site.base}/a") == "robots_unreachable"
        assert (site.paths(), len(site.asked)) == ([], asked)

    def test_its_crawl_delay_is_kept(self, site, answer, client):
        site.routes["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 0.3")
        site.routes["/a"] = answer(PAGE)
        started = time.monotonic()
        client.get(f"{site.base}/a")
        assert time.monotonic() - started >= 0.25


class TestPrivateAddresses:
    @pytest.fixture
    def guarded(self) -> Client:
        return Client(agent="t", limits=Limits(connect_seconds=1, read_seconds=1, attempts=1))

    @pytest.mark.parametrize(
        "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
    )
    def test_loopback_is_refused_however_it_is_written(self, site, guarded, host):
        assert refused(guarded, f"http://{host}:{site.server.server_port}/a") == "private_address"
        assert site.asked == []

    def test_a_name_that_leads_inside_is_refused(self, site, guarded, monkeypatch):
        inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.5", 80))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: inside)
        assert refused(guarded, "http://inside.example/a") == "private_address"

    def test_a_name_is_resolved_once_so_that_it_cannot_change_after_the_check(
        self, site, guarded, monkeypatch
    ):
        asked, reached = [], []
        public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: asked.append(args) or public)

        def connect(address, *args):
            reached.append(address[0])
            raise ConnectionRefusedError

        monkeypatch.setattr("onrecord.fetch.connections.create_connection", connect)
        assert postponed(guarded, "http://rebinding.example/a") == "robots_unreachable"
        assert (len(asked), reached) == (1, ["93.184.215.14"])
