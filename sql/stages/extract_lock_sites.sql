-- extract_lock_sites: one row per site, locked until the transaction ends; so pages are counted one batch after the other.

select
    learned_sites.site,
    learned_sites.page_count
from work.learned_sites
where learned_sites.site = any(%(sites)s)
order by learned_sites.site
for update
