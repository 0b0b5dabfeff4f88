"""`make run ONCE=1` as a stranger types it: the real scheduler, the sample sites, and whatever is killed.

Each test runs the whole of it on a home and ports of its own; all of them take some minutes.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg2
import pytest
from tests.e2e import published

from onrecord import settings
from onrecord.canaries.compare import TASKS
from onrecord.demo import airflow
from onrecord.store import embedded

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
RUN_SECONDS = 600
KILL_SECONDS = 240
ANSWERS = {
    urlsplit(answer["path"]).path: answer
    for answer in map(json.loads, (ROOT / "samples" / "answers.jsonl").open(encoding="utf8"))
}
ROW_VERSIONS = """
    select 'articles', article_id::text, xmin::text from curated.articles
    union all select 'statements', statement_id::text, xmin::text from curated.statements
    union all select 'speakers', speaker_id::text, xmin::text from curated.speakers
    union all select 'copies', url, xmin::text from curated.copies
    union all select 'people', person_id::text, xmin::text from curated.people
    order by 1, 2
"""


class Home:
    """An ONRECORD_HOME with ports of its own."""

    def __init__(self, folder: Path, site_port: int) -> None:
        self.folder = folder
        self.site_port = site_port
        variables = {
            "ONRECORD_HOME": str(folder),
            "ONRECORD_PORT": str(airflow.free_port()),
            "ONRECORD_SITE_PORT": str(site_port),
        }
        left_out = ("ONRECORD_DATABASE_URL", "AIRFLOW_CONN_WAREHOUSE", "AIRFLOW_HOME")
        self.env = {name: value for name, value in os.environ.items() if name not in left_out} | variables

    def start(self) -> subprocess.Popen[str]:
        """Start `make run ONCE=1`, without make."""
        return subprocess.Popen(
            [sys.executable, "-m", "onrecord.demo", "--once"],
            env=self.env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self) -> str:
        """Run it to its end; what it printed. Fails when it does."""
        process = self.start()
        printed, _ = process.communicate(timeout=RUN_SECONDS)
        assert process.returncode == 0, printed
        return printed

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """What is published."""
        with self.database() as conn:
            return published.rows(conn)

    def fetch(self, query: str) -> list[tuple[object, ...]]:
        """The rows of a query."""
        with self.database() as conn, conn.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    @contextmanager
    def database(self) -> Iterator[psycopg2.extensions.connection]:
        """A connection to the warehouse, whose server is started if need be."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("ONRECORD_DATABASE_URL", "AIRFLOW_CONN_WAREHOUSE"):
                patch.delenv(name, raising=False)
            patch.setenv("ONRECORD_HOME", str(self.folder))
            with embedded.running():
                conn = psycopg2.connect(settings.embedded_url("warehouse"))
                yield conn
                conn.close()


@pytest.fixture(scope="module")
def site_port() -> int:
    """The sample sites are at the same addresses in every run, for articles are known by their address."""
    return airflow.free_port()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, site_port: int) -> tuple[Home, str]:
    """A home after its first run, and what that printed."""
    home = Home(tmp_path_factory.mktemp("undisturbed"), site_port)
    return home, home.run()


def test_a_first_run_publishes_the_sample_sites_as_their_answers_say(undisturbed: tuple[Home, str]) -> None:
    home, printed = undisturbed
    ledger = home.fetch("select url, disposition, reason from ops.url_ledger")
    found = {path_of(str(url)): (disposition, reason) for url, disposition, reason in ledger}
    expected = {path: (answer["disposition"], answer["reason"]) for path, answer in ANSWERS.items()}
    sure = expected.keys() - paths_unsure_of("disposition")

    assert len(found) == len(ledger)
    assert found.keys() == expected.keys()
    assert {path: found[path] for path in sure} == {path: expected[path] for path in sure}
    count = sum(disposition == "published" for disposition, _ in found.values())
    assert f"Published: {count} articles" in printed
    assert f"{len(ANSWERS)}" in printed


def test_what_was_published_is_measured_against_the_answers(undisturbed: tuple[Home, str]) -> None:
    home, printed = undisturbed
    details = dict(home.fetch("select task, detail from ops.quality_daily"))

    assert "Accuracy on the samples" in printed
    assert details.keys() == set(TASKS)
    for task in ("disposition", "family", "text", "title", "interview", "language"):  # what must never slip
        at_fault = {path_of(page["url"]) for page in details[task]["pages"]}
        assert at_fault <= paths_unsure_of(task), task


def test_the_guides_print_what_is_published(undisturbed: tuple[Home, str]) -> None:
    home, _ = undisturbed
    command = [sys.executable, str(ROOT / "scripts" / "answers.py"), "--check"]

    checked = subprocess.run(command, env=home.env, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, f"{checked.stdout}{checked.stderr}: run scripts/answers.py"


def test_a_second_run_publishes_nothing_and_changes_no_row(undisturbed: tuple[Home, str]) -> None:
    home, _ = undisturbed
    before = home.fetch(ROW_VERSIONS)
    versions = home.fetch("select count(*) from work.article_versions")
    captures = home.fetch("select count(*) from raw.captures")

    home.run()

    assert before
    assert home.fetch(ROW_VERSIONS) == before
    assert home.fetch("select count(*) from work.article_versions") == versions
    assert home.fetch("select count(*) from raw.captures") == captures


def test_a_port_in_use_is_one_sentence_that_says_what_to_do(tmp_path: Path, site_port: int) -> None:
    home = Home(tmp_path, site_port)
    with socket.create_server(("127.0.0.1", int(home.env["ONRECORD_PORT"]))):
        process = home.start()
        printed, _ = process.communicate(timeout=RUN_SECONDS)

    assert process.returncode == 2
    assert "is in use" in printed
    assert "ONRECORD_PORT=" in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("victim", ["scheduler", "task", "postgres"])
def test_killing_it_in_the_middle_of_curate_loses_nothing(
    victim: str, undisturbed: tuple[Home, str], tmp_path: Path, site_port: int
) -> None:
    home = Home(tmp_path, site_port)
    process = home.start()
    try:
        kill = wait_for_victim(victim, process.pid, home.folder)
        kill()
        printed, _ = process.communicate(timeout=RUN_SECONDS)
    finally:
        for child in psutil.Process(process.pid).children(recursive=True) if process.poll() is None else ():
            child.kill()
        process.kill()
    assert home.run(), printed

    expected = undisturbed[0].rows()
    found = home.rows()
    assert {name: len(rows) for name, rows in found.items()} == {
        name: len(rows) for name, rows in expected.items()
    }
    assert found == expected


def wait_for_victim(victim: str, pid: int, folder: Path) -> Callable[[], None]:
    """Wait until `curate` is at work, and how to kill the victim."""
    deadline = time.monotonic() + KILL_SECONDS
    while time.monotonic() < deadline:
        tasks = running_tasks(pid)
        if tasks and is_curating(folder):
            if victim == "task":
                return tasks[0].kill
            if victim == "scheduler":
                scheduler = next(p for p in family(pid) if p.cmdline()[-1:] == ["scheduler"])
                return lambda: os.killpg(scheduler.pid, signal.SIGKILL)
            postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split("\n")[0])
            return psutil.Process(postmaster).kill
        time.sleep(0.05)
    raise AssertionError("curate was never seen at work")


def running_tasks(pid: int) -> list[psutil.Process]:
    """The processes that run a task's code: what the executor's workers forked."""
    found = []
    for process in family(pid):
        try:
            title = " ".join(process.cmdline())
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        if title.startswith("airflow worker -- ") and "LocalExecutor" not in title:
            found.append(process)
    return found


def family(pid: int) -> list[psutil.Process]:
    """A process's descendants."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def is_curating(folder: Path) -> bool:
    """Whether a run of curate has begun, by the folder of its logs."""
    return any((folder / "logs" / "airflow").glob("dag_id=curate/*/task_id=extract_documents*"))


def paths_unsure_of(task: str) -> set[str]:
    """Pages of a text one of whose pages was read wrong, or put in the wrong place, at first sight.

    The floors of the canaries hold those; all others have been right from the first.
    """
    marks = {task, "disposition"}
    texts = {a["article"] or path for path, a in ANSWERS.items() if marks & set(a["first_seen_failed"])}
    return {path for path, a in ANSWERS.items() if (a["article"] or path) in texts}


def path_of(url: str) -> str:
    """The path of an address, or of a file of a folder source as the answers write it."""
    parts = urlsplit(url)
    return parts.path.partition("/")[2] if parts.scheme == "file" else parts.path
