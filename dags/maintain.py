"""
### Maintain

Once a day: have what is quarantined and due tried again, see whether the tables are fresh, whether there
is space left, and whether all that is published is true to itself (`curate` asks that of what it writes).

**When it is red**: the task that is red says what is stale or full. `check_freshness`: look at
`ops.source_health` and at the last runs of `ingest`. `check_space`: make room under ONRECORD_HOME. `check_published`:
`ops.checks` names the rows that should not exist.
**Until then**: nothing is lost; a full disk stops `ingest`.
"""

from airflow.sdk import Param, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from onrecord import maintenance, pipeline
from onrecord.scheduling import CAPTURES, DEFAULT_ARGS


@dag(
    schedule="30 4 * * *",
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["stage:maintain", "impact:medium"],
    params={
        "max_age_hours": Param(
            26, type="integer", minimum=1, description="Older than that, the tables are stale."
        ),
        "min_free_gb": Param(
            2, type="integer", minimum=0, description="Less free space than that is a failure."
        ),
    },
)
def maintain():
    @task(outlets=[CAPTURES])
    def retry_quarantined() -> int:
        if due := maintenance.due_quarantined():
            return due
        raise AirflowSkipException("Nothing that is quarantined is due.")

    @task(retries=0)
    def check_freshness(params=None) -> dict[str, str]:
        return maintenance.freshness(max_age_hours=params["max_age_hours"])

    @task(retries=0)
    def check_space(params=None) -> dict[str, int]:
        return maintenance.space(min_free_bytes=params["min_free_gb"] * 10**9)

    @task(retries=0)
    def check_published(run_id=None) -> dict[str, int]:
        return pipeline.verify(run_id, "maintain", everything=True)

    retry_quarantined()
    check_freshness()
    check_space()
    check_published()


maintain()
