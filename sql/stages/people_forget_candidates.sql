-- people_forget_candidates: pairs of the people asked for that are none any more.

delete from work.person_candidates
where
    (person_candidates.person_id = any(%(people)s::uuid[]) or person_candidates.other_person_id = any(%(people)s::uuid[]))
    and not exists (
        select 1
        from unnest(%(firsts)s::uuid[], %(seconds)s::uuid[]) as wanted (person_id, other_person_id)
        where
            wanted.person_id = person_candidates.person_id
            and wanted.other_person_id = person_candidates.other_person_id
    )
