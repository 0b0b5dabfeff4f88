-- failing_checks: one row per check and run that found offenders and still stands; fail before warn.

select
    findings.check_name,
    findings.severity,
    findings.scope,
    findings.is_partial,
    findings.offender_count,
    findings.checked_at,
    findings.run_id,
    findings.sample
from ops.findings
where findings.offender_count > 0
order by findings.severity asc, findings.check_name asc, findings.checked_at desc
