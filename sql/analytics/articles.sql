-- articles: one row per article, the latest published first.
-- With `since` or `until`, articles without a date are left out.

with speaker_counts as (
    select
        speakers.article_id,
        count(*) as speaker_count
    from curated.speakers
    group by speakers.article_id
),

statement_counts as (
    select
        statements.article_id,
        count(*) as statement_count
    from curated.statements
    where statements.retired_at is null
    group by statements.article_id
)

select
    articles.article_id,
    articles.title,
    outlets.name as outlet,
    sites.host as site,
    articles.byline,
    articles.language,
    articles.is_interview,
    articles.is_truncated,
    coalesce(speaker_counts.speaker_count, 0) as speaker_count,
    coalesce(statement_counts.statement_count, 0) as statement_count,
    articles.copy_count,
    articles.char_count,
    articles.first_published_at,
    articles.first_published_precision,
    articles.first_seen_at,
    articles.canonical_url
from curated.articles
inner join curated.sites on articles.site_id = sites.site_id
left join curated.outlets on articles.outlet_id = outlets.outlet_id
left join speaker_counts on articles.article_id = speaker_counts.article_id
left join statement_counts on articles.article_id = statement_counts.article_id
where
    (%(since)s::timestamp is null or articles.first_published_at >= %(since)s::timestamp at time zone 'UTC')
    and (%(until)s::timestamp is null or articles.first_published_at < %(until)s::timestamp at time zone 'UTC')
order by articles.first_published_at desc nulls last, articles.article_id asc
limit %(limit)s
