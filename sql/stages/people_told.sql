-- people_told: one row per decision of an editor about one of the people asked for, the oldest first.

select
    person_decisions.kind,
    person_decisions.decided_by,
    person_decisions.decided_at,
    person_decisions.reason,
    count(*) filter (where not person_decision_speakers.leaves) as staying_count,
    count(*) filter (where person_decision_speakers.leaves) as leaving_count
from work.person_decisions
inner join work.person_decision_speakers on person_decisions.decision_id = person_decision_speakers.decision_id
where
    person_decisions.decision_id in (
        select decided_appearances.decision_id
        from work.decided_appearances
        inner join work.appearances on decided_appearances.appearance_id = appearances.appearance_id
        where appearances.person_id = any(%(people)s::uuid[])
    )
group by person_decisions.decision_id
order by person_decisions.decision_id
