-- quality: one row per task and rule version on its last day: the published sample site against its answers.

with numbered as (
    select
        quality_daily.day,
        quality_daily.task,
        quality_daily.rule_version,
        quality_daily.right_count,
        quality_daily.wrong_count,
        quality_daily.missing_count,
        row_number() over (
            partition by quality_daily.task, quality_daily.rule_version
            order by quality_daily.day desc
        ) as day_number
    from ops.quality_daily
)

select
    numbered.task,
    numbered.rule_version,
    numbered.day,
    numbered.right_count,
    numbered.wrong_count,
    numbered.missing_count,
    numbered.right_count::double precision / nullif(numbered.right_count + numbered.wrong_count, 0) as precision_score,
    numbered.right_count::double precision / nullif(numbered.right_count + numbered.missing_count, 0) as recall_score
from numbered
where numbered.day_number = 1
order by numbered.task asc, numbered.day desc, numbered.rule_version asc
