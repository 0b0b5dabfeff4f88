create schema raw;
create schema work;
create schema curated;
create schema ops;

comment on schema raw is 'As it came: sources, urls, captures. Append-only where it can be.';
comment on schema work is 'Between the stages: private, may change in any release.';
comment on schema curated is 'The published contract: query this.';
comment on schema ops is 'About ourselves: what became of every url, and how the pipeline is doing.';

-- Group roles. A login is granted one of them; the migrations belong to whoever runs them.
do $$
declare
    wanted text;
begin
    foreach wanted in array array['onrecord_reader', 'onrecord_writer'] loop
        if not exists (select 1 from pg_roles where rolname = wanted) then
            begin
                execute format('create role %I nologin', wanted);
            exception
                when duplicate_object or unique_violation then null;  -- another database of this server made it just now
                when insufficient_privilege then
                    raise notice 'role % is missing and may not be created here: create it by hand', wanted;
            end;
        end if;
    end loop;
    if exists (select 1 from pg_roles where rolname = 'onrecord_reader') then
        grant usage on schema curated, ops to onrecord_reader;
        alter default privileges in schema curated, ops grant select on tables to onrecord_reader;
    end if;
    if exists (select 1 from pg_roles where rolname = 'onrecord_writer') then
        grant usage on schema raw, work, curated, ops to onrecord_writer;
        alter default privileges in schema raw, work, curated, ops
        grant select, insert, update, delete on tables to onrecord_writer;
        alter default privileges in schema raw, work, curated, ops grant usage on sequences to onrecord_writer;
    end if;
end
$$;

create table ops.reasons (
    reason text collate "C" primary key,
    stage text not null check (stage in ('discover', 'fetch', 'extract', 'deduplicate', 'enrich', 'audit')),
    disposition text not null check (disposition in ('rejected', 'quarantined')),
    description text not null
);

comment on table ops.reasons is 'One row per reason why a url was set aside: the closed list.';
comment on column ops.reasons.reason is 'The reason, as it stands in the ledger.';
comment on column ops.reasons.stage is 'The stage that gives it.';
comment on column ops.reasons.disposition is 'rejected: final until the page changes; quarantined: tried again later.';
comment on column ops.reasons.description is 'What it means, in a sentence.';

insert into ops.reasons (reason, stage, disposition, description) values
('bad_address', 'fetch', 'rejected', 'The address is not one that can be fetched (scheme, host or form).'),
('private_address', 'fetch', 'rejected', 'The host resolves to a private or loopback address, which this source may not use.'),
('robots_disallowed', 'fetch', 'rejected', 'The site''s robots.txt does not allow this page.'),
('not_found', 'fetch', 'rejected', 'The server says there is no such page (404).'),
('gone', 'fetch', 'rejected', 'The server says the page is gone for good (410).'),
('forbidden', 'fetch', 'rejected', 'The server does not let us read the page (401, 402, 403, 451).'),
('http_error', 'fetch', 'rejected', 'The server refuses the request for another reason (4xx).'),
('not_a_page', 'fetch', 'rejected', 'What came is not text: a picture, an archive, a film.'),
('too_large', 'fetch', 'rejected', 'The page is larger than the limit (ONRECORD_MAX_BODY_BYTES).'),
('redirect_loop', 'fetch', 'rejected', 'The page redirects too often or in a circle.'),
('unreadable_file', 'fetch', 'rejected', 'The file of a folder source cannot be read.'),
('timeout', 'fetch', 'quarantined', 'The server took too long.'),
('connection_failed', 'fetch', 'quarantined', 'No connection to the server, or it broke off.'),
('server_error', 'fetch', 'quarantined', 'The server failed (5xx), or asks to come later (429).'),
('robots_unreachable', 'fetch', 'quarantined', 'The site''s robots.txt could not be had, so nothing is fetched.'),
('unreadable', 'extract', 'rejected', 'The bytes cannot be decoded or parsed as a page.'),
('no_text', 'extract', 'rejected', 'No article text was found on the page.'),
('too_short', 'extract', 'rejected', 'The text found is too short to be an article.'),
('too_deep', 'extract', 'rejected', 'The page is nested too deeply, or too complex to read in time.'),
('extract_failed', 'extract', 'quarantined', 'Reading the page failed by an error of ours.'),
('capture_unreadable', 'extract', 'quarantined', 'The archived record of the page cannot be read.'),
('enrich_failed', 'enrich', 'quarantined', 'Finding language, speakers or topics failed by an error of ours.'),
('check_failed', 'audit', 'quarantined', 'A check of severity fail held the article back; the detail names it.');
