-- people_articles: one row per article in which one of the people asked for appears, the oldest first.

select
    speakers.person_id::text as person_id,
    speakers.speaker_id::text as speaker_id,
    articles.article_id::text as article_id,
    articles.canonical_url as url,
    articles.title as article_title,
    coalesce(outlets.name, sites.host) as outlet,
    articles.first_published_at,
    articles.first_published_precision,
    speakers.name,
    speakers.name_latin,
    speakers.role,
    speakers.title,
    speakers.affiliation,
    count(statements.statement_id) as statement_count
from curated.speakers
inner join curated.articles on speakers.article_id = articles.article_id
left join curated.outlets on articles.outlet_id = outlets.outlet_id
left join curated.sites on articles.site_id = sites.site_id
left join curated.statement_speakers on speakers.speaker_id = statement_speakers.speaker_id
left join curated.statements
    on statement_speakers.statement_id = statements.statement_id and statements.retired_at is null
where speakers.person_id = any(%(people)s::uuid[])
group by speakers.speaker_id, articles.article_id, outlets.name, sites.host
order by articles.first_published_at, articles.first_seen_at, speakers.speaker_id
