"""The samples are no installed package, found from the root; their sites are loopback addresses."""

import sys
from pathlib import Path

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

SITE_HOSTS = [f"127.0.0.{number}" for number in (1, *range(11, 20))]


@pytest.fixture(autouse=True)
def _loopback_only() -> None:
    """Sample servers may be started and asked, nothing else (in place of the fixture of all tests)."""
    enable_socket()
    socket_allow_hosts(SITE_HOSTS, allow_unix_socket=True)
