"""docker-compose.yml with the profile celery, without containers: two workers, one of which is killed at work.

Commands and variables are read from the file; only hosts, ports, folders and the patience of the scheduler differ.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest
import requests
import yaml
from psycopg2 import sql
from scripts import make_env
from tests.e2e import compose, published, servers

from onrecord.demo import __main__ as demo
from onrecord.demo import airflow
from onrecord.store import embedded

pytestmark = pytest.mark.slow

COMPONENTS = ("api-server", "scheduler", "dag-processor", "triggerer")
WORKERS = ("worker-1", "worker-2")
RUN_SECONDS = 400
FEEDS = 3  # with the folder some 40 pages
# An operator waits two minutes for the tasks of a dead worker, a test does not.
IMPATIENT = {
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "5",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_SEC": "3",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "25",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "3",
    "AIRFLOW__API__WORKERS": "1",
    "ONRECORD_RETRY_SECONDS": "3",
    "ONRECORD_CANARIES": "off",  # how well pages are read is not the question here
}
AS_ROOT = {"C_FORCE_ROOT": "1"} if os.geteuid() == 0 else {}  # a container's user is not root


@dataclass(frozen=True)
class Deployment:
    """The services as they run."""

    api: airflow.Api
    services: Mapping[str, compose.Service]
    environments: Mapping[str, dict[str, str]]
    processes: Mapping[str, subprocess.Popen[bytes]]
    server: str
    home: Path

    def database(self, name: str) -> str:
        """The superuser's address of a database."""
        return self.server.replace("/?", f"/{name}?")


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Everything that `docker compose --profile celery up --scale worker=2` starts, and the sample sites."""
    home = tmp_path_factory.mktemp("deployment")
    variables = {**env_file(), "AIRFLOW_EXECUTOR": "CeleryExecutor", "ONRECORD_USER_AGENT": "onrecord-test/1"}
    ports = {
        name: airflow.free_port() for name in ("postgres", "redis", "api-server", "scheduler", "triggerer")
    }
    services = compose.services(variables, places(home, ports))
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_HOME", str(home))
        server = stack.enter_context(
            servers.postgres(home / "server", ports["postgres"], services["postgres"].environment)
        )
        stack.enter_context(servers.redis(services["redis"], ports["redis"], home / "logs" / "redis.log"))
        sources = few(stack.enter_context(demo.sample_sources(airflow.free_port())))
        environments = {
            name: compose.process_environment(
                services[name.partition("-")[0] if name in WORKERS else name],
                **{**IMPATIENT, **AS_ROOT, **own_ports(name, ports)},
                AIRFLOW_HOME=str(home / "airflow"),
                ONRECORD_SOURCES=str(sources),
            )
            for name in (*COMPONENTS, *WORKERS, "init", "onrecord", "postgres", "redis")
        }
        environments["postgres"]["PATH"] = f"{embedded.binary('pg_isready').parent}:{os.environ['PATH']}"
        run(services["init"].command, environments["init"])
        write_login(home, variables)
        processes = {}
        for name in (*COMPONENTS, *WORKERS):
            command = services["worker" if name in WORKERS else name].command
            command = [*command, "--celery-hostname", f"celery@{name}"] if name in WORKERS else command
            log = home / "logs" / f"{name}.log"
            processes[name] = stack.enter_context(servers.running(command, environments[name], log))
        api = airflow.Api(ports["api-server"])
        api.wait({name: processes[name] for name in COMPONENTS})
        try:
            yield Deployment(api, services, environments, processes, server, home)
        finally:
            for process in processes.values():
                tell(family_of(process), signal.SIGKILL)


def env_file() -> dict[str, str]:
    """The .env that `make .env` writes."""
    lines = make_env.fill((compose.ROOT / ".env.example").read_text("utf8")).splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def few(sources: Path) -> Path:
    """The file with some of its sources: the folder, and feeds enough for copies and every kind of page."""
    declared = yaml.safe_load(sources.read_text("utf8"))
    feeds = [source for source in declared if source["kind"] == "feed"]
    folders = [source for source in declared if source["kind"] == "folder"]
    sources.write_text(yaml.safe_dump([*feeds[:FEEDS], *folders], allow_unicode=True), "utf8")
    return sources


def places(home: Path, ports: Mapping[str, int]) -> dict[str, str]:
    """What stands for the hosts, ports and folders of the containers."""
    (home / "redis").mkdir()
    return {
        "@postgres:5432": f"@127.0.0.1:{ports['postgres']}",
        "@redis:6379": f"@127.0.0.1:{ports['redis']}",
        "-p 6379": f"-p {ports['redis']}",
        "port 6379": f"port {ports['redis']}\nbind 127.0.0.1",
        "dir /data": f"dir {home / 'redis'}",
        "api-server:8080": f"127.0.0.1:{ports['api-server']}",
        "localhost:8080": f"127.0.0.1:{ports['api-server']}",
        "localhost:8974": f"127.0.0.1:{ports['scheduler']}",
        "/var/lib/onrecord": str(home / "onrecord"),
        "/opt/onrecord": str(compose.ROOT),
    }


def own_ports(name: str, ports: Mapping[str, int]) -> dict[str, str]:
    """A container has its ports to itself; processes of one machine have not."""
    return {
        "AIRFLOW__API__PORT": str(ports["api-server"]),
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(airflow.free_port()),
        "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(ports["triggerer"]),
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(ports["scheduler"]),
        "HOSTNAME": name,
        "PGPORT": str(ports["postgres"]),
    }


def write_login(home: Path, variables: Mapping[str, str]) -> None:
    """Tell `airflow.Api` the password that `init` has given the first login."""
    (home / "airflow" / "passwords.json").write_text(
        json.dumps({variables["AIRFLOW_ADMIN_USER"]: variables["AIRFLOW_ADMIN_PASSWORD"]}), "utf8"
    )


def run(command: list[str], environment: Mapping[str, str]) -> str:
    """Run a command to its end; what it printed. Fails when it does."""
    done = subprocess.run(
        command, env=dict(environment), capture_output=True, text=True, timeout=RUN_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_service_is_healthy_by_its_own_check(deployment: Deployment) -> None:
    for name in ("postgres", "redis", *COMPONENTS, *WORKERS):
        kind, *words = deployment.services["worker" if name in WORKERS else name].healthcheck
        if "curl" in words:
            assert requests.get(words[-1], timeout=30).status_code == 200, name
        else:
            run(["sh", "-c", *words] if kind == "CMD-SHELL" else words, deployment.environments[name])


def test_who_has_no_login_sees_nothing(deployment: Deployment) -> None:
    for path in ("/api/v2/dags", "/onrecord/"):
        assert requests.get(deployment.api.base + path, timeout=30).status_code == 401
    wrong = {"username": "admin", "password": "admin"}
    assert requests.post(f"{deployment.api.base}/auth/token", json=wrong, timeout=30).status_code == 401


def test_a_worker_that_is_killed_at_work_loses_nothing(deployment: Deployment) -> None:
    api = deployment.api
    wait_for("the DAGs", lambda: all_read(api))
    api.trigger("ingest")

    killed, instance = kill_a_worker_at_work(deployment, "curate")

    with ThreadPoolExecutor() as meanwhile:
        asked = meanwhile.submit(undisturbed, deployment)
        wait_for("ingest and curate", lambda: have_succeeded(api, "ingest") and have_succeeded(api, "curate"))
        found, expected = rows(deployment.database("warehouse")), asked.result()
    (again,) = [
        task
        for task in tasks(api, "curate", instance["dag_run_id"])
        if (task["task_id"], task["map_index"]) == (instance["task_id"], instance["map_index"])
    ]
    assert deployment.processes[killed].poll() == -signal.SIGKILL
    assert again["try_number"] == instance["try_number"] + 1
    assert {name: len(listed) for name, listed in found.items()} == {
        name: len(listed) for name, listed in expected.items()
    }
    assert found == expected
    assert len(found["articles"]) > 10


def kill_a_worker_at_work(deployment: Deployment, dag: str) -> tuple[str, dict[str, Any]]:
    """Wait until a worker is in the middle of a task of the DAG, kill it and all its processes; both.

    It is held still first, so that the task is not over before the blow falls.
    """
    deadline = time.monotonic() + RUN_SECONDS
    while time.monotonic() < deadline:
        running = {
            int(task["pid"] or 0): task
            for run in runs(deployment.api, dag)
            for task in tasks(deployment.api, dag, run["dag_run_id"], state="running")
        }
        for name in WORKERS:
            family = family_of(deployment.processes[name])
            if held := [running[process.pid] for process in family if process.pid in running]:
                tell(family, signal.SIGSTOP)
                current = tasks(deployment.api, dag, held[0]["dag_run_id"], state="running")
                if any(task["id"] == held[0]["id"] for task in current):
                    tell(family, signal.SIGKILL)
                    deployment.processes[name].wait()
                    return name, held[0]
                tell(family, signal.SIGCONT)
        time.sleep(0.1)
    raise AssertionError(f"no worker was ever seen at work on {dag}")


def family_of(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """A process and all it started; nothing of one that is gone."""
    if process.poll() is not None:
        return []
    parent = psutil.Process(process.pid)
    return [parent, *parent.children(recursive=True)]


def tell(family: list[psutil.Process], sent: signal.Signals) -> None:
    """Send a signal to processes, some of which may be gone."""
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(sent)


def test_a_backup_brings_back_what_is_published(deployment: Deployment) -> None:
    folder = deployment.home / "backup"
    elsewhere = another_warehouse(deployment, "restored")

    onrecord(deployment, "db", "backup", str(folder))
    onrecord(deployment, "db", "restore", str(folder), **elsewhere)

    assert rows(deployment.database("restored")) == rows(deployment.database("warehouse"))
    archives = [deployment.home / "restored" / "warc", deployment.home / "onrecord" / "warc"]
    restored, original = ({file.name: file.read_bytes() for file in place.iterdir()} for place in archives)
    assert restored == original


def onrecord(deployment: Deployment, *arguments: str, **more: str) -> None:
    """Run `docker compose run --rm onrecord …`."""
    command = deployment.services["onrecord"].command[:-1]
    run([*command, *arguments], deployment.environments["onrecord"] | more)


def another_warehouse(deployment: Deployment, name: str) -> dict[str, str]:
    """A new database of the same owner, and a home of its own."""
    with closing(psycopg2.connect(deployment.database("postgres"))) as admin:
        admin.autocommit = True
        statement = sql.SQL("create database {} owner warehouse_owner").format(sql.Identifier(name))
        admin.cursor().execute(statement)
    url = deployment.environments["onrecord"]["ONRECORD_DATABASE_URL"].removesuffix("warehouse")
    return {"ONRECORD_DATABASE_URL": url + name, "ONRECORD_HOME": str(deployment.home / name)}


def undisturbed(deployment: Deployment) -> dict[str, list[tuple[object, ...]]]:
    """What one process publishes of the same sites, with no scheduler, in a warehouse of its own."""
    own = another_warehouse(deployment, "undisturbed")
    onrecord(deployment, "db", "migrate", **own)
    onrecord(deployment, "ingest", **own)
    return rows(deployment.database("undisturbed"))


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """What is published in a database."""
    with closing(psycopg2.connect(url)) as conn:
        return published.without_ids(published.rows(conn))


def all_read(api: airflow.Api) -> bool:
    """Whether the DAGs are known. Fails when one cannot be imported."""
    assert api.get("importErrors")["import_errors"] == []
    return all(api.get(f"dags/{dag}") for dag in ("ingest", "curate"))


def have_succeeded(api: airflow.Api, dag: str) -> bool:
    """Whether every run of a DAG has. Fails when one has failed."""
    states = {run["state"] for run in runs(api, dag)}
    assert "failed" not in states, [
        task["task_id"]
        for run in runs(api, dag)
        for task in tasks(api, dag, run["dag_run_id"], state="failed")
    ]
    return states == {"success"}


def runs(api: airflow.Api, dag: str) -> list[dict[str, Any]]:
    """The runs of a DAG."""
    return list(api.get(f"dags/{dag}/dagRuns").get("dag_runs", []))


def tasks(api: airflow.Api, dag: str, run_id: str, **only: str) -> list[dict[str, Any]]:
    """The task instances of a run."""
    return list(
        api.get(f"dags/{dag}/dagRuns/{run_id}/taskInstances", limit=500, **only).get("task_instances", [])
    )


def wait_for(what: str, is_there: Callable[[], object]) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + RUN_SECONDS
    while not is_there():
        assert time.monotonic() < deadline, f"{what}: not in {RUN_SECONDS} s"
        time.sleep(0.5)
