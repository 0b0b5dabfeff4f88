-- severity: fail
-- scope: article
-- Every statement, cut from its article's text by its place, is exactly its text.

select
    statements.article_id,
    statements.statement_id,
    statements.start_char,
    statements.end_char
from statements
inner join articles on statements.article_id = articles.article_id
where
    statements.retired_at is null
    and substr(articles.text, statements.start_char + 1, statements.end_char - statements.start_char) <> statements.text
