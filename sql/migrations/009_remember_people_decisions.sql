create table work.appearances (
    appearance_id uuid primary key,
    speaker_id uuid unique references curated.speakers on delete set null,
    article_id uuid not null,
    person_id uuid,
    is_settled boolean not null default false
);
create index appearances_by_person on work.appearances (person_id);
create index appearances_by_article on work.appearances (article_id);
create index appearances_gone on work.appearances (appearance_id) where speaker_id is null and not is_settled;

comment on table work.appearances is
'One row per speaker ever published under a full name: whose person is remembered, also when the speaker is no more.';
comment on column work.appearances.appearance_id is 'The speaker_id, kept.';
comment on column work.appearances.speaker_id is 'The published speaker; NULL once it is gone.';
comment on column work.appearances.is_settled is 'Whether, of a speaker that is gone, the people of its names know.';

create table work.appearance_keys (
    appearance_id uuid not null references work.appearances on delete cascade,
    key text collate "C" not null,
    primary key (appearance_id, key)
);
create index appearance_keys_by_key on work.appearance_keys (key);

comment on table work.appearance_keys is
'One row per appearance and name it can be found by, however that is written: its own, and the Latin form beside it.';

create table work.people_rules (
    version text primary key
);

comment on table work.people_rules is
'One row: the version of the rules by which all people were last resolved; none before the first time.';

create table work.person_decisions (
    decision_id bigint generated always as identity primary key,
    kind text not null check (kind in ('merge', 'split')),
    decided_by text not null check (decided_by <> ''),
    reason text not null check (reason <> ''),
    decided_at timestamptz not null default now()
);

comment on table work.person_decisions is
'One row per decision of an editor that speakers are, or are not, one person; of two that disagree the later one holds.';

create table work.person_decision_speakers (
    decision_id bigint not null references work.person_decisions,
    speaker_id uuid not null,
    article_id uuid not null,
    name_key text collate "C" not null,
    leaves boolean not null,
    primary key (decision_id, speaker_id)
);
create index person_decision_speakers_by_article on work.person_decision_speakers (article_id);
create index person_decision_speakers_by_speaker on work.person_decision_speakers (speaker_id);

comment on table work.person_decision_speakers is
'One row per decision and speaker it is about: that one, or whoever bears the name in that article when read anew.';
comment on column work.person_decision_speakers.leaves is 'In a split: whether the speaker leaves the others; false in a merge.';

create view work.decided_appearances as
select
    person_decision_speakers.decision_id,
    person_decision_speakers.leaves,
    appearances.appearance_id
from work.person_decision_speakers
inner join work.appearances on person_decision_speakers.speaker_id = appearances.appearance_id
where appearances.speaker_id is not null
union
select
    person_decision_speakers.decision_id,
    person_decision_speakers.leaves,
    appearances.appearance_id
from work.person_decision_speakers
left join curated.article_redirects on person_decision_speakers.article_id = article_redirects.old_article_id
inner join work.appearances
    on coalesce(article_redirects.article_id, person_decision_speakers.article_id) = appearances.article_id
inner join work.appearance_keys
    on
        appearances.appearance_id = appearance_keys.appearance_id
        and person_decision_speakers.name_key = appearance_keys.key
where
    appearances.speaker_id is not null
    and not exists (
        select 1
        from work.appearances as themselves
        where
            themselves.appearance_id = person_decision_speakers.speaker_id
            and themselves.speaker_id is not null
    );

comment on view work.decided_appearances is
'One row per decision and published speaker that it is about: the very one, else who bears that name in that article.';

create table curated.person_redirects (
    old_person_id uuid primary key,
    person_id uuid not null,
    created_at timestamptz not null default now(),
    check (old_person_id <> person_id)
);
create index person_redirects_by_person on curated.person_redirects (person_id);

comment on table curated.person_redirects is
'One row per person that was found to be another: join on old_person_id to follow an id noted earlier.';
comment on column curated.person_redirects.old_person_id is 'The id that is no more; it may return when they are split.';
comment on column curated.person_redirects.person_id is 'The id to use instead (people); chains are led to their end.';
comment on column curated.person_redirects.created_at is 'When they became one.';
comment on column curated.people.person_id is
'Key, kept for ever; where two were found to be one, the other id leads here (person_redirects).';

create table work.person_candidates (
    person_id uuid not null references curated.people on delete cascade,
    other_person_id uuid not null references curated.people on delete cascade,
    name_key text collate "C" not null,
    why text not null,
    noticed_at timestamptz not null default now(),
    primary key (person_id, other_person_id),
    check (person_id < other_person_id)
);
create index person_candidates_by_other on work.person_candidates (other_person_id);

comment on table work.person_candidates is 'One row per two people of one name who were not joined, and why.';

create view work.person_evidence as
select
    speakers.person_id,
    speakers.speaker_id,
    row_number() over (
        partition by speakers.person_id
        order by articles.first_published_at, articles.first_seen_at, speakers.speaker_id
    ) as place,
    jsonb_build_object(
        'article_id', articles.article_id,
        'article_title', articles.title,
        'published_at', articles.first_published_at,
        'outlet', coalesce(outlets.name, sites.host),
        'name', speakers.name,
        'name_latin', speakers.name_latin,
        'title', speakers.title,
        'affiliation', speakers.affiliation
    ) as body
from curated.speakers
inner join curated.articles on speakers.article_id = articles.article_id
left join curated.outlets on articles.outlet_id = outlets.outlet_id
left join curated.sites on articles.site_id = sites.site_id
where speakers.person_id is not null;

comment on view work.person_evidence is 'One row per speaker of a person: what that article says of them, oldest first.';

create view ops.person_candidates as
select
    person_candidates.name_key,
    person_candidates.why,
    person_candidates.noticed_at,
    people.person_id,
    people.name,
    people.article_count,
    evidence.bodies as evidence,
    others.person_id as other_person_id,
    others.name as other_name,
    others.article_count as other_article_count,
    other_evidence.bodies as other_evidence
from work.person_candidates
inner join curated.people on person_candidates.person_id = people.person_id
inner join curated.people as others on person_candidates.other_person_id = others.person_id
cross join
    lateral (
        select jsonb_agg(person_evidence.body order by person_evidence.place) as bodies
        from work.person_evidence
        where person_evidence.person_id = people.person_id and person_evidence.place <= 5
    ) as evidence
cross join lateral (
    select jsonb_agg(person_evidence.body order by person_evidence.place) as bodies
    from work.person_evidence
    where person_evidence.person_id = others.person_id and person_evidence.place <= 5
) as other_evidence;

comment on view ops.person_candidates is
'One row per two people of one name who may be one: for an editor to merge or to part (onrecord people).';
comment on column ops.person_candidates.name_key is 'The name that both bear, however written.';
comment on column ops.person_candidates.why is 'Why they were not joined.';
comment on column ops.person_candidates.noticed_at is 'Since when.';
comment on column ops.person_candidates.person_id is 'The one (people).';
comment on column ops.person_candidates.name is 'Their name.';
comment on column ops.person_candidates.article_count is 'Their articles.';
comment on column ops.person_candidates.evidence is
'What up to five articles say of them: [{article_id, article_title, published_at, outlet, name, …}].';
comment on column ops.person_candidates.other_person_id is 'The other (people).';
comment on column ops.person_candidates.other_name is 'Their name.';
comment on column ops.person_candidates.other_article_count is 'Their articles.';
comment on column ops.person_candidates.other_evidence is 'The same of the other.';
