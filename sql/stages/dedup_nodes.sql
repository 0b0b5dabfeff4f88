-- dedup_nodes: one row per sketched document asked for, with what choosing among copies needs.

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
        documents.outlet in (sources.outlet, documents.site)
        or jsonb_path_exists(documents.body, '$.evidence[*] ? (@.field == "outlet" && @.origin == "meta")'),
        false
    ) as is_origin
from work.documents
inner join work.sketches on documents.document_id = sketches.document_id
inner join raw.urls on documents.url_id = urls.url_id
inner join raw.sources on urls.source_slug = sources.source_slug
where documents.document_id = any(%(ids)s)
order by documents.document_id
