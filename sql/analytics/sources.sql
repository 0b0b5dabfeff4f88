-- sources: one row per source, failing ones first.

select
    source_health.source_slug,
    source_health.name,
    source_health.kind,
    source_health.health,
    source_health.failure_count,
    source_health.last_error,
    source_health.last_succeeded_at,
    source_health.next_due_at,
    source_health.url_count,
    source_health.published_count,
    source_health.set_aside_count,
    source_health.pending_count
from ops.source_health
order by
    array_position(array['failing', 'new', 'healthy', 'disabled'], source_health.health),
    source_health.failure_count desc,
    source_health.source_slug asc
