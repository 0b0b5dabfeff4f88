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
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from onrecord.errors import ConfigurationError

DEFAULT_USER_AGENT = "onrecord/0.1 (article archive; +https://example.invalid/onrecord)"
DEFAULT_MAX_BODY_BYTES = 20_000_000  # the largest page kept, after decompression
DEFAULT_RETRY_SECONDS = 120  # doubled each time: three retries outlast a restart of the database
CANARY_MODES = ("auto", "on", "off")
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


def canaries() -> str | None:
    """Whether canaries are measured (ONRECORD_CANARIES: auto, on, off); None: as config/canaries.yml says."""
    mode = os.environ.get("ONRECORD_CANARIES", "").strip().lower()
    if mode and mode not in CANARY_MODES:
        raise ConfigurationError(f"ONRECORD_CANARIES is {mode!r}; write one of {', '.join(CANARY_MODES)}.")
    return mode or None


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
        _split(url, "ONRECORD_DATABASE_URL")
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
    """An Airflow connection, as a URI or JSON, as a plain Postgres URL. Raises ConfigurationError."""
    parts = _json_parts(written) if written.lstrip().startswith("{") else _uri_parts(written)
    login = quote(parts["login"], safe="")
    if parts["password"]:
        login += f":{quote(parts['password'], safe='')}"
    at = f"{login}@" if login else ""
    host, port, options = parts["host"], parts["port"], dict(parts["options"])
    if host.startswith("/"):  # the folder of a Unix socket
        host, options = "", {"host": host, **options}
        options |= {"port": port} if port else {}
    elif port:
        host = f"{host}:{port}"
    query = f"?{urlencode(options, quote_via=quote, safe='/')}" if options else ""
    return f"postgresql://{at}{host}/{quote(parts['database'] or 'warehouse', safe='')}{query}"


def _json_parts(written: str) -> dict[str, Any]:
    try:
        parts = json.loads(written)
        extra = parts.get("extra") or {}
        options = json.loads(extra) if isinstance(extra, str) else dict(extra)
    except ValueError:
        raise ConfigurationError(
            "The connection AIRFLOW_CONN_WAREHOUSE is not sound JSON; write it as "
            '{"conn_type": "postgres", "host": …, "login": …, "password": …, "schema": …}.'
        ) from None  # the error would repeat the password
    return {
        **{name: str(parts.get(name) or "") for name in ("login", "password", "host", "port")},
        "database": str(parts.get("schema") or ""),
        "options": {name: str(value) for name, value in options.items()},
    }


def _uri_parts(written: str) -> dict[str, Any]:
    split = _split(written, "AIRFLOW_CONN_WAREHOUSE")
    host = split.hostname or ""
    if "%2f" in host:  # urlsplit has lower-cased it, which does no harm to a name, but to a folder
        host = split.netloc.rpartition("@")[2].partition(":")[0]
    options = {name: value for name, value in parse_qsl(split.query) if name != "__extra__"}
    return {
        "login": unquote(split.username or ""),
        "password": unquote(split.password or ""),
        "host": unquote(host),
        "port": str(split.port or ""),
        "database": unquote(split.path.lstrip("/")),
        "options": options,
    }


def _split(url: str, setting: str) -> SplitResult:
    """An address in its parts; ConfigurationError, which does not repeat it, when it is none of Postgres."""
    try:
        split = urlsplit(url)
        is_sound = split.scheme.partition("+")[0] in ("postgres", "postgresql") and (split.port or 1) > 0
    except ValueError:
        is_sound = False
    if not is_sound:
        raise ConfigurationError(
            f"{setting} is no address of a Postgres database; write postgresql://user:password@host:5432/warehouse."
        )
    return split


def _task_connection_url() -> str | None:
    from airflow.sdk import Connection
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        return connection_url(Connection.get("warehouse").get_uri())
    except AirflowNotFoundException:
        return None
