-- publish_counts: one row per outcome: how many staged articles are new, changed or unchanged, with all their parts.

with changed as (
    select distinct differences.article_id
    from staged.differences
)

select
    case
        when articles.article_id is null then 'new'
        when changed.article_id is null then 'unchanged'
        else 'changed'
    end as outcome,
    count(*)::integer as article_count
from staged.articles as wanted
left join curated.articles on wanted.article_id = articles.article_id
left join changed on wanted.article_id = changed.article_id
group by 1
