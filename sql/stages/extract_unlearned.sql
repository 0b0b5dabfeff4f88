-- extract_unlearned: one row per page whose lines have never been compared with those of its site, by url.

select
    documents.url_id,
    urls.url,
    articles.text,
    sources.text as source_text
from work.documents
inner join raw.urls on documents.url_id = urls.url_id
inner join work.texts as articles on documents.text_sha256 = articles.text_sha256
inner join work.texts as sources on documents.source_sha256 = sources.text_sha256
left join work.learned_pages on documents.url_id = learned_pages.url_id
where documents.is_current and learned_pages.url_id is null
order by documents.url_id
limit %(limit)s
