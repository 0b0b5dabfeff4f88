-- dedup_candidates: one row per pair of a document asked for and another that may be a copy of it.
-- A shared hash weighs the less the more documents have it, and is looked up only so far: what a whole
-- kind of page has in common does not crowd out the few hashes of the article itself.

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
        1.0::double precision / count(*) over (partition by asked.document_id, asked.shingle_hash) as weight
    from asked
    cross join lateral (
        select shingle_samples.document_id
        from work.shingle_samples
        where shingle_samples.shingle_hash = asked.shingle_hash
        order by shingle_samples.document_id
        limit %(max_documents)s
    ) as found
),

ranked as (
    select
        hits.document_id,
        hits.other_document_id,
        row_number() over (
            partition by hits.document_id
            order by sum(hits.weight) desc, hits.other_document_id
        ) as place
    from hits
    where hits.other_document_id <> hits.document_id
    group by hits.document_id, hits.other_document_id
    having count(*) >= %(min_shared)s
)

select distinct
    least(ranked.document_id, ranked.other_document_id) as document_id,
    greatest(ranked.document_id, ranked.other_document_id) as other_document_id
from ranked
where ranked.place <= %(max_candidates)s
order by document_id, other_document_id
