"""The server that comes with onrecord: it starts, survives, and ends with the last who used it."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from onrecord import settings, store
from onrecord.errors import DatabaseError
from onrecord.store import embedded

pytestmark = pytest.mark.slow
USE = """
import sys
from onrecord.store import embedded
with embedded.running():
    print("ready", flush=True)
    sys.stdin.readline()
"""
SECONDS = 30.0
PATHS = (str(settings.root() / "plugins"), sysconfig.get_path("purelib"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of this module's own: the server of the other tests stays out of it."""
    folder = tmp_path_factory.mktemp("own") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_HOME", str(folder))
        patch.delenv("ONRECORD_DATABASE_URL", raising=False)
        patch.delenv("AIRFLOW_CONN_WAREHOUSE", raising=False)
        yield folder
        embedded.stop(folder / "postgres")


def answers() -> bool:
    try:
        with store.connect(settings.embedded_url("warehouse"), role="owner"):
            return True
    except DatabaseError:
        return False


def rows() -> list[int]:
    with store.connect(settings.embedded_url("warehouse"), role="owner") as conn:
        return [row["number"] for row in store.fetch(conn, "select number from kept order by 1")]


def user(python: str = sys.executable, **options: object) -> subprocess.Popen[str]:
    """Another process that uses the server until it is told to end."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(PATHS)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": environment}
    return subprocess.Popen([python, "-c", USE], **{**pipes, **options})


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def end(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=SECONDS)
    assert process.returncode == 0


def test_it_starts_makes_both_databases_and_keeps_what_is_written(home: Path) -> None:
    with embedded.running():
        assert {"airflow", "warehouse"} <= set(databases())
        with store.connect(settings.embedded_url("warehouse"), role="owner") as conn:
            store.execute(conn, "create table kept (number integer)")
            store.execute(conn, "insert into kept values (1)")
    assert not answers(), "the last to use it stops it"
    with embedded.running():
        assert rows() == [1]


def databases() -> list[str]:
    with store.connect(settings.embedded_url("postgres"), role="owner") as conn:
        return [row["datname"] for row in store.fetch(conn, "select datname from pg_database")]


def test_it_listens_on_a_socket_only(home: Path) -> None:
    with embedded.running(), store.connect(settings.embedded_url("warehouse"), role="owner") as conn:
        assert store.fetch(conn, "show listen_addresses") == [{"listen_addresses": ""}]


def test_it_survives_the_killing_of_its_server(home: Path) -> None:
    with embedded.running():
        postmaster = int((settings.embedded_folder() / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        deadline = time.monotonic() + SECONDS
        while answers():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        embedded.start()
        assert rows() == [1]


def test_only_the_last_of_two_users_stops_it(home: Path) -> None:
    other = user()
    wait_until_ready(other)
    with embedded.running():
        assert answers()
    assert answers(), "the other process still uses it"
    end(other)
    assert not answers()


def test_a_user_that_is_killed_leaves_no_lock(home: Path) -> None:
    other = user()
    wait_until_ready(other)
    other.kill()
    other.communicate(timeout=SECONDS)
    with embedded.running():
        assert rows() == [1]
    assert not answers()


def test_an_initdb_that_broke_off_leaves_nothing_that_hinders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    half = tmp_path / "home" / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    whole = embedded._run

    def fails(program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        if program == "initdb":
            raise DatabaseError("initdb failed: it was interrupted")
        return whole(program, *arguments, check=check)

    with monkeypatch.context() as patch:
        patch.setattr(embedded, "_run", fails)
        with pytest.raises(DatabaseError, match="interrupted"), embedded.running():
            pytest.fail("it cannot run")
    assert not (settings.embedded_folder() / "PG_VERSION").exists()
    with embedded.running():
        assert answers()


def test_an_external_database_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://db.example/warehouse")
    with embedded.running():
        pass
    assert not (tmp_path / "home").exists()


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(embedded, "MIN_FREE_BYTES", 10**18)
    with pytest.raises(DatabaseError, match=r"MB are free at .*home; .* ONRECORD_HOME"), embedded.running():
        pytest.fail("it cannot run")


def test_a_server_that_cannot_start_shows_the_end_of_its_log(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "OPTIONS", "-c no_such_setting=1")
    monkeypatch.setattr(embedded, "START_SECONDS", 1)
    with pytest.raises(DatabaseError, match="no_such_setting"), embedded.running():
        pytest.fail("it cannot run")


def a_python_for(ordinary: pwd.struct_passwd) -> str:
    """A Python of this version that an ordinary user may run; ours may lie in a home that is closed to others."""
    for candidate in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        try:
            subprocess.run(
                [candidate, "-c", "import psycopg2"],
                check=True,
                user=ordinary.pw_uid,
                cwd="/",
                env={"PYTHONPATH": os.pathsep.join(PATHS)},
            )
        except (OSError, subprocess.CalledProcessError):
            continue
        return candidate
    pytest.skip("no Python here that an ordinary user may run with our packages")


@pytest.mark.skipif(os.geteuid() != 0, reason="is the ordinary user already: the other tests show it")
def test_it_works_for_an_ordinary_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary = pwd.getpwnam("nobody")
    home = tmp_path / "of nobody"
    home.mkdir()
    os.chown(home, ordinary.pw_uid, ordinary.pw_gid)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o001)
    monkeypatch.setenv("ONRECORD_HOME", str(home))
    other = user(
        a_python_for(ordinary), user=ordinary.pw_uid, group=ordinary.pw_gid, extra_groups=[], cwd="/"
    )
    wait_until_ready(other)
    assert (settings.embedded_folder() / "postmaster.pid").stat().st_uid == ordinary.pw_uid
    with psycopg2.connect(settings.embedded_url("warehouse")) as conn:
        assert conn.info.dbname == "warehouse"
    conn.close()
    end(other)
