"""Airflow as `make run` needs it: its environment, its processes, its REST API.

Knows Airflow by its commands, variables and REST API alone, and imports nothing of it.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import requests

from onrecord import settings
from onrecord.errors import OnrecordError

COMPONENTS = ("api-server", "scheduler", "dag-processor")
HEALTHY_SECONDS = 180  # on a slow machine with a cold disk; some 25 s otherwise
STOP_SECONDS = 20
POOL_SLOTS = 4  # hosts that are fetched from at once
RETRY_SECONDS = "5"  # nobody watches a demonstration for two minutes
LOGIN = "admin"
LOG_TAIL_CHARS = 1500
ANSWER_SECONDS = 60
NOT_FOUND, CONFLICT = 404, 409


class AirflowFailed(OnrecordError):
    """A component of Airflow did not start, or died."""


def environment(port: int, *, sources: str | None = None) -> dict[str, str]:
    """The variables that every component runs with; secrets are made once and kept under ONRECORD_HOME."""
    home = settings.home()
    airflow_home = home / "airflow"
    airflow_home.mkdir(parents=True, exist_ok=True)
    kept = _secrets(airflow_home)
    metadata = settings.embedded_url("airflow").replace("postgresql://", "postgresql+psycopg2://", 1)
    values = {
        "AIRFLOW_HOME": str(airflow_home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(settings.root() / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(settings.root() / "plugins"),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": str(max(2, min(8, os.cpu_count() or 2))),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{LOGIN}:admin,viewer:viewer",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(airflow_home / "passwords.json"),
        "AIRFLOW__CORE__FERNET_KEY": kept["fernet_key"],
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__SECRET_KEY": kept["secret_key"],
        "AIRFLOW__API_AUTH__JWT_SECRET": kept["jwt_secret"],
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata,
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "30",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs" / "airflow"),
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
        "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
        # On one machine a component that stops is gone: what it left behind is taken up within seconds.
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_SEC": "5",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "10",
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "15",
        "ONRECORD_HOME": str(home),
        "ONRECORD_RETRY_SECONDS": os.environ.get("ONRECORD_RETRY_SECONDS", RETRY_SECONDS),
        "ONRECORD_ROOT": str(settings.root()),
        "PYTHONWARNINGS": "ignore",
        "NO_COLOR": "1",
    }
    external = settings.external_database_url()
    warehouse = {"conn_type": "postgres", "host": str(settings.embedded_socket_folder()), "login": "postgres"}
    if external:
        values["ONRECORD_DATABASE_URL"] = external
    else:
        values["AIRFLOW_CONN_WAREHOUSE"] = json.dumps({**warehouse, "schema": "warehouse"})
    if sources:
        values["ONRECORD_SOURCES"] = sources
    return {
        **os.environ,
        **values,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def migrate(env: Mapping[str, str]) -> None:
    """Bring Airflow's own database to this version; takes seconds, even when there is nothing to do."""
    done = subprocess.run(
        [*_airflow(), "db", "migrate"], env=dict(env), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AirflowFailed(f"`airflow db migrate` failed:\n{(done.stderr or done.stdout)[-LOG_TAIL_CHARS:]}")


@contextmanager
def running(env: Mapping[str, str], *components: str) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Run components (all by default) while the block runs; each one's output goes to a file of logs/."""
    started: dict[str, subprocess.Popen[bytes]] = {}
    with ExitStack() as stack:
        for name in components or COMPONENTS:
            started[name] = start(env, name)
            stack.callback(stop, started[name])
        yield started


def start(env: Mapping[str, str], component: str) -> subprocess.Popen[bytes]:
    """Start one component, in a session of its own so that all its children can be stopped with it."""
    log = log_file(component)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [*_airflow(), component],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=settings.home(),
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a component and all it started: asked first, then made to."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sent)
            process.wait(STOP_SECONDS)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def log_file(component: str) -> Path:
    """Where a component's output goes."""
    return settings.home() / "logs" / f"{component}.log"


def free_port() -> int:
    """A port on loopback that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_port_free(port: int) -> bool:
    """Whether we could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def password() -> str:
    """The password of the login `admin` of the local UI, made at the first start."""
    passwords: dict[str, str] = json.loads((settings.home() / "airflow" / "passwords.json").read_text("utf8"))
    return passwords[LOGIN]


class Api:
    """Airflow's REST API, as the admin of the local UI."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy stands between us and loopback

    def wait(self, processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
        """Wait until every started component says it is healthy. Raises AirflowFailed with the log's end."""
        deadline = time.monotonic() + HEALTHY_SECONDS
        while time.monotonic() < deadline:
            require_alive(processes)
            if self._is_healthy(processes):
                self._log_in()
                return
            time.sleep(0.5)
        raise AirflowFailed(f"Airflow is not healthy after {HEALTHY_SECONDS} s; see {log_file('*')}.")

    def get(self, path: str, **params: Any) -> dict[str, Any]:
        """The answer to a GET of /api/v2/<path>; an empty one where there is no such thing (yet)."""
        answer = self._ask("GET", path, params=params)
        return {} if answer.status_code == NOT_FOUND else dict(answer.json())

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a POST to /api/v2/<path>; an empty one where there is such a thing already."""
        answer = self._ask("POST", path, json=body)
        return {} if answer.status_code == CONFLICT else dict(answer.json())

    def make_pool(self, name: str, slots: int = POOL_SLOTS) -> None:
        """Make a pool; harmless when it is there."""
        body = {
            "name": name,
            "slots": slots,
            "description": "Batches fetched at once",
            "include_deferred": False,
        }
        self.post("pools", body)

    def trigger(self, dag: str, conf: Mapping[str, Any] | None = None) -> str:
        """Start a run of a DAG; its run id."""
        run = self.post(f"dags/{dag}/dagRuns", {"logical_date": None, "conf": dict(conf or {})})
        return str(run["dag_run_id"])

    def _ask(self, method: str, path: str, **options: Any) -> requests.Response:
        """Raises AirflowFailed where Airflow does not answer, or with an error of its own."""
        try:
            answer = self._session.request(
                method, f"{self.base}/api/v2/{path}", timeout=ANSWER_SECONDS, **options
            )
            if answer.status_code not in (NOT_FOUND, CONFLICT):
                answer.raise_for_status()
        except requests.RequestException as error:
            raise AirflowFailed(
                f"Airflow's API does not answer as it should ({error}). "
                f"See {log_file('api-server')}; run the same command again to go on."
            ) from error
        return answer

    def _is_healthy(self, processes: Mapping[str, subprocess.Popen[bytes]]) -> bool:
        try:
            health = self._session.get(f"{self.base}/api/v2/monitor/health", timeout=5).json()
        except (requests.RequestException, ValueError):
            return False
        wanted = [name.replace("-", "_") for name in processes if name != "api-server"]
        return all(health.get(name, {}).get("status") == "healthy" for name in wanted)

    def _log_in(self) -> None:
        login = {"username": LOGIN, "password": password()}
        answer = self._session.post(f"{self.base}/auth/token", json=login, timeout=ANSWER_SECONDS)
        answer.raise_for_status()
        self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def require_alive(processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Raises AirflowFailed if a component has ended by itself."""
    for name, process in processes.items():
        if process.poll() is not None:
            tail = log_file(name).read_text("utf8", "replace")[-LOG_TAIL_CHARS:]
            raise AirflowFailed(
                f"airflow {name} ended with status {process.returncode}. Its log, {log_file(name)}, ends:\n{tail}"
            )


def _airflow() -> list[str]:
    return [sys.executable, "-m", "airflow"]


def _secrets(folder: Path) -> dict[str, str]:
    """The secrets of this installation, made at the first start and readable by its owner only."""
    file = folder / "secrets.json"
    passwords = folder / "passwords.json"
    if not file.exists():
        made = {
            "fernet_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "secret_key": secrets.token_urlsafe(32),
            "jwt_secret": secrets.token_urlsafe(48),
        }
        _write_private(file, made)
    if not passwords.exists():
        _write_private(passwords, {name: secrets.token_urlsafe(9) for name in (LOGIN, "viewer")})
    kept: dict[str, str] = json.loads(file.read_text("utf8"))
    return kept


def _write_private(file: Path, value: Mapping[str, str]) -> None:
    """Write beside and rename, so that a broken-off start leaves no half of a file."""
    fresh = file.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
        json.dump(value, output)
    fresh.rename(file)
