-- repost_network: one row per two sites of which the second copies the first, the most copies first.

select
    repost_network.from_host,
    repost_network.to_host,
    repost_network.article_count,
    repost_network.copy_count,
    repost_network.exact_count,
    repost_network.partial_count,
    repost_network.dated_count,
    repost_network.median_lag_hours,
    repost_network.first_published_at,
    repost_network.last_published_at
from curated.repost_network
order by repost_network.copy_count desc, repost_network.from_host asc, repost_network.to_host asc
limit %(limit)s
