-- statements: one row per statement and speaker, the latest article first: who said what, first published where.
-- A statement whose speaker is unsure has one row without a speaker.

select
    coalesce(people.name, speakers.name) as speaker,
    speakers.role,
    speakers.title,
    speakers.affiliation,
    statements.kind,
    statements.text,
    articles.title as article_title,
    outlets.name as outlet,
    articles.first_published_at,
    articles.canonical_url as url,
    statements.position,
    statements.statement_id,
    articles.article_id
from curated.statements
inner join curated.articles on statements.article_id = articles.article_id
left join curated.statement_speakers on statements.statement_id = statement_speakers.statement_id
left join curated.speakers on statement_speakers.speaker_id = speakers.speaker_id
left join curated.people on speakers.person_id = people.person_id
left join curated.outlets on articles.outlet_id = outlets.outlet_id
where
    statements.retired_at is null
    and (%(since)s::timestamp is null or articles.first_published_at >= %(since)s::timestamp at time zone 'UTC')
    and (%(until)s::timestamp is null or articles.first_published_at < %(until)s::timestamp at time zone 'UTC')
order by
    articles.first_published_at desc nulls last,
    articles.article_id asc,
    statements.position asc,
    statements.start_char asc,
    speakers.position asc
limit %(limit)s
