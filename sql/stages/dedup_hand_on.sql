-- dedup_hand_on: decisions about a page that leads elsewhere now are about the page it leads to.

update work.family_decision_pages as known set
    url_id = urls.alias_of_url_id
from raw.urls
where
    known.url_id = any(%(url_ids)s)
    and known.url_id = urls.url_id
    and urls.alias_of_url_id is not null
    and not exists (
        select 1
        from work.family_decision_pages as others
        where others.decision_id = known.decision_id and others.url_id = urls.alias_of_url_id
    )
