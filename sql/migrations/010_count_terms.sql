create table work.corpus (
    is_only boolean primary key default true check (is_only),
    document_count integer not null default 0 check (document_count >= 0),
    edition integer not null default 0 check (edition >= 0),
    edition_document_count integer not null default 0 check (edition_document_count >= 0)
);
insert into work.corpus default values;

comment on table work.corpus is
'One row: how many articles are counted. Keywords are weighed against an edition: the counts as they were when it
was made, so that articles read meanwhile are weighed alike. A new one is made when the corpus has grown by a tenth.';
comment on column work.corpus.document_count is 'Articles counted by now.';
comment on column work.corpus.edition is 'The number of the edition; 0 before there is one.';
comment on column work.corpus.edition_document_count is 'Articles counted when the edition was made.';

create table work.corpus_terms (
    term text collate "C" primary key,
    document_count integer not null,
    edition_document_count integer not null default 0
);

comment on table work.corpus_terms is 'One row per term that ever stood in a counted article.';
comment on column work.corpus_terms.document_count is 'In how many articles it stands.';
comment on column work.corpus_terms.edition_document_count is 'In how many it stood when the edition was made.';

create table work.corpus_articles (
    family_id uuid primary key references work.families on delete cascade,
    terms text[] not null,
    counted_terms text[]
);
create index corpus_articles_waiting on work.corpus_articles (family_id) where terms is distinct from counted_terms;
create index families_without_article on work.families (family_id)
where merged_into is not null or canonical_document_id is null;

comment on table work.corpus_articles is
'One row per family whose canonical document was read: what it adds to the counts. Another canonical document
replaces the terms, and the next counting takes back what was counted of the former one.';
comment on column work.corpus_articles.terms is 'Its terms, the most frequent ones, each once.';
comment on column work.corpus_articles.counted_terms is 'What of it is in the counts; NULL before the first counting.';

alter table curated.topics
add column also_id text collate "C" references curated.topics deferrable initially deferred;
comment on column curated.topics.also_id is
'A second topic that it belongs to (AI in education is education too); NULL where there is none.';

create view curated.topic_tree as
with recursive tree as (
    select
        topics.topic_id,
        topics.topic_id as under_topic_id
    from curated.topics
    union
    select
        tree.topic_id,
        above.topic_id as under_topic_id
    from tree
    inner join curated.topics on tree.under_topic_id = topics.topic_id
    inner join curated.topics as above on above.topic_id in (topics.parent_id, topics.also_id)
)

select
    tree.topic_id,
    tree.under_topic_id
from tree;

comment on view curated.topic_tree is
'One row per topic and each topic that it counts under, itself among them. Rows of article_topics and statement_topics
carry the narrowest topic only: join them with this to count all that is education, AI in education and schools too.';
comment on column curated.topic_tree.topic_id is 'A topic, as rows carry it.';
comment on column curated.topic_tree.under_topic_id is
'A topic that it counts under: itself, the one above it, the one it also belongs to, and those above them.';
