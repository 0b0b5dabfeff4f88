-- publish_keep_versions: the former rows of the articles and statements that this run is about to change.

with changed_articles as (
    insert into work.article_versions (article_id, valid_from_run, valid_to_run, former)
    select
        articles.article_id,
        articles.run_id,
        %(run_id)s,
        to_jsonb(articles)
    from curated.articles
    inner join staged.articles as wanted on articles.article_id = wanted.article_id
    where to_jsonb(articles) - '{run_id,first_seen_at}'::text[] <> to_jsonb(wanted) - '{run_id,first_seen_at}'::text[]
    on conflict do nothing
),

speaker_lists as (
    select
        statement_speakers.statement_id,
        jsonb_agg(statement_speakers.speaker_id order by statement_speakers.speaker_id) as speaker_ids
    from curated.statement_speakers
    group by statement_speakers.statement_id
),

wanted_speaker_lists as (
    select
        statement_speakers.statement_id,
        jsonb_agg(statement_speakers.speaker_id order by statement_speakers.speaker_id) as speaker_ids
    from staged.statement_speakers
    group by statement_speakers.statement_id
)

insert into work.statement_versions (statement_id, article_id, valid_to_run, former)
select
    statements.statement_id,
    statements.article_id,
    %(run_id)s,
    to_jsonb(statements) || jsonb_build_object('speaker_ids', coalesce(speaker_lists.speaker_ids, '[]'))
from curated.statements
inner join staged.articles on statements.article_id = articles.article_id
left join staged.statements as wanted on statements.statement_id = wanted.statement_id
left join speaker_lists on statements.statement_id = speaker_lists.statement_id
left join wanted_speaker_lists on statements.statement_id = wanted_speaker_lists.statement_id
where
    statements.retired_at is null
    and (
        wanted.statement_id is null
        or to_jsonb(statements) <> to_jsonb(wanted)
        or speaker_lists.speaker_ids is distinct from wanted_speaker_lists.speaker_ids
    )
on conflict do nothing
