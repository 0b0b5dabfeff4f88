"""Reads YAML that users edit, and says of each fault in which file and line it is, and what to do."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import NoReturn

import yaml

from onrecord.enrich import matching
from onrecord.errors import ConfigurationError

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class LexiconError(ConfigurationError, ValueError):
    """A file of topics or entities is wrong; the message names file, line and remedy."""


class Reader:
    """Reads YAML nodes of one file, and says of each fault on which line it is."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, node: yaml.Node | None, problem: str, remedy: str) -> NoReturn:
        line = f":{node.start_mark.line + 1}" if node else ""
        raise LexiconError(f"{self.path}{line}: {problem}. {remedy}")

    def root(self) -> yaml.Node:
        try:
            node = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except OSError as error:
            raise LexiconError(
                f"{self.path}: cannot be read ({error.strerror}). Put the file there."
            ) from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            line = f":{mark.line + 1}" if mark else ""
            what = getattr(error, "problem", None) or "not UTF-8"
            raise LexiconError(
                f"{self.path}{line}: not YAML ({what}). Quote text with a colon in it."
            ) from error
        if node is None:
            self.fail(None, "the file is empty", "Start it with a list of entries.")
        return node

    def mapping(
        self, node: yaml.Node, *, required: Collection[str] = (), optional: Collection[str] = ()
    ) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, "fields are expected here", "Write lines like `name: value`.")
        fields: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if name not in {*required, *optional}:
                allowed = ", ".join(sorted({*required, *optional}))
                self.fail(key, f"unknown field {name!r}", f"Allowed here: {allowed}.")
            if name in fields:
                self.fail(key, f"{name!r} stands twice", "Keep one of them.")
            fields[name] = value
        for name in sorted(set(required) - fields.keys()):
            self.fail(node, f"{name!r} is missing", f"Add a line `{name}: …`.")
        return fields

    def items(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fail(
                node, "a list is expected here", "Write [one, another], or a line with a dash for each."
            )
        return list(node.value)

    def text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self.fail(node, "a text is expected here", "Write a word or a sentence.")
        return str(node.value.strip())

    def texts(self, node: yaml.Node | None) -> list[str]:
        return [self.text(item) for item in self.items(node)]

    def terms(self, node: yaml.Node | None) -> frozenset[str]:
        return frozenset(map(matching.plain, self.texts(node)))

    def check_id(self, node: yaml.Node, value: str, taken: Collection[str]) -> None:
        if not _ID.fullmatch(value):
            self.fail(node, f"id is {value!r}", "Use small letters, digits and single hyphens.")
        if value in taken:
            self.fail(node, f"the id {value!r} stands twice", "Choose another: ids are kept for ever.")
