"""Postgres' own programs (pg_dump, pg_restore) of the server's version: from PATH, or from onrecord's own server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from psycopg2.extensions import make_dsn, parse_dsn
from sqlalchemy.engine import make_url

from onrecord.errors import DatabaseError
from onrecord.store import embedded

VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
TOLD_CHARS = 800


def run(program: str, *arguments: str, major: int, url: str | None = None) -> str:
    """What a program of that major version printed; with `url`, it works on that database.

    The password goes by the environment, which no list of processes shows. Raises DatabaseError.
    """
    environment = dict(os.environ)
    connection: list[str] = []
    if url is not None:
        parts = parse_dsn(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
        if password := parts.pop("password", None):
            environment["PGPASSWORD"] = password
        connection = ["--no-password", "--dbname", make_dsn(**parts)]
    done = subprocess.run(
        [str(_found(program, major)), *connection, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DatabaseError(f"{program} failed: {done.stderr.strip()[-TOLD_CHARS:]}")
    return done.stdout


def _found(program: str, major: int) -> Path:
    """The program in exactly this version: an older one cannot read, a newer one writes what cannot be read back."""
    versions = {}
    for path in _candidates(program):
        said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False).stdout
        if found := VERSION.search(said):
            if int(found[1]) == major:
                return path
            versions[str(path)] = found[1]
    have = ", ".join(f"{path} is of {version}" for path, version in versions.items()) or "there is none here"
    raise DatabaseError(
        f"The server is Postgres {major} and needs {program} of version {major} ({have}): "
        f"install Postgres' client programs of version {major} and put them on PATH."
    )


def _candidates(program: str) -> Iterator[Path]:
    if on_path := shutil.which(program):
        yield Path(on_path)
    ours = embedded.binary(program)
    if ours.exists():
        yield ours
