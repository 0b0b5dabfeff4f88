-- Turns with no more than 300 characters of other text between them, as much as a heading and an editor's note,
-- are of one stretch.
create view curated.interview_stretches as
with turns as (
    select
        statements.article_id,
        statements.start_char,
        statements.end_char,
        statements.confidence,
        statements.start_char
        - lag(statements.end_char) over (partition by statements.article_id order by statements.start_char) as gap
    from curated.statements
    where statements.kind <> 'quotation' and statements.retired_at is null
),

numbered as (
    select
        turns.article_id,
        turns.start_char,
        turns.end_char,
        turns.confidence,
        count(*) filter (where turns.gap is null or turns.gap > 300)
            over (partition by turns.article_id order by turns.start_char) as position
    from turns
)

select
    numbered.article_id,
    numbered.position::integer as position,
    min(numbered.start_char) as start_char,
    max(numbered.end_char) as end_char,
    count(*)::integer as turn_count,
    (max(numbered.end_char) - min(numbered.start_char))::real / articles.char_count as share,
    min(numbered.confidence) as confidence
from numbered
inner join curated.articles on numbered.article_id = articles.article_id
group by numbered.article_id, numbered.position, articles.char_count;

comment on view curated.interview_stretches is
'One row per stretch of an article in which people take turns: an article may be an interview in part.';
comment on column curated.interview_stretches.article_id is 'The article.';
comment on column curated.interview_stretches.position is 'Order in the article, from 1.';
comment on column curated.interview_stretches.start_char is 'Where its first turn begins in articles.text.';
comment on column curated.interview_stretches.end_char is 'Where its last turn ends.';
comment on column curated.interview_stretches.turn_count is 'Turns in it.';
comment on column curated.interview_stretches.share is 'How much of the article it is, 0 to 1.';
comment on column curated.interview_stretches.confidence is 'That of its least sure turn.';
