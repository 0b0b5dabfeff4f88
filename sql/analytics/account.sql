-- account: one row per disposition and reason, which together count every url once.

select
    url_ledger.disposition,
    url_ledger.reason,
    count(*) as url_count
from ops.url_ledger
group by url_ledger.disposition, url_ledger.reason
order by
    array_position(
        array['published', 'copy', 'alias', 'pending', 'quarantined', 'rejected', 'withdrawn'], url_ledger.disposition
    ),
    count(*) desc,
    url_ledger.reason asc
