-- dedup_component: one row per document connected with those asked for, by links or twins.

with recursive reached as (
    select unnest(%(ids)s::bigint[]) as document_id
    union
    select neighbours.document_id
    from reached
    cross join lateral (
        select links.other_document_id as document_id
        from work.links
        where links.document_id = reached.document_id
        union all
        select links.document_id
        from work.links
        where links.other_document_id = reached.document_id
        union all
        select sketches.twin_of as document_id
        from work.sketches
        where sketches.document_id = reached.document_id and sketches.twin_of is not null
        union all
        select sketches.document_id
        from work.sketches
        where sketches.twin_of = reached.document_id
    ) as neighbours
)

select
    documents.document_id,
    documents.url_id,
    urls.url,
    sketches.shingle_count,
    sketches.twin_of,
    documents.is_truncated,
    documents.repair_count,
    documents.published_at,
    documents.body -> 'repairs' as repairs,
    coalesce(
        documents.outlet = sources.outlet
        or jsonb_path_exists(documents.body, '$.evidence[*] ? (@.field == "outlet" && @.origin == "meta")'),
        false
    ) as is_origin
from reached
inner join work.documents on reached.document_id = documents.document_id
inner join work.sketches on documents.document_id = sketches.document_id
inner join raw.urls on documents.url_id = urls.url_id
inner join raw.sources on urls.source_slug = sources.source_slug
order by documents.document_id
