"""Whom may a request reach, and how long may an answer take to begin?

Host names are resolved once, here; the connection is made to the very address that was checked, so a
name that resolves differently a moment later gains nothing.
"""

from __future__ import annotations

import socket
import threading
from ipaddress import ip_address
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.poolmanager import PoolManager
from urllib3.response import HTTPResponse
from urllib3.util.connection import create_connection

from onrecord.fetch.addresses import is_public

POOL_SIZE = 16  # hosts whose connection is kept open
# The read timeout bounds one read only; a server that sends its headers byte by byte is cut off after
# this many of them.
READS_FOR_HEADERS = 2


class PrivateAddress(Exception):
    """A host has no address on the open internet."""


class _Bounded(HTTPConnection):
    """Cuts a server off whose headers trickle in."""

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3's own does
        sock, timeout = self.sock, self.timeout
        if sock is None or not isinstance(timeout, int | float):
            return super().getresponse()
        is_late = threading.Event()
        timer = threading.Timer(timeout * READS_FOR_HEADERS, _shut, [sock, is_late])
        timer.daemon = True
        timer.start()
        try:
            response = super().getresponse()
        finally:
            timer.cancel()
        if is_late.is_set():  # http.client takes the end of the stream for the end of the headers
            raise TimeoutError("the headers were not complete in time")
        return response


class _Guarded(_Bounded):
    """Connects to public addresses only."""

    def _new_conn(self) -> socket.socket:
        try:
            found = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise NameResolutionError(self.host, self, socket.gaierror(str(error))) from error
        hosts = list(dict.fromkeys(str(each[4][0]) for each in found))
        public = [host for host in hosts if is_public(ip_address(host))]
        if not public:
            raise PrivateAddress(f"{self.host} is {', '.join(hosts)}")
        failure: OSError | None = None
        for host in public:
            try:
                return create_connection(
                    (host, self.port), self.timeout, self.source_address, self.socket_options
                )
            except OSError as error:
                failure = error
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, f"{self.host} does not answer") from failure
        raise NewConnectionError(self, f"{self.host}: {failure}") from failure


class _BoundedTLS(_Bounded, HTTPSConnection):
    pass


class _GuardedTLS(_Guarded, HTTPSConnection):
    pass


class _Pools(PoolManager):
    is_private_allowed = False

    def _new_pool(
        self, scheme: str, host: str, port: int, request_context: dict[str, Any] | None = None
    ) -> HTTPConnectionPool:
        pool = super()._new_pool(scheme, host, port, request_context)
        if scheme == "https":
            pool.ConnectionCls = _BoundedTLS if self.is_private_allowed else _GuardedTLS
        else:
            pool.ConnectionCls = _Bounded if self.is_private_allowed else _Guarded
        return pool


class Adapter(HTTPAdapter):
    """What a requests session connects through; private addresses only if allowed."""

    def __init__(self, *, is_private_allowed: bool) -> None:
        self._is_private_allowed = is_private_allowed
        super().__init__(pool_connections=POOL_SIZE, pool_maxsize=1, max_retries=0)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        """Use our pools in place of urllib3's."""
        self.poolmanager = _Pools(num_pools=connections, maxsize=maxsize, block=block, **pool_kwargs)
        self.poolmanager.is_private_allowed = self._is_private_allowed


def _shut(sock: socket.socket, is_late: threading.Event) -> None:
    is_late.set()
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # closed already: the answer came just now
