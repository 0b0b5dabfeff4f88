-- reprocess_publish: forget what published articles were made from, so that their rows are made again.

update work.published set input_key = 'outdated'
from work.family_members
inner join raw.urls on family_members.url_id = urls.url_id
where
    published.article_id = family_members.family_id
    and (%(source)s::text is null or urls.source_slug = %(source)s)
    and (
        %(since)s::date is null
        or exists (
            select 1
            from raw.captures
            where captures.url_id = urls.url_id and captures.fetched_at >= %(since)s::date at time zone 'UTC'
        )
    )
