"""Which lines does a page display, in order, and in which elements do they stand?

A walk over the parsed tree without recursion. Lines end where a browser ends them: at the edges of
blocks and at <br>. What is inside a line stays together: labels, links, bold words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree, html

from onrecord.extract.page import check_size
from onrecord.models import LineKind

MAX_CELL_CHARS = 200  # longer cells make a table a layout, not data
MAX_ATTRIBUTES = 300  # of one tag; real ones have fewer than thirty

_BLOCK_TAGS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol
    optgroup p pre section summary table tbody td tfoot th thead tr ul xmp
"""
_UNSEEN_TAGS = """
    applet area audio base basefont canvas datalist embed frame frameset head iframe input link map meta math
    noframes noscript object option param picture progress rp rt script select source style svg template
    textarea title track video
"""
BLOCKS = frozenset(_BLOCK_TAGS.split())
UNSEEN = frozenset(_UNSEEN_TAGS.split())
_BOLD_TAGS = frozenset(("b", "strong"))
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_PLAIN_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.I)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.I)
_LONG_TAG = re.compile(r"<(?P<name>[a-zA-Z][\w:-]{0,40})\s[^<>]{3000,}>?")
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u3000\u2028\u2029\x85\x1c-\x1f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
_WIDE = re.compile(r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(slots=True)
class Block:
    """One displayed line with what is known of it; `element` is the block it stands in."""

    text: str
    element: html.HtmlElement
    kind: LineKind = "paragraph"
    level: int | None = None
    bold: tuple[tuple[int, int], ...] = ()
    link_chars: int = 0
    is_hidden: bool = False


@dataclass(slots=True)
class _Line:
    """A line being gathered."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    bold: list[tuple[int, int]] = field(default_factory=list)
    link_chars: int = 0
    has_space: bool = False  # white space seen since the last character
    has_newline: bool = False

    def add(self, text: str, *, is_bold: bool, is_link: bool) -> None:
        """Add a text node as a browser shows it: white space runs become one space."""
        position = 0
        for match in _SPACE.finditer(text):
            self._add_word(text[position : match.start()], is_bold, is_link)
            self.has_space = True
            self.has_newline = self.has_newline or "\n" in match.group()
            position = match.end()
        self._add_word(text[position:], is_bold, is_link)

    def _add_word(self, word: str, is_bold: bool, is_link: bool) -> None:
        if not word:
            return
        if self.has_space and self.length and not (self.has_newline and self._joins(word)):
            self.parts.append(" ")
            self.length += 1
        self.has_space = self.has_newline = False
        start = self.length
        self.parts.append(word)
        self.length += len(word)
        if is_link:
            self.link_chars += len(word)
        if is_bold:
            if self.bold and start - self.bold[-1][1] <= 1:
                start = self.bold.pop()[0]
            self.bold.append((start, self.length))

    def _joins(self, word: str) -> bool:
        """A line break of the source between two Han characters is no space."""
        return bool(self.parts and _WIDE.match(self.parts[-1][-1]) and _WIDE.match(word[0]))


def clean_markup(text: str) -> str:
    """Markup for the parser: no control characters, no declaration, no masses of attributes."""
    text = _CONTROL.sub("", text)
    # a declared encoding is history once the text is decoded, and lxml refuses str with it
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:1000]) + text[1000:]
    return _LONG_TAG.sub(_without_attributes, text)


def _without_attributes(match: re.Match[str]) -> str:
    """libxml2 compares every attribute of a tag with every other: thousands of them are an attack."""
    return f"<{match['name']}>" if match.group().count("=") > MAX_ATTRIBUTES else match.group()


def parse_tree(clean: str) -> html.HtmlElement | None:
    """The tree of clean markup, or None where there is nothing in it; deep nesting is cut by the parser."""
    if not clean.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def read_blocks(root: html.HtmlElement) -> list[Block]:
    """All displayed lines of the page; those in hidden elements are marked, not left out."""
    return _Walk().run(root)


class _Walk:
    """The state of one walk: where we are, and the line being gathered."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.line = _Line()
        self.chars = 0
        self.bold_depth = self.link_depth = self.quote_depth = self.hidden_depth = self.pre_depth = 0
        self.owners: list[html.HtmlElement] = []
        self.row: html.HtmlElement | None = None  # a data row whose cells make one line
        self.bold_before: list[int] = []

    def run(self, root: html.HtmlElement) -> list[Block]:
        skip_until: html.HtmlElement | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag
            if event == "start":
                if skip_until is not None:
                    continue
                if not isinstance(tag, str) or tag in UNSEEN:
                    skip_until = element
                    continue
                self._open(element, tag)
                if element.text:
                    self._text(element.text)
            else:
                if skip_until is not None:
                    if element is not skip_until:
                        continue
                    skip_until = None
                else:
                    self._close(element, tag)
                if element.tail and element is not root:
                    self._text(element.tail)
        self._flush()
        return self.blocks

    def _text(self, text: str) -> None:
        if self.pre_depth and "\n" in text:
            for i, part in enumerate(text.split("\n")):
                if i:
                    self._flush()
                self.line.add(part, is_bold=self.bold_depth > 0, is_link=self.link_depth > 0)
            return
        self.line.add(text, is_bold=self.bold_depth > 0, is_link=self.link_depth > 0)

    def _open(self, element: html.HtmlElement, tag: str) -> None:
        if tag == "br":
            if self.row is None:
                self._flush()
            else:
                self._text(" ")
            return
        style = element.get("style")
        if (style and _HIDDEN_STYLE.search(style)) or element.get("hidden") is not None:
            self.hidden_depth += 1
            element.set("data-onrecord-hidden", "")
        self.bold_before.append(self.bold_depth)
        if tag in _BOLD_TAGS or (style and _BOLD_STYLE.search(style)):
            self.bold_depth += 1
        elif style and _PLAIN_STYLE.search(style):
            self.bold_depth = 0
        if tag == "a":
            self.link_depth += 1
        if tag not in BLOCKS:
            return
        if self.row is not None:
            if tag in ("td", "th") and self.line.length:
                self._text(" | ")
            return
        self._flush()
        self.owners.append(element)
        if tag == "blockquote":
            self.quote_depth += 1
        elif tag in ("pre", "xmp", "listing"):
            self.pre_depth += 1
        elif tag == "tr" and _is_data_row(element):
            self.row = element

    def _close(self, element: html.HtmlElement, tag: str) -> None:
        if tag == "br":
            return
        is_inner_of_row = self.row is not None and element is not self.row
        if tag in BLOCKS and not is_inner_of_row:
            self._flush()
            self.owners.pop()
            self.row = None if element is self.row else self.row
            if tag == "blockquote":
                self.quote_depth -= 1
            elif tag in ("pre", "xmp", "listing"):
                self.pre_depth -= 1
        if tag == "a":
            self.link_depth -= 1
        self.bold_depth = self.bold_before.pop()
        if element.get("data-onrecord-hidden") is not None:
            self.hidden_depth -= 1
            del element.attrib["data-onrecord-hidden"]

    def _flush(self) -> None:
        line, self.line = self.line, _Line()
        if not line.length or not self.owners:
            return
        owner = self.owners[-1]
        kind, level = self._kind(owner)
        self.chars += line.length
        check_size(len(self.blocks), self.chars)
        self.blocks.append(
            Block(
                text="".join(line.parts),
                element=owner,
                kind=kind,
                level=level,
                bold=tuple(line.bold),
                link_chars=line.link_chars,
                is_hidden=self.hidden_depth > 0,
            )
        )

    def _kind(self, owner: html.HtmlElement) -> tuple[LineKind, int | None]:
        if owner is self.row:
            return "table_row", None
        for element in reversed(self.owners[-3:]):  # <h2><div>, <li><p>: the mark is near or it is none
            if element.tag in _HEADINGS:
                return "heading", _HEADINGS[element.tag]
            if element.tag == "li":
                return "list_item", None
        return ("quote", None) if self.quote_depth else ("paragraph", None)


def _is_data_row(row: html.HtmlElement) -> bool:
    """Several short cells with nothing but words in them; other tables only lay out a page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2:
        return False
    for cell in cells:
        size = len(cell.text or "")
        for inner in cell.iterdescendants():
            if inner.tag in BLOCKS or inner.tag in ("input", "select", "textarea", "form"):
                return False
            size += len(inner.text or "") + len(inner.tail or "")
            if size > MAX_CELL_CHARS:
                return False
        if size > MAX_CELL_CHARS:
            return False
    return True
