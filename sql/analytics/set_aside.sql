-- set_aside: one row per url that is rejected or quarantined now, the latest first.
-- `since` and `until` are about when it was last seen to fail.

select
    open_exits.url,
    open_exits.source_slug,
    open_exits.stage,
    open_exits.reason,
    open_exits.disposition,
    open_exits.detail,
    reasons.description,
    open_exits.attempt_count,
    open_exits.opened_at,
    open_exits.last_seen_at,
    open_exits.retry_at
from ops.open_exits
inner join ops.reasons on open_exits.reason = reasons.reason
where
    (%(since)s::timestamp is null or open_exits.last_seen_at >= %(since)s::timestamp at time zone 'UTC')
    and (%(until)s::timestamp is null or open_exits.last_seen_at < %(until)s::timestamp at time zone 'UTC')
order by open_exits.last_seen_at desc, open_exits.url asc
limit %(limit)s
