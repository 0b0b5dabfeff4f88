"""Which documents are not in a family yet, and which family is theirs?

In: current documents. Out: work.families, work.family_members. A batch is sketched, looked up in
the index of samples, compared; then every family that the new links touch is made anew from its
documents and their links, so the result does not depend on the order in which pages came.
"""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from onrecord import store
from onrecord.dedup.compare import VERSION, Text, compare_texts
from onrecord.dedup.group import Link, Node, canonical, families
from onrecord.dedup.sketch import sample
from onrecord.store import batches

log = logging.getLogger(__name__)

NAMESPACE = uuid.UUID("0f0fb0a4-6c6b-5b0e-8d0a-3f2f6f1d7c9e")  # of articles: UUIDv5 of the founder's address
MAX_DOCUMENTS = 64  # looked at per hash: one that more documents have in common is boilerplate
MAX_CANDIDATES = 40  # compared per document, those that share most first
MIN_SHARED = 2  # hashes of the sample: one alone is chance or a saying
# Families are decided by one transaction at a time: two that saw half of each other's links would split one.
LOCK = "select pg_advisory_xact_lock(hashtext('onrecord families'))"

TEXTS = """
select documents.document_id, texts.text
from work.documents
inner join work.texts on documents.text_sha256 = texts.text_sha256
where documents.document_id = any(%(ids)s)
order by documents.document_id
"""
TWINS = """
select distinct on (folded_sha256) encode(folded_sha256, 'hex') as folded, document_id
from work.sketches
where folded_sha256 = any(%(hashes)s) and twin_of is null
order by folded_sha256, document_id
"""
SKETCH = "insert into work.sketches (document_id, folded_sha256, shingle_count, twin_of, version) values %s"
LINK = """
insert into work.links (document_id, other_document_id, relation, similarity, containment, why) values %s
on conflict (document_id, other_document_id) do nothing
"""
LINKS = """
select document_id, other_document_id, relation
from work.links
where document_id = any(%(ids)s) and other_document_id = any(%(ids)s)
"""
CURRENT = """
select documents.document_id
from work.documents
inner join raw.urls on documents.url_id = urls.url_id
where documents.document_id = any(%(ids)s) and documents.is_current and urls.alias_of_url_id is null
"""
# What an address led to is the page it is now an alias of.
DROP_ALIASES = """
delete from work.family_members
using raw.urls
where family_members.url_id = urls.url_id and urls.alias_of_url_id is not null
"""
FOUND = """
insert into work.families as known (family_id, founding_url_id, canonical_document_id, canonical_reason) values %s
on conflict (family_id) do update set
    canonical_document_id = excluded.canonical_document_id,
    canonical_reason = excluded.canonical_reason,
    merged_into = null,
    updated_at = now()
where
    known.merged_into is not null
    or (known.canonical_document_id, known.canonical_reason)
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
FOUNDERS = """
select family_id, founding_url_id
from work.families
where founding_url_id = any(%(url_ids)s)
order by merged_into is not null, founding_url_id
"""
MERGE = """
update work.families
set merged_into = family_members.family_id, updated_at = now()
from work.family_members
where
    families.founding_url_id = any(%(url_ids)s)
    and families.founding_url_id = family_members.url_id
    and families.family_id <> family_members.family_id
    and families.merged_into is distinct from family_members.family_id
"""
MATES = """
select mates.document_id
from work.family_members
inner join work.family_members as mates on family_members.family_id = mates.family_id
inner join work.documents on family_members.url_id = documents.url_id
where documents.document_id = any(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class _Member:
    node: Node
    url: str
    text: Text
    twin_of: int | None
    damage: dict[str, object]


def pending(conn: Connection, *, batch_size: int) -> list[list[int]]:
    """Ids of current documents that are in no family by this version, oldest first, in batches."""
    limits = {"version": VERSION, "limit": batch_size * batches.MAX_BATCHES}
    rows = store.fetch(conn, store.statement("dedup_pending"), limits)
    return batches.cut([row["document_id"] for row in rows], batch_size)


def run(conn: Connection, document_ids: Sequence[int]) -> Counter[str]:
    """Put documents into families; each counted once: `alone` in one, with `copies`, or `gone` meanwhile."""
    store.execute(conn, LOCK)
    store.execute(conn, DROP_ALIASES)
    ids = {row["document_id"] for row in store.fetch(conn, CURRENT, {"ids": list(document_ids)})}
    tally = Counter(gone=len(document_ids) - len(ids))
    mates = {row["document_id"] for row in store.fetch(conn, MATES, {"ids": list(ids)})}
    orphans = {
        row["document_id"] for row in store.fetch(conn, store.statement("dedup_forget"), {"ids": list(ids)})
    }
    if orphans:  # the document that stood for them in the index is gone: they are sketched with the batch
        store.fetch(conn, store.statement("dedup_forget"), {"ids": list(orphans)})
    _link(conn, _sketch(conn, sorted(ids | orphans)))
    members = _reached(conn, ids | orphans | mates)
    links = [
        Link(row["document_id"], row["other_document_id"], row["relation"]) for row in _links(conn, members)
    ]
    links += [
        Link(member.twin_of, key, "exact") for key, member in members.items() if member.twin_of is not None
    ]
    groups = families([member.node for member in members.values()], links)
    _settle(conn, members, links, groups)
    for group in groups:
        asked = sum(node.document_id in ids for node in group)
        tally["copies" if len(group) > 1 else "alone"] += asked
    log.info("deduplicate: %s", dict(+tally))
    return +tally


def _sketch(conn: Connection, ids: Sequence[int]) -> dict[int, Text]:
    """Sketch documents; the texts of those that stand in the index (one of several that fold to the same)."""
    texts = {row["document_id"]: Text(row["text"]) for row in store.fetch(conn, TEXTS, {"ids": list(ids)})}
    folds = {
        key: hashlib.sha256(text.folded.encode("utf8", "surrogatepass")).digest()
        for key, text in texts.items()
    }
    known = store.fetch(conn, TWINS, {"hashes": list(folds.values())})
    standing = {bytes.fromhex(row["folded"]): row["document_id"] for row in known}
    rows, samples, indexed = [], [], {}
    for key, text in texts.items():
        twin = standing.setdefault(folds[key], key)
        is_twin = twin != key
        rows.append((key, folds[key], len(text.shingles.hashes), twin if is_twin else None, VERSION))
        if not is_twin:
            indexed[key] = text
            samples += [(int(value), key) for value in sample(text.shingles.hashes)]
    store.execute_values(conn, SKETCH, rows)
    store.copy_in(conn, "work.shingle_samples", ("shingle_hash", "document_id"), samples)
    return indexed


def _link(conn: Connection, texts: dict[int, Text]) -> None:
    """Compare documents with those that share some of their sample, and keep the links."""
    limits = {
        "ids": list(texts),
        "max_documents": MAX_DOCUMENTS,
        "min_shared": MIN_SHARED,
        "max_candidates": MAX_CANDIDATES,
    }
    pairs = store.fetch(conn, store.statement("dedup_candidates"), limits)
    others = {row[name] for row in pairs for name in ("document_id", "other_document_id")} - texts.keys()
    known = {
        row["document_id"]: Text(row["text"]) for row in store.fetch(conn, TEXTS, {"ids": list(others)})
    } | texts
    rows = []
    for row in pairs:
        a, b = row["document_id"], row["other_document_id"]
        pair = compare_texts(known[a], known[b])
        if pair.relation:
            rows.append((a, b, pair.relation, pair.similarity, pair.containment, pair.why))
    store.execute_values(conn, LINK, rows)


def _reached(conn: Connection, ids: Iterable[int]) -> dict[int, _Member]:
    """The documents asked for and all that are connected with them, by id."""
    return {
        row["document_id"]: _Member(
            node=Node(
                document_id=row["document_id"],
                url_id=row["url_id"],
                shingle_count=row["shingle_count"],
                is_origin=row["is_origin"],
                is_truncated=row["is_truncated"],
                repair_count=row["repair_count"],
                published_at=row["published_at"],
            ),
            url=row["url"],
            text=Text(row["text"]),
            twin_of=row["twin_of"],
            damage={"repairs": row["repairs"] or [], "is_truncated": row["is_truncated"]},
        )
        for row in store.fetch(conn, store.statement("dedup_component"), {"ids": sorted(ids)})
    }


def _links(conn: Connection, members: Iterable[int]) -> list[store.Row]:
    return store.fetch(conn, LINKS, {"ids": list(members)})


def _settle(
    conn: Connection, members: dict[int, _Member], links: Sequence[Link], groups: Sequence[Sequence[Node]]
) -> None:
    """Write families and their members; each keeps the id it was founded with."""
    url_ids = [member.node.url_id for member in members.values()]
    founded: dict[int, str] = {}
    for row in store.fetch(conn, FOUNDERS, {"url_ids": url_ids}):
        founded.setdefault(row["founding_url_id"], row["family_id"])
    order = {url_id: place for place, url_id in enumerate(founded)}
    partners = defaultdict(list)
    for link in links:
        partners[link.a].append(link.b)
        partners[link.b].append(link.a)
    family_rows, member_rows = [], []
    for group in groups:
        # The oldest family that one of them founded and that still lives; else the best of them founds one,
        # so that what came together gives the same article in whatever order it was stored.
        best, reason = canonical(group)
        elders = [node for node in group if node.url_id in founded]
        founder = min(elders, key=lambda node: order[node.url_id], default=best)
        family_id = founded.get(founder.url_id) or str(uuid.uuid5(NAMESPACE, members[founder.document_id].url))
        family_rows.append((family_id, founder.url_id, best.document_id, reason))
        for node in group:
            member_rows.append(
                _member_row(members, node, best, partners[node.document_id], family_id, reason)
            )
    store.execute_values(conn, FOUND, family_rows)
    store.execute_values(conn, JOIN, member_rows)
    store.execute(conn, MERGE, {"url_ids": url_ids})


def _member_row(
    members: dict[int, _Member], node: Node, best: Node, partners: Sequence[int], family_id: str, reason: str
) -> tuple[object, ...]:
    member = members[node.document_id]
    key = (node.url_id, node.document_id, family_id)
    if node is best:
        return (*key, None, 1.0, 1.0, None, reason, Json(member.damage), VERSION)
    # What it is to the canonical document; where that is too far, to the nearest it is linked with.
    pairs = [
        (other, compare_texts(member.text, members[other].text))
        for other in (best.document_id, *sorted(partners))
        if other in members
    ]
    matched, pair = next(((other, pair) for other, pair in pairs if pair.relation), pairs[0])
    relation = pair.relation or "near"
    return (
        *key,
        relation,
        pair.similarity,
        pair.containment,
        matched,
        pair.why,
        Json(member.damage),
        VERSION,
    )
