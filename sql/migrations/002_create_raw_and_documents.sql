create table raw.sources (
    source_slug text collate "C" primary key,
    name text not null,
    kind text not null check (kind in ('feed', 'sitemap', 'list', 'urls', 'folder')),
    outlet text,
    is_sample boolean not null default false,
    is_enabled boolean not null default true,
    http_state jsonb not null default '{}',
    last_discovered_at timestamptz,
    last_succeeded_at timestamptz,
    failure_count integer not null default 0 check (failure_count >= 0),
    last_error text,
    next_due_at timestamptz
);

comment on table raw.sources is 'One row per source ever declared: its state at run time.';
comment on column raw.sources.http_state is 'By address: etag and last_modified, for conditional requests.';

create table raw.urls (
    url_id bigint generated always as identity primary key,
    url text collate "C" not null unique,
    source_slug text collate "C" not null references raw.sources,
    alias_of_url_id bigint references raw.urls check (alias_of_url_id <> url_id),
    hint_title text,
    hint_published_at timestamptz,
    discovered_at timestamptz not null default now(),
    next_fetch_at timestamptz default now(),
    last_fetched_at timestamptz,
    last_changed_at timestamptz,
    last_status integer,
    failure_count integer not null default 0 check (failure_count >= 0),
    etag text,
    last_modified text
);

create index urls_due on raw.urls (next_fetch_at) where next_fetch_at is not null;
create index urls_by_source on raw.urls (source_slug);
create index urls_by_alias on raw.urls (alias_of_url_id) where alias_of_url_id is not null;

comment on table raw.urls is 'One row per canonical address ever seen.';
comment on column raw.urls.alias_of_url_id is 'The address it redirects to, which stands for it.';
comment on column raw.urls.next_fetch_at is 'When to fetch it; NULL: never again.';

create table raw.captures (
    capture_id bigint generated always as identity primary key,
    url_id bigint not null references raw.urls,
    fetched_at timestamptz not null default now(),
    http_status integer,
    headers jsonb not null default '{}',
    content_type text,
    body_sha256 bytea not null check (octet_length(body_sha256) = 32),
    body_bytes bigint not null check (body_bytes >= 0),
    warc_file text collate "C" not null,
    warc_offset bigint not null check (warc_offset >= 0),
    warc_length bigint not null check (warc_length > 0),
    final_url text collate "C",
    unique (warc_file, warc_offset)
);

create index captures_by_url on raw.captures (url_id, capture_id desc);

comment on table raw.captures is 'One row per distinct body got from a url: where its WARC record lies.';

create table work.texts (
    text_sha256 bytea primary key check (octet_length(text_sha256) = 32),
    text text not null
);

comment on table work.texts is 'Every text once, by the SHA-256 of its UTF-8 bytes.';

create table work.documents (
    document_id bigint generated always as identity primary key,
    capture_id bigint not null references raw.captures,
    url_id bigint not null references raw.urls,
    version text not null,
    is_current boolean not null default true,
    text_sha256 bytea not null references work.texts,
    source_sha256 bytea not null references work.texts,
    title text,
    site text collate "C",
    canonical_url text collate "C",
    outlet text,
    published_at_text text,
    published_at timestamptz,
    published_at_precision text check (published_at_precision in ('year', 'month', 'day', 'minute', 'second')),
    published_at_confidence real check (published_at_confidence between 0 and 1),
    is_truncated boolean not null default false,
    repair_count integer not null default 0,
    removed_count integer not null default 0,
    body jsonb not null,
    created_at timestamptz not null default now(),
    unique (capture_id, version)
);

create unique index documents_current on work.documents (url_id) where is_current;
create index documents_by_text on work.documents (text_sha256);

comment on table work.documents is
'One row per capture and reader version; the one that counts for its url is_current.';
comment on column work.documents.body is
'The rest of models.Document: lines, sections, segments, credits, repairs, removed, evidence.';
comment on column work.documents.published_at is
'published_at_text as an instant (UTC where the page names no offset).';

create table work.exits (
    exit_id bigint generated always as identity primary key,
    url_id bigint not null references raw.urls,
    capture_id bigint references raw.captures,
    stage text not null,
    reason text collate "C" not null references ops.reasons,
    detail text not null default '',
    version text,
    attempt_count integer not null default 1 check (attempt_count > 0),
    opened_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    retry_at timestamptz,
    closed_at timestamptz
);

create unique index exits_open on work.exits (url_id) where closed_at is null;
create index exits_due on work.exits (retry_at) where closed_at is null;

comment on table work.exits is 'One row per time a url was set aside, with its reason; open until the url passes that stage.';
comment on column work.exits.stage is 'The stage that set it aside; of several, the earliest.';
comment on column work.exits.version is 'The version of the rule that set it aside; a newer one tries again.';
