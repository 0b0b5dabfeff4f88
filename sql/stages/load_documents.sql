-- load_documents: one row per document asked for, with its texts.

select
    documents.document_id,
    documents.url_id,
    urls.url,
    texts.text,
    sources.text as source_text,
    documents.title,
    documents.site,
    documents.canonical_url,
    documents.outlet,
    documents.published_at_text,
    documents.published_at_precision,
    documents.published_at_confidence,
    documents.is_truncated,
    documents.version,
    documents.body
from work.documents
inner join raw.urls on documents.url_id = urls.url_id
inner join work.texts on documents.text_sha256 = texts.text_sha256
inner join work.texts as sources on documents.source_sha256 = sources.text_sha256
where documents.document_id = any(%(ids)s)
order by documents.document_id
