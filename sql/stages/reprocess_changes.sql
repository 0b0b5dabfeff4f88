-- reprocess_changes: one row per staged article that differs from the published one, with the fields that do.
-- Statements count as a field: that of the article they stand in.

with fields as (
    select
        wanted.article_id,
        wanted.canonical_url,
        field.key as field
    from staged.articles as wanted
    left join curated.articles on wanted.article_id = articles.article_id
    cross join lateral jsonb_each(to_jsonb(wanted)) as field
    where
        field.key not in ('run_id', 'first_seen_at')
        and field.value is distinct from to_jsonb(articles) -> field.key
),

statement_lists as (
    select
        statements.article_id,
        jsonb_agg(to_jsonb(statements) order by statements.statement_id) as body
    from staged.statements
    group by statements.article_id
),

published_lists as (
    select
        statements.article_id,
        jsonb_agg(to_jsonb(statements) order by statements.statement_id) as body
    from curated.statements
    where statements.retired_at is null
    group by statements.article_id
),

all_fields as (
    select
        fields.article_id,
        fields.canonical_url,
        fields.field
    from fields
    union all
    select
        articles.article_id,
        articles.canonical_url,
        'statements' as field
    from staged.articles
    left join statement_lists on articles.article_id = statement_lists.article_id
    left join published_lists on articles.article_id = published_lists.article_id
    where statement_lists.body is distinct from published_lists.body
)

select
    all_fields.article_id,
    all_fields.canonical_url,
    string_agg(all_fields.field, ', ' order by all_fields.field) as fields
from all_fields
group by all_fields.article_id, all_fields.canonical_url
order by all_fields.canonical_url
