"""What do we look for? Reads config/topics.yml and config/entities.yml into checked values."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from onrecord import settings
from onrecord.enrich import matching
from onrecord.enrich.checked_yaml import LexiconError, Reader

WEIGHTS: Final = (1, 2, 3)
KINDS: Final = ("organisation", "product", "model")
__all__ = [
    "Entities",
    "Entity",
    "Lexicon",
    "LexiconError",
    "Rule",
    "Topic",
    "entities",
    "load",
    "load_entities",
    "topics",
]

_CODE = re.compile(r"medtop:\d{8}")


@dataclass(frozen=True, slots=True)
class Rule:
    """When a term counts: one of `needs` (if any), and none of `unless`, stands near it."""

    needs: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()

    def allows(self, near: Collection[str]) -> bool:
        """Does a term with these others near it count?"""
        return (not self.needs or not self.needs.isdisjoint(near)) and self.unless.isdisjoint(near)


@dataclass(frozen=True, slots=True)
class Topic:
    """A node of the tree. `terms` maps plain terms to weights, those of its parts among them."""

    id: str
    label_zh: str
    label_en: str
    definition: str
    code: str | None = None
    parent: str | None = None
    is_part: bool = False
    also: str | None = None
    within: str | None = None
    terms: Mapping[str, int] = field(default_factory=dict)
    excludes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lexicon:
    """All topics, what each term says, and the automaton that finds the terms."""

    topics: Mapping[str, Topic]
    rules: Mapping[str, Rule]
    senses: Mapping[str, tuple[tuple[str, int], ...]]  # term → (topic, weight)
    matcher: matching.Matcher
    digest: str = ""  # of all that decides what is found; comments, labels and definitions do not

    def ancestors(self, topic: str) -> Iterator[str]:
        """The topics above a topic, nearest first."""
        while (parent := self.topics[topic].parent) is not None:
            yield parent
            topic = parent

    def subject(self, topic: str) -> str:
        """The topic of the second level that a topic stands under; the topic itself in the upper two levels.

        A part is no subject of its own: it stands for the one that it is part of.
        """
        line = [node for node in (topic, *self.ancestors(topic)) if not self.topics[node].is_part]
        return line[max(0, len(line) - 2)]


@dataclass(frozen=True, slots=True)
class Entity:
    """An organisation, product or model. `aliases` are as written, the name among them."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    rule: Rule = Rule()


@dataclass(frozen=True)
class Entities:
    """All entities, those that an alias may mean, and the automaton that finds the aliases."""

    by_id: Mapping[str, Entity]
    aliases: Mapping[str, tuple[tuple[str, str], ...]]  # plain alias → (id, alias as written)
    matcher: matching.Matcher
    digest: str = ""  # of all entries


@cache
def topics(path: Path | None = None) -> Lexicon:
    """The topics of config/topics.yml (or of `path`), read once per process."""
    return load(path or settings.root() / "config" / "topics.yml")


@cache
def entities(path: Path | None = None) -> Entities:
    """The entities of config/entities.yml (or of `path`), read once per process."""
    return load_entities(path or settings.root() / "config" / "entities.yml")


def load(path: Path) -> Lexicon:
    """Read and check a file of topics; LexiconError says what is wrong, where, and what to do."""
    reader = Reader(path)
    top = reader.mapping(reader.root(), required={"topics"}, optional={"ambiguous"})
    found: dict[str, Topic] = {}
    for node in reader.items(top["topics"]):
        topic = _topic(reader, node, found)
        found[topic.id] = topic
        if topic.is_part and topic.parent is not None:
            whole = found[topic.parent]
            found[whole.id] = dataclasses.replace(whole, terms={**topic.terms, **whole.terms})
    senses: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for topic in found.values():
        for term, weight in topic.terms.items():
            senses[term].append((topic.id, weight))
    rules = _rules(reader, top.get("ambiguous"), senses, found)
    near = {word for rule in rules.values() for word in rule.needs | rule.unless}
    near.update(word for topic in found.values() for word in topic.excludes)
    return Lexicon(
        found,
        rules,
        {term: tuple(uses) for term, uses in senses.items()},
        matching.compile_terms(near | senses.keys()),
        _digest([_unnamed(topic) for topic in found.values()], rules),
    )


def load_entities(path: Path) -> Entities:
    """Read and check a file of entities; LexiconError says what is wrong, where, and what to do."""
    reader = Reader(path)
    by_id: dict[str, Entity] = {}
    aliases: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for node in reader.items(reader.mapping(reader.root(), required={"entities"})["entities"]):
        fields = reader.mapping(
            node, required={"id", "name", "kind"}, optional={"aliases", "needs", "unless"}
        )
        entity_id, name, kind = (reader.text(fields[key]) for key in ("id", "name", "kind"))
        reader.check_id(fields["id"], entity_id, by_id)
        if kind not in KINDS:
            reader.fail(fields["kind"], f"kind is {kind!r}", f"Write one of {', '.join(KINDS)}.")
        written = tuple(dict.fromkeys([name, *reader.texts(fields.get("aliases"))]))
        rule = Rule(reader.terms(fields.get("needs")), reader.terms(fields.get("unless")))
        by_id[entity_id] = Entity(entity_id, name, kind, written, rule)
        for alias in written:
            aliases[matching.plain(alias)].append((entity_id, alias))
    near = {word for entity in by_id.values() for word in entity.rule.needs | entity.rule.unless}
    return Entities(
        by_id,
        {alias: tuple(meant) for alias, meant in aliases.items()},
        matching.compile_terms(near | aliases.keys()),
        _digest(list(by_id.values())),
    )


def _unnamed(topic: Topic) -> Topic:
    """A topic without what people call it, which decides nothing."""
    return dataclasses.replace(topic, label_zh="", label_en="", definition="")


def _digest(*parts: object) -> str:
    """A short word that changes when one of the values does."""
    return hashlib.sha256(repr(_ordered(parts)).encode()).hexdigest()[:8]


def _ordered(value: object) -> object:
    """A value with its sets and mappings in order, so that it looks the same in every process."""
    if isinstance(value, (Rule, Topic, Entity)):
        return [_ordered(getattr(value, part.name)) for part in dataclasses.fields(value)]
    if isinstance(value, Mapping):
        return sorted((key, _ordered(item)) for key, item in value.items())
    if isinstance(value, frozenset):
        return sorted(value)
    return [_ordered(item) for item in value] if isinstance(value, (list, tuple)) else value


def _topic(reader: Reader, node: yaml.Node, earlier: Mapping[str, Topic]) -> Topic:
    """One entry of `topics`. Parents stand above their children, so that no circle is possible."""
    fields = reader.mapping(
        node,
        required={"id", "label_zh", "label_en", "definition", "terms"},
        optional={"code", "parent", "part_of", "also", "within", "excludes"},
    )
    topic_id = reader.text(fields["id"])
    reader.check_id(fields["id"], topic_id, earlier)
    known = ("parent", "part_of", "also", "within")
    links: dict[str, str] = {key: reader.text(fields[key]) for key in ("code", *known) if key in fields}
    for key in known:
        if key in links and links[key] not in earlier:
            remedy = "Write the id of a topic that stands above this one in the file."
            reader.fail(fields[key], f"{key} {links[key]!r} is not known here", remedy)
    if "part_of" in links and ("parent" in links or earlier[links["part_of"]].is_part):
        reader.fail(
            fields["part_of"], "a part is part of one whole topic", "Name that one, and write no parent."
        )
    if "code" in links and not _CODE.fullmatch(links["code"]):
        reader.fail(
            fields["code"], f"code is {links['code']!r}", "Write medtop: and eight digits, or leave it out."
        )
    return Topic(
        id=topic_id,
        label_zh=reader.text(fields["label_zh"]),
        label_en=reader.text(fields["label_en"]),
        definition=reader.text(fields["definition"]),
        code=links.get("code"),
        parent=links.get("part_of", links.get("parent")),
        is_part="part_of" in links,
        also=links.get("also"),
        within=links.get("within"),
        terms=_weighted_terms(reader, fields["terms"]),
        excludes=reader.terms(fields.get("excludes")),
    )


def _weighted_terms(reader: Reader, node: yaml.Node) -> dict[str, int]:
    """The terms of a topic: language → weight → list."""
    terms: dict[str, int] = {}
    for by_weight in reader.mapping(node, optional={"zh", "en"}).values():
        for weight, listed in reader.mapping(by_weight, optional={str(weight) for weight in WEIGHTS}).items():
            for item in reader.items(listed):
                term = matching.plain(reader.text(item))
                if terms.setdefault(term, int(weight)) != int(weight):
                    reader.fail(item, f"the term {term!r} has two weights", "Keep one of them.")
    if not terms:
        reader.fail(node, "the topic has no terms", "List some under zh or en, by weight.")
    return terms


def _rules(
    reader: Reader, node: yaml.Node | None, known: Collection[str], found: Mapping[str, Topic]
) -> dict[str, Rule]:
    """The rules of `ambiguous`, by term."""
    entries = [
        reader.mapping(entry, required={"terms"}, optional={"needs", "unless", "beside"})
        for entry in reader.items(node)
    ]
    doubtful = {matching.plain(term) for fields in entries for term in reader.texts(fields["terms"])}
    rules: dict[str, Rule] = {}
    for fields in entries:
        needs = reader.terms(fields.get("needs"))
        if "beside" in fields:
            needs |= _plain_terms(reader, fields["beside"], found) - doubtful
        rule = Rule(needs, reader.terms(fields.get("unless")))
        for item in reader.items(fields["terms"]):
            term = matching.plain(reader.text(item))
            if term not in known:
                reader.fail(item, f"no topic has the term {term!r}", "Add it to a topic, or remove it here.")
            rules[term] = rule
    return rules


def _plain_terms(reader: Reader, node: yaml.Node, found: Mapping[str, Topic]) -> frozenset[str]:
    """What is typical of a topic, and what names one below it that can stand by itself."""
    above = reader.text(node)
    if above not in found:
        reader.fail(node, f"beside {above!r} is not known", "Write the id of a topic.")
    lexicon = Lexicon(found, {}, {}, matching.compile_terms(()))
    return frozenset(
        term
        for topic in found.values()
        if above in (topic.id, *lexicon.ancestors(topic.id)) and not topic.within
        for term, weight in topic.terms.items()
        if weight == max(WEIGHTS) or (topic.id == above and weight > min(WEIGHTS))
    )
