-- publish_statements: staged statements into the curated ones; only rows that differ, or whose speakers do, are written.

insert into curated.statements as kept (
    statement_id, article_id, section_id, position, kind, answers_statement_id, label, text, text_folded, language,
    start_char, end_char, char_count, is_indirect, seen_in_copies, confidence, run_id, stage_notes
)
select
    statements.statement_id,
    statements.article_id,
    statements.section_id,
    statements.position,
    statements.kind,
    statements.answers_statement_id,
    statements.label,
    statements.text,
    statements.text_folded,
    statements.language,
    statements.start_char,
    statements.end_char,
    statements.char_count,
    statements.is_indirect,
    statements.seen_in_copies,
    statements.confidence,
    statements.run_id,
    statements.stage_notes
from staged.statements
on conflict (statement_id) do update set
    section_id = excluded.section_id,
    position = excluded.position,
    kind = excluded.kind,
    answers_statement_id = excluded.answers_statement_id,
    label = excluded.label,
    text = excluded.text,
    text_folded = excluded.text_folded,
    language = excluded.language,
    start_char = excluded.start_char,
    end_char = excluded.end_char,
    char_count = excluded.char_count,
    is_indirect = excluded.is_indirect,
    seen_in_copies = excluded.seen_in_copies,
    confidence = excluded.confidence,
    run_id = excluded.run_id,
    stage_notes = excluded.stage_notes,
    retired_at = null,
    replaced_by = null
where
to_jsonb(kept) - 'run_id' is distinct from to_jsonb(excluded) - 'run_id'
or exists (
    select 1
    from work.statement_versions
    where statement_versions.statement_id = kept.statement_id and statement_versions.valid_to_run = excluded.run_id
)
