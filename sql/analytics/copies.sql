-- copies: one row per page on which an article stands, its canonical page first.

select
    copies.url,
    copies.article_id,
    copies.relation,
    copies.similarity,
    copies.containment,
    copies.is_canonical,
    copies.matched_url
from curated.copies
order by copies.article_id asc, copies.is_canonical desc, copies.url asc
limit %(limit)s
