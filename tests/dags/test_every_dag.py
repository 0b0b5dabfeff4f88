"""Every DAG is held to the same rules, so that the next one is too."""

from __future__ import annotations

import ast
import copy
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import RetryAction
from airflow.sdk.exceptions import AirflowException, ParamValidationError

from onrecord.errors import ConfigurationError, DatabaseError, Permanent, Transient
from onrecord.scheduling import FETCH_POOL

FOLDER = Path(__file__).resolve().parents[2] / "dags"
FILES = sorted(FOLDER.glob("*.py"))
TAG = re.compile(r"stage:(\w+)|impact:(?:high|medium|low)")
MAX_LINES = 100  # a DAG says when; how is said elsewhere
MAX_PARSE_SECONDS = 1.0
PARSE = """
import importlib.util, sys, time
import airflow.sdk, airflow.sdk.exceptions
before = time.process_time()
for file in sys.argv[1:]:
    spec = importlib.util.spec_from_file_location("dag_" + str(len(sys.modules)), file)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
print(time.process_time() - before)
"""
ORDER = {
    "ingest": ("list_sources", "discover_source", "plan_fetch", "fetch_pages", "announce_captures"),
    "curate": (
        *("plan_extract", "extract_documents", "plan_deduplicate", "deduplicate_documents", "plan_enrich"),
        *("enrich_documents", "audit_articles", "publish_articles", "verify_warehouse"),
    ),
    "reprocess": ("list_changes", "mark_documents"),
}


@pytest.fixture(scope="module")
def bag() -> DagBag:
    return DagBag(dag_folder=str(FOLDER))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def dag(bag: DagBag, request: pytest.FixtureRequest) -> Any:
    return bag.dags[request.param.stem]


def test_the_four_are_there_and_can_be_read(bag: DagBag) -> None:
    assert bag.import_errors == {}
    assert set(bag.dags) == {path.stem for path in FILES} >= {"ingest", "curate", "reprocess", "maintain"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_one_function_of_its_name_and_imports_no_other_dag(path: Path) -> None:
    code = path.read_text("utf8")
    tree = ast.parse(code)
    assert [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] == [path.stem]
    assert len(code.splitlines()) <= MAX_LINES
    named = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    named += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not {name.partition(".")[0] for name in named} & {other.stem for other in FILES}
    airflow = [name for name in named if name.startswith("airflow")]
    assert [name for name in airflow if not name.startswith("airflow.sdk")] == []


def test_it_says_what_to_do_when_it_is_red(dag: Any) -> None:
    assert dag.doc_md.lstrip().startswith("### ")
    assert re.search(r"\*\*When it is red\*\*: \S.{20,}", dag.doc_md, re.DOTALL)
    assert re.search(r"\*\*Until then\*\*: \S.{20,}", dag.doc_md, re.DOTALL)


def test_it_has_the_two_tags_of_its_kind(dag: Any) -> None:
    assert len(dag.tags) == 2
    assert all(TAG.fullmatch(tag) for tag in dag.tags), dag.tags
    assert f"stage:{dag.dag_id}" in dag.tags


def test_its_runs_do_not_overlap_and_none_is_made_up_for(dag: Any) -> None:
    assert dag.max_active_runs == 1
    assert dag.catchup is False


def test_its_tasks_belong_to_a_team_and_end_and_are_tried_again(dag: Any) -> None:
    for task in dag.tasks:
        assert task.owner == "onrecord"
        assert 60 <= task.execution_timeout.total_seconds() <= 3600
        assert task.retry_policy is not None, task.task_id
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", task.task_id)
        if not task.task_id.startswith(
            ("check_", "report_")
        ):  # what they say does not change by asking again
            assert task.retries == 3, task.task_id


@pytest.mark.parametrize(
    ("error", "is_final"),
    [
        (Permanent("gone", "it is not there"), True),
        (ConfigurationError("a slug is missing"), True),
        (Transient("timeout"), False),
        (DatabaseError("it is down"), False),
        (RuntimeError("a defect"), False),
        (AirflowException("a defect"), False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_only_what_can_succeed_is_tried_again(bag: DagBag, error: Exception, is_final: bool) -> None:
    policy = bag.dags["curate"].tasks[0].retry_policy
    decision = policy.evaluate(error, 1, 3)
    assert (decision.action == RetryAction.FAIL) == is_final


@pytest.mark.parametrize("name", ORDER)
def test_its_tasks_follow_one_another(bag: DagBag, name: str) -> None:
    tasks = bag.dags[name].task_dict
    for before, after in zip(ORDER[name], ORDER[name][1:], strict=False):
        assert after in tasks[before].get_flat_relative_ids(upstream=False), (before, after)


def test_canaries_are_asked_after_publishing_and_hold_nothing_up(bag: DagBag) -> None:
    tasks = bag.dags["curate"].task_dict
    check = tasks["check_canaries"]
    assert check.upstream_task_ids == {"publish_articles"}
    assert check.trigger_rule == "none_failed", "they are asked where nothing changed, too"
    assert check.downstream_task_ids == {"report_failure"}
    assert "publish_articles" not in check.get_flat_relative_ids(upstream=False)


@pytest.mark.parametrize("name", ["ingest", "curate"])
def test_a_failure_shows_though_what_comes_after_goes_on(bag: DagBag, name: str) -> None:
    tasks = bag.dags[name].task_dict
    (last,) = [task for task in tasks.values() if task.task_id == "report_failure"]
    assert last.trigger_rule == "one_failed"
    watched = last.get_flat_relative_ids(upstream=True)
    leaves = {task.task_id for task in tasks.values() if not task.downstream_task_ids}
    assert watched | leaves == set(tasks)


def test_pages_are_fetched_in_their_pool_and_nothing_else_is(bag: DagBag) -> None:
    pools = {task.task_id: task.pool for dag in bag.dags.values() for task in dag.tasks}
    assert {name for name, pool in pools.items() if pool != "default_pool"} == {"fetch_pages"}
    assert pools["fetch_pages"] == FETCH_POOL


def test_curate_starts_when_captures_land(bag: DagBag) -> None:
    asset_names = {
        dag_id: {(task.task_id, outlet.uri) for task in dag.tasks for outlet in task.outlets}
        for dag_id, dag in bag.dags.items()
    }
    captures, curated = "onrecord://raw/captures/", "onrecord://curated/articles/"
    assert {(name, uri.rstrip("/") + "/") for name, uri in asset_names["ingest"]} == {
        ("announce_captures", captures)
    }
    assert {(name, uri.rstrip("/") + "/") for name, uri in asset_names["curate"]} == {
        ("publish_articles", curated)
    }
    condition = bag.dags["curate"].timetable.asset_condition
    assert [asset.uri.rstrip("/") + "/" for asset in condition.objects] == [captures]


@pytest.mark.parametrize(
    ("name", "params", "is_valid"),
    [
        ("reprocess", {}, True),
        ("reprocess", {"stage": "publish", "source": "example_times", "since": "2031-05-20"}, True),
        ("reprocess", {"stage": "fetch"}, False),
        ("reprocess", {"since": "yesterday"}, False),
        ("reprocess", {"source": 3}, False),
        ("reprocess", {"dry_run": "perhaps"}, False),
        ("maintain", {"max_age_hours": 1, "min_free_gb": 0}, True),
        ("maintain", {"max_age_hours": 0}, False),
        ("maintain", {"min_free_gb": "much"}, False),
    ],
)
def test_params_are_checked_before_anything_runs(
    bag: DagBag, name: str, params: dict[str, object], is_valid: bool
) -> None:
    known = copy.deepcopy(bag.dags[name].params)
    if is_valid:
        change(known, params)
    else:
        with pytest.raises(ParamValidationError):
            change(known, params)


def change(known: Any, params: dict[str, object]) -> None:
    """Set params as the form that starts a run does."""
    for key, value in params.items():
        known[key] = value
    known.validate()


def test_a_preview_is_what_reprocess_does_unless_told_otherwise(bag: DagBag) -> None:
    assert bag.dags["reprocess"].params["dry_run"] is True


def test_reading_all_of_them_costs_little() -> None:
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent / "plugins")}
    done = subprocess.run(
        [sys.executable, "-c", PARSE, *map(str, FILES)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert float(done.stdout.split()[-1]) < MAX_PARSE_SECONDS
