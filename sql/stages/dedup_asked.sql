-- dedup_asked: one row per document asked for: whether it counts, and what counts where its url leads to.

select
    documents.document_id,
    documents.url_id,
    urls.alias_of_url_id is not null as is_alias,
    documents.is_current and urls.alias_of_url_id is null as is_live,
    targets.document_id as target_document_id,
    targets.url_id as target_url_id
from work.documents
inner join raw.urls on documents.url_id = urls.url_id
left join raw.urls as target_urls
    on urls.alias_of_url_id = target_urls.url_id and target_urls.alias_of_url_id is null
left join work.documents as targets on target_urls.url_id = targets.url_id and targets.is_current
where documents.document_id = any(%(ids)s)
order by documents.document_id
