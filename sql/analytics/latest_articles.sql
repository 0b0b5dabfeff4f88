-- latest_articles: one row per article, those that the latest runs published or changed first.

with speaker_counts as (
    select
        speakers.article_id,
        count(*) as speaker_count
    from curated.speakers
    group by speakers.article_id
)

select
    articles.article_id,
    articles.title,
    outlets.name as outlet,
    articles.language,
    articles.is_interview,
    coalesce(speaker_counts.speaker_count, 0) as speaker_count,
    articles.copy_count,
    articles.first_published_at,
    articles.first_published_precision,
    runs.started_at as changed_at,
    articles.canonical_url
from curated.articles
left join ops.runs on articles.run_id = runs.run_id
left join curated.outlets on articles.outlet_id = outlets.outlet_id
left join speaker_counts on articles.article_id = speaker_counts.article_id
order by runs.started_at desc nulls last, articles.first_seen_at desc, articles.article_id asc
limit %(limit)s
