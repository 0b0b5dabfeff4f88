create table work.families (
    family_id uuid primary key,
    founding_url_id bigint not null references raw.urls,
    canonical_document_id bigint references work.documents,
    canonical_reason text,
    merged_into uuid references work.families,
    decided_version text,
    updated_at timestamptz not null default now()
);

create table work.family_members (
    url_id bigint primary key references raw.urls,
    document_id bigint not null references work.documents,
    family_id uuid not null references work.families,
    relation text check (relation in ('exact', 'near', 'truncated', 'extended', 'script')),
    similarity real not null default 1,
    containment real not null default 1,
    matched_document_id bigint references work.documents,
    why text,
    damage jsonb not null default '{}',
    version text not null
);
create index family_members_by_family on work.family_members (family_id);
create index family_members_by_document on work.family_members (document_id);

create table work.sketches (
    document_id bigint primary key references work.documents,
    folded_sha256 bytea not null,
    shingle_count integer not null,
    version text not null
);
