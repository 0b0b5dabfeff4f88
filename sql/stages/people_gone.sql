-- people_gone: one row per appearance whose speaker is no longer published, and whose people do not yet know.

select appearances.appearance_id::text as appearance_id
from work.appearances
where appearances.speaker_id is null and not appearances.is_settled
