-- people_heirs: one row per person that is no more and whose article was merged into another, or read anew:
-- who bears the name there.

select distinct on (gone.person_id)
    gone.person_id::text as old_person_id,
    heirs.person_id::text as person_id
from work.appearances as gone
left join curated.article_redirects on gone.article_id = article_redirects.old_article_id
inner join work.appearances as heirs
    on coalesce(article_redirects.article_id, gone.article_id) = heirs.article_id and heirs.speaker_id is not null
inner join work.appearance_keys as gone_keys on gone.appearance_id = gone_keys.appearance_id
inner join work.appearance_keys as heir_keys
    on heirs.appearance_id = heir_keys.appearance_id and gone_keys.key = heir_keys.key
where
    gone.appearance_id = any(%(ids)s::uuid[])
    and gone.person_id is not null
    and heirs.person_id is distinct from gone.person_id
    and not exists (select 1 from curated.people where people.person_id = gone.person_id)
order by gone.person_id, heirs.person_id
