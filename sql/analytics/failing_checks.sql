-- failing_checks: one row per check that found offenders when checks of its scope were last run; fail before warn.

with last_runs as (
    select
        checks.scope,
        max(checks.checked_at) as checked_at
    from ops.checks
    group by checks.scope
)

select
    checks.check_name,
    checks.severity,
    checks.scope,
    checks.offender_count,
    checks.checked_at,
    checks.run_id,
    checks.sample
from ops.checks
inner join last_runs on checks.scope = last_runs.scope and checks.checked_at = last_runs.checked_at
where checks.offender_count > 0
order by checks.severity, checks.check_name
