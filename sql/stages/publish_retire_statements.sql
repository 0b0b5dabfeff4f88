-- publish_retire_statements: statements no longer found in their article stay, marked.
-- The one that took its place is that of the same position, if it is new there.

with gone as (
    select
        statements.statement_id,
        statements.article_id,
        statements.position
    from curated.statements
    inner join staged.articles on statements.article_id = articles.article_id
    left join staged.statements as wanted on statements.statement_id = wanted.statement_id
    where wanted.statement_id is null and statements.retired_at is null
)

update curated.statements set
    retired_at = now(),
    run_id = %(run_id)s,
    section_id = null,
    answers_statement_id = null,
    replaced_by = successors.statement_id
from gone
left join staged.statements as successors
    on
        gone.article_id = successors.article_id
        and gone.position = successors.position
        and not exists (
            select 1 from work.statement_versions where statement_versions.statement_id = successors.statement_id
        )
where statements.statement_id = gone.statement_id
