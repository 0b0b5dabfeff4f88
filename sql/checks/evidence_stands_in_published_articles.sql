-- severity: fail
-- scope: warehouse
-- Every quote of a speaker, a topic or the article stands in the published text, or in the page's source, where it says.
-- Of the articles that the run has written; of all where none is named. A source that was read anew since is passed over.

with chosen as (
    select
        articles.article_id,
        articles.text,
        texts.text as source_text,
        articles.evidence
    from curated.articles
    left join work.families on articles.article_id = families.family_id
    left join work.documents
        on
            families.canonical_document_id = documents.document_id
            and sha256(convert_to(articles.text, 'UTF8')) = documents.text_sha256
    left join work.texts on documents.source_sha256 = texts.text_sha256
    where %(run_id)s::text is null or articles.run_id = %(run_id)s
),

proofs as (
    select
        chosen.article_id,
        proof.value as body
    from chosen
    cross join lateral jsonb_array_elements(chosen.evidence) as proof
    union all
    select
        chosen.article_id,
        proof.value as body
    from chosen
    inner join curated.speakers on chosen.article_id = speakers.article_id
    cross join lateral jsonb_array_elements(speakers.evidence) as proof
    union all
    select
        chosen.article_id,
        proof.value as body
    from chosen
    inner join curated.article_topics on chosen.article_id = article_topics.article_id
    cross join lateral jsonb_array_elements(article_topics.evidence) as proof
),

cut as (
    select
        chosen.article_id,
        proofs.body ->> 'origin' as origin,
        proofs.body ->> 'quote' as quote,
        substr(
            case proofs.body ->> 'origin' when 'text' then chosen.text else chosen.source_text end,
            (proofs.body ->> 'start_char')::integer + 1,
            (proofs.body ->> 'end_char')::integer - (proofs.body ->> 'start_char')::integer
        ) as found
    from proofs
    inner join chosen on proofs.article_id = chosen.article_id
    where
        proofs.body ->> 'origin' = 'text'
        or (proofs.body ->> 'origin' = 'source' and chosen.source_text is not null)
)

select
    cut.article_id,
    cut.origin,
    cut.quote
from cut
where cut.found is distinct from cut.quote
