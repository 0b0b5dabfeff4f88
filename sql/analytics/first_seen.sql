-- first_seen: one row per article with copies: which page had it first as far as can be seen, the latest first.

select
    first_seen.article_id,
    first_seen.title,
    first_seen.stated_outlet,
    first_seen.host,
    first_seen.seen_at,
    first_seen.seen_precision,
    first_seen.basis,
    first_seen.confidence,
    first_seen.page_count,
    first_seen.dated_count,
    first_seen.url
from curated.first_seen
where
    first_seen.page_count > 1
    and (%(since)s::timestamp is null or first_seen.seen_at >= %(since)s::timestamp at time zone 'UTC')
    and (%(until)s::timestamp is null or first_seen.seen_at < %(until)s::timestamp at time zone 'UTC')
order by first_seen.seen_at desc, first_seen.article_id asc
limit %(limit)s
