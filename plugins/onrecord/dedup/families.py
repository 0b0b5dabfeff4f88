"""Which documents are not in a family yet, and which family is theirs?

In: current documents. Out: work.families, work.family_members. A batch is sketched, looked up in
the index of samples, compared; then every family that the new links touch is made anew from its
documents and their links, so the result does not depend on the order in which pages came.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.dedup import members
from onrecord.dedup.compare import VERSION, Text, compare_texts
from onrecord.dedup.decided import Decision, decided
from onrecord.dedup.group import Link, Node, families
from onrecord.dedup.sketch import sample
from onrecord.store import batches

log = logging.getLogger(__name__)

MAX_DOCUMENTS = 64  # looked at per hash: one that more documents have in common is boilerplate
MAX_CANDIDATES = 40  # compared per document, those that share most first
MIN_SHARED = 2  # hashes of the sample: one alone is chance or a saying
# Families are decided by one transaction at a time: two that saw half of each other's links would split one.
LOCK = "select pg_advisory_xact_lock(hashtext('onrecord families'))"

TWINS = """
select distinct on (folded_sha256) encode(folded_sha256, 'hex') as folded, document_id
from work.sketches
where folded_sha256 = any(%(hashes)s) and twin_of is null
order by folded_sha256, document_id
"""
SKETCH = "insert into work.sketches (document_id, folded_sha256, shingle_count, twin_of, version) values %s"
LINK = """
insert into work.links (document_id, other_document_id, relation, similarity, containment, why, lead) values %s
on conflict (document_id, other_document_id) do nothing
"""
LINKS = """
select document_id, other_document_id, relation, similarity, containment, why, lead
from work.links
where document_id = any(%(ids)s) and other_document_id = any(%(ids)s)
order by document_id, other_document_id
"""


def pending(conn: Connection, *, batch_size: int) -> list[list[int]]:
    """Ids of documents whose place this version has yet to find, oldest first, in batches."""
    limits = {"version": VERSION, "limit": batch_size * batches.MAX_BATCHES}
    rows = store.fetch(conn, store.statement("dedup_pending"), limits)
    return batches.cut([row["document_id"] for row in rows], batch_size)


def run(conn: Connection, document_ids: Sequence[int]) -> Counter[str]:
    """Put documents into families; each counted once: `alone` in one, with `copies`, or `gone` meanwhile."""
    store.execute(conn, LOCK)
    asked = store.fetch(conn, store.statement("dedup_asked"), {"ids": list(document_ids)})
    ids = {row["document_id"] for row in asked if row["is_live"]}
    # An address that leads elsewhere now hands its family on to the page it leads to, if that is a copy.
    heirs = {row["target_document_id"] for row in asked if row["is_alias"]} - {None}
    url_ids = {row[name] for row in asked for name in ("url_id", "target_url_id")} - {None}
    mates = store.fetch(conn, store.statement("dedup_mates"), {"url_ids": list(url_ids)})
    # Mates that an older version sketched are done along, or the family would fall apart meanwhile.
    outdated = {row["document_id"] for row in mates if row["version"] != VERSION}
    anew = _forget(conn, ids | heirs | outdated, {row["document_id"] for row in asked} - ids)
    at_hand = _link(conn, _sketch(conn, sorted(anew)))
    strays = _strays(conn, asked)
    moved = {row["url_id"] for row in asked if row["is_alias"]} - strays
    store.execute(conn, store.statement("dedup_hand_on"), {"url_ids": list(moved)})
    together = anew | {row["document_id"] for row in mates}
    groups = regroup(conn, together, at_hand=at_hand, also=url_ids, strays=strays)
    tally = Counter(gone=len(document_ids) - len(ids))
    for group in groups:
        tally["copies" if len(group) > 1 else "alone"] += sum(node.document_id in ids for node in group)
    log.info("deduplicate: %s", dict(+tally))
    return +tally


def regroup(
    conn: Connection,
    document_ids: Iterable[int],
    *,
    at_hand: Mapping[int, Text] | None = None,
    also: Collection[int] = (),
    strays: Collection[int] = (),
    heir: str | None = None,
) -> list[list[Node]]:
    """Make the families of sketched documents, and of all that these are connected with, anew; see `members.settle`."""
    known, decisions = _reached(conn, set(document_ids))
    links = _links(conn, known)
    groups = decided(known, families(known.values(), links), links, decisions)
    members.settle(conn, known, links, groups, at_hand=at_hand or {}, also=also, strays=strays, heir=heir)
    return groups


def _strays(conn: Connection, asked: Sequence[store.Row]) -> set[int]:
    """The urls that lead to a page with another text now: their article does not live on there."""
    moved = [row for row in asked if row["is_alias"] and row["target_document_id"] is not None]
    both = {row[name] for row in moved for name in ("document_id", "target_document_id")}
    texts = members.texts(conn, both) if both else {}
    return {
        row["url_id"]
        for row in moved
        if compare_texts(texts[row["document_id"]], texts[row["target_document_id"]]).relation is None
    }


def _forget(conn: Connection, ids: set[int], gone: set[int]) -> set[int]:
    """Take documents out of the index; those to be sketched anew: `ids`, and whose stand-in has gone."""
    forget = store.statement("dedup_forget")
    orphans = {row["document_id"] for row in store.fetch(conn, forget, {"ids": list(ids | gone)})}
    if orphans:
        store.fetch(conn, forget, {"ids": list(orphans)})
    return ids | orphans


def _sketch(conn: Connection, ids: Sequence[int]) -> dict[int, Text]:
    """Sketch documents; the texts of those that stand in the index (one of several that fold to the same)."""
    texts = members.texts(conn, ids)
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


def _link(conn: Connection, texts: dict[int, Text]) -> dict[int, Text]:
    """Compare documents with those that share some of their sample, and keep the links; the texts of all."""
    limits = {
        "ids": list(texts),
        "max_documents": MAX_DOCUMENTS,
        "min_shared": MIN_SHARED,
        "max_candidates": MAX_CANDIDATES,
    }
    pairs = store.fetch(conn, store.statement("dedup_candidates"), limits)
    others = {row[name] for row in pairs for name in ("document_id", "other_document_id")} - texts.keys()
    known = members.texts(conn, others) | texts
    rows = []
    for row in pairs:
        a, b = row["document_id"], row["other_document_id"]
        pair = compare_texts(known[a], known[b])
        if pair.relation:
            rows.append((a, b, pair.relation, pair.similarity, pair.containment, pair.why, pair.lead))
    store.execute_values(conn, LINK, rows)
    return known


def _reached(conn: Connection, ids: set[int]) -> tuple[dict[int, Node], list[Decision]]:
    """The documents asked for and all that are connected with them, by id; and what was decided of these."""
    while True:
        rows = store.fetch(conn, store.statement("dedup_component"), {"ids": sorted(ids)})
        known = {row["document_id"] for row in rows}
        ruled = store.fetch(conn, store.statement("dedup_decisions"), {"ids": sorted(known)})
        joined = {row["document_id"] for row in ruled if row["kind"] == "join"}
        if joined <= known:
            break
        ids = known | joined
    # Apart from the steps that reach them: how many these find no planner can guess, and it would read all.
    rows = store.fetch(conn, store.statement("dedup_nodes"), {"ids": sorted(known)})
    nodes = [Node(**{**row, "repairs": members.repairs_of(row["repairs"])}) for row in rows]
    return {node.document_id: node for node in nodes}, _decisions(ruled)


def _decisions(rows: Iterable[store.Row]) -> list[Decision]:
    sides: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for row in rows:
        sides[row["decision_id"]][row["leaves"]].add(row["document_id"])
    return [Decision(key, frozenset(stay), frozenset(leave)) for key, (stay, leave) in sides.items()]


def _links(conn: Connection, ids: Iterable[int]) -> list[Link]:
    rows = store.fetch(conn, LINKS, {"ids": list(ids)})
    return [
        Link(
            row["document_id"],
            row["other_document_id"],
            row["relation"],
            row["similarity"],
            row["containment"],
            row["why"],
            row["lead"],
        )
        for row in rows
    ]
