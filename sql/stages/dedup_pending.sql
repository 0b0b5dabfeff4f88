-- dedup_pending: one row per current document that this version has not put into a family, oldest first.

select documents.document_id
from work.documents
inner join raw.urls on documents.url_id = urls.url_id
left join work.family_members on documents.document_id = family_members.document_id
where
    documents.is_current
    and urls.alias_of_url_id is null
    and family_members.version is distinct from %(version)s
order by documents.document_id
limit %(limit)s
