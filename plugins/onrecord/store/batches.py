"""Lists of ids, cut into batches that one task can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Id = TypeVar("Id")

MAX_BATCHES = (
    512  # a plan is one XCom and one mapped task (Airflow's limit is 1,024); the next run takes the rest
)


def cut(ids: Sequence[Id], size: int) -> list[list[Id]]:
    """The ids in order, `size` to a batch."""
    return [list(ids[start : start + size]) for start in range(0, len(ids), size)]
