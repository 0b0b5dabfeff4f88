-- account_samples: one row per disposition, reason and sampled url, the latest urls first.
-- `limit` is how many of each; NULL: all.

with numbered as (
    select
        url_ledger.disposition,
        url_ledger.reason,
        url_ledger.url,
        url_ledger.source_slug,
        url_ledger.reason_detail,
        url_ledger.article_id,
        row_number() over (
            partition by url_ledger.disposition, url_ledger.reason
            order by url_ledger.url_id desc
        ) as sample_number
    from ops.url_ledger
)

select
    numbered.disposition,
    numbered.reason,
    reasons.description as reason_description,
    numbered.url,
    numbered.source_slug,
    numbered.reason_detail,
    numbered.article_id
from numbered
left join ops.reasons on numbered.reason = reasons.reason
where %(limit)s::bigint is null or numbered.sample_number <= %(limit)s::bigint
order by numbered.disposition, numbered.reason, numbered.sample_number
