-- publish_free_urls: a page that now belongs to another article leaves the one it stood under.

delete from curated.copies
using staged.copies as wanted
where copies.url = wanted.url and copies.article_id <> wanted.article_id
