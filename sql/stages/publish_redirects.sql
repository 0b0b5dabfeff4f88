-- publish_redirects: one redirect per article that is withdrawn because its family was merged into another.
-- A chain of merges ends at its last family; older redirects are turned to it.

with wanted as (
    select
        merged_families.family_id,
        merged_families.last_family_id
    from work.merged_families
    left join staged.withdrawn on merged_families.family_id = withdrawn.article_id
    left join curated.article_redirects as known on merged_families.family_id = known.old_article_id
    where withdrawn.article_id is not null or known.old_article_id is not null
)

insert into curated.article_redirects as kept (old_article_id, article_id)
select
    wanted.family_id as old_article_id,
    wanted.last_family_id as article_id
from wanted
on conflict (old_article_id) do update set
    article_id = excluded.article_id
where kept.article_id <> excluded.article_id
