-- enrich_pending: one row per document that this version has yet to read, those never read first, then the oldest.
-- Of a family, that is the canonical document, and every other whose folded text differs from it.

select documents.document_id
from work.families
inner join work.family_members on families.family_id = family_members.family_id
inner join work.documents on family_members.document_id = documents.document_id and documents.is_current
left join work.sketches
    on documents.document_id = sketches.document_id
left join work.sketches as canonical_sketches
    on families.canonical_document_id = canonical_sketches.document_id
left join work.readings on documents.document_id = readings.document_id
left join work.exits
    on documents.url_id = exits.url_id and exits.stage = 'enrich' and exits.closed_at is null
where
    families.merged_into is null
    and (
        documents.document_id = families.canonical_document_id
        or sketches.folded_sha256 is distinct from canonical_sketches.folded_sha256
    )
    and (
        readings.document_id is null
        or readings.version <> %(version)s
        or (documents.document_id = families.canonical_document_id and not readings.is_complete)
    )
    and (exits.exit_id is null or exits.version is distinct from %(version)s or exits.retry_at <= now())
order by readings.document_id is not null, documents.document_id
limit %(limit)s
