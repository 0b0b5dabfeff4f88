-- publish_keep_versions: the former rows of the articles and statements that this run is about to change.
-- A statement's row takes the names and roles of its speakers along: theirs may be gone later.

with changed_articles as (
    insert into work.article_versions (article_id, valid_from_run, valid_to_run, former)
    select
        articles.article_id,
        articles.run_id,
        %(run_id)s,
        to_jsonb(articles)
    from curated.articles
    inner join staged.articles as wanted on articles.article_id = wanted.article_id
    where
        to_jsonb(articles) - '{run_id,first_seen_at}'::text[] <> to_jsonb(wanted) - '{run_id,first_seen_at}'::text[]
        or wanted.first_seen_at < articles.first_seen_at
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
    inner join staged.articles on speakers.article_id = articles.article_id
    group by statement_speakers.statement_id
),

wanted_speaker_lists as (
    select
        statement_speakers.statement_id,
        jsonb_agg(
            jsonb_build_object('speaker_id', speakers.speaker_id, 'name', speakers.name, 'role', speakers.role)
            order by speakers.speaker_id
        ) as body
    from staged.statement_speakers
    inner join staged.speakers on statement_speakers.speaker_id = speakers.speaker_id
    group by statement_speakers.statement_id
)

insert into work.statement_versions (statement_id, article_id, valid_from_run, valid_to_run, former)
select
    statements.statement_id,
    statements.article_id,
    statements.run_id,
    %(run_id)s,
    to_jsonb(statements) || jsonb_build_object('speakers', coalesce(speaker_lists.body, '[]'))
from curated.statements
inner join staged.articles on statements.article_id = articles.article_id
left join staged.statements as wanted on statements.statement_id = wanted.statement_id
left join speaker_lists on statements.statement_id = speaker_lists.statement_id
left join wanted_speaker_lists on statements.statement_id = wanted_speaker_lists.statement_id
where
    statements.retired_at is null
    and (
        wanted.statement_id is null
        or to_jsonb(statements) - 'run_id' <> to_jsonb(wanted) - 'run_id'
        or speaker_lists.body is distinct from wanted_speaker_lists.body
    )
