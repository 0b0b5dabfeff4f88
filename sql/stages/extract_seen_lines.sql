-- extract_seen_lines: one row per line asked for that its site has printed before.

select
    site_lines.site,
    encode(site_lines.line_sha256, 'hex') as line_sha256
from unnest(%(sites)s::text[], %(keys)s::bytea[]) as asked (site, line_sha256)
inner join work.site_lines
    on asked.site = site_lines.site and asked.line_sha256 = site_lines.line_sha256
