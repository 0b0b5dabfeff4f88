"""Postgres and Redis on loopback TCP with passwords, as docker-compose.yml has them, without containers."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.e2e import compose

from onrecord import settings
from onrecord.demo import airflow
from onrecord.store import embedded

# Nothing here need survive a crash of the machine.
OPTIONS = "-c max_connections=200 -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
ACCESS = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
SECONDS = 20


@contextmanager
def postgres(home: Path, port: int, environment: Mapping[str, str]) -> Iterator[str]:
    """A new server with the logins and databases of deploy/; yields the superuser's address, without its database."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("ONRECORD_DATABASE_URL", "AIRFLOW_CONN_WAREHOUSE"):
            patch.delenv(name, raising=False)
        patch.setenv("ONRECORD_HOME", str(home))
        patch.setenv("PGPORT", str(port))  # of the socket, which has the port in its name
        patch.setattr(embedded, "DATABASES", ())
        patch.setattr(embedded, "OPTIONS", f"-h 127.0.0.1 -p {port} {OPTIONS}")
        folder = settings.embedded_folder()
        address = f"{settings.embedded_url('')}&port={port}"
        embedded.start()
    try:
        (folder / "pg_hba.conf").write_text(ACCESS, "utf8")
        script = compose.ROOT / "deploy" / "create_databases.sql"
        psql = [str(embedded.binary("psql")), "--no-psqlrc", "--quiet", address.replace("/?", "/postgres?")]
        subprocess.run(
            [*psql, "--file", str(script), "--command", "select pg_reload_conf()"],
            env={**os.environ, **environment},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield address
    finally:
        embedded.stop(folder)


@contextmanager
def redis(service: compose.Service, port: int, log: Path) -> Iterator[None]:
    """A Redis started by the command that the service has."""
    with running(service.command, compose.process_environment(service), log) as process:
        deadline = time.monotonic() + SECONDS
        while airflow.is_port_free(port):
            assert process.poll() is None, log.read_text("utf8")
            assert time.monotonic() < deadline, "redis-server does not listen"
            time.sleep(0.1)
        yield


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own; it and all it started is stopped at the end."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=dict(environment),
            cwd=log.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        airflow.stop(process)
