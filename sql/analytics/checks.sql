-- checks: one row per check, with what it found that still stands.
-- What was found in everything stands until everything is asked again, what was found in a run's own rows too.

select
    findings.check_name,
    findings.scope,
    (array_agg(findings.severity order by findings.checked_at desc))[1] as severity,
    sum(findings.offender_count)::bigint as offender_count,
    max(findings.checked_at) as checked_at,
    (array_agg(findings.run_id order by findings.checked_at desc, findings.run_id asc))[1] as run_id
from ops.findings
group by findings.check_name, findings.scope
order by findings.scope, findings.check_name
