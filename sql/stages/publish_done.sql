-- publish_done: remember what the published articles were made from.

insert into work.published as kept (article_id, input_key)
select
    published.article_id,
    published.input_key
from staged.published
inner join staged.articles on published.article_id = articles.article_id
on conflict (article_id) do update set
    input_key = excluded.input_key,
    published_at = now()
where kept.input_key <> excluded.input_key
