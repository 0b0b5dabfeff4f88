-- dedup_forget: drop sketches and links of documents that no longer count for their url, and of those
-- about to be sketched anew. Returns the documents that lose the twin that stood for them.

with asked as (
    select unnest(%(ids)s::bigint[]) as document_id
),

asked_urls as (
    select asked_documents.url_id
    from asked
    inner join work.documents as asked_documents on asked.document_id = asked_documents.document_id
),

gone as (
    select documents.document_id
    from work.documents
    inner join asked_urls on documents.url_id = asked_urls.url_id
    inner join raw.urls on documents.url_id = urls.url_id
    where not documents.is_current or urls.alias_of_url_id is not null
    union
    select asked.document_id
    from asked
),

samples_gone as (
    delete from work.shingle_samples
    using gone
    where shingle_samples.document_id = gone.document_id
),

links_gone as (
    delete from work.links
    using gone
    where links.document_id = gone.document_id or links.other_document_id = gone.document_id
),

sketches_gone as (
    delete from work.sketches
    using gone
    where sketches.document_id = gone.document_id
)

select sketches.document_id
from work.sketches
inner join gone on sketches.twin_of = gone.document_id
left join gone as also_gone on sketches.document_id = also_gone.document_id
where also_gone.document_id is null
