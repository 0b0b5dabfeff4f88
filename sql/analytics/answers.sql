-- answers: one row per answer and speaker, with the question it answers.

select
    coalesce(people.name, speakers.name) as speaker,
    speakers.title,
    speakers.affiliation,
    questions.text as question,
    answers.text as answer,
    articles.title as article_title,
    articles.first_published_at,
    articles.canonical_url as url,
    answers.statement_id
from curated.statements as answers
inner join curated.statements as questions on answers.answers_statement_id = questions.statement_id
inner join curated.articles on answers.article_id = articles.article_id
left join curated.statement_speakers on answers.statement_id = statement_speakers.statement_id
left join curated.speakers on statement_speakers.speaker_id = speakers.speaker_id
left join curated.people on speakers.person_id = people.person_id
where
    answers.retired_at is null
    and questions.retired_at is null
    and (%(since)s::timestamp is null or articles.first_published_at >= %(since)s::timestamp at time zone 'UTC')
    and (%(until)s::timestamp is null or articles.first_published_at < %(until)s::timestamp at time zone 'UTC')
order by articles.first_published_at desc nulls last, articles.article_id asc, answers.position asc, speakers.position asc
limit %(limit)s
