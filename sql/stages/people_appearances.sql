-- people_appearances: one row per published appearance asked for, with all that tells whose it is.

select
    speakers.speaker_id::text as speaker_id,
    speakers.article_id::text as article_id,
    speakers.name,
    speakers.kind,
    speakers.role,
    speakers.name_latin,
    speakers.affiliation,
    speakers.title,
    coalesce(articles.outlet_id, articles.site_id)::text as outlet,
    articles.first_published_at,
    articles.first_seen_at,
    coalesce(person_redirects.person_id, appearances.person_id)::text as person_id
from work.appearances
inner join curated.speakers on appearances.speaker_id = speakers.speaker_id
inner join curated.articles on speakers.article_id = articles.article_id
left join curated.person_redirects on appearances.person_id = person_redirects.old_person_id
where appearances.appearance_id = any(%(ids)s::uuid[])
order by speakers.speaker_id
