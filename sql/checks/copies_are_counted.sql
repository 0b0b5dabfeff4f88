-- severity: fail
-- scope: warehouse
-- Every article counts as many copies as it has.

select
    articles.article_id,
    articles.copy_count,
    count(copies.url) as row_count
from curated.articles
left join curated.copies on articles.article_id = copies.article_id and not copies.is_canonical
group by articles.article_id, articles.copy_count
having count(copies.url) <> articles.copy_count
