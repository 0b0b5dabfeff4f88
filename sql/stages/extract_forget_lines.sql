-- extract_forget_lines: drops lines that few pages printed, or none for long, so that a site's lines stay bounded.

delete from work.site_lines
using work.learned_sites
where
    site_lines.site = learned_sites.site
    and site_lines.site = any(%(sites)s)
    and (
        (site_lines.page_count < %(common)s and site_lines.first_page <= learned_sites.page_count - %(patience)s)
        or site_lines.last_page <= learned_sites.page_count - 10 * %(patience)s
    )
