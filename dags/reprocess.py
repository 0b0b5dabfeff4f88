"""
### Reprocess

By hand: have a stage done again over what is archived, for all documents or those of one source or
since one day. Never fetches anything. Needed only when a rule changed without a new version: work of an
older version is found by itself. With `dry_run` (the default) it only lists what would change.

**When it is red**: clear it; marking documents twice changes nothing.
**Until then**: the published rows stay as they are.
"""

import logging

from airflow.sdk import Param, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from onrecord import reprocessing
from onrecord.scheduling import CAPTURES, DEFAULT_ARGS

log = logging.getLogger(__name__)


@dag(
    schedule=None,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["stage:reprocess", "impact:medium"],
    params={
        "stage": Param("enrich", enum=list(reprocessing.STAGES), description="The first stage to do again."),
        "source": Param(
            None, type=["null", "string"], description="Only documents of this source (its slug)."
        ),
        "since": Param(
            None, type=["null", "string"], format="date", description="Only captures from this day on (UTC)."
        ),
        "dry_run": Param(True, type="boolean", description="Only list what would change."),
    },
)
def reprocess():
    @task
    def list_changes(params=None) -> dict[str, int]:
        tally, changes = reprocessing.preview(reprocessing.Selection.of(params))
        for change in changes:
            log.info("would change: %s: %s", change["canonical_url"], change["fields"])
        return tally

    @task(outlets=[CAPTURES])
    def mark_documents(params=None) -> int:
        if params["dry_run"]:
            raise AirflowSkipException("A dry run: nothing is marked.")
        return reprocessing.mark(reprocessing.Selection.of(params))

    list_changes() >> mark_documents()


reprocess()
