-- reprocess_extract: mark documents as read by a version that is none, and set-aside pages as well.

with chosen as (
    select urls.url_id
    from raw.urls
    where
        (%(source)s::text is null or urls.source_slug = %(source)s)
        and (
            %(since)s::date is null
            or exists (
                select 1
                from raw.captures
                where captures.url_id = urls.url_id and captures.fetched_at >= %(since)s::date at time zone 'UTC'
            )
        )
),

set_aside as (
    update work.exits set version = 'outdated'
    from chosen
    where exits.url_id = chosen.url_id and exits.stage = 'extract' and exits.closed_at is null
)

update work.documents set version = 'outdated~' || documents.document_id
from chosen
where documents.url_id = chosen.url_id and documents.is_current
