"""Who is one person, under which id, and whom an editor should look at.

From the surest evidence to the weakest: what editors decided; one employer or one printed Latin form; the
Latin form as a name elsewhere; one outlet; a name that few bear. Whoever fits two that are not one person
joins neither. Nothing depends on the order in which articles came, but the ids, which are kept.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, count
from typing import NamedTuple

from onrecord.enrich.people import clusters
from onrecord.enrich.people.appearance import Appearance, Candidate, Decision, Person, Resolved
from onrecord.enrich.people.clusters import Cluster
from onrecord.enrich.people.names import HAN, is_full_name, keys, simplified

VERSION = "2"

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "people.onrecord")
# Of one name; those in most articles are asked about. Namesakes make pairs by the square of their number.
MAX_ASKED = 20


class Step(NamedTuple):
    """A kind of evidence, and whether other employers make two who have it rivals."""

    joins: Callable[[Cluster, Cluster], bool]
    minds_employers: bool = True


STEPS = (
    Step(clusters.is_printed_alike, minds_employers=False),
    Step(clusters.is_other_script),
    Step(clusters.is_of_one_outlet),
    Step(clusters.is_telling_name),
)


def resolve(
    appearances: Iterable[Appearance],
    known: Mapping[str, str] | None = None,
    decisions: Sequence[Decision] = (),
) -> Resolved:
    """Everyone who appears. `known`: the person_id of each speaker_id before; `decisions`: oldest first.

    Wants all who share a name, a Latin form, a person or a decision, in any order.
    """
    known = known or {}
    people: list[Person] = []
    pairs: list[Candidate] = []
    redirects: dict[str, str] = {}
    named = sorted(filter(is_full_name, appearances), key=_order)
    by_id = {one.speaker_id: one for one in named}
    for members, decided in _components(named, known, decisions):
        found, apart = _joined([by_id[key] for key in members], decided)
        ids = _ids(found, known)
        people += [_person(cluster, ids[cluster]) for cluster in found]
        pairs += _candidates(found, ids, apart)
        redirects |= _redirects(found, ids, known)
    return Resolved(
        people=tuple(sorted(people, key=lambda person: person.person_id)),
        candidates=tuple(sorted(pairs, key=lambda pair: (pair.person_id, pair.other_person_id))),
        redirects=redirects,
    )


def _order(one: Appearance) -> tuple[str, str, str]:
    return one.first_published_at or "9999", one.article_id, one.speaker_id


def _components(
    named: Sequence[Appearance], known: Mapping[str, str], decisions: Sequence[Decision]
) -> list[tuple[list[str], list[Decision]]]:
    """Those who have a name, a person or a decision in common, in order, with the decisions about them."""
    parents: dict[object, object] = {}

    def root(node: object) -> object:
        while (parent := parents.setdefault(node, node)) != node:
            parents[node] = node = parents[parent]
        return node

    present = {one.speaker_id for one in named}
    for one in named:
        person = [("person", known[one.speaker_id])] if one.speaker_id in known else []
        for node in (*(("key", key) for key in sorted(keys(one))), *person):
            parents[root(node)] = root(one.speaker_id)
    about = [sorted((decision.staying | decision.leaving) & present) for decision in decisions]
    for speakers in about:
        for other in speakers[1:]:
            parents[root(other)] = root(speakers[0])
    found: dict[object, tuple[list[str], list[Decision]]] = defaultdict(lambda: ([], []))
    for one in named:
        found[root(one.speaker_id)][0].append(one.speaker_id)
    for decision, speakers in zip(decisions, about, strict=True):
        if speakers:
            found[root(speakers[0])][1].append(
                Decision(decision.kind, decision.staying & present, decision.leaving & present)
            )
    return list(found.values())


def _joined(
    members: Sequence[Appearance], decisions: Sequence[Decision]
) -> tuple[list[Cluster], set[frozenset[int]]]:
    """The people among those who may be one, and which decided ones are apart."""
    found, apart = clusters.first(members, decisions)
    for step in STEPS:
        found = _step(found, step, apart)
    return sorted(found, key=lambda cluster: min(map(_order, cluster.members))), apart


def _step(found: list[Cluster], step: Step, apart: set[frozenset[int]]) -> list[Cluster]:
    """Join whom the evidence of this step joins, but nobody who has rivals."""
    near: dict[Cluster, set[Cluster]] = defaultdict(set)
    rivals: dict[Cluster, set[Cluster]] = defaultdict(set)
    for one, other in combinations(found, 2):
        is_rival = clusters.why_not(one, other, apart) is not None
        if is_rival or (step.minds_employers and clusters.is_other_house(one, other)):
            rivals[one].add(other)
            rivals[other].add(one)
        if not is_rival and step.joins(one, other):
            near[one].add(other)
            near[other].add(one)
    torn = {
        one
        for one, fitting in near.items()
        if any(not rivals[other].isdisjoint(fitting) for other in fitting)
    }
    joined: list[Cluster] = []
    taken: set[Cluster] = set()
    for start in found:
        if start in taken:
            continue
        if (
            start in torn
            and step.joins is clusters.is_of_one_outlet
            and not start.employers | start.latins | start.labels
        ):
            joined += clusters.exploded(start)
            continue
        taken.add(start)
        joined.append(start)
        waiting = [start]
        while waiting:
            one = waiting.pop()
            for other in sorted(near[one] - taken, key=lambda cluster: _order(cluster.members[0])):
                if torn & {one, other} or one.is_twin or other.is_twin:
                    continue
                if clusters.why_not(start, other, apart) is None:
                    taken.add(other)
                    start.absorb(other)
                    waiting.append(other)
    return joined


def _ids(found: Sequence[Cluster], known: Mapping[str, str]) -> dict[Cluster, str]:
    """The id of each person: the one that most of the members had, else a new one from the first of them."""
    claims = [
        (-number, person_id, place)
        for place, cluster in enumerate(found)
        for person_id, number in Counter(
            known[one.speaker_id] for one in cluster.members if one.speaker_id in known
        ).items()
    ]
    ids: dict[Cluster, str] = {}
    taken = set()
    for _, person_id, place in sorted(claims):
        if person_id not in taken and found[place] not in ids:
            ids[found[place]] = person_id
            taken.add(person_id)
    taken |= {
        known[one.speaker_id] for cluster in found for one in cluster.members if one.speaker_id in known
    }
    for cluster in found:
        if cluster not in ids:
            ids[cluster] = _new_id(cluster, taken)
            taken.add(ids[cluster])
    return ids


def _new_id(cluster: Cluster, taken: set[str]) -> str:
    founder = min(cluster.members, key=_order).speaker_id
    made = (str(uuid.uuid5(NAMESPACE, f"{founder}\n{number}" if number else founder)) for number in count())
    return next(person_id for person_id in made if person_id not in taken)


def _redirects(
    found: Sequence[Cluster], ids: Mapping[Cluster, str], known: Mapping[str, str]
) -> dict[str, str]:
    """Ids that nobody has any more, and who has most of those that had them."""
    left: dict[str, Counter[str]] = defaultdict(Counter)
    for cluster in found:
        for one in cluster.members:
            if one.speaker_id in known:
                left[known[one.speaker_id]][ids[cluster]] += 1
    live = set(ids.values())
    return {
        old: min(heirs, key=lambda heir: (-heirs[heir], heir))
        for old, heirs in left.items()
        if old not in live
    }


def _candidates(
    found: Sequence[Cluster], ids: Mapping[Cluster, str], apart: set[frozenset[int]]
) -> list[Candidate]:
    """Two of one name who are not proven to be one, unless an editor has said that they are not."""
    by_key: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in found:
        for key in cluster.keys:
            by_key[key].append(cluster)
    pairs: dict[tuple[str, str], Candidate] = {}
    for key, sharing in sorted(by_key.items()):
        asked = sorted(sharing, key=lambda cluster: (-len(cluster.articles), ids[cluster]))[:MAX_ASKED]
        for one, other in combinations(asked, 2):
            why = clusters.why_not(one, other, apart)
            if why is None and clusters.is_other_house(one, other):
                why = "their employers differ"
            first, second = sorted((ids[one], ids[other]))
            if why != "decided":
                pairs.setdefault(
                    (first, second), Candidate(first, second, key, why or "too little to tell by")
                )
    return list(pairs.values())


def _person(cluster: Cluster, person_id: str) -> Person:
    """The published form of a person: the commonest simplified name, all others as aliases."""
    members = sorted(cluster.members, key=_order)
    forms = Counter(simplified(one.name) for one in members)
    # A name in Han characters comes first, then the commonest.
    name = min(forms, key=lambda form: (not HAN.search(form), -forms[form], form))
    latins = Counter(latin for one in members for latin in _latin_forms(one))
    latin = min(latins, key=lambda form: (-latins[form], form)) if latins else None
    printed = {form for one in members for form in (one.name, simplified(one.name), one.name_latin) if form}
    dates = sorted(one.first_published_at for one in members if one.first_published_at)
    return Person(
        person_id=person_id,
        name=name,
        name_latin=latin,
        aliases=tuple(sorted(printed - {name})),
        affiliations=tuple(dict.fromkeys(one.affiliation for one in members if one.affiliation)),
        speaker_ids=tuple(sorted(one.speaker_id for one in members)),
        article_count=len({one.article_id for one in members}),
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
    )


def _latin_forms(one: Appearance) -> list[str]:
    return [form for form in (one.name_latin, None if HAN.search(one.name) else one.name) if form]
