"""Families as people decided: what they parted stays apart, what they joined stays together. Pure.

The newest decision goes first, then what the rules linked, the nearest first; whatever would bring
together what a decision parts is left out. So a new copy goes with those it is most like, and no third
page brings two parts together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.dedup.group import Link, Node


@dataclass(frozen=True, slots=True)
class Decision:
    """Documents that a person parted (`leaving` from `staying`), or, where none leaves, joined."""

    decision_id: int
    staying: frozenset[int]
    leaving: frozenset[int] = frozenset()


class _Parts:
    """Which documents are together, and which may not come together."""

    def __init__(self, keys: Iterable[int]) -> None:
        self._root = {key: key for key in keys}
        self._sides: dict[int, set[tuple[int, bool]]] = defaultdict(set)

    def root(self, key: int) -> int:
        while self._root[key] != key:
            self._root[key] = self._root[self._root[key]]
            key = self._root[key]
        return key

    def unite(self, one: int, other: int) -> None:
        """Bring two together, unless a decision parts them."""
        low, high = sorted((self.root(one), self.root(other)))
        is_parted = any((decision, not side) in self._sides[low] for decision, side in self._sides[high])
        if low != high and not is_parted:
            self._root[high] = low
            self._sides[low] |= self._sides.pop(high)

    def part(self, key: int, decision_id: int, *, leaves: bool) -> None:
        """Set a document on one side of a split, unless a newer decision has put it with the other side."""
        sides = self._sides[self.root(key)]
        if (decision_id, not leaves) not in sides:
            sides.add((decision_id, leaves))


def decided(
    nodes: Mapping[int, Node],
    groups: Sequence[Sequence[Node]],
    links: Collection[Link],
    decisions: Collection[Decision],
) -> list[list[Node]]:
    """The groups, parted and joined as decided; in the order that `group.families` has."""
    group_of = {node.document_id: place for place, group in enumerate(groups) for node in group}
    concerned = {
        group_of[key]
        for decision in decisions
        for key in (*decision.staying, *decision.leaving)
        if key in group_of
    }
    kept = [list(group) for place, group in enumerate(groups) if place not in concerned]
    keys = {key for key, place in group_of.items() if place in concerned}
    parts = _Parts(keys)
    for decision in sorted(decisions, key=lambda decision: -decision.decision_id):
        _apply(decision, parts, nodes, group_of)
    leaving = {key for decision in decisions for key in decision.leaving}
    for one, other in _nearest_first(nodes, group_of, keys, links, leaving):
        parts.unite(one, other)
    made: dict[int, list[Node]] = defaultdict(list)
    for key in sorted(keys):
        made[parts.root(key)].append(nodes[key])
    return sorted((*kept, *made.values()), key=lambda group: group[0].document_id)


def _apply(decision: Decision, parts: _Parts, nodes: Mapping[int, Node], group_of: Mapping[int, int]) -> None:
    """Part or join what is there; either side of a split stays one as far as the rules hold it together."""
    sides = [
        sorted((key for key in side if key in group_of), key=lambda key: nodes[key].url)
        for side in (decision.staying, decision.leaving)
    ]
    if decision.leaving:
        for side, leaves in zip(sides, (False, True), strict=True):
            for key in side:
                parts.part(key, decision.decision_id, leaves=leaves)
    for side in sides:
        firsts: dict[int, int] = {}
        for key in side:
            place = group_of[key] if decision.leaving else 0
            parts.unite(firsts.setdefault(place, key), key)


def _nearest_first(
    nodes: Mapping[int, Node],
    group_of: Mapping[int, int],
    keys: Collection[int],
    links: Collection[Link],
    leaving: Collection[int],
) -> list[tuple[int, int]]:
    """The links and twins within groups; of two as near, the one with those that stayed, then by address."""
    twins = [
        (2.0, 2.0, key, nodes[key].twin_of)
        for key in keys
        if nodes[key].twin_of is not None and nodes[key].twin_of in keys
    ]
    known = [
        (link.similarity, link.containment, link.a, link.b)
        for link in links
        if link.a in keys and link.b in keys and group_of[link.a] == group_of[link.b]
    ]

    def rank(pair: tuple[float, float, int, int | None]) -> tuple[object, ...]:
        similarity, containment, *ends = pair
        urls = sorted(nodes[key].url for key in ends if key is not None)
        return (-similarity, -containment, any(key in leaving for key in ends), urls)

    return [(one, other) for _, _, one, other in sorted((*twins, *known), key=rank) if other is not None]
