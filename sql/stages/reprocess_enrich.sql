-- reprocess_enrich: mark readings as made by a version that is none.

update work.readings set version = 'outdated'
from work.documents
inner join raw.urls on documents.url_id = urls.url_id
inner join raw.captures on documents.capture_id = captures.capture_id
where
    readings.document_id = documents.document_id
    and documents.is_current
    and (%(source)s::text is null or urls.source_slug = %(source)s)
    and (%(since)s::date is null or captures.fetched_at >= %(since)s::date at time zone 'UTC')
