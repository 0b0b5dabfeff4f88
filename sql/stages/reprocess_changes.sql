-- reprocess_changes: one row per staged article that differs from the published one: the fields that do, and how.
-- The tables of its parts (statements, speakers, copies) count as fields.

with fields as (
    select
        differences.article_id,
        string_agg(differences.field, ', ' order by differences.field) as names
    from staged.differences
    group by differences.article_id
),

published_speakers as (
    select
        speakers.speaker_id,
        speakers.article_id,
        speakers.name,
        speakers.label,
        speakers.role,
        speakers.title,
        speakers.affiliation
    from curated.speakers
    inner join staged.articles on speakers.article_id = articles.article_id
),

published_statements as (
    select
        statements.statement_id,
        statements.article_id,
        statements.kind
    from curated.statements
    inner join staged.articles on statements.article_id = articles.article_id
    where statements.retired_at is null
),

published_topics as (
    select
        article_topics.article_id,
        article_topics.topic_id
    from curated.article_topics
    inner join staged.articles on article_topics.article_id = articles.article_id
),

speakers as (
    select
        coalesce(wanted.article_id, published.article_id) as article_id,
        wanted.name as new_name,
        published.name as old_name,
        coalesce(wanted.label, published.label) as label,
        concat_ws(
            '; ',
            case when wanted.role <> published.role then published.role || ' → ' || wanted.role end,
            case
                when wanted.title is distinct from published.title
                    then coalesce(published.title, 'no title') || ' → ' || coalesce(wanted.title, 'no title')
            end,
            case
                when wanted.affiliation is distinct from published.affiliation
                    then
                        coalesce(published.affiliation, 'no affiliation')
                        || ' → '
                        || coalesce(wanted.affiliation, 'no affiliation')
            end
        ) as news
    from staged.speakers as wanted
    full outer join published_speakers as published on wanted.speaker_id = published.speaker_id
),

renamed as (
    select
        added.article_id,
        added.new_name,
        removed.old_name
    from speakers as added
    inner join speakers as removed on added.article_id = removed.article_id and added.label = removed.label
    where added.old_name is null and removed.new_name is null
),

speaker_lists as (
    select
        speakers.article_id,
        array_agg(speakers.new_name order by speakers.new_name) filter (
            where
            speakers.old_name is null
            and not exists (
                select 1 from renamed
                where renamed.article_id = speakers.article_id and renamed.new_name = speakers.new_name
            )
        ) as added,
        array_agg(speakers.old_name order by speakers.old_name) filter (
            where
            speakers.new_name is null
            and not exists (
                select 1 from renamed
                where renamed.article_id = speakers.article_id and renamed.old_name = speakers.old_name
            )
        ) as removed,
        array_agg(speakers.new_name || ': ' || speakers.news order by speakers.new_name) filter (
            where speakers.new_name is not null and speakers.old_name is not null and speakers.news <> ''
        ) as changed
    from speakers
    group by speakers.article_id
),

renamed_lists as (
    select
        renamed.article_id,
        array_agg(distinct renamed.old_name || ' → ' || renamed.new_name) as names
    from renamed
    group by renamed.article_id
),

turns as (
    select
        coalesce(wanted.article_id, published.article_id) as article_id,
        count(*) filter (where published.statement_id is null) as added_count,
        count(*) filter (where wanted.statement_id is null) as removed_count,
        count(*) filter (where wanted.kind <> published.kind) as changed_count
    from staged.statements as wanted
    full outer join published_statements as published on wanted.statement_id = published.statement_id
    group by coalesce(wanted.article_id, published.article_id)
),

topics as (
    select
        coalesce(wanted.article_id, published.article_id) as article_id,
        array_agg(wanted.topic_id order by wanted.topic_id) filter (where published.topic_id is null) as added,
        array_agg(published.topic_id order by published.topic_id) filter (where wanted.topic_id is null) as removed
    from staged.article_topics as wanted
    full outer join published_topics as published
        on wanted.article_id = published.article_id and wanted.topic_id = published.topic_id
    group by coalesce(wanted.article_id, published.article_id)
)

select
    articles.article_id,
    articles.canonical_url,
    articles.title,
    fields.names as fields,
    coalesce(speaker_lists.added, '{}') as speakers_added,
    coalesce(speaker_lists.removed, '{}') as speakers_removed,
    coalesce(renamed_lists.names, '{}') as speakers_renamed,
    coalesce(speaker_lists.changed, '{}') as speakers_changed,
    coalesce(turns.added_count, 0) as statements_added,
    coalesce(turns.removed_count, 0) as statements_removed,
    coalesce(turns.changed_count, 0) as statements_changed,
    coalesce(topics.added, '{}') as topics_added,
    coalesce(topics.removed, '{}') as topics_removed
from fields
inner join staged.articles on fields.article_id = articles.article_id
left join speaker_lists on fields.article_id = speaker_lists.article_id
left join renamed_lists on fields.article_id = renamed_lists.article_id
left join turns on fields.article_id = turns.article_id
left join topics on fields.article_id = topics.article_id
order by articles.canonical_url
