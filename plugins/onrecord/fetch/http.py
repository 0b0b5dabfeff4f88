"""What does a server answer? One polite GET: bounded, spaced, retried, and within robots.txt.

A `Client` is kept per process: it holds open connections, the robots.txt of each host and when each
host was last asked. What fails raises Refused (asking again changes nothing) or Postponed (it may).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import DecodeError, HTTPError, LocationParseError, ReadTimeoutError

from onrecord.errors import Permanent, Transient
from onrecord.fetch import robots
from onrecord.fetch.addresses import canonical, host_of
from onrecord.fetch.connections import Adapter, PrivateAddress

CHUNK_BYTES = 65_536
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})
LATER = frozenset({408, 425, 429})  # and every 5xx
REASONS = {404: "not_found", 410: "gone", **dict.fromkeys((401, 402, 403, 451), "forbidden")}
MAX_SAME_ADDRESS = 2  # a page may send us to itself once, to see its cookie come back
MAX_RETRY_AFTER_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of time and space one GET may take."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 120.0  # one attempt, headers and body
    max_bytes: int = 20_000_000  # after decompression
    max_redirects: int = 8
    attempts: int = 3
    backoff_seconds: float = 1.0  # doubled each time, with jitter
    max_wait_seconds: float = 20.0  # a longer Retry-After is left to the schedule


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: status 200 with a body, or 304 without one."""

    address: str  # after redirects
    status: int
    headers: Mapping[str, str] = field(default_factory=CaseInsensitiveDict)
    body: bytes = b""
    hops: tuple[str, ...] = ()  # addresses that redirected, in order
    is_for_good: bool = True  # whether each hop said so


class Refused(Permanent):
    """The server, its robots.txt or our limits say no."""

    def __init__(self, reason: str, detail: str = "", *, status: int | None = None) -> None:
        super().__init__(reason, detail)
        self.status = status


class Postponed(Transient):
    """No answer now; `retry_after_seconds` where the server said when."""

    def __init__(
        self,
        reason: str,
        detail: str = "",
        *,
        status: int | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(reason, detail)
        self.status = status
        self.retry_after_seconds = retry_after_seconds


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: requests would read a redirect's whole body to look ahead, however long it is."""
        return None


class Client:
    """GETs for one process, to public hosts only unless private ones are allowed."""

    def __init__(self, *, agent: str, is_private_allowed: bool = False, limits: Limits | None = None) -> None:
        self._agent = agent
        self._limits = limits or Limits()
        self._session = _Session()
        self._session.trust_env = False  # neither a .netrc's passwords nor a proxy that resolves names for us
        self._session.headers.update({"User-Agent": agent, "Accept-Encoding": "gzip, deflate"})
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, Adapter(is_private_allowed=is_private_allowed))
        self._rules: dict[str, tuple[float, robots.Rules | Transient]] = {}
        self._asked_at: dict[str, float] = {}

    def get(
        self,
        address: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        interval_seconds: float = 0.0,
        is_wanted: Callable[[str], bool] = lambda content_type: True,
        max_bytes: int | None = None,
    ) -> Answer:
        """The answer of a server, redirects followed; each hop within robots.txt and the open internet.

        `is_wanted` is asked about the content type before the body is read.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        self._session.cookies.clear()
        hops: list[str] = []
        statuses: set[int] = set()
        while True:
            canonical(address)  # raises where it leads nowhere
            rules = self._robots(address)
            if not rules.allows(address):
                raise Refused("robots_disallowed", address)
            interval = max(interval_seconds, rules.delay_seconds)
            answer = self._persist(address, headers, interval, is_wanted, max_bytes or self._limits.max_bytes)
            if answer.status not in REDIRECTS:
                return replace(answer, hops=tuple(hops), is_for_good=statuses <= FOR_GOOD)
            hops.append(address)
            statuses.add(answer.status)
            headers = {}  # they were about the page that has moved
            address = _target(answer)
            if len(hops) > self._limits.max_redirects or hops.count(address) >= MAX_SAME_ADDRESS:
                raise Refused("redirect_loop", " → ".join([*hops[-3:], address]), status=answer.status)

    def _robots(self, address: str) -> robots.Rules:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        expires_at, rules = self._rules.get(origin, (0.0, None))
        if rules is None or time.monotonic() >= expires_at:
            rules = self._fetch_robots(origin)
            is_good = isinstance(rules, robots.Rules)
            seconds = robots.EXPIRES_SECONDS if is_good else robots.RETRY_SECONDS
            self._rules[origin] = (time.monotonic() + seconds, rules)
        if isinstance(rules, Transient):
            raise Postponed("robots_unreachable", f"{origin}/robots.txt: {rules}")
        return rules

    def _fetch_robots(self, origin: str) -> robots.Rules | Transient:
        address, max_bytes = f"{origin}/robots.txt", self._limits.max_bytes
        for _ in range(self._limits.max_redirects):
            try:
                answer = self._persist(address, {}, 0.0, lambda content_type: True, max_bytes)
                if answer.status not in REDIRECTS:
                    return robots.read(answer.body, self._agent)
                address = _target(answer)
            except Refused as error:
                if error.reason == "private_address":
                    raise
                return robots.absent(self._agent)  # "unavailable" (4xx): nothing is disallowed
            except Transient as error:
                return error
        return robots.absent(self._agent)

    def _persist(
        self,
        address: str,
        headers: Mapping[str, str],
        interval: float,
        is_wanted: Callable[[str], bool],
        max_bytes: int,
    ) -> Answer:
        """One hop, tried again after a pause where that may help."""
        for attempt in range(1, self._limits.attempts + 1):
            self._keep_distance(host_of(address), interval)
            try:
                return self._once(address, headers, is_wanted, max_bytes)
            except Postponed as error:
                pause = error.retry_after_seconds
                if pause is None:
                    pause = self._limits.backoff_seconds * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)
                if attempt == self._limits.attempts or pause > self._limits.max_wait_seconds:
                    raise
            finally:
                self._asked_at[host_of(address)] = time.monotonic()
            time.sleep(pause)
        raise AssertionError("attempts is at least 1")

    def _keep_distance(self, host: str, interval: float) -> None:
        if (asked_at := self._asked_at.get(host)) is not None:
            time.sleep(max(0.0, asked_at + interval - time.monotonic()))

    def _once(
        self, address: str, headers: Mapping[str, str], is_wanted: Callable[[str], bool], max_bytes: int
    ) -> Answer:
        limits = self._limits
        deadline = time.monotonic() + limits.total_seconds
        try:
            with self._session.get(
                address,
                headers=dict(headers),
                stream=True,
                allow_redirects=False,
                timeout=(limits.connect_seconds, limits.read_seconds),
            ) as response:
                _judge(response)
                if response.status_code in REDIRECTS or response.status_code == 304:
                    return Answer(address, response.status_code, response.headers)
                if not is_wanted(response.headers.get("Content-Type", "")):
                    raise Refused("not_a_page", response.headers.get("Content-Type", ""), status=200)
                body = _body(response, max_bytes, deadline)
                return Answer(address, response.status_code, response.headers, body)
        except PrivateAddress as error:
            raise Refused("private_address", str(error)) from error
        except (requests.Timeout, ReadTimeoutError) as error:
            raise Postponed("timeout", _short(error)) from error
        except (
            requests.exceptions.InvalidURL,
            requests.exceptions.InvalidSchema,
            LocationParseError,
        ) as error:
            raise Refused("bad_address", _short(error)) from error
        except (requests.RequestException, DecodeError, HTTPError, OSError) as error:
            raise Postponed("connection_failed", _short(error)) from error


def _target(answer: Answer) -> str:
    """Where a redirect leads, whatever bytes the server sent."""
    location = answer.headers["Location"]
    with suppress(UnicodeError):  # then it is what headers come as
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(answer.address, location)
    except ValueError as error:
        raise Refused("bad_address", f"{location[:200]!r}: {error}", status=answer.status) from error


def _judge(response: requests.Response) -> None:
    """Raise where a status means that no page will come."""
    status = response.status_code
    if status in {200, 203, 304} or (status in REDIRECTS and response.headers.get("Location")):
        return
    detail = f"{status} {response.reason or ''}".strip()
    if status in LATER or status >= 500:
        pause = retry_after(response.headers.get("Retry-After"), now=datetime.now(timezone.utc))
        raise Postponed("server_error", detail, status=status, retry_after_seconds=pause)
    raise Refused(REASONS.get(status, "http_error"), detail, status=status)


def _body(response: requests.Response, max_bytes: int, deadline: float) -> bytes:
    """The decompressed body, read no further than the limits allow."""
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise Refused("too_large", f"{announced} bytes announced, {max_bytes} allowed", status=200)
    body = bytearray()
    while chunk := response.raw.read1(CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > max_bytes:
            raise Refused("too_large", f"more than {max_bytes} bytes", status=200)
        if time.monotonic() > deadline:
            raise Postponed("timeout", f"the body was not complete in time ({len(body)} bytes came)")
    return bytes(body)


def retry_after(value: str | None, *, now: datetime) -> float | None:
    """The seconds a Retry-After header asks for, at most a day; None if it asks for none."""
    text = (value or "").strip()
    if text.isdigit():
        return min(float(text), MAX_RETRY_AFTER_SECONDS)
    try:
        seconds = (parsedate_to_datetime(text) - now).total_seconds()
    except (ValueError, TypeError):  # no date, or one without a zone
        return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_SECONDS)


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
