-- people_named: one row per person that an id leads to, or that bears a name, those in most articles first.

select
    people.person_id::text as person_id,
    people.name,
    people.article_count
from curated.people
where
    people.person_id = %(id)s::uuid
    or people.person_id in (
        select person_redirects.person_id
        from curated.person_redirects
        where person_redirects.old_person_id = %(id)s::uuid
    )
    or people.person_id in (
        select appearances.person_id
        from work.appearance_keys
        inner join work.appearances on appearance_keys.appearance_id = appearances.appearance_id
        where appearance_keys.key = %(key)s and appearances.speaker_id is not null
    )
order by people.article_count desc, people.person_id asc
