-- people_reached: one row per appearance that shares a name, a person or a decision with those asked for.

with asked as (
    select unnest(%(ids)s::uuid[]) as appearance_id
),

keys as (
    select distinct appearance_keys.key
    from asked
    inner join work.appearance_keys on asked.appearance_id = appearance_keys.appearance_id
),

persons as (
    select distinct appearances.person_id
    from asked
    inner join work.appearances on asked.appearance_id = appearances.appearance_id
    where appearances.person_id is not null
),

decisions as (
    select distinct decided_appearances.decision_id
    from asked
    inner join work.decided_appearances on asked.appearance_id = decided_appearances.appearance_id
)

select appearance_keys.appearance_id::text as appearance_id
from keys
inner join work.appearance_keys on keys.key = appearance_keys.key
union
select appearances.appearance_id::text as appearance_id
from persons
inner join work.appearances on persons.person_id = appearances.person_id
union
select decided_appearances.appearance_id::text as appearance_id
from decisions
inner join work.decided_appearances on decisions.decision_id = decided_appearances.decision_id
