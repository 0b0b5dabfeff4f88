-- severity: warn
-- scope: article
-- Every interview has two who take turns, one whose name is not printed included.

with unnamed as (
    select
        statements.article_id,
        count(*) as turn_count
    from statements
    left join statement_speakers on statements.statement_id = statement_speakers.statement_id
    where statements.kind <> 'quotation' and statements.retired_at is null and statement_speakers.statement_id is null
    group by statements.article_id
)

select
    articles.article_id,
    articles.canonical_url,
    count(speakers.speaker_id) as speaker_count
from articles
left join speakers on articles.article_id = speakers.article_id
left join unnamed on articles.article_id = unnamed.article_id
where articles.is_interview
group by articles.article_id, articles.canonical_url, unnamed.turn_count
having count(speakers.speaker_id) + least(1, coalesce(unnamed.turn_count, 0)) < 2
