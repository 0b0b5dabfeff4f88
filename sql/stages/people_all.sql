-- people_all: one row per published speaker after the one named, some of them at a time.

select
    speakers.speaker_id::text as speaker_id,
    speakers.article_id::text as article_id,
    speakers.name,
    speakers.name_latin,
    speakers.kind,
    speakers.person_id::text as person_id
from curated.speakers
where %(after)s::uuid is null or speakers.speaker_id > %(after)s::uuid
order by speakers.speaker_id
limit %(limit)s
