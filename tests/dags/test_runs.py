"""Each DAG is run once, as Airflow runs it, over the sample site into a scratch warehouse.

In a process of its own: Airflow reads its environment when it is first imported.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from onrecord import settings, store
from onrecord.canaries import TASKS
from onrecord.demo import __main__ as demo
from onrecord.demo import airflow, site

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
METADATA = "airflow_of_dag_tests"
SECONDS = 300
RUN = """
import json, sys
from airflow.dag_processing.dagbag import DagBag

bag = DagBag(dag_folder=sys.argv[1])
assert not bag.import_errors, bag.import_errors
for name, conf in json.loads(sys.argv[2]):
    run = bag.dags[name].test(run_conf=conf)
    states = {}
    for task in run.get_task_instances():
        states.setdefault(task.task_id, []).append(str(task.state))
    print("RESULT", json.dumps({"dag": name, "state": str(run.state), "tasks": states}), flush=True)
"""
IN_ORDER: list[tuple[str, dict[str, Any]]] = [
    ("ingest", {}),
    ("curate", {}),
    ("curate", {}),
    ("reprocess", {"stage": "enrich", "dry_run": True}),
    ("reprocess", {"stage": "publish", "dry_run": False}),
    ("maintain", {"min_free_gb": 0}),
]


@pytest.fixture(scope="module")
def results(_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[str, Any]]]:
    """What became of each run, in the order of IN_ORDER; the warehouse is that of `store.connect()`."""
    enable_socket()
    socket_allow_hosts([f"127.0.0.{number}" for number in (1, *range(11, 20))], allow_unix_socket=True)
    folder = tmp_path_factory.mktemp("runs")
    with (
        pytest.MonkeyPatch.context() as patch,
        closing(psycopg2.connect(settings.embedded_url("postgres"))) as admin,
    ):
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute("create database dag_runs template warehouse")
            cursor.execute(f"create database {METADATA}")
        metadata = settings.embedded_url(METADATA).replace("postgresql://", "postgresql+psycopg2://", 1)
        patch.setenv("ONRECORD_DATABASE_URL", settings.embedded_url("dag_runs"))
        subprocess.run(
            [sys.executable, str(ROOT / "samples" / "build.py"), str(folder)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with site.serve(folder) as addresses:
            sources = folder / "sources.yml"
            sources.write_text(demo._as_yaml(site.sources(addresses, folder)), "utf8")
            env = airflow.environment(airflow.free_port(), sources=str(sources))
            env |= {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": metadata, "AIRFLOW_HOME": str(folder / "airflow")}
            env |= {"ONRECORD_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT / "plugins")}
            airflow.migrate(env)
            done = subprocess.run(
                [sys.executable, "-c", RUN, str(ROOT / "dags"), json.dumps(IN_ORDER)],
                env=env,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
        lines = [line.partition("RESULT ")[2] for line in done.stdout.splitlines() if "RESULT " in line]
        yield [json.loads(line) for line in lines]
        with admin.cursor() as cursor:
            for name in ("dag_runs", METADATA):
                cursor.execute(f"drop database {name} with (force)")


def test_every_dag_ends_well(results: list[dict[str, Any]]) -> None:
    assert [(run["dag"], run["state"].rpartition(".")[2].lower()) for run in results] == [
        (name, "success") for name, _ in IN_ORDER
    ]
    assert {name for name, _ in IN_ORDER} == {path.stem for path in (ROOT / "dags").glob("*.py")}


def states(run: dict[str, Any]) -> dict[str, set[str]]:
    return {
        task: {state.rpartition(".")[2].lower() for state in found} for task, found in run["tasks"].items()
    }


def test_no_task_fails_and_what_has_nothing_to_do_is_skipped(results: list[dict[str, Any]]) -> None:
    ingest, first, second, preview, marking, maintain = map(states, results)
    done, skipped = {"success"}, {"skipped"}
    assert ingest == {**dict.fromkeys(ingest, done), "report_failure": skipped}
    assert first == {**dict.fromkeys(first, done), "report_failure": skipped}
    assert second["publish_articles"] == skipped, "nothing changed, so nothing is announced"
    assert second["verify_warehouse"] == done
    assert second["check_canaries"] == done
    assert preview == {"list_changes": done, "mark_documents": skipped}
    assert marking == {"list_changes": done, "mark_documents": done}
    assert maintain == {
        "retry_quarantined": skipped,
        "check_freshness": done,
        "check_space": done,
        "check_published": done,
    }


def test_the_sample_site_is_published_by_it(results: list[dict[str, Any]]) -> None:
    with store.connect(settings.embedded_url("dag_runs"), role="reader") as conn:
        rows = store.fetch(conn, "select disposition, count(*) as url_count from ops.url_ledger group by 1")
        runs = store.fetch(
            conn, "select dag, count(*) as n from ops.runs where finished_at is not null group by 1"
        )
        bad = store.fetch(
            conn, "select check_name from ops.checks where severity = 'fail' and offender_count > 0"
        )
        quality = store.fetch(conn, "select task, is_below_floor, waiting_count from ops.quality_daily")
    account = {row["disposition"]: row["url_count"] for row in rows}
    assert len(quality) == len(TASKS), "two runs of a day leave one row a task"
    assert {row["task"] for row in quality} == set(TASKS)
    assert not [row["task"] for row in quality if row["is_below_floor"] or row["waiting_count"]]
    assert account["published"] >= 10
    assert account["copy"] >= 10
    assert "pending" not in account
    assert {row["dag"]: row["n"] for row in runs} == {"ingest": 1, "curate": 2, "maintain": 1}
    assert bad == []
