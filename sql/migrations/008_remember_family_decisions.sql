create table work.family_decisions (
    decision_id bigint generated always as identity primary key,
    kind text not null check (kind in ('split', 'join')),
    decided_by text not null check (decided_by <> ''),
    reason text not null check (reason <> ''),
    decided_at timestamptz not null default now()
);

comment on table work.family_decisions is
'One row per decision of a person that pages are, or are not, the same article; of two that disagree the later one holds.';

create table work.family_decision_pages (
    decision_id bigint not null references work.family_decisions,
    url_id bigint not null references raw.urls,
    folded_sha256 bytea not null check (octet_length(folded_sha256) = 32),
    leaves boolean not null,
    primary key (decision_id, url_id)
);
create index family_decision_pages_by_url on work.family_decision_pages (url_id);
create index family_decision_pages_by_fold on work.family_decision_pages (folded_sha256);

comment on table work.family_decision_pages is
'One row per decision and page that it is about: that page, whatever it comes to hold, and any page of the same text.';
comment on column work.family_decision_pages.folded_sha256 is 'Of the folded text that it held then.';
comment on column work.family_decision_pages.leaves is 'In a split: whether it leaves the others; false in a join.';

create index families_by_founder on work.families (founding_url_id);

create view work.decided_documents as
select
    family_decision_pages.decision_id,
    family_decision_pages.leaves,
    true as is_the_page,
    documents.document_id
from work.family_decision_pages
inner join work.documents on family_decision_pages.url_id = documents.url_id and documents.is_current
union all
select
    family_decision_pages.decision_id,
    family_decision_pages.leaves,
    false as is_the_page,
    sketches.document_id
from work.family_decision_pages
inner join work.sketches on family_decision_pages.folded_sha256 = sketches.folded_sha256;

comment on view work.decided_documents is
'One row per decision and document that it is about: because of its page, and because of its text.';

create view curated.first_seen as
with dated as (
    select
        copies.article_id,
        copies.url,
        copies.site_id,
        copies.published_at,
        copies.published_at_precision,
        row_number() over (
            partition by copies.article_id
            order by copies.published_at, copies.first_seen_at, copies.url
        ) as place,
        count(*) over (partition by copies.article_id) as dated_count
    from curated.copies
    where copies.published_at is not null
),

captured as (
    select
        copies.article_id,
        copies.url,
        copies.site_id,
        copies.first_seen_at,
        row_number() over (
            partition by copies.article_id order by copies.first_seen_at asc, copies.is_canonical desc, copies.url asc
        ) as place,
        count(*) over (partition by copies.article_id) as page_count
    from curated.copies
)

select
    articles.article_id,
    articles.title,
    outlets.name as stated_outlet,
    jsonb_path_query_first(articles.evidence, '$[*] ? (@.field == "outlet")') as outlet_evidence,
    case
        when articles.first_published_url is not null then 'credible date'
        when dated.url is not null then 'date of a copy'
        else 'first capture'
    end as basis,
    coalesce(articles.first_published_url, dated.url, captured.url) as url,
    sites.host,
    case
        when articles.first_published_url is not null then articles.first_published_at
        else coalesce(dated.published_at, captured.first_seen_at)
    end as seen_at,
    case
        when articles.first_published_url is not null then articles.first_published_precision
        when dated.url is not null then dated.published_at_precision
        else 'second'
    end as seen_precision,
    articles.first_published_confidence as confidence,
    jsonb_path_query_first(articles.evidence, '$[*] ? (@.field == "published_at")') as date_evidence,
    captured.page_count,
    coalesce(dated.dated_count, 0) as dated_count,
    captured.url as first_captured_url,
    captured.first_seen_at as first_captured_at
from curated.articles
inner join captured on articles.article_id = captured.article_id and captured.place = 1
left join dated on articles.article_id = dated.article_id and dated.place = 1
left join curated.outlets on articles.outlet_id = outlets.outlet_id
left join curated.copies as pages
    on
        articles.article_id = pages.article_id
        and coalesce(articles.first_published_url, dated.url, captured.url) = pages.url
left join curated.sites on pages.site_id = sites.site_id;

comment on view curated.first_seen is
'One row per article: which page had it first as far as can be seen, and what speaks for that.';
comment on column curated.first_seen.article_id is 'The article.';
comment on column curated.first_seen.title is 'Its title.';
comment on column curated.first_seen.stated_outlet is
'Who published it first as a page states; it need not be the site of url. NULL where nobody says.';
comment on column curated.first_seen.outlet_evidence is 'Where stated_outlet was read: {field, origin, path, quote, …}.';
comment on column curated.first_seen.basis is
'credible date: the earliest date of a page of which no other is stated as the source; date of a copy: only pages that name
another outlet, or dates we are unsure of; first capture: no page is dated, so it is only where we came by it first.';
comment on column curated.first_seen.url is 'The page that had it first, by that basis.';
comment on column curated.first_seen.host is 'The site of that page.';
comment on column curated.first_seen.seen_at is 'When: the date stated there, or when we captured it.';
comment on column curated.first_seen.seen_precision is 'How precisely: year, month, day, minute or second.';
comment on column curated.first_seen.confidence is 'How sure the date is, 0 to 1; NULL for another basis than a credible date.';
comment on column curated.first_seen.date_evidence is
'Where the canonical page states its date; NULL where it states none.';
comment on column curated.first_seen.page_count is 'The pages on which the article stands.';
comment on column curated.first_seen.dated_count is 'Those of them that state a date.';
comment on column curated.first_seen.first_captured_url is 'The page that we captured first.';
comment on column curated.first_seen.first_captured_at is 'When that was.';

create view curated.repost_network as
with origins as (
    select
        first_seen.article_id,
        pages.site_id,
        first_seen.basis,
        case when first_seen.seen_precision not in ('year', 'month') then first_seen.seen_at end as published_at
    from curated.first_seen
    inner join curated.copies as pages on first_seen.article_id = pages.article_id and first_seen.url = pages.url
),

reposts as (
    select
        origins.site_id as from_site_id,
        copies.site_id as to_site_id,
        copies.article_id,
        copies.relation,
        copies.is_canonical,
        copies.published_at,
        case
            when origins.basis <> 'first capture' and copies.published_at_precision not in ('year', 'month')
                then greatest(extract(epoch from copies.published_at - origins.published_at), 0) / 3600.0
        end as lag_hours
    from origins
    inner join curated.copies on origins.article_id = copies.article_id and origins.site_id <> copies.site_id
)

select
    from_sites.host as from_host,
    to_sites.host as to_host,
    count(distinct reposts.article_id) as article_count,
    count(*) as copy_count,
    count(*) filter (where reposts.relation = 'exact') as exact_count,
    count(*) filter (where reposts.relation in ('truncated', 'extended')) as partial_count,
    count(reposts.lag_hours) as dated_count,
    round(percentile_cont(0.5) within group (order by reposts.lag_hours)::numeric, 1) as median_lag_hours,
    min(reposts.published_at) as first_published_at,
    max(reposts.published_at) as last_published_at
from reposts
inner join curated.sites as from_sites on reposts.from_site_id = from_sites.site_id
inner join curated.sites as to_sites on reposts.to_site_id = to_sites.site_id
group by from_sites.host, to_sites.host;

comment on view curated.repost_network is
'One row per two sites of which the second has copies of articles that the first had first (curated.first_seen).';
comment on column curated.repost_network.from_host is 'The site that had the articles first, as far as can be seen.';
comment on column curated.repost_network.to_host is 'The site that has copies of them.';
comment on column curated.repost_network.article_count is 'Articles of the first site that the second one has.';
comment on column curated.repost_network.copy_count is 'Pages of the second site that carry them.';
comment on column curated.repost_network.exact_count is
'Those that are equal to the page they were compared with, but for case and punctuation.';
comment on column curated.repost_network.partial_count is 'Those that have only a part of it, or other text around it.';
comment on column curated.repost_network.dated_count is
'Those whose delay is known: both pages state a day or better; the lag is taken over them.';
comment on column curated.repost_network.median_lag_hours is
'How late the copies are: the median of hours after the first page; NULL where no delay is known.';
comment on column curated.repost_network.first_published_at is 'The earliest date that a copy states.';
comment on column curated.repost_network.last_published_at is 'The latest date that a copy states.';
