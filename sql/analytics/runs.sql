-- runs: one row per run of a DAG or of a command, the latest first.
-- `since` and `until` are about when it began.

select
    runs.run_id,
    runs.dag,
    runs.started_at,
    runs.finished_at,
    extract(epoch from runs.finished_at - runs.started_at)::double precision as duration_seconds
from ops.runs
where
    (%(since)s::timestamp is null or runs.started_at >= %(since)s::timestamp at time zone 'UTC')
    and (%(until)s::timestamp is null or runs.started_at < %(until)s::timestamp at time zone 'UTC')
order by runs.started_at desc, runs.run_id desc
limit %(limit)s
