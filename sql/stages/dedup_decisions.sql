-- dedup_decisions: one row per document and decision that it stands under, of the decisions about those asked for.
-- The page itself tells more than its text; a text that was on both sides belongs to those who stayed.

with concerned as (
    select decided_documents.decision_id
    from work.decided_documents
    where decided_documents.document_id = any(%(ids)s)
)

select distinct on (decided_documents.decision_id, decided_documents.document_id)
    decided_documents.decision_id,
    family_decisions.kind,
    decided_documents.document_id,
    decided_documents.leaves
from work.decided_documents
inner join work.family_decisions on decided_documents.decision_id = family_decisions.decision_id
inner join work.sketches on decided_documents.document_id = sketches.document_id
where decided_documents.decision_id in (select concerned.decision_id from concerned)
order by
    decided_documents.decision_id asc,
    decided_documents.document_id asc,
    decided_documents.is_the_page desc,
    decided_documents.leaves asc
