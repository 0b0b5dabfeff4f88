"""Every setting, read in one place.

Settings are environment variables: ONRECORD_HOME, ONRECORD_DATABASE_URL and those below; in a
deployment the database may be given as the Airflow connection `warehouse` instead. What only DAGs
need (assets, default arguments) is in `scheduling`, so that importing this needs no Airflow.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from onrecord.errors import ConfigurationError

DEFAULT_USER_AGENT = "onrecord/0.1 (article archive; +https://example.invalid/onrecord)"
DEFAULT_MAX_BODY_BYTES = 20_000_000  # the largest page kept, after decompression
DEFAULT_RETRY_SECONDS = 120  # doubled each time: three retries outlast a restart of the database
MAX_SOCKET_FOLDER_CHARS = 85  # a Unix socket's path has 104 to 108 bytes, its name takes 16


def root() -> Path:
    """The project's top folder (with sql/, config/, samples/)."""
    return Path(os.environ.get("ONRECORD_ROOT") or Path(__file__).resolve().parents[2])


def home() -> Path:
    """Where embedded data, WARC files and logs lie (ONRECORD_HOME, default .local)."""
    return Path(os.environ.get("ONRECORD_HOME") or root() / ".local").resolve()


def sources_files() -> tuple[Path, ...]:
    """The YAML files of sources (ONRECORD_SOURCES, parted like PATH; default config/sources.yml)."""
    named = os.environ.get("ONRECORD_SOURCES", "").split(os.pathsep)
    return tuple(Path(name) for name in named if name) or (root() / "config" / "sources.yml",)


def user_agent() -> str:
    """How fetch introduces itself (ONRECORD_USER_AGENT)."""
    return os.environ.get("ONRECORD_USER_AGENT", "").strip() or DEFAULT_USER_AGENT


def allow_private_hosts() -> bool:
    """Whether private and loopback addresses may be fetched (ONRECORD_ALLOW_PRIVATE_HOSTS)."""
    return flag("ONRECORD_ALLOW_PRIVATE_HOSTS")


def max_body_bytes() -> int:
    """The largest body that is kept, in bytes (ONRECORD_MAX_BODY_BYTES)."""
    return number("ONRECORD_MAX_BODY_BYTES", DEFAULT_MAX_BODY_BYTES)


def retry_seconds() -> int:
    """How long a failed task waits before its first retry (ONRECORD_RETRY_SECONDS)."""
    return number("ONRECORD_RETRY_SECONDS", DEFAULT_RETRY_SECONDS)


def flag(name: str) -> bool:
    """Whether an environment variable is set to something that means yes."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A whole number from the environment; ConfigurationError when it is none."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit():
        raise ConfigurationError(f"{name} is {text!r}; write a whole number, such as {default}.")
    return int(text)


def external_database_url() -> str | None:
    """The warehouse a user named: ONRECORD_DATABASE_URL, else the Airflow connection `warehouse`."""
    if url := os.environ.get("ONRECORD_DATABASE_URL"):
        return url
    if written := os.environ.get("AIRFLOW_CONN_WAREHOUSE"):
        return connection_url(written)
    if "airflow.sdk" in sys.modules:  # inside a task: the connection may be kept in a secrets backend
        return _task_connection_url()
    return None


def database_url() -> str:
    """The warehouse to use: the named one, else the embedded one under ONRECORD_HOME."""
    return external_database_url() or embedded_url("warehouse")


def embedded_url(database: str) -> str:
    """The URL of a database on the embedded server, over its Unix socket."""
    return f"postgresql://postgres@/{database}?host={quote(str(embedded_socket_folder()))}"


def embedded_folder() -> Path:
    """The data folder of the embedded server."""
    return home() / "postgres"


def embedded_socket_folder() -> Path:
    """Where its socket lies: the data folder, or a short path where that is too long for a socket."""
    folder = embedded_folder()
    if len(str(folder)) <= MAX_SOCKET_FOLDER_CHARS:
        return folder
    return Path(tempfile.gettempdir()) / f"onrecord-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"


def connection_url(written: str) -> str:
    """An Airflow connection, as a URI or JSON, as a plain Postgres URL."""
    if written.lstrip().startswith("{"):
        parts = json.loads(written)
        user, password = parts.get("login"), parts.get("password")
        host, port, database = parts.get("host") or "", parts.get("port"), parts.get("schema") or "warehouse"
    else:
        split = urlsplit(written)
        user, password = unquote(split.username or ""), unquote(split.password or "")
        host, port, database = (
            unquote(split.hostname or ""),
            split.port,
            split.path.lstrip("/") or "warehouse",
        )
        if "%2f" in split.netloc.lower():  # hostname is lower-cased by urlsplit: a socket's folder is not
            host = unquote(split.netloc.rpartition("@")[2].partition(":")[0])
    login = quote(user or "", safe="") + (f":{quote(password, safe='')}" if password else "")
    at = f"{login}@" if login else ""
    if host.startswith("/"):
        return f"postgresql://{at}/{database}?host={quote(host)}"
    return f"postgresql://{at}{host}{f':{port}' if port else ''}/{database}"


def _task_connection_url() -> str | None:
    from airflow.sdk import Connection
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        return connection_url(Connection.get("warehouse").get_uri())
    except AirflowNotFoundException:
        return None
