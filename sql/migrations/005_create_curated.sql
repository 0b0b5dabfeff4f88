create table curated.sites (
    site_id uuid primary key,
    host text collate "C" not null unique,
    first_seen_at timestamptz not null
);
comment on table curated.sites is 'One row per site: a host on which pages stand.';
comment on column curated.sites.site_id is 'Key.';
comment on column curated.sites.host is 'The host name, or the slug of a folder source.';
comment on column curated.sites.first_seen_at is 'When a page of it was first captured.';

create table curated.outlets (
    outlet_id uuid primary key,
    name text not null,
    name_folded text collate "C" not null unique
);
comment on table curated.outlets is 'One row per outlet: who published an article first, as stated on a page.';
comment on column curated.outlets.outlet_id is 'Key.';
comment on column curated.outlets.name is 'The name as first read.';
comment on column curated.outlets.name_folded is 'The name folded for comparison: one script, one case, no punctuation.';

create table curated.articles (
    article_id uuid primary key,
    canonical_url text collate "C" not null,
    title text,
    outlet_id uuid references curated.outlets,
    site_id uuid not null references curated.sites,
    byline text,
    first_published_at timestamptz,
    first_published_precision text check (first_published_precision in ('year', 'month', 'day', 'minute', 'second')),
    first_published_url text collate "C",
    first_published_confidence real check (first_published_confidence between 0 and 1),
    first_seen_at timestamptz not null,
    language text collate "C",
    original_language text collate "C",
    translator text,
    script text collate "C",
    is_interview boolean not null,
    interview_confidence real check (interview_confidence between 0 and 1),
    interview_why text,
    is_truncated boolean not null,
    char_count integer not null check (char_count >= 0),
    copy_count integer not null check (copy_count >= 0),
    text text not null,
    repairs jsonb not null,
    evidence jsonb not null,
    versions jsonb not null,
    run_id text not null
);
create index articles_by_date on curated.articles (first_published_at);
create index articles_by_outlet on curated.articles (outlet_id);
comment on table curated.articles is 'One row per article: a family of copies, shown by its best member.';
comment on column curated.articles.article_id is
'Key, kept for ever: a better copy or a newer extractor changes the row, not the id.';
comment on column curated.articles.canonical_url is 'Where the best member stands.';
comment on column curated.articles.title is 'The title without site name; NULL where the page has none.';
comment on column curated.articles.outlet_id is 'Who published it first, as stated; NULL where nobody says.';
comment on column curated.articles.site_id is 'The site of canonical_url.';
comment on column curated.articles.byline is 'Who is named as its author or editor, as printed.';
comment on column curated.articles.first_published_at is
'The earliest credible date of publication among the copies (UTC where no offset is stated); NULL when none is stated.';
comment on column curated.articles.first_published_precision is 'How precisely that date was stated.';
comment on column curated.articles.first_published_url is 'The page that states it.';
comment on column curated.articles.first_published_confidence is 'How sure we are of it, 0 to 1.';
comment on column curated.articles.first_seen_at is 'When we first captured any member.';
comment on column curated.articles.language is 'BCP-47: zh-Hans, zh-Hant, zh (no telling character), en …; NULL when unsure.';
comment on column curated.articles.original_language is 'The language it was translated from, where stated.';
comment on column curated.articles.translator is 'Who translated it, where stated.';
comment on column curated.articles.script is 'ISO 15924: Hans, Hant, Latn …; NULL when unsure.';
comment on column curated.articles.is_interview is 'Whether people take turns in it.';
comment on column curated.articles.interview_confidence is 'How sure we are of is_interview, 0 to 1.';
comment on column curated.articles.interview_why is 'What speaks for or against an interview.';
comment on column curated.articles.is_truncated is 'Whether the best member breaks off before its end.';
comment on column curated.articles.char_count is 'Length of text in code points.';
comment on column curated.articles.copy_count is 'Members of the family besides the canonical one.';
comment on column curated.articles.text is 'Lede, headings, labels, turns and prose; no title, no captions, no adverts.';
comment on column curated.articles.repairs is 'The scraping damage that was undone: [{kind, count}].';
comment on column curated.articles.evidence is
'Where title, date, outlet and the like were read: [{field, origin, path, start_char, end_char, quote}].';
comment on column curated.articles.versions is 'The version of every rule that had a part in this row.';
comment on column curated.articles.run_id is 'The run that last changed this row (ops.runs).';

create table curated.article_redirects (
    old_article_id uuid primary key,
    article_id uuid not null,
    created_at timestamptz not null default now(),
    check (old_article_id <> article_id)
);
comment on table curated.article_redirects is 'One row per article that was found to be a copy of another and merged into it.';
comment on column curated.article_redirects.old_article_id is 'The id that is no more.';
comment on column curated.article_redirects.article_id is 'The id to use instead.';
comment on column curated.article_redirects.created_at is 'When they were merged.';

create table curated.copies (
    article_id uuid not null references curated.articles on delete cascade,
    url text collate "C" not null unique,
    site_id uuid not null references curated.sites,
    relation text check (relation in ('exact', 'near', 'truncated', 'extended', 'script')),
    similarity real not null check (similarity between 0 and 1),
    containment real not null check (containment between 0 and 1),
    published_at timestamptz,
    published_at_precision text check (published_at_precision in ('year', 'month', 'day', 'minute', 'second')),
    first_seen_at timestamptz not null,
    is_canonical boolean not null,
    damage jsonb not null,
    matched_url text collate "C",
    primary key (article_id, url),
    check (is_canonical = (relation is null))
);
create unique index copies_canonical on curated.copies (article_id) where is_canonical;
comment on table curated.copies is 'One row per page on which an article stands, the canonical one included.';
comment on column curated.copies.article_id is 'The article.';
comment on column curated.copies.url is 'The page.';
comment on column curated.copies.site_id is 'The site of the page.';
comment on column curated.copies.relation is
'What the page is to the one it matched: exact, near, truncated, extended or script; NULL for the canonical one.';
comment on column curated.copies.similarity is 'Jaccard index of the two texts'' shingles, 0 to 1.';
comment on column curated.copies.containment is 'Share of the smaller text''s shingles found in the other, 0 to 1.';
comment on column curated.copies.published_at is 'The date that this page states.';
comment on column curated.copies.published_at_precision is 'How precisely it states it.';
comment on column curated.copies.first_seen_at is 'When we first captured this page.';
comment on column curated.copies.is_canonical is 'Whether the article is shown as it stands here.';
comment on column curated.copies.damage is 'What is wrong with this copy: repairs that were needed, truncation.';
comment on column curated.copies.matched_url is 'The page it was compared with.';

create table curated.sections (
    section_id uuid primary key,
    article_id uuid not null references curated.articles on delete cascade,
    position integer not null check (position >= 0),
    number text,
    title text not null,
    start_char integer not null check (start_char >= 0),
    end_char integer not null,
    unique (article_id, position) deferrable initially deferred,
    check (end_char > start_char)
);
comment on table curated.sections is 'One row per section of an article: the stretch under a heading.';
comment on column curated.sections.section_id is 'Key.';
comment on column curated.sections.article_id is 'The article.';
comment on column curated.sections.position is 'Order in the article, from 0.';
comment on column curated.sections.number is 'The heading''s number as printed; it is not in the text.';
comment on column curated.sections.title is 'The heading without its number.';
comment on column curated.sections.start_char is 'Where the heading begins in articles.text.';
comment on column curated.sections.end_char is 'Where the section ends.';

create table curated.credits (
    credit_id uuid primary key,
    article_id uuid not null references curated.articles on delete cascade,
    position integer not null check (position >= 0),
    kind text not null,
    name text not null,
    evidence jsonb,
    unique (article_id, position) deferrable initially deferred
);
comment on table curated.credits is 'One row per person or body named for work on an article, not speaking in it.';
comment on column curated.credits.credit_id is 'Key.';
comment on column curated.credits.article_id is 'The article.';
comment on column curated.credits.position is 'Order on the page, from 0.';
comment on column curated.credits.kind is 'author, editor, compiler, translator, photographer, producer or source.';
comment on column curated.credits.name is 'The name as printed.';
comment on column curated.credits.evidence is 'Where it was read.';

create table curated.people (
    person_id uuid primary key,
    name text not null,
    name_latin text,
    aliases text[] not null default '{}',
    article_count integer not null check (article_count >= 0),
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null
);
comment on table curated.people is 'One row per human across articles.';
comment on column curated.people.person_id is 'Key, kept for ever.';
comment on column curated.people.name is 'The name; Chinese names in simplified script.';
comment on column curated.people.name_latin is 'The name in Latin script, where printed beside it.';
comment on column curated.people.aliases is 'Other forms under which the person was printed.';
comment on column curated.people.article_count is 'Articles in which the person speaks or is quoted.';
comment on column curated.people.first_seen_at is 'The first of those articles, by first_seen_at.';
comment on column curated.people.last_seen_at is 'The last of them.';

create table curated.speakers (
    speaker_id uuid primary key,
    article_id uuid not null references curated.articles on delete cascade,
    person_id uuid references curated.people,
    position integer not null check (position >= 0),
    label text,
    name text not null,
    name_latin text,
    kind text not null check (kind in ('person', 'outlet', 'role')),
    role text not null check (role in ('interviewer', 'moderator', 'guest', 'audience', 'quoted')),
    title text,
    affiliation text,
    turn_count integer not null check (turn_count >= 0),
    confidence real not null check (confidence between 0 and 1),
    evidence jsonb not null,
    unique (article_id, position) deferrable initially deferred
);
create index speakers_by_person on curated.speakers (person_id);
comment on table curated.speakers is
'One row per article and speaker: who has a turn, is quoted, or is introduced as taking part.';
comment on column curated.speakers.speaker_id is 'Key.';
comment on column curated.speakers.article_id is 'The article.';
comment on column curated.speakers.person_id is
'The person across articles; NULL for outlets, roles and names too short to tell.';
comment on column curated.speakers.position is 'Order of appearance, from 0.';
comment on column curated.speakers.label is 'The label printed before the first turn; NULL where there is none.';
comment on column curated.speakers.name is 'The fullest name found in the article.';
comment on column curated.speakers.name_latin is 'The name in Latin script, where printed.';
comment on column curated.speakers.kind is 'person, outlet (a medium that asks) or role (a function with no name).';
comment on column curated.speakers.role is 'interviewer, moderator, guest, audience or quoted.';
comment on column curated.speakers.title is 'Post, as of this article.';
comment on column curated.speakers.affiliation is 'Employer, as of this article.';
comment on column curated.speakers.turn_count is 'Turns in this article; 0 for who is quoted or only introduced.';
comment on column curated.speakers.confidence is 'How sure we are of name and role, 0 to 1.';
comment on column curated.speakers.evidence is 'Where name, title and affiliation were read.';

create table curated.statements (
    statement_id uuid primary key,
    article_id uuid not null references curated.articles on delete cascade,
    section_id uuid references curated.sections on delete set null deferrable initially deferred,
    position integer not null check (position >= 0),
    kind text not null check (kind in ('question', 'answer', 'remark', 'quotation')),
    answers_statement_id uuid references curated.statements on delete set null deferrable initially deferred,
    label text,
    text text not null,
    text_folded text collate "C" not null,
    language text collate "C",
    start_char integer not null check (start_char >= 0),
    end_char integer not null,
    char_count integer not null check (char_count > 0),
    is_indirect boolean not null default false,
    seen_in_copies integer not null default 0 check (seen_in_copies >= 0),
    confidence real not null check (confidence between 0 and 1),
    retired_at timestamptz,
    replaced_by uuid references curated.statements on delete set null deferrable initially deferred,
    run_id text not null,
    check (end_char - start_char = char_count)
);
create index statements_by_article on curated.statements (article_id, position);
create index statements_by_section on curated.statements (section_id) where section_id is not null;
create index statements_by_question on curated.statements (answers_statement_id) where answers_statement_id is not null;
create index statements_by_replacement on curated.statements (replaced_by) where replaced_by is not null;
comment on table curated.statements is 'One row per statement: a turn of an interview, or a quotation in prose.';
comment on column curated.statements.statement_id is 'Key: made of the article and the words, not of the speaker.';
comment on column curated.statements.article_id is 'The article.';
comment on column curated.statements.section_id is 'The section it stands in; NULL outside any.';
comment on column curated.statements.position is 'Order in the article, from 0.';
comment on column curated.statements.kind is 'question, answer or remark (turns), or quotation.';
comment on column curated.statements.answers_statement_id is 'For an answer: the question.';
comment on column curated.statements.label is 'The label printed before it; NULL where there is none.';
comment on column curated.statements.text is 'The words: articles.text from start_char to end_char, without the label.';
comment on column curated.statements.text_folded is 'The words folded for search: one script, one case, no punctuation.';
comment on column curated.statements.language is 'BCP-47; NULL when unsure.';
comment on column curated.statements.start_char is 'Place in articles.text: first code point.';
comment on column curated.statements.end_char is 'Place in articles.text: one past the last code point.';
comment on column curated.statements.char_count is 'Length in code points.';
comment on column curated.statements.is_indirect is 'Whether it is reported speech without quotation marks.';
comment on column curated.statements.seen_in_copies is 'Copies, the canonical one not counted, that hold the same words.';
comment on column curated.statements.confidence is 'How sure we are of place and kind, 0 to 1.';
comment on column curated.statements.retired_at is 'When it was last no longer found in the article; NULL: it stands there.';
comment on column curated.statements.replaced_by is 'The statement that took its place, where one plainly did.';
comment on column curated.statements.run_id is 'The run that last changed this row or who said it (ops.runs).';

create table curated.statement_speakers (
    statement_id uuid not null references curated.statements on delete cascade,
    speaker_id uuid not null references curated.speakers on delete cascade,
    primary key (statement_id, speaker_id)
);
create index statement_speakers_by_speaker on curated.statement_speakers (speaker_id);
comment on table curated.statement_speakers is
'One row per statement and who made it; none when unsure, two when a label stands for two.';
comment on column curated.statement_speakers.statement_id is 'The statement.';
comment on column curated.statement_speakers.speaker_id is 'The speaker, of the same article.';

create table curated.topics (
    topic_id text collate "C" primary key,
    parent_id text collate "C" references curated.topics deferrable initially deferred,
    label_zh text not null,
    label_en text not null,
    definition text,
    iptc_code text,
    is_retired boolean not null default false
);
comment on table curated.topics is 'One row per topic of config/topics.yml.';
comment on column curated.topics.topic_id is 'The topic''s id in config/topics.yml.';
comment on column curated.topics.parent_id is 'The topic above it; NULL at the top.';
comment on column curated.topics.label_zh is 'Chinese label.';
comment on column curated.topics.label_en is 'English label.';
comment on column curated.topics.definition is 'What belongs to it.';
comment on column curated.topics.iptc_code is 'Its code in IPTC Media Topics, where it has one.';
comment on column curated.topics.is_retired is 'Whether it is no longer in config/topics.yml.';

create table curated.article_topics (
    article_id uuid not null references curated.articles on delete cascade,
    topic_id text collate "C" not null references curated.topics,
    score real not null check (score between 0 and 1),
    evidence jsonb not null,
    primary key (article_id, topic_id)
);
comment on table curated.article_topics is 'One row per article and topic, up to three a piece.';
comment on column curated.article_topics.article_id is 'The article.';
comment on column curated.article_topics.topic_id is 'The topic.';
comment on column curated.article_topics.score is 'How strongly, 0 to 1.';
comment on column curated.article_topics.evidence is 'The terms it was seen by, with their places.';

create table curated.statement_topics (
    statement_id uuid not null references curated.statements on delete cascade,
    topic_id text collate "C" not null references curated.topics,
    score real not null check (score between 0 and 1),
    evidence jsonb not null,
    primary key (statement_id, topic_id)
);
comment on table curated.statement_topics is 'One row per statement and topic.';
comment on column curated.statement_topics.statement_id is 'The statement.';
comment on column curated.statement_topics.topic_id is 'The topic.';
comment on column curated.statement_topics.score is 'How strongly, 0 to 1.';
comment on column curated.statement_topics.evidence is 'The terms it was seen by, with their places in articles.text.';

create table curated.keywords (
    article_id uuid not null references curated.articles on delete cascade,
    term text collate "C" not null,
    score real not null check (score >= 0),
    term_count integer not null check (term_count > 0),
    primary key (article_id, term)
);
comment on table curated.keywords is 'One row per article and keyword: terms of its own vocabulary.';
comment on column curated.keywords.article_id is 'The article.';
comment on column curated.keywords.term is 'The term.';
comment on column curated.keywords.score is 'TF-IDF weight; comparable within an article.';
comment on column curated.keywords.term_count is 'How often it stands in the article.';

create table curated.mentions (
    article_id uuid not null references curated.articles on delete cascade,
    entity_id text collate "C" not null,
    name text not null,
    kind text not null,
    mention_count integer not null check (mention_count > 0),
    places jsonb not null,
    primary key (article_id, entity_id)
);
comment on table curated.mentions is 'One row per article and organisation, product or model named in it.';
comment on column curated.mentions.article_id is 'The article.';
comment on column curated.mentions.entity_id is 'The entity''s id in config/entities.yml.';
comment on column curated.mentions.name is 'Its name there.';
comment on column curated.mentions.kind is 'organisation, product or model.';
comment on column curated.mentions.mention_count is 'How often it is named.';
comment on column curated.mentions.places is 'Where: [[start_char, end_char]] in articles.text.';

-- History: each changed or removed row as it was before, written in the publishing transaction.
create table work.article_versions (
    version_id bigint generated always as identity primary key,
    article_id uuid not null,
    valid_from_run text not null,
    valid_to_run text not null,
    valid_to_at timestamptz not null default now(),
    former jsonb not null
);
create index article_versions_by_article on work.article_versions (article_id);
comment on table work.article_versions is
'One row per article and time it was changed: the row as it was before; version_id tells their order.';

create table work.statement_versions (
    version_id bigint generated always as identity primary key,
    statement_id uuid not null,
    article_id uuid not null,
    valid_from_run text not null,
    valid_to_run text not null,
    valid_to_at timestamptz not null default now(),
    former jsonb not null
);
create index statement_versions_by_statement on work.statement_versions (statement_id);
create index statement_versions_by_article on work.statement_versions (article_id);
comment on table work.statement_versions is
'One row per statement and time it was changed: the row as it was before, with the names and roles of its speakers.';

-- What each published article was made from: publish looks only at those where this is out of date.
create table work.published (
    article_id uuid primary key,
    input_key text not null,
    published_at timestamptz not null default now()
);
comment on table work.published is 'One row per article: a digest of the inputs of the rows as published.';

-- What is about to be published, in the shape of what is: checks run on it first.
create schema staged;
comment on schema staged is
'Rows about to be published, with the tables of curated: filled by audit, emptied by publish. Private.';
do $$
declare
    name text;
begin
    if exists (select 1 from pg_roles where rolname = 'onrecord_writer') then
        grant usage on schema staged to onrecord_writer;
        alter default privileges in schema staged
        grant select, insert, update, delete, truncate on tables to onrecord_writer;
    end if;
    foreach name in array array[
        'articles', 'copies', 'sections', 'credits', 'speakers', 'statements', 'statement_speakers', 'article_topics',
        'statement_topics', 'keywords', 'mentions', 'people', 'outlets', 'sites'
    ] loop
        execute format(
            'create table staged.%I (like curated.%I including defaults including constraints including indexes)', name, name
        );
    end loop;
end
$$;

create table staged.published (like work.published including defaults including indexes);

create table staged.defects (
    article_id uuid primary key,
    detail text not null
);
comment on table staged.defects is 'One row per article whose rows could not be made, or are none that the tables take, and why.';

create view work.merged_families as
with recursive steps as (
    select
        families.family_id,
        families.merged_into as last_family_id
    from work.families
    where families.merged_into is not null
    union all
    select
        steps.family_id,
        families.merged_into as last_family_id
    from steps
    inner join work.families on steps.last_family_id = families.family_id
    where families.merged_into is not null
)

select
    steps.family_id,
    steps.last_family_id
from steps
inner join work.families on steps.last_family_id = families.family_id
where families.merged_into is null;
comment on view work.merged_families is 'One row per merged family, with the one that the chain of its merges ends at.';

create view staged.withdrawn as
select articles.article_id
from curated.articles
left join work.families on articles.article_id = families.family_id
left join work.merged_families on articles.article_id = merged_families.family_id
where
    families.family_id is null
    or not exists (
        select 1
        from work.family_members
        where family_members.family_id = coalesce(merged_families.last_family_id, articles.article_id)
    )
    or (
        families.merged_into is not null
        and exists (
            select 1
            from work.families as heirs
            inner join work.readings on heirs.canonical_document_id = readings.document_id and readings.is_complete
            left join staged.published as pending on heirs.family_id = pending.article_id
            left join staged.articles as passed on heirs.family_id = passed.article_id
            left join work.published on heirs.family_id = published.article_id
            where
                heirs.family_id = merged_families.last_family_id
                and (passed.article_id is not null or (pending.article_id is null and published.article_id is not null))
        )
    );
comment on view staged.withdrawn is
'One row per published article whose family is merged or empty: publish takes it out, unless the one that it was merged
into is neither about to be published nor published as it is now.';

create view staged.differences as
with wanted_lists as (
    select
        copies.article_id,
        'copies' as field,
        jsonb_agg(to_jsonb(copies) - 'first_seen_at' order by copies.url) as body
    from staged.copies
    group by copies.article_id
    union all
    select
        sections.article_id,
        'sections' as field,
        jsonb_agg(to_jsonb(sections) order by sections.section_id) as body
    from staged.sections
    group by sections.article_id
    union all
    select
        credits.article_id,
        'credits' as field,
        jsonb_agg(to_jsonb(credits) order by credits.credit_id) as body
    from staged.credits
    group by credits.article_id
    union all
    select
        speakers.article_id,
        'speakers' as field,
        jsonb_agg(to_jsonb(speakers) - 'person_id' order by speakers.speaker_id) as body
    from staged.speakers
    group by speakers.article_id
    union all
    select
        statements.article_id,
        'statements' as field,
        jsonb_agg(to_jsonb(statements) - 'run_id' order by statements.statement_id) as body
    from staged.statements
    group by statements.article_id
    union all
    select
        article_topics.article_id,
        'article_topics' as field,
        jsonb_agg(to_jsonb(article_topics) order by article_topics.topic_id) as body
    from staged.article_topics
    group by article_topics.article_id
    union all
    select
        keywords.article_id,
        'keywords' as field,
        jsonb_agg(to_jsonb(keywords) order by keywords.term) as body
    from staged.keywords
    group by keywords.article_id
    union all
    select
        mentions.article_id,
        'mentions' as field,
        jsonb_agg(to_jsonb(mentions) order by mentions.entity_id) as body
    from staged.mentions
    group by mentions.article_id
),

published_lists as (
    select
        copies.article_id,
        'copies' as field,
        jsonb_agg(to_jsonb(copies) - 'first_seen_at' order by copies.url) as body
    from curated.copies
    inner join staged.articles on copies.article_id = articles.article_id
    group by copies.article_id
    union all
    select
        sections.article_id,
        'sections' as field,
        jsonb_agg(to_jsonb(sections) order by sections.section_id) as body
    from curated.sections
    inner join staged.articles on sections.article_id = articles.article_id
    group by sections.article_id
    union all
    select
        credits.article_id,
        'credits' as field,
        jsonb_agg(to_jsonb(credits) order by credits.credit_id) as body
    from curated.credits
    inner join staged.articles on credits.article_id = articles.article_id
    group by credits.article_id
    union all
    select
        speakers.article_id,
        'speakers' as field,
        jsonb_agg(to_jsonb(speakers) - 'person_id' order by speakers.speaker_id) as body
    from curated.speakers
    inner join staged.articles on speakers.article_id = articles.article_id
    group by speakers.article_id
    union all
    select
        statements.article_id,
        'statements' as field,
        jsonb_agg(to_jsonb(statements) - 'run_id' order by statements.statement_id) as body
    from curated.statements
    inner join staged.articles on statements.article_id = articles.article_id
    where statements.retired_at is null
    group by statements.article_id
    union all
    select
        article_topics.article_id,
        'article_topics' as field,
        jsonb_agg(to_jsonb(article_topics) order by article_topics.topic_id) as body
    from curated.article_topics
    inner join staged.articles on article_topics.article_id = articles.article_id
    group by article_topics.article_id
    union all
    select
        keywords.article_id,
        'keywords' as field,
        jsonb_agg(to_jsonb(keywords) order by keywords.term) as body
    from curated.keywords
    inner join staged.articles on keywords.article_id = articles.article_id
    group by keywords.article_id
    union all
    select
        mentions.article_id,
        'mentions' as field,
        jsonb_agg(to_jsonb(mentions) order by mentions.entity_id) as body
    from curated.mentions
    inner join staged.articles on mentions.article_id = articles.article_id
    group by mentions.article_id
)

select
    wanted.article_id,
    field.key as field
from staged.articles as wanted
left join curated.articles as published on wanted.article_id = published.article_id
cross join lateral jsonb_each(to_jsonb(wanted)) as field
where
    (field.key not in ('run_id', 'first_seen_at') and field.value is distinct from to_jsonb(published) -> field.key)
    or (field.key = 'first_seen_at' and wanted.first_seen_at < published.first_seen_at)
union all
select
    coalesce(wanted_lists.article_id, published_lists.article_id) as article_id,
    coalesce(wanted_lists.field, published_lists.field) as field
from wanted_lists
full outer join published_lists
    on wanted_lists.article_id = published_lists.article_id and wanted_lists.field = published_lists.field
where wanted_lists.body is distinct from published_lists.body;
comment on view staged.differences is
'One row per staged article and field, or table of its parts, in which it differs from what is published.';
