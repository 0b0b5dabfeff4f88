-- dedup_former: one row per membership that the urls asked for have, and of the urls they stand for.

select
    family_members.url_id as member_url_id,
    coalesce(urls.alias_of_url_id, family_members.url_id) as url_id,
    family_members.document_id,
    family_members.family_id::text as family_id,
    family_members.relation,
    family_members.similarity,
    family_members.containment,
    family_members.matched_document_id,
    family_members.why,
    family_members.version,
    families.founding_url_id,
    families.canonical_document_id
from work.family_members
inner join raw.urls on family_members.url_id = urls.url_id
inner join work.families on family_members.family_id = families.family_id
where family_members.url_id = any(%(url_ids)s)
order by families.founding_url_id, family_members.url_id
