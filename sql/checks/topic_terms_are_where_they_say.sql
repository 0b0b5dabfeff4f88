-- severity: fail
-- scope: article
-- Every term that a topic was seen by stands in the article's text at the place it names.

select
    article_topics.article_id,
    article_topics.topic_id,
    proof.value ->> 'quote' as quote
from article_topics
inner join articles on article_topics.article_id = articles.article_id
cross join lateral jsonb_array_elements(article_topics.evidence) as proof
where
    proof.value ->> 'origin' = 'text'
    and substr(
        articles.text,
        (proof.value ->> 'start_char')::integer + 1,
        (proof.value ->> 'end_char')::integer - (proof.value ->> 'start_char')::integer
    ) is distinct from proof.value ->> 'quote'
