alter table ops.quality_daily
add column waiting_count bigint not null default 0 check (waiting_count >= 0),
add column precision_floor double precision check (precision_floor between 0 and 1),
add column recall_floor double precision check (recall_floor between 0 and 1),
add column is_below_floor boolean not null default false,
alter column detail set default '{"pages": [], "page_count": 0}';
update ops.quality_daily set detail = default;
comment on table ops.quality_daily is
'One row per day, task and rule version: published rows of the sample sites (the canaries) against their answers.';
comment on column ops.quality_daily.waiting_count is
'In the answers of pages that were not known yet, or on their way; counted as right where a floor is asked for.';
comment on column ops.quality_daily.precision_floor is
'The least share of what is published that must be right (config/canaries.yml); NULL: no floor.';
comment on column ops.quality_daily.recall_floor is
'The least share of what is wanted that must be published; NULL: no floor.';
comment on column ops.quality_daily.is_below_floor is
'Whether the task, all its rule versions together, fell below a floor; check_canaries of that run is then red.';
comment on column ops.quality_daily.detail is
'pages: those where something was wrong or missing, the worst first, each with the first of its faults;
page_count: how many there are.';

alter table ops.checks add column is_partial boolean not null default false;
comment on column ops.checks.is_partial is
'Whether it was asked only of what its run had written; maintain asks it of everything once a day.';

create view ops.findings as
with last_runs as (
    select
        checks.scope,
        max(checks.checked_at) as checked_at
    from ops.checks
    group by checks.scope
),

names as (
    select
        checks.check_name,
        checks.scope
    from ops.checks
    inner join last_runs on checks.scope = last_runs.scope and checks.checked_at = last_runs.checked_at
),

numbered as (
    select
        checks.run_id,
        checks.check_name,
        checks.scope,
        checks.severity,
        checks.is_partial,
        checks.offender_count,
        checks.sample,
        checks.checked_at,
        row_number() over latest as place,
        max(checks.checked_at) filter (where not checks.is_partial) over by_name as whole_at
    from ops.checks
    inner join names on checks.check_name = names.check_name and checks.scope = names.scope
    window
        by_name as (partition by checks.scope, checks.check_name),
        latest as (partition by checks.scope, checks.check_name order by checks.checked_at desc, checks.run_id asc)
)

select
    numbered.run_id,
    numbered.check_name,
    numbered.scope,
    numbered.severity,
    numbered.is_partial,
    numbered.offender_count,
    numbered.sample,
    numbered.checked_at
from numbered
where
    numbered.place = 1
    or (not numbered.is_partial and numbered.checked_at = numbered.whole_at)
    or (
        numbered.is_partial
        and numbered.offender_count > 0
        and (numbered.whole_at is null or numbered.checked_at > numbered.whole_at)
    );
comment on view ops.findings is
'One row per check and run whose result stands: the last, the last of everything, and what partial ones found since.';
comment on column ops.findings.run_id is 'The run (ops.runs).';
comment on column ops.findings.check_name is 'The check: a file of sql/checks.';
comment on column ops.findings.scope is 'article: run on what is about to be published; warehouse: on all that is.';
comment on column ops.findings.severity is 'fail or warn.';
comment on column ops.findings.is_partial is 'Whether it was asked only of what that run had written.';
comment on column ops.findings.offender_count is 'Rows that should not exist; 0 is good.';
comment on column ops.findings.sample is 'The first of those rows.';
comment on column ops.findings.checked_at is 'When it was run.';
