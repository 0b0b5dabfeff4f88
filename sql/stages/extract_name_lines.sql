-- extract_name_lines: keeps the words of lines that so many pages print that they are no single article's.

update work.site_lines set line = found.line
from unnest(%(sites)s::text[], %(keys)s::bytea[], %(lines)s::text[]) as found (site, line_sha256, line)
where
    site_lines.site = found.site
    and site_lines.line_sha256 = found.line_sha256
    and site_lines.page_count >= %(common)s
    and site_lines.line is null
