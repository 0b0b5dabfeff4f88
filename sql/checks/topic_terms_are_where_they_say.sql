-- severity: fail
-- scope: article
-- Every term that an article's or a statement's topic was seen by stands in the text at the place it names.

with proofs as (
    select
        article_topics.article_id,
        article_topics.topic_id,
        proof.value as body
    from article_topics
    cross join lateral jsonb_array_elements(article_topics.evidence) as proof
    union all
    select
        statements.article_id,
        statement_topics.topic_id,
        proof.value as body
    from statement_topics
    inner join statements on statement_topics.statement_id = statements.statement_id
    cross join lateral jsonb_array_elements(statement_topics.evidence) as proof
)

select
    proofs.article_id,
    proofs.topic_id,
    proofs.body ->> 'quote' as quote
from proofs
inner join articles on proofs.article_id = articles.article_id
where
    proofs.body ->> 'origin' = 'text'
    and substr(
        articles.text,
        (proofs.body ->> 'start_char')::integer + 1,
        (proofs.body ->> 'end_char')::integer - (proofs.body ->> 'start_char')::integer
    ) is distinct from proofs.body ->> 'quote'
