-- run_funnel: one row per run, stage and outcome, in the order of the stages; the latest runs first.
-- `limit` is how many runs. A run that counted nothing has no row; stage_count is the sum of the stage's outcomes.

with latest as (
    select
        runs.run_id,
        runs.dag,
        runs.started_at
    from ops.runs
    where
        (%(since)s::timestamp is null or runs.started_at >= %(since)s::timestamp at time zone 'UTC')
        and (%(until)s::timestamp is null or runs.started_at < %(until)s::timestamp at time zone 'UTC')
    order by runs.started_at desc, runs.run_id desc
    limit %(limit)s
),

tallies as (
    select
        stage_tallies.run_id,
        stage_tallies.stage,
        stage_tallies.outcome,
        stage_tallies.item_count,
        array_position(
            array['discover', 'fetch', 'extract', 'deduplicate', 'enrich', 'audit', 'publish'], stage_tallies.stage
        ) as stage_position,
        -- Fetch says of a page whether it gives it up or tries it again, and then the reason.
        regexp_replace(stage_tallies.outcome, '^(rejected|postponed)_', '') as reason
    from ops.stage_tallies
)

select
    latest.run_id,
    latest.dag,
    latest.started_at,
    tallies.stage,
    tallies.outcome,
    tallies.item_count,
    (sum(tallies.item_count) over (partition by latest.run_id, tallies.stage))::bigint as stage_count,
    case
        when tallies.outcome like 'postponed\_%%' then 'postponed'
        else reasons.disposition
    end as disposition,
    reasons.description as reason_description
from latest
inner join tallies on latest.run_id = tallies.run_id
left join ops.reasons on tallies.reason = reasons.reason
order by
    latest.started_at desc,
    latest.run_id desc,
    tallies.stage_position asc nulls last,
    tallies.stage asc,
    (reasons.reason is not null) asc,
    tallies.item_count desc,
    tallies.outcome asc
