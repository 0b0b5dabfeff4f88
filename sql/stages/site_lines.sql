-- site_lines: one row per line that at least three pages of a site print, of its newest 200 pages.

with pages as (
    select texts.text
    from work.documents
    inner join raw.urls on documents.url_id = urls.url_id
    inner join work.texts on documents.source_sha256 = texts.text_sha256
    where documents.is_current and split_part(urls.url, '/', 3) = %(host)s
    order by documents.document_id desc
    limit 200
),

printed as (
    select distinct
        pages.text,
        btrim(lines.line) as line
    from pages
    cross join lateral regexp_split_to_table(pages.text, E'\n') as lines (line)
)

select printed.line
from printed
where printed.line <> ''
group by printed.line
having count(*) >= 3
