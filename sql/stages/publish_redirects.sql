-- publish_redirects: one redirect per article that is withdrawn because its family was merged into another.
-- A chain of merges ends at its last family; older redirects are turned to it.

insert into curated.article_redirects as kept (old_article_id, article_id)
select
    merges.family_id as old_article_id,
    merges.last_family_id as article_id
from work.merges
where
    exists (select 1 from staged.withdrawn where withdrawn.article_id = merges.family_id)
    or exists (select 1 from curated.article_redirects where article_redirects.old_article_id = merges.family_id)
on conflict (old_article_id) do update set article_id = excluded.article_id
where kept.article_id <> excluded.article_id
