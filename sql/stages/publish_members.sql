-- publish_members: one row per page of the families asked for, with what its copy row says.
-- An outlet that the page's metadata names is the page's own publisher; one in its text is where it was taken from.

select
    family_members.family_id,
    family_members.document_id,
    families.canonical_document_id,
    urls.url,
    sources.outlet as source_outlet,
    family_members.document_id = families.canonical_document_id as is_canonical,
    family_members.relation,
    family_members.similarity,
    family_members.containment,
    family_members.damage,
    family_members.version as dedup_version,
    documents.published_at,
    documents.published_at_precision,
    documents.published_at_confidence,
    documents.site,
    documents.outlet,
    jsonb_path_exists(
        documents.body, '$.evidence[*] ? (@.field == "outlet" && @.origin == "meta")'
    ) as is_outlets_own_page,
    documents.version as extract_version,
    first_captures.first_seen_at,
    matched_urls.url as matched_url,
    texts.text
from work.family_members
inner join work.families on family_members.family_id = families.family_id
inner join work.documents on family_members.document_id = documents.document_id
inner join work.texts on documents.text_sha256 = texts.text_sha256
inner join raw.urls on family_members.url_id = urls.url_id
inner join raw.sources on urls.source_slug = sources.source_slug
cross join
    lateral (
        select min(captures.fetched_at) as first_seen_at
        from raw.captures
        where captures.url_id = family_members.url_id
    ) as first_captures
left join work.documents as matched on family_members.matched_document_id = matched.document_id
left join raw.urls as matched_urls on matched.url_id = matched_urls.url_id
where family_members.family_id = any(%(ids)s::uuid[])
order by family_members.family_id, family_members.url_id
