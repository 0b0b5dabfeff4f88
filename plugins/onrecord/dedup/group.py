"""Which linked documents are one family, and which of them is the best? Pure, whatever the order.

A page that holds several unrelated articles (a compilation) is a family of its own: it would glue
theirs together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from onrecord.models import Relation

SAME_SIZE = 0.90  # documents this near in length support one another's completeness
LATEST = datetime.max


@dataclass(frozen=True, slots=True)
class Node:
    """A document, as choosing among copies needs it."""

    document_id: int
    url_id: int
    shingle_count: int
    is_origin: bool  # stands where the outlet it names publishes
    is_truncated: bool
    repair_count: int
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents that are copies; `relation` is what the first is to the second."""

    a: int
    b: int
    relation: Relation


def families(nodes: Iterable[Node], links: Collection[Link]) -> list[list[Node]]:
    """The nodes in families, each by document id, the families by their first member."""
    by_id = {node.document_id: node for node in nodes}
    compilations = _compilations(links)
    kept = [link for link in links if not _is_holding(link, compilations)]
    root = _components(by_id, kept)
    groups: dict[int, list[Node]] = defaultdict(list)
    for document_id in sorted(by_id):
        groups[root[document_id]].append(by_id[document_id])
    return list(groups.values())


def canonical(members: Sequence[Node]) -> tuple[Node, str]:
    """The best member of a family, and why.

    In this order: the page of the outlet it comes from; not broken off; a length that others share or
    exceed; completeness; fewest repairs; the earliest date; the document known longest.
    """
    largest = max(member.shingle_count for member in members)

    def is_supported(node: Node) -> bool:
        return any(
            other is not node
            and min(node.shingle_count, other.shingle_count)
            >= SAME_SIZE * max(node.shingle_count, other.shingle_count)
            for other in members
        )

    def rank(node: Node) -> tuple[object, ...]:
        return (
            not node.is_origin,
            node.is_truncated,
            not is_supported(node),
            -round(node.shingle_count / max(largest, 1), 1),
            node.repair_count,
            (node.published_at or LATEST).replace(tzinfo=None),
            -node.shingle_count,
            node.document_id,
        )

    ranked = sorted(members, key=rank)
    best = ranked[0]
    if len(ranked) == 1:
        return best, "the only one"
    reasons = (
        "the page of the outlet it comes from",
        "not broken off",
        "as long as other copies",
        "the most complete",
        "the fewest repairs",
        "the earliest date",
        "the most complete",
        "known longest",
    )
    second = rank(ranked[1])
    return best, next(
        why for why, ours, theirs in zip(reasons, rank(best), second, strict=True) if ours != theirs
    )


def _compilations(links: Iterable[Link]) -> set[int]:
    """Documents that hold two others which are not linked to one another, not even by a third."""
    held: dict[int, set[int]] = defaultdict(set)
    for link in links:
        if link.relation == "truncated":
            held[link.b].add(link.a)
        elif link.relation == "extended":
            held[link.a].add(link.b)
    found = set()
    for holder, parts in held.items():
        if len(parts) > 1:
            others = [
                link for link in links if holder not in (link.a, link.b) and not _holds_both(link, held)
            ]
            nodes = {link.a for link in others} | {link.b for link in others} | parts
            root = _components(nodes, others)
            if len({root[part] for part in parts}) > 1:
                found.add(holder)
    return found


def _holds_both(link: Link, held: dict[int, set[int]]) -> bool:
    """Whether a link is one of a holder of several parts: it may be a second copy of the compilation."""
    return (link.relation == "truncated" and len(held[link.b]) > 1) or (
        link.relation == "extended" and len(held[link.a]) > 1
    )


def _is_holding(link: Link, compilations: set[int]) -> bool:
    return (link.relation == "truncated" and link.b in compilations) or (
        link.relation == "extended" and link.a in compilations
    )


def _components(nodes: Iterable[int], links: Iterable[Link]) -> dict[int, int]:
    """The smallest node that each is connected with."""
    root = {node: node for node in nodes}

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for link in links:
        low, high = sorted((find(link.a), find(link.b)))
        root[high] = low
    return {node: find(node) for node in root}
