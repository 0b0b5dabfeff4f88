-- dedup_pages: one row per page of the families asked for, the canonical one first.

select
    family_members.family_id::text as article_id,
    family_members.url_id,
    urls.url,
    family_members.document_id,
    family_members.document_id = families.canonical_document_id as is_canonical,
    families.canonical_reason,
    family_members.relation,
    family_members.similarity,
    family_members.containment,
    family_members.why,
    family_members.damage,
    matched_urls.url as matched_url,
    documents.published_at,
    documents.published_at_precision,
    documents.title,
    first_captures.fetched_at as first_seen_at,
    encode(sketches.folded_sha256, 'hex') as folded
from work.family_members
inner join work.families on family_members.family_id = families.family_id
inner join work.documents on family_members.document_id = documents.document_id
inner join raw.urls on family_members.url_id = urls.url_id
left join work.sketches on family_members.document_id = sketches.document_id
left join work.documents as matched on family_members.matched_document_id = matched.document_id
left join raw.urls as matched_urls on matched.url_id = matched_urls.url_id
left join lateral (
    select min(captures.fetched_at) as fetched_at
    from raw.captures
    where captures.url_id = family_members.url_id
) as first_captures on true
where family_members.family_id = any(%(ids)s::uuid[])
order by family_members.family_id asc, is_canonical desc, urls.url asc
