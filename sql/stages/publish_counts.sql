-- publish_counts: one row per outcome: how many staged articles are new, changed or unchanged.

select
    case
        when articles.article_id is null then 'new'
        when
            to_jsonb(articles) - '{run_id,first_seen_at}'::text[] = to_jsonb(wanted) - '{run_id,first_seen_at}'::text[]
            then 'unchanged'
        else 'changed'
    end as outcome,
    count(*)::integer as article_count
from staged.articles as wanted
left join curated.articles on wanted.article_id = articles.article_id
group by 1
