-- quality_latest: one row per task and rule version of the last measurement of the canaries; what fell comes first.
-- `is_current` is false once a later run has published without measuring: they are switched off.

with measured as (
    select distinct quality_daily.run_id
    from ops.quality_daily
),

last_run as (
    select
        runs.run_id,
        runs.dag,
        runs.started_at
    from ops.runs
    inner join measured on runs.run_id = measured.run_id
    order by runs.started_at desc, runs.run_id desc
    limit 1
)

select
    quality_daily.task,
    quality_daily.rule_version,
    quality_daily.right_count,
    quality_daily.wrong_count,
    quality_daily.missing_count,
    quality_daily.waiting_count,
    quality_daily.precision_floor,
    quality_daily.recall_floor,
    quality_daily.is_below_floor,
    quality_daily.day,
    quality_daily.run_id,
    last_run.started_at,
    quality_daily.detail,
    quality_daily.right_count::double precision
    / nullif(quality_daily.right_count + quality_daily.wrong_count, 0) as precision_score,
    quality_daily.right_count::double precision
    / nullif(quality_daily.right_count + quality_daily.missing_count, 0) as recall_score,
    not exists (
        select 1
        from ops.runs as later
        inner join ops.checks on later.run_id = checks.run_id and checks.scope = 'article'
        where later.dag = last_run.dag and later.started_at > last_run.started_at and later.finished_at is not null
    ) as is_current
from ops.quality_daily
inner join last_run on quality_daily.run_id = last_run.run_id
order by
    quality_daily.is_below_floor desc,
    array_position(
        array[
            'disposition', 'family', 'relation', 'text', 'title', 'date', 'first_published', 'outlet', 'language', 'interview',
            'speaker', 'role', 'post', 'employer', 'turn', 'quotation', 'topic'
        ],
        quality_daily.task
    ) asc,
    quality_daily.rule_version asc
