-- extract_count_lines: adds the pages of a batch to the counts of their lines.

insert into work.site_lines (site, line_sha256, page_count, first_page, last_page)
select
    found.site,
    found.line_sha256,
    found.page_count,
    found.first_page,
    found.last_page
from
    unnest(
        %(sites)s::text[],
        %(keys)s::bytea[],
        %(counts)s::integer[],
        %(firsts)s::integer[],
        %(lasts)s::integer[]
    ) as found (site, line_sha256, page_count, first_page, last_page)
order by found.site, found.line_sha256
on conflict (site, line_sha256) do update set
    page_count = site_lines.page_count + excluded.page_count,
    last_page = excluded.last_page
