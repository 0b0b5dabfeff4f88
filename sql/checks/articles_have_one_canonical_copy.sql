-- severity: fail
-- scope: article
-- Every article has exactly one canonical copy, which stands at its canonical url.

select
    articles.article_id,
    articles.canonical_url,
    count(copies.url) as canonical_count
from articles
left join copies on articles.article_id = copies.article_id and copies.is_canonical
group by articles.article_id, articles.canonical_url
having count(copies.url) <> 1 or min(copies.url) <> articles.canonical_url
