-- people_touched: one row per speaker of the articles that are being published, as published by now.

select
    speakers.speaker_id::text as speaker_id,
    speakers.article_id::text as article_id,
    speakers.name,
    speakers.name_latin,
    speakers.kind,
    speakers.person_id::text as person_id
from staged.articles
inner join curated.speakers on articles.article_id = speakers.article_id
order by speakers.speaker_id
