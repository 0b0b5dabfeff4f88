-- severity: fail
-- scope: article
-- Every section begins with its title and lies inside its article.

select
    sections.article_id,
    sections.section_id,
    sections.title
from sections
inner join articles on sections.article_id = articles.article_id
where
    sections.end_char > articles.char_count
    or substr(articles.text, sections.start_char + 1, char_length(sections.title)) <> sections.title
