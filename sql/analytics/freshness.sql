-- freshness: one row: when sources were last read, pages captured and tables published, and how much stands there.

select
    freshness.last_discovered_at,
    freshness.last_captured_at,
    freshness.last_published_at,
    freshness.article_count,
    freshness.statement_count
from ops.freshness
