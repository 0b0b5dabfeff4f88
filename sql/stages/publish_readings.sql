-- publish_readings: one row per canonical document of the families asked for, with what was found in it.

select
    families.family_id,
    readings.document_id,
    readings.version,
    readings.language_detail,
    readings.reading,
    readings.topics,
    readings.keywords
from work.families
inner join work.readings on families.canonical_document_id = readings.document_id
where families.family_id = any(%(ids)s::uuid[])
