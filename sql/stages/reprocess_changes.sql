-- reprocess_changes: one row per staged article that differs from the published one, with the fields that do.
-- The tables of its parts (statements, speakers, copies) count as fields.

select
    articles.article_id,
    articles.canonical_url,
    string_agg(differences.field, ', ' order by differences.field) as fields
from staged.differences
inner join staged.articles on differences.article_id = articles.article_id
group by articles.article_id, articles.canonical_url
order by articles.canonical_url
