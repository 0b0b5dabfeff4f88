-- dedup_forget: drop sketches and links of documents that no longer count for their url, and of those
-- about to be sketched anew. Returns the documents that lose the twin that stood for them.

with gone as (
    select documents.document_id
    from work.documents
    inner join raw.urls on documents.url_id = urls.url_id
    where
        (not documents.is_current or urls.alias_of_url_id is not null)
        and documents.url_id in (select url_id from work.documents where document_id = any(%(ids)s))
    union all
    select unnest(%(ids)s::bigint[]) as document_id
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
where sketches.document_id not in (select gone.document_id from gone)
