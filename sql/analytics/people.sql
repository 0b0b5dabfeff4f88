-- people: one row per person, those in most articles first.

with spoken as (
    select
        speakers.person_id,
        count(distinct statements.statement_id) as statement_count
    from curated.speakers
    inner join curated.statement_speakers on speakers.speaker_id = statement_speakers.speaker_id
    inner join curated.statements on statement_speakers.statement_id = statements.statement_id
    where statements.retired_at is null
    group by speakers.person_id
)

select
    people.name,
    people.name_latin,
    people.aliases,
    people.article_count,
    coalesce(spoken.statement_count, 0) as statement_count,
    people.first_seen_at,
    people.last_seen_at,
    people.person_id
from curated.people
left join spoken on people.person_id = spoken.person_id
order by people.article_count desc, coalesce(spoken.statement_count, 0) desc, people.name asc, people.person_id asc
limit %(limit)s
