-- dedup_component: one row per document connected with those asked for, by links or twins.

with recursive reached as (
    select unnest(%(ids)s::bigint[]) as document_id
    union
    select neighbours.document_id
    from reached
    cross join lateral (
        select links.other_document_id as document_id
        from work.links
        where links.document_id = reached.document_id
        union all
        select links.document_id
        from work.links
        where links.other_document_id = reached.document_id
        union all
        select sketches.twin_of as document_id
        from work.sketches
        where sketches.document_id = reached.document_id and sketches.twin_of is not null
        union all
        select sketches.document_id
        from work.sketches
        where sketches.twin_of = reached.document_id
    ) as neighbours
)

select reached.document_id
from reached
order by reached.document_id
