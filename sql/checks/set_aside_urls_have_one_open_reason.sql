-- severity: fail
-- scope: warehouse
-- Every rejected or quarantined url has exactly one open reason.

select
    url_ledger.url_id,
    url_ledger.url,
    count(exits.exit_id) as open_count
from ops.url_ledger
left join work.exits on url_ledger.url_id = exits.url_id and exits.closed_at is null
where url_ledger.disposition in ('rejected', 'quarantined')
group by url_ledger.url_id, url_ledger.url
having count(exits.exit_id) <> 1
