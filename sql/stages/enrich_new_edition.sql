-- enrich_new_edition: make the counts of now those that keywords are weighed against, where they have grown enough.

with made as (
    update work.corpus set edition = corpus.edition + 1, edition_document_count = corpus.document_count
    where corpus.document_count >= greatest(%(least)s, ceil(corpus.edition_document_count * %(growth)s::numeric))
    returning corpus.edition
)

update work.corpus_terms set edition_document_count = corpus_terms.document_count
from made
where corpus_terms.edition_document_count <> corpus_terms.document_count
