-- publish_pending: one row per family whose published rows were made from other inputs than it has now.
-- Those that are marked to be read anew (reprocess_enrich) wait for that.
-- The key digests all that an article is made of: its members, their readings, the rules' versions.

with members as (
    select
        family_members.family_id,
        string_agg(
            concat_ws(
                ' ', family_members.url_id, family_members.document_id, family_members.relation, family_members.similarity,
                family_members.containment, family_members.matched_document_id, family_members.version
            ),
            ';' order by family_members.url_id
        ) as digest
    from work.family_members
    group by family_members.family_id
),

keys as (
    select
        families.family_id,
        md5(
            concat_ws('|', %(version)s, families.canonical_document_id, readings.version, readings.created_at, members.digest)
        ) as input_key
    from work.families
    inner join work.readings on families.canonical_document_id = readings.document_id and readings.is_complete
    inner join members on families.family_id = members.family_id
    where families.merged_into is null and readings.version <> 'outdated'
)

select
    keys.family_id,
    keys.input_key
from keys
left join work.published on keys.family_id = published.article_id
where published.input_key is distinct from keys.input_key
order by keys.family_id
