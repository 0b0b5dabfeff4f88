-- publish_withdraw: take out the articles whose family is merged or empty, keeping their rows as versions.

with gone as (
    select withdrawn.article_id
    from staged.withdrawn
),

kept_articles as (
    insert into work.article_versions (article_id, valid_from_run, valid_to_run, former)
    select
        articles.article_id,
        articles.run_id,
        %(run_id)s,
        to_jsonb(articles)
    from curated.articles
    inner join gone on articles.article_id = gone.article_id
    on conflict do nothing
),

kept_statements as (
    insert into work.statement_versions (statement_id, article_id, valid_to_run, former)
    select
        statements.statement_id,
        statements.article_id,
        %(run_id)s,
        to_jsonb(statements)
    from curated.statements
    inner join gone on statements.article_id = gone.article_id
    on conflict do nothing
),

unpublished as (
    delete from work.published
    using gone
    where published.article_id = gone.article_id
)

delete from curated.articles
using gone
where articles.article_id = gone.article_id
