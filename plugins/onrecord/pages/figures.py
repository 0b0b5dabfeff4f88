"""Rows of sql/analytics, grouped as the operations page shows them. Adds up; counts nothing itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

Row = Mapping[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Reason:
    """Urls of one disposition that have one reason (None: none is needed), with some of them."""

    reason: str | None
    description: str | None
    url_count: int
    samples: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Disposition:
    """Urls of one disposition. `start_count`: the urls of those before it, for the bar."""

    disposition: str
    url_count: int
    start_count: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """What became of the items that a run gave to a stage."""

    stage: str
    item_count: int
    outcomes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A run with its stages in order; `is_latest`: no later run of the same DAG is shown."""

    row: Row
    is_latest: bool
    stages: tuple[Stage, ...]


def account(rows: Rows, samples: Rows) -> tuple[Disposition, ...]:
    """The account by disposition and reason; its counts sum to all urls."""
    sampled: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for sample in samples:
        sampled[sample["disposition"], sample["reason"]].append(sample)
    found: list[Disposition] = []
    for disposition, group in groupby(rows, lambda row: row["disposition"]):
        reasons = tuple(_reason(row, sampled[disposition, row["reason"]]) for row in group)
        start = found[-1].start_count + found[-1].url_count if found else 0
        found.append(Disposition(disposition, sum(reason.url_count for reason in reasons), start, reasons))
    return tuple(found)


def funnel(runs: Rows, tallies: Rows) -> tuple[Run, ...]:
    """Runs, the latest first, each with what its stages counted."""
    by_run: dict[str, list[Stage]] = defaultdict(list)
    for (run_id, stage), group in groupby(tallies, lambda row: (row["run_id"], row["stage"])):
        outcomes = tuple(group)
        by_run[run_id].append(Stage(stage, outcomes[0]["stage_count"], outcomes))
    seen: set[str] = set()
    found = []
    for row in runs:
        found.append(Run(row, row["dag"] not in seen, tuple(by_run[row["run_id"]])))
        seen.add(row["dag"])
    return tuple(found)


def web_address(url: str | None) -> str | None:
    """The url if a browser may follow it: http or https, nothing else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _reason(row: Row, samples: Sequence[Row]) -> Reason:
    description = samples[0]["reason_description"] if samples else None
    return Reason(row["reason"], description, row["url_count"], tuple(samples))
