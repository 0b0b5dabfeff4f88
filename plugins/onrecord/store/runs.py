"""Runs and their tallies: what became of every item of every batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from psycopg2.extensions import connection as Connection

from onrecord.store.rows import execute, execute_values, fetch

BEGIN = "insert into ops.runs (run_id, dag) values (%(run_id)s, %(dag)s) on conflict do nothing"
FINISH = "update ops.runs set finished_at = now() where run_id = %(run_id)s"
RECORDED = """
select
    outcome,
    item_count
from work.batch_tallies
where run_id = %(run_id)s and stage = %(stage)s and batch = %(batch)s
"""
RECORD = "insert into work.batch_tallies (run_id, stage, batch, outcome, item_count) values %s"


def begin(conn: Connection, run_id: str, dag: str) -> None:
    """Make a run known; harmless when it is."""
    execute(conn, BEGIN, {"run_id": run_id, "dag": dag})


def finish(conn: Connection, run_id: str) -> None:
    """Mark a run as come to its end."""
    execute(conn, FINISH, {"run_id": run_id})


def record(conn: Connection, run_id: str, stage: str, batch: str, tally: Mapping[str, int]) -> None:
    """Keep the tally of a batch, in the batch's own transaction.

    A batch that is done again (killed after its commit, cleared by hand) finds its work done; the
    tally of its first time stands.
    """
    if recorded(conn, run_id, stage, batch):
        return
    rows = [(run_id, stage, batch, outcome, count) for outcome, count in sorted(tally.items()) if count]
    execute_values(conn, RECORD, rows)


def recorded(conn: Connection, run_id: str, stage: str, batch: str) -> Counter[str]:
    """The tally of a batch that was kept; empty when none was."""
    rows = fetch(conn, RECORDED, {"run_id": run_id, "stage": stage, "batch": batch})
    return Counter({row["outcome"]: row["item_count"] for row in rows})


def batch_name(ids: Sequence[object]) -> str:
    """A name for a batch of ids, the same each time."""
    return f"{ids[0]}-{ids[-1]}/{len(ids)}" if ids else "empty"
