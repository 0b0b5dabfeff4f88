"""Write families down: which id each keeps, which page is its best, what every other is to that one.

A family's id belongs to the article. It goes where the pages that have not changed went; where several
families became one, the oldest of those lives on and the others lead to it.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from onrecord import store
from onrecord.dedup.compare import VERSION, Text, compare_texts
from onrecord.dedup.group import Link, Node, canonical, inverse
from onrecord.models import Pair, Relation

# Copies that are compared again when their family gets another best page; the others of a larger family
# stay compared with the page that they were: what one new copy costs must not grow with its family.
MAX_COMPARED_AGAIN = 200
NAMESPACE = uuid.UUID("0f0fb0a4-6c6b-5b0e-8d0a-3f2f6f1d7c9e")  # of articles: UUIDv5 of the founder's address

TEXTS = """
select documents.document_id, texts.text
from work.documents
inner join work.texts on documents.text_sha256 = texts.text_sha256
where documents.document_id = any(%(ids)s)
order by documents.document_id
"""
FOUNDED = "select family_id::text as family_id from work.families where founding_url_id = any(%(url_ids)s)"
LEAVE = """
delete from work.family_members
using raw.urls
where
    family_members.url_id = urls.url_id
    and urls.alias_of_url_id is not null
    and family_members.url_id = any(%(url_ids)s)
"""
FOUND = """
insert into work.families as known (family_id, founding_url_id, canonical_document_id, canonical_reason) values %s
on conflict (family_id) do update set
    canonical_document_id = excluded.canonical_document_id,
    canonical_reason = excluded.canonical_reason,
    updated_at = now()
where
    (known.canonical_document_id, known.canonical_reason)
    is distinct from (excluded.canonical_document_id, excluded.canonical_reason)
"""
JOIN = """
insert into work.family_members as known (
    url_id, document_id, family_id, relation, similarity, containment, matched_document_id, why, damage, version
) values %s
on conflict (url_id) do update set
    document_id = excluded.document_id,
    family_id = excluded.family_id,
    relation = excluded.relation,
    similarity = excluded.similarity,
    containment = excluded.containment,
    matched_document_id = excluded.matched_document_id,
    why = excluded.why,
    damage = excluded.damage,
    version = excluded.version
where to_jsonb(known) <> to_jsonb(excluded)
"""
MERGE = """
update work.families
set merged_into = heirs.family_id::uuid, canonical_document_id = null, updated_at = now()
from (values %s) as heirs (merged_id, family_id)
where families.family_id = heirs.merged_id::uuid
"""


def texts(conn: Connection, ids: Iterable[int]) -> dict[int, Text]:
    """The texts of documents."""
    return {row["document_id"]: Text(row["text"]) for row in store.fetch(conn, TEXTS, {"ids": list(ids)})}


def repairs_of(value: list[dict[str, Any]] | None) -> tuple[tuple[str, int], ...]:
    """Kind and count of a document's repairs."""
    return tuple((repair["kind"], repair["count"]) for repair in value or ())


def settle(
    conn: Connection,
    nodes: Mapping[int, Node],
    links: Sequence[Link],
    groups: Sequence[Sequence[Node]],
    *,
    at_hand: Mapping[int, Text],
    also: Collection[int],
    strays: Collection[int] = (),
    heir: str | None = None,
) -> None:
    """Write the families of all nodes.

    `at_hand`: texts that are read already; `also`: urls beside theirs that may have to leave a family;
    `strays`: urls that leave theirs behind; `heir`: the family that lives on if it merges with others.
    """
    url_ids = sorted({node.url_id for node in nodes.values()} | set(also))
    rows = store.fetch(conn, store.statement("dedup_former"), {"url_ids": url_ids})
    former = [row for row in rows if row["member_url_id"] not in strays]
    taken = {row["family_id"] for row in store.fetch(conn, FOUNDED, {"url_ids": url_ids})}
    store.execute(conn, LEAVE, {"url_ids": url_ids})
    family_rows, member_rows, merges = [], [], []
    by_url = {row["member_url_id"]: row for row in former}
    group_of = {node.document_id: place for place, group in enumerate(groups) for node in group}
    links_of: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        if group_of[link.a] == group_of[link.b]:
            links_of[group_of[link.a]].append(link)
    chosen = [canonical(group, links_of[place]) for place, group in enumerate(groups)]
    pairs = _pairs(conn, nodes, links, groups, [best for best, _ in chosen], by_url, at_hand)
    for group, (best, reason), (kept, merged) in zip(
        groups, chosen, _heirs(groups, former, heir), strict=True
    ):
        # Founded by its best page, not the first found: which one that is differs from run to run.
        family_id, founding_url_id = kept or (_new_id(best.url, taken), best.url_id)
        family_rows.append((family_id, founding_url_id, best.document_id, reason))
        merges += [(other, family_id) for other in merged]
        for node in group:
            matched, pair = pairs.get(node.document_id, (None, Pair(None, 1.0, 1.0, reason)))
            member = (node.document_id, family_id, pair.relation, matched, pair.why)
            if not _is_written(by_url.get(node.url_id), member):
                how = (pair.relation, pair.similarity, pair.containment, matched, pair.why)
                row = (node.url_id, node.document_id, family_id, *how, Json(_damage(node)), VERSION)
                member_rows.append(row)
    store.execute_values(conn, FOUND, family_rows)
    store.execute_values(conn, JOIN, member_rows)
    store.execute_values(conn, MERGE, merges)


def _damage(node: Node) -> dict[str, object]:
    repairs = [{"kind": kind, "count": count} for kind, count in node.repairs]
    return {"repairs": repairs, "is_truncated": node.is_truncated}


def _is_written(row: store.Row | None, member: tuple[object, ...]) -> bool:
    """Whether a membership is as it was; all else of it follows from these."""
    columns = ("document_id", "family_id", "relation", "matched_document_id", "why")
    return row is not None and row["version"] == VERSION and tuple(row[name] for name in columns) == member


def _new_id(url: str, taken: set[str]) -> str:
    """The id of a family founded at an address; of its second one, when the first went on elsewhere."""
    names = (url if count == 1 else f"{url}#{count}" for count in range(1, len(taken) + 2))
    return next(key for name in names if (key := str(uuid.uuid5(NAMESPACE, name))) not in taken)


def _heirs(
    groups: Sequence[Sequence[Node]], former: Sequence[store.Row], heir: str | None
) -> list[tuple[tuple[str, int] | None, list[str]]]:
    """For each group the family that lives on in it (id, founding url) and those that merge into that."""
    group_of = {node.url_id: place for place, group in enumerate(groups) for node in group}
    document_of = {node.url_id: node.document_id for group in groups for node in group}
    claims: dict[str, dict[int, list[bool]]] = defaultdict(lambda: defaultdict(list))
    founding = {}
    for row in former:
        if row["url_id"] in group_of:
            is_unchanged = document_of[row["url_id"]] == row["document_id"]
            claims[row["family_id"]][group_of[row["url_id"]]].append(is_unchanged)
            founding[row["family_id"]] = row["founding_url_id"]
    inherited: dict[int, list[tuple[bool, bool, int, str]]] = defaultdict(list)
    for family_id, places in claims.items():
        place = max(places, key=lambda place: (sum(places[place]), len(places[place]), -place))
        is_late = (family_id != heir, not any(places[place]))
        inherited[place].append((*is_late, founding[family_id], family_id))
    heirs: list[tuple[tuple[str, int] | None, list[str]]] = []
    for place in range(len(groups)):
        families = sorted(inherited[place])
        kept = (families[0][3], families[0][2]) if families else None
        heirs.append((kept, [family_id for *_, family_id in families[1:]]))
    return heirs


def _pairs(
    conn: Connection,
    nodes: Mapping[int, Node],
    links: Sequence[Link],
    groups: Sequence[Sequence[Node]],
    best: Sequence[Node],
    former: Mapping[int, store.Row],
    at_hand: Mapping[int, Text],
) -> dict[int, tuple[int, Pair]]:
    """What every document but the best is to it, or where that is too far, to the nearest it is linked with."""
    linked: dict[int, dict[int, Pair]] = defaultdict(dict)
    for link in links:
        shares = (link.similarity, link.containment, link.why)
        linked[link.a][link.b] = Pair(link.relation, *shares)
        linked[link.b][link.a] = Pair(inverse(link.relation), *shares)
    found: dict[int, tuple[int, Pair]] = {}
    unknown = []
    for group, top in zip(groups, best, strict=True):
        ids = {node.document_id for node in group}
        again = 0
        for node in group:
            row = former.get(node.url_id)
            if node is top:
                continue
            if top.document_id in linked[node.document_id]:
                found[node.document_id] = (top.document_id, linked[node.document_id][top.document_id])
            elif row and _still_holds(row, node, ids):
                is_as_before = top.document_id in (row["matched_document_id"], row["canonical_document_id"])
                again += not is_as_before
                if is_as_before or again > MAX_COMPARED_AGAIN:
                    shares = (row["similarity"], row["containment"], row["why"])
                    found[node.document_id] = (row["matched_document_id"], Pair(row["relation"], *shares))
            if node.document_id not in found:
                unknown.append((node, top))
    wanted = {document.document_id for pair in unknown for document in pair}
    known = {**at_hand, **texts(conn, wanted - at_hand.keys())}
    for node, top in unknown:
        pair = compare_texts(known[node.document_id], known[top.document_id])
        found[node.document_id] = _nearest(node, top, pair, linked, nodes)
    return found


def _still_holds(row: store.Row, node: Node, family: Collection[int]) -> bool:
    """Whether what a document was found to be, by this version, is so still."""
    return (
        (row["document_id"], row["version"]) == (node.document_id, VERSION)
        and row["relation"] is not None
        and row["matched_document_id"] in family
    )


def _nearest(
    node: Node, top: Node, pair: Pair, linked: Mapping[int, Mapping[int, Pair]], nodes: Mapping[int, Node]
) -> tuple[int, Pair]:
    if pair.relation:
        return top.document_id, pair
    standing = node.twin_of if node.twin_of is not None else node.document_id
    near = {other: known for other, known in linked.get(standing, {}).items() if other in nodes}
    if not near:
        relation: Relation = "near"
        return top.document_id, Pair(relation, pair.similarity, pair.containment, "decided by a person")
    other = max(near, key=lambda key: (near[key].similarity, nodes[key].url))
    return other, near[other]
