-- extract_captures: one row per capture asked for, with the document that its url has now.

select
    captures.capture_id,
    captures.url_id,
    captures.fetched_at,
    captures.headers,
    captures.warc_file,
    captures.warc_offset,
    captures.warc_length,
    urls.url,
    documents.document_id,
    documents.capture_id as read_capture_id,
    documents.version as read_version,
    encode(documents.text_sha256, 'hex') as read_text_sha256,
    encode(documents.source_sha256, 'hex') as read_source_sha256,
    documents.body as read_body
from raw.captures
inner join raw.urls on captures.url_id = urls.url_id
left join work.documents on captures.url_id = documents.url_id and documents.is_current
where captures.capture_id = any(%(ids)s)
order by captures.capture_id
