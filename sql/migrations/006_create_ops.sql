create table ops.runs (
    run_id text primary key,
    dag text not null,
    started_at timestamptz not null default now(),
    finished_at timestamptz
);
comment on table ops.runs is 'One row per run of a DAG or of a command that did a stage''s work.';
comment on column ops.runs.run_id is 'Airflow''s run id, or that of the command.';
comment on column ops.runs.dag is 'ingest, curate, reprocess, maintain, or the command.';
comment on column ops.runs.started_at is 'When its first stage began.';
comment on column ops.runs.finished_at is 'When it came to its end; NULL: running, or broken off.';

create table work.batch_tallies (
    run_id text not null references ops.runs,
    stage text not null,
    batch text not null,
    outcome text collate "C" not null,
    item_count bigint not null check (item_count > 0),
    recorded_at timestamptz not null default now(),
    primary key (run_id, stage, batch, outcome)
);
comment on table work.batch_tallies is 'One row per run, stage, batch and outcome, written in the batch''s own transaction.';

create view ops.stage_tallies as
select
    batch_tallies.run_id,
    batch_tallies.stage,
    batch_tallies.outcome,
    sum(batch_tallies.item_count)::bigint as item_count,
    max(batch_tallies.recorded_at) as recorded_at
from work.batch_tallies
group by batch_tallies.run_id, batch_tallies.stage, batch_tallies.outcome;
comment on view ops.stage_tallies is 'One row per run, stage and outcome: what became of the items.';
comment on column ops.stage_tallies.run_id is 'The run (ops.runs).';
comment on column ops.stage_tallies.stage is 'The stage.';
comment on column ops.stage_tallies.outcome is 'What became of the items: a word of the stage, or a reason of ops.reasons.';
comment on column ops.stage_tallies.item_count is 'How many.';
comment on column ops.stage_tallies.recorded_at is 'When the last of them was counted.';

create table ops.checks (
    run_id text not null references ops.runs,
    check_name text collate "C" not null,
    scope text not null check (scope in ('article', 'warehouse')),
    severity text not null check (severity in ('fail', 'warn')),
    offender_count bigint not null check (offender_count >= 0),
    sample jsonb not null default '[]',
    checked_at timestamptz not null default now(),
    primary key (run_id, check_name)
);
comment on table ops.checks is 'One row per run and check: how many rows should not exist, and the first of them.';
comment on column ops.checks.run_id is 'The run (ops.runs).';
comment on column ops.checks.check_name is 'The check: a file of sql/checks, a sentence that should be true.';
comment on column ops.checks.scope is 'article: run on what is about to be published; warehouse: on all that is.';
comment on column ops.checks.severity is 'fail holds the offending articles back; warn only tells.';
comment on column ops.checks.offender_count is 'Rows that should not exist; 0 is good.';
comment on column ops.checks.sample is 'The first of those rows.';
comment on column ops.checks.checked_at is 'When it was run.';

create table ops.quality_daily (
    day date not null,
    task text collate "C" not null,
    rule_version text not null,
    right_count bigint not null check (right_count >= 0),
    wrong_count bigint not null check (wrong_count >= 0),
    missing_count bigint not null check (missing_count >= 0),
    detail jsonb not null default '{}',
    run_id text not null references ops.runs,
    primary key (day, task, rule_version)
);
comment on table ops.quality_daily is
'One row per day, task and rule version: published rows of the sample site against their answers.';
comment on column ops.quality_daily.day is 'The UTC day of the run.';
comment on column ops.quality_daily.task is 'What was compared: turn, speaker, role, language …';
comment on column ops.quality_daily.rule_version is 'The version of the rule that read it.';
comment on column ops.quality_daily.right_count is 'Published and right.';
comment on column ops.quality_daily.wrong_count is 'Published and wrong.';
comment on column ops.quality_daily.missing_count is 'In the answers but not published.';
comment on column ops.quality_daily.detail is 'The pages where something was wrong or missing.';
comment on column ops.quality_daily.run_id is 'The last run of the day that measured it.';

create view ops.open_exits as
select
    exits.url_id,
    urls.url,
    urls.source_slug,
    exits.stage,
    exits.reason,
    reasons.disposition,
    exits.detail,
    exits.attempt_count,
    exits.opened_at,
    exits.last_seen_at,
    exits.retry_at
from work.exits
inner join raw.urls on exits.url_id = urls.url_id
inner join ops.reasons on exits.reason = reasons.reason
where exits.closed_at is null;
comment on view ops.open_exits is 'One row per url that is set aside now, with the reason.';
comment on column ops.open_exits.url_id is 'The url.';
comment on column ops.open_exits.url is 'Its address.';
comment on column ops.open_exits.source_slug is 'The source it came from.';
comment on column ops.open_exits.stage is 'The stage that set it aside.';
comment on column ops.open_exits.reason is 'Why (ops.reasons).';
comment on column ops.open_exits.disposition is 'rejected or quarantined.';
comment on column ops.open_exits.detail is 'The particulars.';
comment on column ops.open_exits.attempt_count is 'How often it was tried.';
comment on column ops.open_exits.opened_at is 'Since when.';
comment on column ops.open_exits.last_seen_at is 'When it last failed.';
comment on column ops.open_exits.retry_at is 'When it is tried again; NULL: not by itself.';

create view ops.url_ledger as
with latest_captures as (
    select
        captures.url_id,
        max(captures.capture_id) as capture_id
    from raw.captures
    group by captures.url_id
),

states as (
    select
        urls.url_id,
        urls.url,
        urls.source_slug,
        urls.alias_of_url_id,
        copies.article_id,
        copies.is_canonical,
        open_exits.reason,
        open_exits.disposition as exit_disposition,
        open_exits.detail,
        latest_captures.capture_id as latest_capture_id,
        exits.capture_id as refused_capture_id,
        documents.capture_id as read_capture_id
    from raw.urls
    left join curated.copies on urls.url = copies.url
    left join ops.open_exits on urls.url_id = open_exits.url_id
    left join work.exits on urls.url_id = exits.url_id and exits.closed_at is null
    left join latest_captures on urls.url_id = latest_captures.url_id
    left join work.documents on urls.url_id = documents.url_id and documents.is_current
)

select
    states.url_id,
    states.url,
    states.source_slug,
    case
        when states.is_canonical then 'published'
        when states.article_id is not null then 'copy'
        when states.alias_of_url_id is not null then 'alias'
        when states.exit_disposition is not null then states.exit_disposition
        else 'pending'
    end as disposition,
    case when states.alias_of_url_id is null then states.reason end as reason,
    case when states.alias_of_url_id is null then states.detail end as reason_detail,
    states.article_id,
    (
        states.article_id is not null
        and states.alias_of_url_id is null
        and states.latest_capture_id is distinct from states.read_capture_id
        and states.latest_capture_id is distinct from states.refused_capture_id
    ) as has_newer_pending
from states;
comment on view ops.url_ledger is 'One row per url ever seen, with its one disposition: the account.';
comment on column ops.url_ledger.url_id is 'The url.';
comment on column ops.url_ledger.url is 'Its address.';
comment on column ops.url_ledger.source_slug is 'The source it came from.';
comment on column ops.url_ledger.disposition is
'published (the canonical page of an article), copy, alias (redirects to another url and stands for nothing itself),
rejected, quarantined, or pending.';
comment on column ops.url_ledger.reason is
'Why it is set aside now (ops.reasons); a published url may have one from a later attempt.';
comment on column ops.url_ledger.reason_detail is 'The particulars.';
comment on column ops.url_ledger.article_id is 'The article it belongs to.';
comment on column ops.url_ledger.has_newer_pending is 'Whether a newer capture of it waits to be read.';

create view ops.backlog as
with newest as (
    select
        captures.url_id,
        max(captures.capture_id) as capture_id
    from raw.captures
    inner join raw.urls on captures.url_id = urls.url_id
    where urls.alias_of_url_id is null
    group by captures.url_id
)

select
    'fetch' as stage,
    count(*) as item_count,
    min(urls.next_fetch_at) as oldest_at
from raw.urls
where urls.next_fetch_at <= now()
union all
select
    'extract' as stage,
    count(*) as item_count,
    min(captures.fetched_at) as oldest_at
from newest
inner join raw.captures on newest.capture_id = captures.capture_id
left join work.documents on newest.url_id = documents.url_id and documents.is_current
left join work.exits on newest.capture_id = exits.capture_id and exits.stage = 'extract' and exits.closed_at is null
where documents.capture_id is distinct from newest.capture_id and exits.exit_id is null
union all
select
    'deduplicate' as stage,
    count(*) as item_count,
    min(documents.created_at) as oldest_at
from work.documents
inner join raw.urls on documents.url_id = urls.url_id
left join work.family_members on documents.document_id = family_members.document_id
where documents.is_current and urls.alias_of_url_id is null and family_members.url_id is null
union all
select
    'enrich' as stage,
    count(*) as item_count,
    min(families.updated_at) as oldest_at
from work.families
inner join work.documents on families.canonical_document_id = documents.document_id
left join work.readings on documents.document_id = readings.document_id and readings.is_complete
left join work.exits on documents.url_id = exits.url_id and exits.stage = 'enrich' and exits.closed_at is null
where families.merged_into is null and readings.document_id is null and exits.exit_id is null
union all
select
    'publish' as stage,
    count(*) as item_count,
    min(readings.created_at) as oldest_at
from work.families
inner join work.readings on families.canonical_document_id = readings.document_id and readings.is_complete
inner join work.documents on families.canonical_document_id = documents.document_id
left join work.exits on documents.url_id = exits.url_id and exits.stage = 'audit' and exits.closed_at is null
left join work.published on families.family_id = published.article_id
where families.merged_into is null and published.article_id is null and exits.exit_id is null;
comment on view ops.backlog is 'One row per stage: how many items wait for it now.';
comment on column ops.backlog.stage is 'The stage that is to do them.';
comment on column ops.backlog.item_count is 'How many items wait.';
comment on column ops.backlog.oldest_at is 'Since when the oldest waits.';

create view ops.source_health as
with url_counts as (
    select
        url_ledger.source_slug,
        count(*) as url_count,
        count(*) filter (where url_ledger.disposition in ('published', 'copy')) as published_count,
        count(*) filter (where url_ledger.disposition in ('rejected', 'quarantined')) as set_aside_count,
        count(*) filter (where url_ledger.disposition = 'pending') as pending_count
    from ops.url_ledger
    group by url_ledger.source_slug
)

select
    sources.source_slug,
    sources.name,
    sources.kind,
    sources.is_enabled,
    case
        when not sources.is_enabled then 'disabled'
        when sources.failure_count > 0 then 'failing'
        when sources.last_succeeded_at is null then 'new'
        else 'healthy'
    end as health,
    sources.failure_count,
    sources.last_error,
    sources.last_succeeded_at,
    sources.next_due_at,
    coalesce(url_counts.url_count, 0) as url_count,
    coalesce(url_counts.published_count, 0) as published_count,
    coalesce(url_counts.set_aside_count, 0) as set_aside_count,
    coalesce(url_counts.pending_count, 0) as pending_count
from raw.sources
left join url_counts on sources.source_slug = url_counts.source_slug;
comment on view ops.source_health is 'One row per source: whether it works, and what became of its urls.';
comment on column ops.source_health.source_slug is 'The source, as in config/sources.yml.';
comment on column ops.source_health.name is 'Its name.';
comment on column ops.source_health.kind is 'feed, sitemap, list, urls or folder.';
comment on column ops.source_health.is_enabled is 'Whether it is watched.';
comment on column ops.source_health.health is 'healthy, failing, new or disabled.';
comment on column ops.source_health.failure_count is 'Failures in a row.';
comment on column ops.source_health.last_error is 'What the last of them said.';
comment on column ops.source_health.last_succeeded_at is 'When it was last read without failure.';
comment on column ops.source_health.next_due_at is 'When it is read next.';
comment on column ops.source_health.url_count is 'Urls ever seen.';
comment on column ops.source_health.published_count is 'Of these, published or copies.';
comment on column ops.source_health.set_aside_count is 'Of these, rejected or quarantined.';
comment on column ops.source_health.pending_count is 'Of these, on their way.';

create view ops.freshness as
select
    (
        select max(runs.finished_at)
        from ops.runs
        where exists (select 1 from ops.checks where checks.run_id = runs.run_id and checks.scope = 'article')
    ) as last_published_at,
    (select max(captures.fetched_at) from raw.captures) as last_captured_at,
    (select max(sources.last_succeeded_at) from raw.sources) as last_discovered_at,
    (select count(*) from curated.articles) as article_count,
    (select count(*) from curated.statements where statements.retired_at is null) as statement_count;
comment on view ops.freshness is 'One row: how fresh the tables are.';
comment on column ops.freshness.last_published_at is 'When a run that publishes, a DAG''s or a command''s, last came to its end.';
comment on column ops.freshness.last_captured_at is 'When a page was last captured.';
comment on column ops.freshness.last_discovered_at is 'When a source was last read without failure.';
comment on column ops.freshness.article_count is 'Articles published.';
comment on column ops.freshness.statement_count is 'Statements that stand.';

create view curated.spoken as
select
    statements.statement_id,
    speakers.speaker_id,
    articles.article_id,
    speakers.name as speaker_name,
    people.name as person_name,
    speakers.role,
    speakers.title,
    speakers.affiliation,
    statements.kind,
    statements.text,
    statements.language,
    articles.title as article_title,
    outlets.name as outlet_name,
    articles.first_published_at,
    articles.canonical_url,
    articles.copy_count
from curated.statements
inner join curated.statement_speakers on statements.statement_id = statement_speakers.statement_id
inner join curated.speakers on statement_speakers.speaker_id = speakers.speaker_id
inner join curated.articles on statements.article_id = articles.article_id
left join curated.people on speakers.person_id = people.person_id
left join curated.outlets on articles.outlet_id = outlets.outlet_id
where statements.retired_at is null;
comment on view curated.spoken is 'One row per statement and speaker: who said what, when, first published where.';
comment on column curated.spoken.statement_id is 'The statement.';
comment on column curated.spoken.speaker_id is 'Who said it, in this article.';
comment on column curated.spoken.article_id is 'The article.';
comment on column curated.spoken.speaker_name is 'The name as in this article.';
comment on column curated.spoken.person_name is 'The name of the person across articles; NULL for outlets and roles.';
comment on column curated.spoken.role is 'interviewer, moderator, guest, audience or quoted.';
comment on column curated.spoken.title is 'Post, as of this article.';
comment on column curated.spoken.affiliation is 'Employer, as of this article.';
comment on column curated.spoken.kind is 'question, answer, remark or quotation.';
comment on column curated.spoken.text is 'The words.';
comment on column curated.spoken.language is 'BCP-47; NULL when unsure.';
comment on column curated.spoken.article_title is 'The article''s title.';
comment on column curated.spoken.outlet_name is 'Who published it first, as stated.';
comment on column curated.spoken.first_published_at is 'The earliest credible date among its copies.';
comment on column curated.spoken.canonical_url is 'Where to read it.';
comment on column curated.spoken.copy_count is 'Copies besides that page.';
