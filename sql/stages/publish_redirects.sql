-- publish_redirects: one redirect per published article whose family was merged into another.
-- A chain of merges ends at its last family; older redirects are turned to it.

with recursive ends as (
    select
        families.family_id as old_article_id,
        families.merged_into as article_id
    from work.families
    where families.merged_into is not null
    union all
    select
        ends.old_article_id,
        families.merged_into as article_id
    from ends
    inner join work.families on ends.article_id = families.family_id
    where families.merged_into is not null
),

finals as (
    select
        ends.old_article_id,
        ends.article_id
    from ends
    inner join work.families on ends.article_id = families.family_id
    where families.merged_into is null
)

insert into curated.article_redirects as kept (old_article_id, article_id)
select
    finals.old_article_id,
    finals.article_id
from finals
where
    exists (select 1 from curated.articles where articles.article_id = finals.old_article_id)
    or exists (
        select 1 from curated.article_redirects where article_redirects.old_article_id = finals.old_article_id
    )
on conflict (
    old_article_id) do update set article_id = excluded.article_id
where kept.article_id <> excluded.article_id
