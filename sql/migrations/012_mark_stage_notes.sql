alter table curated.statements add column stage_notes jsonb not null default '[]';
alter table staged.statements add column stage_notes jsonb not null default '[]';

comment on column curated.statements.stage_notes is
'Stage notes within the words, such as (笑): [[start_char, end_char]] in articles.text.';
