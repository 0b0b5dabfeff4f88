-- severity: fail
-- scope: warehouse
-- Every statement that stands, cut from the published text by its place, is exactly its text.
-- Of the articles and statements that the run has written; of all where none is named.

select
    statements.article_id,
    statements.statement_id
from curated.statements
inner join curated.articles on statements.article_id = articles.article_id
where
    statements.retired_at is null
    and (%(run_id)s::text is null or %(run_id)s in (articles.run_id, statements.run_id))
    and substr(articles.text, statements.start_char + 1, statements.end_char - statements.start_char) <> statements.text
