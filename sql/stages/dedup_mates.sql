-- dedup_mates: one row per document that is in a family with a url asked for, with the rule that sketched it.
-- Of the urls asked for only what counts now: what they held before must not stand beside it.

select distinct
    mates.document_id,
    sketches.version
from work.family_members
inner join work.family_members as mates on family_members.family_id = mates.family_id
inner join raw.urls on mates.url_id = urls.url_id
inner join work.documents on mates.document_id = documents.document_id
inner join work.sketches on mates.document_id = sketches.document_id
where
    family_members.url_id = any(%(url_ids)s)
    and urls.alias_of_url_id is null
    and (documents.is_current or mates.url_id <> all(%(url_ids)s))
order by mates.document_id
