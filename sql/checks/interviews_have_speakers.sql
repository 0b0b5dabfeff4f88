-- severity: warn
-- scope: article
-- Every interview has at least two speakers.

select
    articles.article_id,
    articles.canonical_url,
    count(speakers.speaker_id) as speaker_count
from articles
left join speakers on articles.article_id = speakers.article_id
where articles.is_interview
group by articles.article_id, articles.canonical_url
having count(speakers.speaker_id) < 2
