"""Which linked documents are one family, and which of them is the best? Pure, whatever the order.

Documents that are mostly one another's text are a core. A core that another one holds joins it, unless
that would glue articles together: a compilation holds several, a statement is held by several.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from onrecord.models import Relation

SAME_SIZE = 0.90  # documents this near in length support one another's completeness
MOST = 0.50  # of a page: a text longer than half of it is what the page is about
MANY = 20  # documents of a core that hold the same text speak for all of it
HELD_BY_ALL = 0.20  # a text that large, part of a part, is a part of the whole too (compare finds .18)
MIN_LEAD = (
    0.02  # of a page, before an article that it holds and goes on after: an introduction, not a stray line
)
LATEST = datetime.max.replace(tzinfo=timezone.utc)
REASONS = (
    "the page of the outlet it comes from",
    "not broken off",
    "no other text around it",
    "as long as other copies",
    "the most complete",
    "the fewest repairs",
    "the earliest date",
    "the most complete",
    "the shortest address",
)
INVERSE: Mapping[Relation, Relation] = {"truncated": "extended", "extended": "truncated"}


@dataclass(frozen=True, slots=True)
class Node:
    """A document, as choosing among copies needs it."""

    document_id: int
    url_id: int
    url: str
    shingle_count: int
    is_origin: bool  # stands where the outlet it names publishes
    is_truncated: bool
    repair_count: int
    published_at: datetime | None
    twin_of: int | None = None  # the document with the same folded text, which has its links
    repairs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents that are copies; `relation` is what the first is to the second."""

    a: int
    b: int
    relation: Relation
    similarity: float = 1.0
    containment: float = 1.0
    why: str = ""
    lead: float = 0.0  # of the one that holds the other: see Pair


def inverse(relation: Relation) -> Relation:
    """What the second is to the first."""
    return INVERSE.get(relation, relation)


def families(nodes: Iterable[Node], links: Collection[Link]) -> list[list[Node]]:
    """The nodes in families, each by document id, the families by their first member."""
    by_id = {node.document_id: node for node in nodes}
    single = {key: node for key, node in by_id.items() if node.twin_of not in by_id}
    root = _joined(single, [link for link in links if link.a in single and link.b in single])
    groups: dict[int, list[Node]] = defaultdict(list)
    for key, node in sorted(by_id.items()):
        standing = node.twin_of if node.twin_of is not None and node.twin_of in single else key
        groups[root[standing]].append(node)
    return sorted(groups.values(), key=lambda group: group[0].document_id)


def canonical(members: Sequence[Node], links: Collection[Link] = ()) -> tuple[Node, str]:
    """The best member of a family, and why.

    In this order: the page of the outlet it comes from; not broken off; not an article with other text
    around it; a length that others share; completeness, to a tenth; fewest repairs; the earliest date;
    completeness; the shortest address.
    """
    ids = {node.document_id for node in members}
    standing = {
        node.document_id: node.twin_of if node.twin_of in ids else node.document_id for node in members
    }
    wrappers = _wrappers(standing, links)
    supported = _supported(members, standing, links)
    largest = max(1, *(member.shingle_count for member in members))
    ranks = {
        node.document_id: (
            not node.is_origin,
            node.is_truncated,
            node.document_id in wrappers,
            node.document_id not in supported,
            -round(node.shingle_count / largest, 1),
            node.repair_count,
            node.published_at or LATEST,
            -node.shingle_count,
            (len(node.url), node.url),
        )
        for node in members
    }
    ranked = sorted(members, key=lambda node: ranks[node.document_id])
    best = ranked[0]
    if len(ranked) == 1:
        return best, "the only one"
    first, second = (ranks[node.document_id] for node in ranked[:2])
    return best, next(why for why, a, b in zip(REASONS, first, second, strict=True) if a != b)


def _supported(members: Sequence[Node], standing: Mapping[int, int], links: Iterable[Link]) -> set[int]:
    """The members as long as another one with the same text; a head and a tail as long only look alike."""
    size = {node.document_id: node.shingle_count for node in members}
    count = Counter(standing.values())
    supported = {stand for stand, copies in count.items() if copies > 1}
    for link in links:
        if link.relation not in INVERSE and link.a in count and link.b in count:
            shorter, longer = sorted((size[link.a], size[link.b]))
            if shorter >= SAME_SIZE * longer:
                supported |= {link.a, link.b}
    return {key for key, stand in standing.items() if stand in supported}


def _wrappers(standing: Mapping[int, int], links: Iterable[Link]) -> set[int]:
    """The members that have a text of their own around the article, as no more others have it.

    A page that holds another in its midst is a round-up with the article in it, or the whole article beside
    an excerpt. It counts as the whole where more pages are like it, or share its beginning or end, than
    are such excerpts.
    """
    count = Counter(standing.values())
    inside: Counter[int] = Counter()
    alike = Counter(count)
    for link in links:
        if link.a in count and link.b in count:
            holder, held = (link.b, link.a) if link.relation == "truncated" else (link.a, link.b)
            if link.relation not in INVERSE:
                alike[held] += count[holder]
            tally = inside if link.lead >= MIN_LEAD else alike
            tally[holder] += count[held]
    return {key for key, stand in standing.items() if inside[stand] and inside[stand] >= alike[stand]}


def _joined(nodes: Mapping[int, Node], links: Collection[Link]) -> dict[int, int]:
    """The smallest node of each node's family."""
    firm = [link for link in links if _is_firm(nodes, link)]
    core = _components(nodes, [(link.a, link.b) for link in firm])
    holdings = _holdings(nodes, core, [link for link in links if core[link.a] != core[link.b]])
    size: dict[int, int] = defaultdict(int)
    for key, node in nodes.items():
        size[core[key]] = max(size[core[key]], node.shingle_count)
    parts, holders = _neighbours(holdings)

    def is_sound(part: int, holder: int) -> bool:
        return (
            _are_connected(parts[holder], holdings)
            and _are_connected(holders[part], holdings)
            and all(
                (part, whole) in holdings or size[part] < HELD_BY_ALL * size[whole]
                for whole in holders[holder] - {part}
            )
        )

    kept = [pair for pair in holdings if is_sound(*pair)]
    family = _components(set(core.values()), kept)
    return {key: family[core[key]] for key in nodes}


def _is_firm(nodes: Mapping[int, Node], link: Link) -> bool:
    sizes = sorted((nodes[link.a].shingle_count, nodes[link.b].shingle_count))
    return link.relation not in INVERSE or link.containment * sizes[0] >= MOST * sizes[1]


def _holdings(
    nodes: Mapping[int, Node], core: Mapping[int, int], links: Iterable[Link]
) -> set[tuple[int, int]]:
    """The cores that are held by another, each with it: by most of its documents, not by a stray one."""
    votes: dict[tuple[int, int], set[int]] = defaultdict(set)
    for link in links:
        part, holder = (link.a, link.b) if link.relation == "truncated" else (link.b, link.a)
        votes[core[part], core[holder]].add(holder)
    members: dict[int, int] = defaultdict(int)
    for key in nodes:
        members[core[key]] += 1
    return {
        pair for pair, voters in votes.items() if len(voters) >= MANY or 2 * len(voters) > members[pair[1]]
    }


def _neighbours(
    holdings: Iterable[tuple[int, int]],
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    parts: dict[int, set[int]] = defaultdict(set)
    holders: dict[int, set[int]] = defaultdict(set)
    for part, holder in holdings:
        parts[holder].add(part)
        holders[part].add(holder)
    return parts, holders


def _are_connected(cores: set[int], holdings: set[tuple[int, int]]) -> bool:
    """Whether cores that one other holds, or is held by, hold one another too."""
    inside = [pair for pair in holdings if cores.issuperset(pair)] if len(cores) > 1 else []
    return len(set(_components(cores, inside).values())) <= 1


def _components(nodes: Iterable[int], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The smallest node that each is connected with."""
    root = {node: node for node in nodes}

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for pair in pairs:
        low, high = sorted(map(find, pair))
        root[high] = low
    return {node: find(node) for node in root}
