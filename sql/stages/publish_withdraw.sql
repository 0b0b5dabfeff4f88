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
),

speaker_lists as (
    select
        statement_speakers.statement_id,
        jsonb_agg(
            jsonb_build_object('speaker_id', speakers.speaker_id, 'name', speakers.name, 'role', speakers.role)
            order by speakers.speaker_id
        ) as body
    from curated.statement_speakers
    inner join curated.speakers on statement_speakers.speaker_id = speakers.speaker_id
    inner join gone on speakers.article_id = gone.article_id
    group by statement_speakers.statement_id
),

kept_statements as (
    insert into work.statement_versions (statement_id, article_id, valid_from_run, valid_to_run, former)
    select
        statements.statement_id,
        statements.article_id,
        statements.run_id,
        %(run_id)s,
        to_jsonb(statements) || jsonb_build_object('speakers', coalesce(speaker_lists.body, '[]'))
    from curated.statements
    inner join gone on statements.article_id = gone.article_id
    left join speaker_lists on statements.statement_id = speaker_lists.statement_id
),

unpublished as (
    delete from work.published
    using gone
    where published.article_id = gone.article_id
)

delete from curated.articles
using gone
where articles.article_id = gone.article_id
