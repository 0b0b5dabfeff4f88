-- reprocess_deduplicate: mark memberships as decided by a version that is none.

update work.family_members set version = 'outdated'
from raw.urls
where
    family_members.url_id = urls.url_id
    and (%(source)s::text is null or urls.source_slug = %(source)s)
    and (
        %(since)s::date is null
        or exists (
            select 1
            from raw.captures
            where captures.url_id = urls.url_id and captures.fetched_at >= %(since)s::date at time zone 'UTC'
        )
    )
