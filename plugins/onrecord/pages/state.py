"""Is all well, and if not, what first? The sentence at the top of the operations page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

MAX_AGE = timedelta(hours=26)  # as in the DAG `maintain`: a day, and the time that a run takes
MAX_WAIT = timedelta(hours=3)  # `curate` follows each hourly `ingest`; past this, something holds it up
MAX_RUN = timedelta(hours=6)  # a long backfill is done by then

Level = Literal["good", "empty", "watch", "bad"]
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to look at: how bad, in a sentence, and the section of the page that shows it."""

    level: Level
    sentence: str
    section: str


@dataclass(frozen=True, slots=True)
class State:
    """How we are doing: the worst thing as a sentence, then the other problems."""

    level: Level
    sentence: str
    section: str | None = None
    others: tuple[Problem, ...] = ()


def assess(
    *,
    freshness: Mapping[str, Any],
    checks: Rows,
    canaries: Rows,
    sources: Rows,
    backlog: Rows,
    runs: Rows,
    now: datetime,
) -> State:
    """The state that the answers of sql/analytics add up to."""
    found = [
        *_failing_checks(checks),
        *_fallen_canaries(canaries),
        *_stale(freshness, sources, now),
        *_stuck(backlog, now),
        *_broken_off(runs, now),
        *_failing_sources(sources),
    ]
    worst = [problem for problem in found if problem.level == "bad"]
    others = [problem for problem in found if problem.level != "bad"]
    if ordered := worst + others:
        first = ordered[0]
        return State(first.level, first.sentence, first.section, tuple(ordered[1:]))
    if not freshness["article_count"]:
        return State("empty", "Nothing has been published yet.")
    read_at = freshness["last_discovered_at"]
    read = f"sources were read {ago(read_at, now)}" if read_at else "no source is watched"
    return State("good", f"All is well: {read}, {_passed(checks)}, nothing waits too long.")


def ago(then: datetime | None, now: datetime) -> str:
    """How long ago, in words: "never" for None."""
    if then is None:
        return "never"
    return "just now" if now - then < timedelta(minutes=1) else f"{span(now - then)} ago"


def span(length: timedelta) -> str:
    """A length of time in its largest fitting unit.

    >>> span(timedelta(hours=30)), span(timedelta(seconds=90))
    ('30 h', '1 min')
    """
    seconds = max(0, int(length.total_seconds()))
    for unit, size, least in (("days", 86_400, 2), ("h", 3_600, 1), ("min", 60, 1)):
        if seconds >= size * least:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def counted(count: int, noun: str) -> str:
    """
    >>> counted(1, "row"), counted(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _failing_checks(checks: Rows) -> Iterator[Problem]:
    for check in checks:
        if check["offender_count"]:
            sentence = check["check_name"].replace("_", " ")
            level: Level = "bad" if check["severity"] == "fail" else "watch"
            rows = counted(check["offender_count"], "row")
            yield Problem(level, f"A check found {rows} where it should find none: “{sentence}”.", "checks")


def _fallen_canaries(canaries: Rows) -> Iterator[Problem]:
    fallen = {row["task"]: None for row in canaries if row["is_below_floor"] and row["is_current"]}
    if fallen:
        tasks = ", ".join(task.replace("_", " ") for task in fallen)
        sentence = f"The sample pages, whose answers we know, read worse than allowed: {tasks}."
        yield Problem("bad", sentence, "canaries")


def _stale(freshness: Mapping[str, Any], sources: Rows, now: datetime) -> Iterator[Problem]:
    if all(source["health"] in ("disabled", "new") for source in sources):
        return  # nothing is watched yet
    read_at = freshness["last_discovered_at"]
    if read_at is None:
        yield Problem("bad", "No source could be read so far.", "sources")
    elif now - read_at > MAX_AGE:
        yield Problem("bad", f"Not fresh: no source has been read for {span(now - read_at)}.", "sources")


def _stuck(backlog: Rows, now: datetime) -> Iterator[Problem]:
    for row in backlog:
        limit = MAX_AGE if row["stage"] == "fetch" else MAX_WAIT  # pages of a resting host may wait
        if row["item_count"] and row["oldest_at"] and now - row["oldest_at"] > limit:
            wait = span(now - row["oldest_at"])
            items = counted(row["item_count"], "item")
            verb = "waits" if row["item_count"] == 1 else "wait"
            yield Problem("watch", f"{items} {verb} for {row['stage']}, the oldest for {wait}.", "backlog")


def _broken_off(runs: Rows, now: datetime) -> Iterator[Problem]:
    seen: set[str] = set()
    for run in runs:  # the latest first
        is_late = run["finished_at"] is None and now - run["started_at"] > MAX_RUN
        if run["dag"] not in seen and is_late:
            begun = ago(run["started_at"], now)
            yield Problem("watch", f"The last run of {run['dag']} began {begun} and has not ended.", "runs")
        seen.add(run["dag"])


def _failing_sources(sources: Rows) -> Iterator[Problem]:
    watched = [source for source in sources if source["health"] != "disabled"]
    failing = [source["name"] for source in watched if source["health"] == "failing"]
    if failing:
        number = f"{len(failing)} of {counted(len(watched), 'source')}"
        named = ", ".join(failing[:3]) + (" and others" if len(failing) > 3 else "")
        level: Level = "bad" if len(failing) == len(watched) > 1 else "watch"
        yield Problem(level, f"{number} cannot be read: {named}.", "sources")


def _passed(checks: Rows) -> str:
    return f"{counted(len(checks), 'check')} passed" if checks else "no check has been run"
