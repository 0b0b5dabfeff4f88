"""What do we watch? Reads config/sources.yml into `Source` values.

The file is a list; an entry's keys are the fields of `models.Source`. Everything wrong in it is told
at once, each with file, line, field and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

import yaml

from onrecord.errors import ConfigurationError
from onrecord.models import Source, SourceKind

KINDS: tuple[str, ...] = get_args(SourceKind)
KNOWN = {field.name: field for field in fields(Source)}
REQUIRED = tuple(
    name for name, field in KNOWN.items() if field.default is MISSING and field.default_factory is MISSING
)
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
MIN_SIMILARITY = 0.6  # of a mistyped key to a known one, to be suggested
MAX_INTERVAL_SECONDS = 3600.0  # longer, and a run of 30 minutes could not fetch one page
MAX_PAGES = 100_000


class _Wrong(Exception):
    """A finding: where and what, already with its remedy."""

    def __init__(self, node: yaml.Node, message: str) -> None:
        super().__init__(message)
        self.line = node.start_mark.line + 1


def load(path: Path) -> tuple[Source, ...]:
    """The sources of a file, in its order; ConfigurationError naming every line that is wrong."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read ({error}). Write it as UTF-8 text.") from error
    return parse(text, name=str(path), folder=path.resolve().parent)


def parse(text: str, *, name: str, folder: Path) -> tuple[Source, ...]:
    """`load` for a text in hand; relative folders are taken from `folder`."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"{name}:{line}: this is not YAML: {error.problem}. Check indents and quotes."
        raise ConfigurationError(message) from error
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{name}: this is not YAML: {error}") from error
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        return ()
    if not isinstance(root, yaml.SequenceNode):
        raise ConfigurationError(f"{name}:1: write a list of sources: each starts with '- slug: …'.")
    found: list[Source] = []
    wrong: list[_Wrong] = []
    lines: dict[str, int] = {}
    for node in root.value:
        try:
            source = _source(node, folder)
            if first := lines.get(source.slug):
                raise _Wrong(node, f"slug: '{source.slug}' is taken by line {first}; choose another.")
            lines[source.slug] = node.start_mark.line + 1
            found.append(source)
        except _Wrong as error:
            wrong.append(error)
    if wrong:
        raise ConfigurationError("\n".join(f"{name}:{error.line}: {error}" for error in wrong))
    return tuple(found)


def _source(node: yaml.Node, folder: Path) -> Source:
    if not isinstance(node, yaml.MappingNode):
        raise _Wrong(node, "a source is written as 'key: value' lines, the first being 'slug: …'.")
    nodes = dict(_entries(node))
    for field in REQUIRED:
        if field not in nodes:
            raise _Wrong(node, f"{field}: is missing; add a line '{field}: …'.")
    kind = _one_of(nodes["kind"], "kind", KINDS)
    values: dict[str, Any] = {
        "slug": _slug(nodes["slug"]),
        "name": _text(nodes["name"], "name"),
        "kind": kind,
        "addresses": tuple(_address(each, kind, folder) for each in _items(nodes["addresses"], "addresses")),
    }
    for field, read in _OPTIONAL.items():
        if field in nodes:
            values[field] = read(nodes[field], field)
    if not values["addresses"]:
        raise _Wrong(nodes["addresses"], "addresses: is empty; name at least one.")
    return Source(**values)


def _entries(node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key not in KNOWN:
            near = get_close_matches(key.lower(), KNOWN, n=1, cutoff=MIN_SIMILARITY)
            hint = f"did you mean '{near[0]}'?" if near else f"known are: {', '.join(KNOWN)}."
            raise _Wrong(key_node, f"{key}: is not a key of a source; {hint}")
        if key in seen:
            raise _Wrong(key_node, f"{key}: is written twice; keep one.")
        seen.add(key)
        yield key, value_node


def _scalar(node: yaml.Node, field: str) -> object:
    if not isinstance(node, yaml.ScalarNode):
        raise _Wrong(node, f"{field}: write one value, not a list or a block.")
    loader = yaml.SafeLoader("")
    try:
        value: object = loader.construct_object(node)
        return value
    except ValueError as error:  # e.g. a date that does not exist
        raise _Wrong(node, f"{field}: {error}; put it in quotes.") from error
    finally:
        loader.dispose()


def _items(node: yaml.Node, field: str) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if isinstance(node, yaml.ScalarNode) and node.value:
        return [node]
    raise _Wrong(node, f"{field}: write a list: each on a line '- …'.")


def _text(node: yaml.Node, field: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _Wrong(node, f"{field}: write one value, not a list or a block.")
    value = node.value.strip()
    if not value or (node.style is None and value in {"~", "null"}):
        raise _Wrong(node, f"{field}: is empty; write its value or drop the line.")
    if not value.isprintable():
        raise _Wrong(node, f"{field}: holds a control character; write it on one line.")
    return str(value)


def _slug(node: yaml.Node) -> str:
    value = _text(node, "slug")
    if not SLUG.fullmatch(value):
        raise _Wrong(node, f"slug: '{value}' may hold only a-z, 0-9, _ and -, 63 at most; rewrite it so.")
    return value


def _one_of(node: yaml.Node, field: str, known: tuple[str, ...]) -> str:
    value = _text(node, field)
    if value not in known:
        near = get_close_matches(value.lower(), known, n=1, cutoff=MIN_SIMILARITY)
        hint = f"did you mean '{near[0]}'?" if near else f"choose one of {', '.join(known)}."
        raise _Wrong(node, f"{field}: '{value}' is not known; {hint}")
    return value


def _address(node: yaml.Node, kind: str, folder: Path) -> str:
    value = _text(node, "addresses")
    if kind == "folder":
        if "://" in value:
            raise _Wrong(node, f"addresses: '{value}' is not a folder; for the web choose another kind.")
        return str((folder / Path(value).expanduser()).resolve())
    try:
        split = urlsplit(value)
        is_good = split.scheme in {"http", "https"} and bool(split.hostname) and split.port != 0
    except ValueError:
        is_good = False
    if not is_good or any(char.isspace() for char in value):
        raise _Wrong(node, f"addresses: '{value}' cannot be fetched; write http(s)://, a host and a path.")
    if "@" in split.netloc:
        raise _Wrong(node, "addresses: a name or password does not belong in an address; leave it out.")
    return value


def _patterns(node: yaml.Node, field: str) -> tuple[str, ...]:
    patterns = tuple(_text(each, field) for each in _items(node, field))
    for pattern, each in zip(patterns, _items(node, field), strict=True):
        try:
            re.compile(pattern)
        except re.error as error:
            message = (
                f"{field}: '{pattern}' is not a regular expression ({error}); put \\ before what is literal."
            )
            raise _Wrong(each, message) from error
    return patterns


def _flag(node: yaml.Node, field: str) -> bool:
    value = _scalar(node, field)
    if not isinstance(value, bool):
        raise _Wrong(node, f"{field}: write true or false.")
    return value


def _seconds(node: yaml.Node, field: str) -> float:
    value = _scalar(node, field)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= float(str(value)) <= MAX_INTERVAL_SECONDS:
        raise _Wrong(node, f"{field}: write a number of seconds from 0 to {MAX_INTERVAL_SECONDS:.0f}.")
    return float(str(value))


def _count(node: yaml.Node, field: str) -> int:
    value = _scalar(node, field)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_PAGES:
        raise _Wrong(node, f"{field}: write a whole number from 1 to {MAX_PAGES}.")
    return value


_OPTIONAL = {
    "outlet": _text,
    "skip": _patterns,
    "interval_seconds": _seconds,
    "max_pages": _count,
    "is_sample": _flag,
    "is_enabled": _flag,
}
