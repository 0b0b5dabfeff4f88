-- severity: fail
-- scope: warehouse
-- Every statement that stands, cut from the published text by its place, is exactly its text.

select
    statements.article_id,
    statements.statement_id
from curated.statements
inner join curated.articles on statements.article_id = articles.article_id
where
    statements.retired_at is null
    and substr(articles.text, statements.start_char + 1, statements.end_char - statements.start_char) <> statements.text
