-- dedup_pending: one row per current document that this version has not put into a family, oldest first,
-- and per document in a family whose url has since become the alias of another that has been read.

select documents.document_id
from work.documents
inner join raw.urls on documents.url_id = urls.url_id
left join work.family_members on documents.url_id = family_members.url_id
where
    documents.is_current
    and case
        when urls.alias_of_url_id is not null
            then
                family_members.url_id is not null
                and exists (
                    select 1
                    from work.documents as targets
                    where targets.url_id = urls.alias_of_url_id and targets.is_current
                )
        else
            family_members.document_id is distinct from documents.document_id
            or family_members.version is distinct from %(version)s
    end
order by documents.document_id
limit %(limit)s
