-- severity: fail
-- scope: article
-- No two turns of an article overlap.

with turns as (
    select
        statements.article_id,
        statements.statement_id,
        statements.end_char,
        lead(statements.start_char) over (
            partition by statements.article_id
            order by statements.start_char, statements.end_char
        ) as next_start_char
    from statements
    where statements.kind <> 'quotation' and statements.retired_at is null
)

select
    turns.article_id,
    turns.statement_id
from turns
where turns.end_char > turns.next_start_char
