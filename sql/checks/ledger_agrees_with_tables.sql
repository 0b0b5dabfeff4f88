-- severity: fail
-- scope: warehouse
-- The account agrees with independently counted tables, disposition by disposition.

with ledger as (
    select
        count(*) as all_count,
        count(*) filter (where url_ledger.disposition = 'published') as published_count,
        count(*) filter (where url_ledger.disposition = 'copy') as copy_count,
        count(*) filter (where url_ledger.disposition = 'alias') as alias_count,
        count(*) filter (where url_ledger.disposition in ('rejected', 'quarantined')) as set_aside_count,
        count(*) filter (where url_ledger.disposition = 'pending') as pending_count
    from ops.url_ledger
),

counted as (
    select
        'all' as disposition,
        (select ledger.all_count from ledger) as ledger_count,
        (select count(*) from raw.urls) as table_count
    union all
    select
        'published' as disposition,
        (select ledger.published_count from ledger) as ledger_count,
        (select count(*) from curated.articles) as table_count
    union all
    select
        'copy' as disposition,
        (select ledger.copy_count from ledger) as ledger_count,
        (select coalesce(sum(articles.copy_count), 0) from curated.articles) as table_count
    union all
    select
        'alias' as disposition,
        (select ledger.alias_count from ledger) as ledger_count,
        (
            select count(*)
            from raw.urls
            where
                urls.alias_of_url_id is not null
                and not exists (select 1 from curated.copies where copies.url = urls.url)
        ) as table_count
    union all
    select
        'set aside' as disposition,
        (select ledger.set_aside_count from ledger) as ledger_count,
        (
            select count(distinct exits.url_id)
            from work.exits
            inner join raw.urls on exits.url_id = urls.url_id
            where
                exits.closed_at is null
                and urls.alias_of_url_id is null
                and not exists (select 1 from curated.copies where copies.url = urls.url)
        ) as table_count
    union all
    select
        'pending' as disposition,
        (select ledger.pending_count from ledger) as ledger_count,
        (
            select count(*)
            from raw.urls
            where
                urls.alias_of_url_id is null
                and not exists (select 1 from curated.copies where copies.url = urls.url)
                and not exists (select 1 from work.exits where exits.url_id = urls.url_id and exits.closed_at is null)
        ) as table_count
)

select
    counted.disposition,
    counted.ledger_count,
    counted.table_count
from counted
where counted.ledger_count <> counted.table_count
