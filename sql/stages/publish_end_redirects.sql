-- publish_end_redirects: an article that is published again, parted from the one it was merged into, redirects nowhere.

delete from curated.article_redirects
using staged.articles
where article_redirects.old_article_id = articles.article_id
