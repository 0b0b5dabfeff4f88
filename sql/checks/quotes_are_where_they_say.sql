-- severity: fail
-- scope: article
-- Every evidence quote of a speaker stands in the article's text at the place it names.

select
    speakers.article_id,
    speakers.speaker_id,
    proof.value ->> 'quote' as quote
from speakers
inner join articles on speakers.article_id = articles.article_id
cross join lateral jsonb_array_elements(speakers.evidence) as proof
where
    proof.value ->> 'origin' = 'text'
    and substr(
        articles.text,
        (proof.value ->> 'start_char')::integer + 1,
        (proof.value ->> 'end_char')::integer - (proof.value ->> 'start_char')::integer
    ) is distinct from proof.value ->> 'quote'
