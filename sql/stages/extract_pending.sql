-- extract_pending: one row per url whose newest capture has not been read by this version, oldest first.
-- A capture that this version has set aside is left alone until it is due again.

with newest as (
    select
        captures.url_id,
        max(captures.capture_id) as capture_id
    from raw.captures
    inner join raw.urls on captures.url_id = urls.url_id
    where urls.alias_of_url_id is null
    group by captures.url_id
)

select newest.capture_id
from newest
left join work.documents
    on newest.url_id = documents.url_id and documents.is_current
left join work.exits
    on newest.capture_id = exits.capture_id and exits.stage = 'extract' and exits.closed_at is null
where
    (documents.document_id is null or documents.capture_id <> newest.capture_id or documents.version <> %(version)s)
    and (exits.exit_id is null or exits.version is distinct from %(version)s or exits.retry_at <= now())
order by newest.capture_id
limit %(limit)s
