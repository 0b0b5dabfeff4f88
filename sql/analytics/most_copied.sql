-- most_copied: one row per article with copies, the most copied first.

with spread as (
    select
        copies.article_id,
        count(distinct copies.site_id) as site_count,
        count(*) filter (where copies.relation = 'exact') as exact_count,
        count(*) filter (where copies.relation = 'near') as near_count,
        count(*) filter (where copies.relation = 'truncated') as truncated_count,
        count(*) filter (where copies.relation = 'extended') as extended_count,
        count(*) filter (where copies.relation = 'script') as script_count,
        max(copies.published_at) as last_published_at
    from curated.copies
    group by copies.article_id
)

select
    articles.article_id,
    articles.title,
    outlets.name as outlet,
    articles.copy_count,
    spread.site_count,
    spread.exact_count,
    spread.near_count,
    spread.truncated_count,
    spread.extended_count,
    spread.script_count,
    articles.first_published_at,
    spread.last_published_at,
    articles.canonical_url
from curated.articles
inner join spread on articles.article_id = spread.article_id
left join curated.outlets on articles.outlet_id = outlets.outlet_id
where
    articles.copy_count > 0
    and (%(since)s::timestamp is null or articles.first_published_at >= %(since)s::timestamp at time zone 'UTC')
    and (%(until)s::timestamp is null or articles.first_published_at < %(until)s::timestamp at time zone 'UTC')
order by articles.copy_count desc, articles.article_id asc
limit %(limit)s
