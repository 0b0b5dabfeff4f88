"""Why is a line of a page not the article? The closed list of reasons in `Document.removed`."""

from __future__ import annotations

from typing import Literal, get_args

Reason = Literal[
    "advert",
    "app_promotion",
    "byline",  # who made it, when, from where
    "caption",
    "comments",
    "contents",  # a table of contents: headings before the text that has them
    "counter",
    "disclaimer",
    "editor_note",
    "end_mark",
    "group_spam",
    "header",  # before the article, of no kind known
    "navigation",
    "not_article",  # inside the article's place on the page, but judged to be none of it
    "printed_twice",
    "pull_quote",  # a sentence of the article printed again to be seen
    "reading_time",
    "related",
    "repeated",  # the same line again and again between paragraphs
    "rule",
    "site_repeats",  # what the pages of its site have in common
    "tail",  # after the article, of no kind known
    "tags",
    "teaser",
    "title",
]
REASONS: frozenset[str] = frozenset(get_args(Reason))
