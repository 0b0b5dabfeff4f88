-- people_decisions: one row per decision about appearances asked for, oldest first, with who stays and who leaves.

select
    person_decisions.decision_id,
    person_decisions.kind,
    coalesce(
        array_agg(decided_appearances.appearance_id::text) filter (where not decided_appearances.leaves), '{}'
    ) as staying,
    coalesce(
        array_agg(decided_appearances.appearance_id::text) filter (where decided_appearances.leaves), '{}'
    ) as leaving
from work.person_decisions
inner join work.decided_appearances on person_decisions.decision_id = decided_appearances.decision_id
where
    person_decisions.decision_id in (
        select concerned.decision_id
        from work.decided_appearances as concerned
        where concerned.appearance_id = any(%(ids)s::uuid[])
    )
group by person_decisions.decision_id, person_decisions.kind
order by person_decisions.decision_id
