"""How much does each line, and each element of the tree, look like the article?

Prose counts for an element, links and page furniture against it. The element where the balance is
highest is the article's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import html

from onrecord.extract.html_blocks import Block
from onrecord.extract.reasons import Reason

LINK_SHARE = 0.5  # of a line's characters: above it the line is a link, not prose
MIN_PROSE = 22  # units: a shorter line is prose only with a sentence's end
LATIN_UNIT = 0.4  # a Latin letter weighs as much as this part of a Han character
LINK_LINE = 12.0  # what a line of links costs whatever its length
FORUM_PENALTY = 0.4  # of furniture's cost in a thread
MAX_FURNITURE = 0.35  # of the page's prose: an element with more is not what its name says
MAX_COMMENTS = 0.9  # likewise for comments, which may well be longer than what they comment on
MIN_FORUM_NAMES = 4  # elements named after threads, topics, answers
NAMES = 4096  # of elements, kept with what they say: a page uses the same few again and again
MAX_NAME = 400  # characters of class and id that are looked at
VOTE = 0.65  # share of a line's weight that trafilatura's yes or no is worth

_FURNITURE = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|foot|footer|sidebar|side|aside|widget|related|relate|recommend|"
    r"recommended|rec|hot|hotnews|rank|ranking|share|sharing|social|tags?|tag-?list|pager|pagination|copyright|copy|"
    r"advert|advertisement|ads?|banner|promo|sponsor|newsletter|subscribe|subscription|signup|login|modal|popup|cookie|toolbar|"
    r"tooltip|disclaimer|caption|credit|outbrain|taboola|trending|popular|most-?read|read-?more|more|prev|next|qrcode|"
    r"author-?(?:info|box|bio)|bio|sign|signature|byline|meta|statement|links?|friend-?links?|declare|report)(?:$|[-_\s])"
    r"|relat(?:ed|ive)|recommend|breadcrumb|sidebar|comment-?form|copyright|footer|pagination|subscri",
    re.I,
)
_COMMENTS = re.compile(r"comment|disqus|pinglun|respond|(?:^|[-_\s])repl(?:y|ies)|gentie", re.I)
_ARTICLE = re.compile(
    r"article-?(?:body|content|text|detail|main)|(?:post|entry|main|news|story|detail|rich|text|blog)-?_?(?:body|content|text)"
    r"|articleBody|rich_media_content|(?:^|[-_\s])(?:content|article|zhengwen|zoom|trs_editor|endtext)(?:$|[-_\s])",
    re.I,
)
_FORUM = re.compile(
    r"thread|topic|forum|(?:^|[-_\s])bbs|discuz|post-?list|answer|question|(?:^|[-_\s])floor|tieba|discuss",
    re.I,
)
_PART_OF_POST = re.compile(
    r"(?:main|item|post|reply|comment|thread|content)\w*[-_]+foot|text-link|rich", re.I
)
_REPLY = re.compile(r"(?:^|[-_\s])repl(?:y|ies)(?:$|[-_\s])", re.I)
_FORUM_SOFTWARE = re.compile(
    r"discuz|phpwind|phpbb|vbulletin|xenforo|discourse|flarum|nodebb|mybb|smf|invision", re.I
)
_ADDRESS = re.compile(r"https?://\S+$")
_POST_STAMP = re.compile(
    r"(?:19|20)\d{2}[-/.年]\s?\d|\d\s?(?:秒|分钟|小时|天|个?月|年)前"
    r"|\d\s?(?:minutes?|hours?|days?|months?) ago"
)
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_SENTENCE = re.compile(r"[。！？!?；;…]|[.](?:\s|$)|，|、")


@dataclass(frozen=True, slots=True)
class Scored:
    """A line with its worth: above zero it looks like the article's, below like furniture."""

    units: float
    value: float
    reason: Reason | None


def units(text: str) -> float:
    """The length of a text, a Han character as 1."""
    han = len(_HAN.findall(text))
    return han + LATIN_UNIT * (len(text) - han)


def areas(
    root: html.HtmlElement, blocks: Sequence[Block], *, is_forum: bool
) -> dict[html.HtmlElement, Reason]:
    """The elements that name themselves furniture, each with the reason; what is inside inherits it.

    A name is not believed of an element that holds much of the page's prose: layouts are named after
    their sidebars.
    """
    prose = _prose(root, blocks)
    whole = prose.get(root, 0.0)
    found: dict[html.HtmlElement, Reason] = {}
    for element in root.iter("*"):
        parent = element.getparent()
        reason = found.get(parent) if parent is not None else None
        if reason is None and prose.get(element, 0.0) <= MAX_COMMENTS * whole:
            reason = _named(element, is_forum)
            if reason not in (None, "comments") and prose.get(element, 0.0) > MAX_FURNITURE * whole:
                reason = None
        if reason is not None:
            found[element] = reason
    return found


def _prose(root: html.HtmlElement, blocks: Sequence[Block]) -> dict[html.HtmlElement, float]:
    """How much plain prose stands in each element and below it."""
    total: dict[html.HtmlElement, float] = {}
    for block in blocks:
        size = units(block.text)
        if size >= MIN_PROSE and block.link_chars <= LINK_SHARE * len(block.text):
            total[block.element] = total.get(block.element, 0.0) + size
    return _summed(root, total)


def _named(element: html.HtmlElement, is_forum: bool) -> Reason | None:
    tag = element.tag
    if tag in ("html", "body", "article", "main"):
        return None
    if tag in ("nav", "menu", "button", "select") or (tag == "footer" and not is_forum):
        return "navigation"
    if tag == "figcaption":
        return "caption"
    name = f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_NAME]
    if len(name) < 3:
        return "navigation" if tag == "aside" else None
    return _by_name(name, is_forum) or ("navigation" if tag == "aside" and not _is_article(name) else None)


@lru_cache(maxsize=NAMES)
def _is_article(name: str) -> bool:
    return _ARTICLE.search(name) is not None


@lru_cache(maxsize=NAMES)
def _by_name(name: str, is_forum: bool) -> Reason | None:
    if _is_article(name):
        return None
    if not is_forum and _COMMENTS.search(name):
        return "comments"
    if _FURNITURE.search(name) and not (is_forum and _PART_OF_POST.search(name)):
        return "navigation"
    return None


@lru_cache(maxsize=NAMES)
def _forum_signs(name: str) -> tuple[bool, bool]:
    return _FORUM.search(name) is not None, _REPLY.search(name) is not None


def is_forum_page(root: html.HtmlElement, blocks: Sequence[Block]) -> bool:
    """Do several authors write on equal terms here: questions and answers, threads, posts with replies?"""
    named = replies = 0
    for element in root.iter("div", "li", "article", "section", "table", "ul", "body", "html"):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_NAME]
        if len(name) > 3:
            is_thread, is_reply = _forum_signs(name)
            named += is_thread
            replies += is_reply
    if named >= MIN_FORUM_NAMES or (named and replies >= MIN_FORUM_NAMES):
        return True
    generator = next((m.get("content") or "" for m in root.iter("meta") if m.get("name") == "generator"), "")
    return _FORUM_SOFTWARE.search(generator) is not None


def score(block: Block, reason: Reason | None, vote: bool | None, *, is_forum: bool) -> Scored:
    """What one line is worth. In a thread names and links stand between the posts, and posts are short."""
    size = units(block.text)
    share = block.link_chars / max(1, len(block.text))
    if share > LINK_SHARE and _ADDRESS.match(block.text):
        share = 0.0  # an address written out is text, linked or not
    if share > LINK_SHARE and block.kind != "heading":
        return Scored(size, -(LINK_LINE + size * 0.5) * (FORUM_PENALTY if is_forum else 1.0), "navigation")
    if is_forum and size < MIN_PROSE and _POST_STAMP.search(block.text):
        return Scored(size, -1.0, "byline")
    if block.kind == "heading":
        value = 0.0
    elif size >= MIN_PROSE or (size >= 8 and _SENTENCE.search(block.text)):
        value = size * (1 - share) * (1.0 if _SENTENCE.search(block.text) else 0.4)
    else:
        value = 1.0 if is_forum else -1.0
    if reason is not None:
        penalty = FORUM_PENALTY if is_forum else 1.0
        return Scored(size, -(abs(value) * 0.5 + 5.0) * penalty, reason)
    if vote is not None:
        value += VOTE * size if vote else -(VOTE * size)
    return Scored(size, value, None)


def totals(
    root: html.HtmlElement, blocks: Sequence[Block], scored: Sequence[Scored]
) -> Mapping[html.HtmlElement, float]:
    """The balance of every element: its own lines and all below it."""
    total: dict[html.HtmlElement, float] = {}
    for block, line in zip(blocks, scored, strict=True):
        total[block.element] = total.get(block.element, 0.0) + line.value
    return _summed(root, total)


def _summed(root: html.HtmlElement, total: dict[html.HtmlElement, float]) -> dict[html.HtmlElement, float]:
    """Each element's own value becomes that of the whole tree below it."""
    for element in reversed(list(root.iter("*"))):
        parent = element.getparent()
        mine = total.get(element)
        if mine is not None and parent is not None:
            total[parent] = total.get(parent, 0.0) + mine
    return total
