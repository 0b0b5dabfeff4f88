create table work.families (
    family_id uuid primary key,
    founding_url_id bigint not null references raw.urls,
    canonical_document_id bigint references work.documents,
    canonical_reason text,
    merged_into uuid references work.families check (merged_into <> family_id),
    updated_at timestamptz not null default now()
);

comment on table work.families is 'One row per family of copies ever founded; its id is the article''s.';
comment on column work.families.merged_into is 'The family it was found to be a part of.';

create table work.family_members (
    url_id bigint primary key references raw.urls,
    document_id bigint not null references work.documents,
    family_id uuid not null references work.families,
    relation text check (relation in ('exact', 'near', 'truncated', 'extended', 'script')),
    similarity real not null check (similarity between 0 and 1),
    containment real not null check (containment between 0 and 1),
    matched_document_id bigint references work.documents,
    why text not null,
    damage jsonb not null default '{}',
    version text not null
);
create index family_members_by_family on work.family_members (family_id);
create index family_members_by_document on work.family_members (document_id);

comment on table work.family_members is 'One row per url whose document is in a family; relation is NULL for the canonical one.';

create table work.sketches (
    document_id bigint primary key references work.documents,
    folded_sha256 bytea not null check (octet_length(folded_sha256) = 32),
    shingle_count integer not null check (shingle_count >= 0),
    twin_of bigint references work.documents,
    version text not null
);
create index sketches_by_fold on work.sketches (folded_sha256);
create index sketches_by_twin on work.sketches (twin_of) where twin_of is not null;
create index documents_by_url on work.documents (url_id);

comment on table work.sketches is 'One row per document whose text was folded and sketched.';
comment on column work.sketches.twin_of is 'The document with the same folded text that stands for it in the index.';

create table work.shingle_samples (
    shingle_hash bigint not null,
    document_id bigint not null references work.documents,
    primary key (shingle_hash, document_id)
);
create index shingle_samples_by_document on work.shingle_samples (document_id);

comment on table work.shingle_samples is 'The index of candidates: a sample of each text''s shingles.';

create table work.links (
    document_id bigint not null references work.documents,
    other_document_id bigint not null references work.documents,
    relation text not null check (relation in ('exact', 'near', 'truncated', 'extended', 'script')),
    similarity real not null,
    containment real not null,
    why text not null,
    lead real not null default 0 check (lead between 0 and 1),
    primary key (document_id, other_document_id),
    check (document_id < other_document_id)
);
create index links_by_other on work.links (other_document_id);

comment on table work.links is 'One row per pair of documents that were compared and are copies: what the first is to the other.';
comment on column work.links.lead is 'Of the one that holds the other: the share before it, if more follows after it.';
