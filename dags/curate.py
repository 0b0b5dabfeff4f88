"""
### Curate

Read new captures, join copies into families, find language, speakers and topics, check the rows and
publish them; then learn what the sites repeat, for the runs that come. Starts when captures land, and asks
the warehouse what is missing, so it needs no interval and misses nothing after an outage.

**When it is red**: clear the failed task. Each batch is one transaction over its own items, and publishing
is one transaction, so running any of it twice changes nothing. `verify_warehouse`: a check of what is
published failed, and `ops.checks` names its rows. `check_canaries`: the sample sources, whose answers are
known, read worse than config/canaries.yml allows; its log and the operations page name the pages. A page that
cannot be read or an article that fails a check turns nothing red: it is set aside with its reason.
**Until then**: the curated tables lack the newest articles; nothing is lost.
"""

from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowSkipException

from onrecord import pipeline
from onrecord.scheduling import CAPTURES, CURATED, DEFAULT_ARGS


@dag(
    schedule=[CAPTURES],
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["stage:curate", "impact:high"],
)
def curate():
    @task
    def plan_extract(run_id=None) -> list[list[int]]:
        return pipeline.plan("extract", run_id, "curate")

    @task(max_active_tis_per_dagrun=4)
    def extract_documents(ids: list[int], run_id=None) -> dict[str, int]:
        return pipeline.run_batch("extract", ids, run_id)

    # A batch that fails keeps its own items back; the others go on (hence all_done).
    @task(trigger_rule="all_done")
    def plan_deduplicate(run_id=None) -> list[list[int]]:
        return pipeline.plan("deduplicate", run_id, "curate")

    @task(max_active_tis_per_dagrun=1)  # a lock would have the others wait
    def deduplicate_documents(ids: list[int], run_id=None) -> dict[str, int]:
        return pipeline.run_batch("deduplicate", ids, run_id)

    @task(trigger_rule="all_done")
    def plan_enrich(run_id=None) -> list[list[int]]:
        return pipeline.plan("enrich", run_id, "curate")

    @task(max_active_tis_per_dagrun=4)
    def enrich_documents(ids: list[int], run_id=None) -> dict[str, int]:
        return pipeline.run_batch("enrich", ids, run_id)

    @task(trigger_rule="all_done")
    def audit_articles(run_id=None) -> dict[str, int]:
        return pipeline.audit_articles(run_id, "curate")

    @task(outlets=[CURATED])
    def publish_articles(run_id=None) -> dict[str, int]:
        tally = pipeline.publish_articles(run_id)
        if tally.keys() <= {"unchanged"}:
            raise AirflowSkipException("Nothing changed: CURATED is not announced.")
        return tally

    @task(trigger_rule="none_failed")
    def learn_sites() -> int:
        return pipeline.learn_sites()

    @task(trigger_rule="none_failed")
    def verify_warehouse(run_id=None) -> dict[str, int]:
        return pipeline.verify(run_id)

    @task(trigger_rule="none_failed")
    def check_canaries(run_id=None) -> dict[str, int]:
        if counts := pipeline.check_canaries(run_id):
            return counts
        raise AirflowSkipException("No sample source is watched, or the canaries are switched off.")

    # The run is red when any task was, also when what comes after it went on.
    @task(trigger_rule="one_failed", retries=0)
    def report_failure() -> None:
        raise pipeline.RunFailed("a task of this run failed: see which one is red")

    extracted = extract_documents.expand(ids=plan_extract())
    deduplicated = deduplicate_documents.expand(ids=extracted >> plan_deduplicate())
    enriched = enrich_documents.expand(ids=deduplicated >> plan_enrich())
    published = enriched >> audit_articles() >> publish_articles()
    [
        extracted,
        deduplicated,
        enriched,
        published >> learn_sites(),
        published >> verify_warehouse(),
        published >> check_canaries(),
    ] >> report_failure()


curate()
