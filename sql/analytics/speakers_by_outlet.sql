-- speakers_by_outlet: one row per outlet and speaker, each article counted once however often it was copied.
-- A speaker is a person across articles where one is known, else the name as printed; interviewers are left out.

with spoken as (
    select
        speakers.article_id,
        coalesce(speakers.person_id::text, speakers.name) as speaker_key,
        coalesce(people.name, speakers.name) as speaker,
        count(statements.statement_id) as statement_count
    from curated.speakers
    left join curated.people on speakers.person_id = people.person_id
    left join curated.statement_speakers on speakers.speaker_id = statement_speakers.speaker_id
    left join curated.statements
        on
            statement_speakers.statement_id = statements.statement_id
            and statements.retired_at is null
    where speakers.kind = 'person' and speakers.role not in ('interviewer', 'moderator')
    group by speakers.speaker_id, people.person_id
)

select
    outlets.name as outlet,
    min(spoken.speaker) as speaker,
    count(distinct spoken.article_id) as article_count,
    sum(spoken.statement_count)::bigint as statement_count,
    min(articles.first_published_at) as first_at,
    max(articles.first_published_at) as last_at
from spoken
inner join curated.articles on spoken.article_id = articles.article_id
left join curated.outlets on articles.outlet_id = outlets.outlet_id
where
    (%(since)s::timestamp is null or articles.first_published_at >= %(since)s::timestamp at time zone 'UTC')
    and (%(until)s::timestamp is null or articles.first_published_at < %(until)s::timestamp at time zone 'UTC')
group by outlets.outlet_id, outlets.name, spoken.speaker_key
order by count(distinct spoken.article_id) desc, sum(spoken.statement_count) desc, min(spoken.speaker) asc, outlets.name asc
limit %(limit)s
