-- severity: fail
-- scope: article
-- Every evidence quote of a speaker, a credit or the article stands where it says, in its text or in its source.

with proofs as (
    select
        speakers.article_id,
        speakers.speaker_id::text as owner,
        proof.value as body
    from speakers
    cross join lateral jsonb_array_elements(speakers.evidence) as proof
    union all
    select
        articles.article_id,
        'article' as owner,
        proof.value as body
    from articles
    cross join lateral jsonb_array_elements(articles.evidence) as proof
    union all
    select
        credits.article_id,
        credits.credit_id::text as owner,
        credits.evidence as body
    from credits
    where credits.evidence is not null
),

sources as (
    select
        families.family_id as article_id,
        texts.text
    from articles
    inner join work.families on articles.article_id = families.family_id
    inner join work.documents on families.canonical_document_id = documents.document_id
    inner join work.texts on documents.source_sha256 = texts.text_sha256
),

cut as (
    select
        proofs.article_id,
        proofs.owner,
        proofs.body ->> 'quote' as quote,
        substr(
            case proofs.body ->> 'origin' when 'text' then articles.text else sources.text end,
            (proofs.body ->> 'start_char')::integer + 1,
            (proofs.body ->> 'end_char')::integer - (proofs.body ->> 'start_char')::integer
        ) as found
    from proofs
    inner join articles on proofs.article_id = articles.article_id
    left join sources on proofs.article_id = sources.article_id
    where proofs.body ->> 'origin' in ('text', 'source')
)

select
    cut.article_id,
    cut.owner,
    cut.quote
from cut
where cut.found is distinct from cut.quote
