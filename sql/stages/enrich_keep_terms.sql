-- enrich_keep_terms: note the terms of a family's canonical document, to be counted.

with noted as (
    select
        %(family_id)s::uuid as family_id,
        %(terms)s::text[] as terms
)

insert into work.corpus_articles as known (family_id, terms)
select
    noted.family_id,
    noted.terms
from noted
on conflict (family_id) do update set
    terms = excluded.terms
where known.terms <> excluded.terms
