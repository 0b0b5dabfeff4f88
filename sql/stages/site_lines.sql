-- site_lines: one row per site and line that its pages have in common.
-- Sites are given in one text with blanks between them; three pages and one in fifty are enough.

select
    site_lines.site,
    site_lines.line
from work.site_lines
inner join work.learned_sites on site_lines.site = learned_sites.site
where
    site_lines.site = any(string_to_array(%(host)s, ' '))
    and site_lines.line is not null
    and site_lines.page_count * 50 >= learned_sites.page_count - site_lines.first_page + 1
order by 1, 2
