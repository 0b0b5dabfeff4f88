"""Stages again over what is archived: mark what is to be done anew, or only list what would change.

Marking makes the stored version one that no rule has, so the stages find the work by themselves.
A preview does all of it in one transaction and takes it back.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from psycopg2.extensions import connection as Connection

from onrecord import pipeline, store
from onrecord.store import runs

log = logging.getLogger(__name__)

STAGES = (*pipeline.STAGES, "publish")
PREVIEW_RUN = "preview"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents, and from which stage on."""

    stage: str
    source: str | None = None
    since: date | None = None

    @classmethod
    def of(cls, params: Mapping[str, object]) -> Selection:
        """From a DAG's params or a command's options."""
        since = params.get("since")
        source = params.get("source")
        return cls(
            stage=str(params["stage"]),
            source=str(source) if source else None,
            since=date.fromisoformat(str(since)) if since else None,
        )


def mark(selection: Selection) -> int:
    """Mark the selected documents to be done again from that stage on; how many."""
    with store.connect() as conn:
        return _mark(conn, selection)


def preview(selection: Selection) -> tuple[dict[str, int], list[store.Row]]:
    """How many articles would be new, changed, unchanged or withdrawn; and what of which article.

    That is its fields, speakers and topics added, removed, renamed or changed, and how many statements, as
    in reprocess_changes.sql. Reads what is selected again (at most one plan of each stage: some 25,000
    documents), so it takes as long as doing it; until it ends, the stages of a run wait.
    """
    from onrecord import audit
    from onrecord.publish import merge, staging

    with store.connect() as conn:
        staging.lock(conn)  # before all rows: who publishes holds it and may want one of them
        marked = _mark(conn, selection)
        runs.begin(conn, PREVIEW_RUN, "reprocess")
        for stage in map(pipeline.stage_named, pipeline.STAGES):
            for ids in stage.pending(conn):
                stage.run(conn, ids)
        staging.fill(conn, PREVIEW_RUN)
        held = audit.hold_back(conn, PREVIEW_RUN)
        changes = store.fetch(conn, store.statement("reprocess_changes"))
        tally = Counter(marked=marked, held_back=held["check_failed"]) + merge.publish(conn, PREVIEW_RUN)
        conn.rollback()
    return dict(tally), changes


def _mark(conn: Connection, selection: Selection) -> int:
    store.execute(conn, pipeline.OWN_STAGES)
    values = {"source": selection.source, "since": selection.since}
    return store.execute(conn, store.statement(f"reprocess_{selection.stage}"), values)
