-- severity: fail
-- scope: article
-- Every mention counts as many places as it has, and each of them holds words of the article's text.

with places as (
    select
        mentions.article_id,
        mentions.entity_id,
        (place.value ->> 0)::integer as start_char,
        (place.value ->> 1)::integer as end_char
    from mentions
    cross join lateral jsonb_array_elements(mentions.places) as place
)

select
    places.article_id,
    places.entity_id
from places
inner join articles on places.article_id = articles.article_id
where
    places.start_char < 0
    or places.end_char > articles.char_count
    or substr(articles.text, places.start_char + 1, greatest(places.end_char - places.start_char, 0)) !~ '\w'
union
select
    mentions.article_id,
    mentions.entity_id
from mentions
where jsonb_array_length(mentions.places) <> mentions.mention_count
