-- people_touched: one row per speaker of the articles that are being published, as published by now.
-- As an array the articles are looked up one by one, whatever the planner thinks of a table just filled.

select
    speakers.speaker_id::text as speaker_id,
    speakers.article_id::text as article_id,
    speakers.name,
    speakers.name_latin,
    speakers.kind,
    speakers.person_id::text as person_id
from curated.speakers
where speakers.article_id = any(array(select articles.article_id from staged.articles))
order by speakers.speaker_id
