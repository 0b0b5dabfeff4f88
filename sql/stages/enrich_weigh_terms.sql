-- enrich_weigh_terms: one row, the edition and in how many of its articles each of the terms stands.

select
    corpus.edition,
    corpus.edition_document_count as document_count,
    coalesce(
        jsonb_object_agg(corpus_terms.term, corpus_terms.edition_document_count)
        filter (where corpus_terms.term is not null),
        '{}'
    ) as frequencies
from work.corpus
left join work.corpus_terms
    on corpus_terms.term = any(%(terms)s::text[]) and corpus_terms.edition_document_count > 0
group by corpus.is_only
