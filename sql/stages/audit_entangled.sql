-- audit_entangled: one row per staged article that would take a page from a published one that stays as it is.

select distinct wanted.article_id
from staged.copies as wanted
inner join curated.copies on wanted.url = copies.url and wanted.article_id <> copies.article_id
left join staged.articles on copies.article_id = articles.article_id
left join staged.withdrawn on copies.article_id = withdrawn.article_id
where articles.article_id is null and withdrawn.article_id is null
