-- audit_hold_back: take articles that failed a check out of what is about to be published.

with held as (
    select unnest(%(ids)s::uuid[]) as article_id
),

statements_gone as (
    delete from staged.statements
    using held
    where statements.article_id = held.article_id
    returning statements.statement_id
),

statement_speakers_gone as (
    delete from staged.statement_speakers
    using statements_gone
    where statement_speakers.statement_id = statements_gone.statement_id
),

statement_topics_gone as (
    delete from staged.statement_topics
    using statements_gone
    where statement_topics.statement_id = statements_gone.statement_id
),

copies_gone as (
    delete from staged.copies
    using held
    where copies.article_id = held.article_id
),

sections_gone as (
    delete from staged.sections
    using held
    where sections.article_id = held.article_id
),

credits_gone as (
    delete from staged.credits
    using held
    where credits.article_id = held.article_id
),

speakers_gone as (
    delete from staged.speakers
    using held
    where speakers.article_id = held.article_id
),

topics_gone as (
    delete from staged.article_topics
    using held
    where article_topics.article_id = held.article_id
),

keywords_gone as (
    delete from staged.keywords
    using held
    where keywords.article_id = held.article_id
),

mentions_gone as (
    delete from staged.mentions
    using held
    where mentions.article_id = held.article_id
)

delete from staged.articles
using held
where articles.article_id = held.article_id
