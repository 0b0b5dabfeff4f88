-- person_candidates: one row per two people of one name who may be one, those in most articles first.
-- An editor merges or parts them by `onrecord people`.

select
    person_candidates.name,
    person_candidates.other_name,
    person_candidates.why,
    person_candidates.article_count,
    person_candidates.other_article_count,
    jsonb_path_query_array(person_candidates.evidence, '$[*].affiliation ? (@ != null)') as affiliations,
    jsonb_path_query_array(person_candidates.other_evidence, '$[*].affiliation ? (@ != null)') as other_affiliations,
    person_candidates.person_id,
    person_candidates.other_person_id
from ops.person_candidates
order by
    person_candidates.article_count + person_candidates.other_article_count desc,
    person_candidates.name_key asc,
    person_candidates.person_id asc,
    person_candidates.other_person_id asc
limit %(limit)s
