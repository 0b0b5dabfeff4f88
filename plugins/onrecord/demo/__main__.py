"""`make run`: everything, on this machine, with nothing but what `make setup` installed.

Embedded Postgres, the sample sites over loopback HTTP, Airflow with its scheduler; waits until what
there is has been published by scheduled runs, says what it was, and stays until Ctrl-C. Run again, it
goes on with its data.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import yaml

from onrecord import settings
from onrecord.demo import airflow, report, site
from onrecord.demo.progress import Step, console, step
from onrecord.errors import ConfigurationError, OnrecordError
from onrecord.models import Source
from onrecord.store import embedded, migrate

DEFAULT_PORT = 8080
FETCH_POOL = "fetch"  # named in onrecord.scheduling, which would load Airflow here
RUN_SECONDS = 900  # a first run takes some 40 s
POLL_SECONDS = 1.0
DONE = {"success", "failed"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it all; 0 when everything that was due is published, 1 when something failed, 2 for wrong use."""
    options = _parser().parse_args(arguments)
    for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a closed terminal stops everything too
        signal.signal(sent, _interrupt)
    try:
        return _run(options)
    except ConfigurationError as error:
        console.print(f"[red]{error}[/red]")
        return 2
    except OnrecordError as error:
        console.print(f"[red]{error}[/red]")
        return 1
    except KeyboardInterrupt:
        console.print("Stopped.")
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--once", action="store_true", help="exit when the first run is published")
    parser.add_argument(
        "--port",
        type=int,
        default=settings.number("ONRECORD_PORT", DEFAULT_PORT),
        help="of Airflow's UI (ONRECORD_PORT; default %(default)s)",
    )
    parser.add_argument(
        "--site-port",
        type=int,
        default=settings.number("ONRECORD_SITE_PORT", site.DEFAULT_PORT),
        help="of the sample sites (ONRECORD_SITE_PORT; default %(default)s)",
    )
    return parser


def _run(options: argparse.Namespace) -> int:
    started = time.monotonic()
    _check_ports(options)
    with ExitStack() as stack:
        with step("Embedded Postgres" if not settings.external_database_url() else "Database"):
            stack.enter_context(embedded.running())
            if settings.external_database_url():
                embedded.start()  # Airflow keeps its own records there
                stack.callback(embedded.stop)
            migrate.upgrade()
        with step("Sample sites"):
            sources = stack.enter_context(sample_sources(options.site_port))
        env = airflow.environment(
            options.port, sources=os.pathsep.join(map(str, (*settings.sources_files(), sources)))
        )
        with step("Airflow's database"):
            airflow.migrate(env)
        with step("Airflow: api-server, scheduler, dag-processor"):
            processes = stack.enter_context(airflow.running(env))
            api = airflow.Api(options.port)
            api.wait(processes)
            api.make_pool(FETCH_POOL)
        with step("First runs") as progress:
            is_good = _run_dags(api, processes, progress)
        for line in _failures(api):
            console.print(line, style="red", markup=False)
        report.show(console)
        report.say_where(console, options.port, airflow.LOGIN, airflow.password())
        console.print(f"[dim]{time.monotonic() - started:.0f} s in all.[/dim]")
        if not options.once and is_good:
            console.print(
                "[bold]Ctrl-C stops everything.[/bold] The data stay; the next run goes on with them."
            )
            while True:
                airflow.require_alive(processes)
                time.sleep(POLL_SECONDS)
    return 0 if is_good else 1


def _check_ports(options: argparse.Namespace) -> None:
    for port, variable in ((options.port, "ONRECORD_PORT"), (options.site_port, "ONRECORD_SITE_PORT")):
        if not airflow.is_port_free(port):
            raise ConfigurationError(
                f"Port {port} is in use: stop what listens there, or choose another, such as "
                f"`{variable}={port + 1000} make run`."
            )


@contextmanager
def sample_sources(port: int) -> Iterator[Path]:
    """Build and serve the sample sites; yields a file of sources that names them."""
    folder = settings.home() / "samples"
    subprocess.run(
        [sys.executable, str(settings.root() / "samples" / "build.py"), str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with site.serve(folder, port) as addresses:
        file = settings.home() / "sample_sources.yml"
        file.write_text(_as_yaml(site.sources(addresses, folder)), "utf8")
        yield file


def _as_yaml(sources: Sequence[Source]) -> str:
    defaults = {field.name: field.default for field in dataclasses.fields(Source)}
    entries = []
    for source in sources:
        values = {name: getattr(source, name) for name in defaults}
        entries.append(
            {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in values.items()
                if value != defaults[name]
            }
        )
    return "# Written by `make run`: the sample sites of this run.\n" + yaml.safe_dump(
        entries, allow_unicode=True, sort_keys=False
    )


def _run_dags(api: airflow.Api, processes: Mapping[str, subprocess.Popen[bytes]], progress: Step) -> bool:
    """Start `ingest`, wait for it and for the `curate` that follows; whether both went well."""
    deadline = time.monotonic() + RUN_SECONDS
    _wait_for_dags(api, processes, progress, deadline)
    before = {run["dag_run_id"] for run in _runs(api, "curate")}
    run_id = api.trigger("ingest")
    state = ""
    while state not in DONE:
        state = api.get(f"dags/ingest/dagRuns/{run_id}").get("state", "")
        _tick(api, processes, progress, deadline, "ingest", run_id)
    tasks = _tasks(api, "ingest", run_id)
    announced = any(task["task_id"] == "announce_captures" and task["state"] == "success" for task in tasks)
    while (
        announced
    ):  # its event starts a run of curate about a second later; one that was going on goes first
        runs = [
            run for run in _runs(api, "curate") if run["dag_run_id"] not in before or run["state"] not in DONE
        ]
        if runs and all(run["state"] in DONE for run in runs):
            return state == "success" and all(run["state"] == "success" for run in runs)
        _tick(api, processes, progress, deadline, "curate", runs[-1]["dag_run_id"] if runs else None)
    progress.say("nothing new")
    return state == "success"


def _failures(api: airflow.Api) -> Iterator[str]:
    """What failed in the newest run of each DAG, and where its log is."""
    for dag in ("ingest", "curate"):
        for run in _runs(api, dag)[-1:]:
            for task in _tasks(api, dag, run["dag_run_id"]):
                if task["state"] == "failed" and task["task_id"] != "report_failure":
                    logs = (
                        settings.home() / "logs" / "airflow" / f"dag_id={dag}" / f"run_id={run['dag_run_id']}"
                    )
                    yield f"{dag}.{task['task_id']} failed; its log is under {logs / ('task_id=' + task['task_id'])}"


def _wait_for_dags(
    api: airflow.Api, processes: Mapping[str, subprocess.Popen[bytes]], progress: Step, deadline: float
) -> None:
    while not all(api.get(f"dags/{dag}") for dag in ("ingest", "curate")):
        errors = api.get("importErrors").get("import_errors", [])
        if errors:
            raise airflow.AirflowFailed(
                f"{errors[0]['filename']} cannot be imported:\n{errors[0]['stack_trace']}"
            )
        _tick(api, processes, progress, deadline, "waiting for the DAGs to be read", None)


def _runs(api: airflow.Api, dag: str) -> list[dict[str, str]]:
    return list(api.get(f"dags/{dag}/dagRuns", order_by="run_after", limit=100).get("dag_runs", []))


def _tasks(api: airflow.Api, dag: str, run_id: str) -> list[dict[str, str]]:
    return list(api.get(f"dags/{dag}/dagRuns/{run_id}/taskInstances", limit=500).get("task_instances", []))


def _tick(
    api: airflow.Api,
    processes: Mapping[str, subprocess.Popen[bytes]],
    progress: Step,
    deadline: float,
    dag: str,
    run_id: str | None,
) -> None:
    """Wait a moment, say which tasks are running, and give up when it takes too long."""
    airflow.require_alive(processes)
    if time.monotonic() > deadline:
        raise airflow.AirflowFailed(
            f"Not published after {RUN_SECONDS} s; look at {settings.home() / 'logs'}."
        )
    if run_id:
        tasks = _tasks(api, dag, run_id)
        running = sorted({task["task_id"] for task in tasks if task["state"] in ("running", "queued")})
        done = sum(task["state"] in ("success", "skipped", "failed", "upstream_failed") for task in tasks)
        if running:
            progress.say(f"{dag}: {', '.join(running)} ({done} of {len(tasks)} tasks done)")
    else:
        progress.say(dag)
    time.sleep(POLL_SECONDS)


def _interrupt(*_: object) -> None:
    for sent in (
        signal.SIGINT,
        signal.SIGTERM,
        signal.SIGHUP,
    ):  # once is enough: what was started is being stopped
        signal.signal(sent, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
