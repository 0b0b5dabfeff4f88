"""
### Ingest

Look through every source that is due, fetch the pages that are due, keep them in the archive.
Announces CAPTURES when there is something for `curate` to do.

**When it is red**: `discover_source` or `fetch_pages` says which source or host. A page or feed that
fails is no reason to be red: it has its reason in `ops.open_exits` or `ops.source_health`. Clear the
failed task; what was fetched before it failed is kept and not fetched again.
**Until then**: new pages of that batch are missing; nothing is lost, the next run takes them.
"""

from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowSkipException

from onrecord import pipeline
from onrecord.scheduling import CAPTURES, DEFAULT_ARGS, FETCH_POOL


@dag(
    schedule="0 * * * *",
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["stage:ingest", "impact:high"],
)
def ingest():
    @task
    def list_sources(run_id=None) -> list[str]:
        return pipeline.register_sources(run_id, "ingest")

    @task(max_active_tis_per_dagrun=4)
    def discover_source(slug: str, run_id=None) -> dict[str, int]:
        return pipeline.discover_source(slug, run_id)

    # Whatever became of one source, the pages of the others are fetched.
    @task(trigger_rule="all_done")
    def plan_fetch() -> list[list[int]]:
        return pipeline.plan_fetch()

    @task(pool=FETCH_POOL)
    def fetch_pages(url_ids: list[int], run_id=None) -> dict[str, int]:
        return pipeline.fetch_batch(url_ids, run_id)

    @task(trigger_rule="all_done", outlets=[CAPTURES])
    def announce_captures(run_id=None) -> int:
        if waiting := pipeline.end_ingest(run_id):
            return waiting
        raise AirflowSkipException("Nothing new: every capture has been read and published.")

    # The run is red when any task was, also when what comes after it went on.
    @task(trigger_rule="one_failed", retries=0)
    def report_failure() -> None:
        raise pipeline.RunFailed("a task of this run failed: see which one is red")

    discovered = discover_source.expand(slug=list_sources())
    planned = plan_fetch()
    fetched = fetch_pages.expand(url_ids=planned)
    discovered >> planned
    fetched >> announce_captures()
    [discovered, planned, fetched] >> report_failure()


ingest()
