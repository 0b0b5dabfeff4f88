"""What became of the items of a run's batches is counted once, whatever is done again."""

from __future__ import annotations

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.store import batches, runs

TALLIES = (
    "select stage, outcome, item_count from ops.stage_tallies where run_id = 'r' order by stage, outcome"
)


def test_a_run_begins_once(conn: Connection) -> None:
    for _ in range(2):
        runs.begin(conn, "r", "curate")
    (row,) = store.fetch(conn, "select dag, finished_at from ops.runs where run_id = 'r'")
    assert row == {"dag": "curate", "finished_at": None}
    runs.finish(conn, "r")
    (row,) = store.fetch(
        conn, "select finished_at is not null as is_finished from ops.runs where run_id = 'r'"
    )
    assert row["is_finished"]


def test_batches_of_a_stage_add_up_and_a_batch_done_again_is_not_counted_again(conn: Connection) -> None:
    runs.begin(conn, "r", "curate")
    first, second = [1, 2, 3], [4, 5]
    runs.record(conn, "r", "extract", runs.batch_name(first), {"stored": 2, "no_text": 1})
    runs.record(conn, "r", "extract", runs.batch_name(second), {"stored": 2, "no_text": 0})
    runs.record(conn, "r", "extract", runs.batch_name(first), {"unchanged": 3})
    assert store.fetch(conn, TALLIES) == [
        {"stage": "extract", "outcome": "no_text", "item_count": 1},
        {"stage": "extract", "outcome": "stored", "item_count": 4},
    ]


def test_batches_have_names_of_their_own() -> None:
    lists = [[1, 2, 3], [1, 3], [1, 2], [4], []]
    assert len({runs.batch_name(ids) for ids in lists}) == len(lists)
    assert runs.batch_name([1, 2]) == runs.batch_name((1, 2))


def test_ids_are_cut_into_batches_in_their_order() -> None:
    assert batches.cut([5, 3, 4, 1], 3) == [[5, 3, 4], [1]]
    assert batches.cut([], 3) == []
