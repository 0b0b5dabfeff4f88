-- checks: one row per check, as of the last time that checks of its scope were run.

with last_runs as (
    select
        checks.scope,
        max(checks.checked_at) as checked_at
    from ops.checks
    group by checks.scope
)

select
    checks.check_name,
    checks.scope,
    checks.severity,
    checks.offender_count,
    checks.checked_at,
    checks.run_id
from ops.checks
inner join last_runs on checks.scope = last_runs.scope and checks.checked_at = last_runs.checked_at
order by checks.scope, checks.check_name
