-- enrich_count_terms: bring the counts up to the terms of some families that wait. Returns how many it counted.
-- One at a time (an advisory lock); rows that another batch is about to change wait for the next time.

with withdrawn as (
    select corpus_articles.family_id
    from work.corpus_articles
    inner join work.families on corpus_articles.family_id = families.family_id
    where families.merged_into is not null or families.canonical_document_id is null
    order by corpus_articles.family_id
    for update of corpus_articles skip locked
),

gone as (
    delete from work.corpus_articles
    using withdrawn
    where corpus_articles.family_id = withdrawn.family_id
    returning corpus_articles.family_id, corpus_articles.counted_terms
),

waiting as (
    select
        corpus_articles.family_id,
        corpus_articles.terms,
        corpus_articles.counted_terms
    from work.corpus_articles
    inner join work.families on corpus_articles.family_id = families.family_id
    where
        corpus_articles.terms is distinct from corpus_articles.counted_terms
        and families.merged_into is null
        and families.canonical_document_id is not null
    order by corpus_articles.family_id
    limit %(limit)s
    for update of corpus_articles skip locked
),

counted as (
    update work.corpus_articles set counted_terms = waiting.terms
    from waiting
    where corpus_articles.family_id = waiting.family_id
    returning corpus_articles.family_id
),

steps as (
    select
        unnest(waiting.terms) as term,
        1 as step
    from waiting
    union all
    select
        unnest(waiting.counted_terms) as term,
        -1 as step
    from waiting
    union all
    select
        unnest(gone.counted_terms) as term,
        -1 as step
    from gone
),

changes as (
    select
        steps.term,
        sum(steps.step)::integer as step
    from steps
    group by steps.term
    having sum(steps.step) <> 0
),

term_counts as (
    insert into work.corpus_terms as known (term, document_count)
    select
        changes.term,
        changes.step
    from changes
    on conflict (term) do update set document_count = known.document_count + excluded.document_count
),

totals as (
    select
        (select count(*) from waiting where waiting.counted_terms is null)
        - (select count(*) from gone where gone.counted_terms is not null) as step,
        (select count(*) from counted) + (select count(*) from gone) as handled
)

update work.corpus set document_count = corpus.document_count + totals.step
from totals
where totals.handled > 0
returning totals.handled
