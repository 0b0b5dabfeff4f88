-- dedup_candidates: one row per pair of a document asked for and another that may be a copy of it.
-- A hash that very many documents share says little and is looked up only so far.

with asked as (
    select
        shingle_samples.document_id,
        shingle_samples.shingle_hash
    from work.shingle_samples
    where shingle_samples.document_id = any(%(ids)s)
),

hits as (
    select
        asked.document_id,
        found.document_id as other_document_id,
        count(*) as shared_count
    from asked
    cross join
        lateral (
            select shingle_samples.document_id
            from work.shingle_samples
            where shingle_samples.shingle_hash = asked.shingle_hash
            order by shingle_samples.document_id
            limit %(max_documents)s
        ) as found
    where found.document_id <> asked.document_id
    group by asked.document_id, found.document_id
),

ranked as (
    select
        hits.document_id,
        hits.other_document_id,
        hits.shared_count,
        row_number() over (
            partition by hits.document_id
            order by hits.shared_count desc, hits.other_document_id asc
        ) as place
    from hits
    where hits.shared_count >= %(min_shared)s
)

select distinct
    least(ranked.document_id, ranked.other_document_id) as document_id,
    greatest(ranked.document_id, ranked.other_document_id) as other_document_id
from ranked
where ranked.place <= %(max_candidates)s
