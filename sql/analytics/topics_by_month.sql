-- topics_by_month: one row per month (UTC; NULL where no date is stated) and topic, counting what stands below it too.

with counted_articles as (
    select distinct
        article_topics.article_id,
        topic_tree.under_topic_id as topic_id
    from curated.article_topics
    inner join curated.topic_tree on article_topics.topic_id = topic_tree.topic_id
),

statement_counts as (
    select
        statements.article_id,
        topic_tree.under_topic_id as topic_id,
        count(distinct statements.statement_id) as statement_count
    from curated.statement_topics
    inner join curated.statements on statement_topics.statement_id = statements.statement_id
    inner join curated.topic_tree on statement_topics.topic_id = topic_tree.topic_id
    where statements.retired_at is null
    group by statements.article_id, topic_tree.under_topic_id
)

select
    date_trunc('month', articles.first_published_at at time zone 'UTC')::date as month,
    topics.topic_id,
    topics.parent_id,
    topics.label_zh,
    topics.label_en,
    count(*) as article_count,
    count(*) filter (where articles.is_interview) as interview_count,
    coalesce(sum(statement_counts.statement_count), 0)::bigint as statement_count
from counted_articles
inner join curated.articles on counted_articles.article_id = articles.article_id
inner join curated.topics on counted_articles.topic_id = topics.topic_id
left join statement_counts
    on
        counted_articles.article_id = statement_counts.article_id
        and counted_articles.topic_id = statement_counts.topic_id
where
    (%(since)s::timestamp is null or articles.first_published_at >= %(since)s::timestamp at time zone 'UTC')
    and (%(until)s::timestamp is null or articles.first_published_at < %(until)s::timestamp at time zone 'UTC')
group by month, topics.topic_id
order by month desc nulls last, article_count desc, topics.topic_id asc
limit %(limit)s
