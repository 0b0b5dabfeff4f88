-- backlog: one row per stage, in their order: how many items wait for it, and since when the oldest does.

select
    backlog.stage,
    backlog.item_count,
    backlog.oldest_at
from ops.backlog
order by array_position(array['fetch', 'extract', 'deduplicate', 'enrich', 'publish'], backlog.stage)
