create table work.readings (
    document_id bigint primary key references work.documents,
    version text not null,
    is_complete boolean not null,
    language text,
    script text,
    language_confidence real check (language_confidence between 0 and 1),
    is_interview boolean not null,
    language_detail jsonb not null,
    reading jsonb not null,
    topics jsonb,
    keywords jsonb,
    created_at timestamptz not null default now(),
    check (is_complete = (topics is not null and keywords is not null))
);

comment on table work.readings is
'One row per document read for its speakers; complete, with topics and keywords, where it is the canonical one.';
comment on column work.readings.version is 'The versions of all enrichers; another one has the document read again.';
