"""What appearances taken for one person say together, and whether two such may be one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.enrich.people.appearance import Appearance, Decision
from onrecord.enrich.people.employers import employers_fit, houses
from onrecord.enrich.people.names import HAN, initials, is_pinyin, is_telling, keys, name_key, native_key


@dataclass(slots=True, eq=False)
class Cluster:
    """Appearances taken for one person. `is_twin`: its article has another speaker that nothing tells it from."""

    members: list[Appearance] = field(default_factory=list)
    is_twin: bool = False
    articles: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    natives: set[str] = field(default_factory=set)
    latins: set[str] = field(default_factory=set)  # printed beside a name
    initials: set[frozenset[str]] = field(default_factory=set)
    employers: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    labels: set[int] = field(default_factory=set)  # of what editors decided

    @property
    def keys(self) -> set[str]:
        """What it can be found by."""
        return self.names | self.latins

    def add(self, one: Appearance) -> None:
        """Take in one more."""
        self.members.append(one)
        self.articles.add(one.article_id)
        self.names.add(name_key(one.name))
        self.natives.update(filter(None, [native_key(one.name)]))
        if one.name_latin and HAN.search(one.name):
            self.latins.add(name_key(one.name_latin))
        self.initials.update(filter(None, [initials(one.name)]))
        if one.affiliation and houses(one.affiliation):
            self.employers.add(one.affiliation)
        self.outlets.update(filter(None, [one.outlet]))

    def absorb(self, other: Cluster) -> None:
        """Take in all of another."""
        for one in other.members:
            self.add(one)
        self.labels |= other.labels


def first(
    members: Sequence[Appearance], decisions: Sequence[Decision]
) -> tuple[list[Cluster], set[frozenset[int]]]:
    """Those who are one beyond question, and which labels of editors are apart.

    That is who was decided on together, who is printed alike with one employer, and who appears without any
    at one outlet.
    """
    labels, apart = _labels(decisions)
    made: dict[object, Cluster] = defaultdict(Cluster)
    twins = _twins(members)
    for one in members:
        label = labels.get(one.speaker_id)
        place: object = (
            label if label is not None else one.speaker_id if one.speaker_id in twins else _profile(one)
        )
        cluster = made[place]
        cluster.is_twin = label is None and one.speaker_id in twins
        cluster.add(one)
        if label is not None:
            cluster.labels.add(label)
    return list(made.values()), apart


def exploded(cluster: Cluster) -> list[Cluster]:
    """Each appearance for itself."""
    found = []
    for one in cluster.members:
        found.append(Cluster())
        found[-1].add(one)
    return found


def why_not(one: Cluster, other: Cluster, apart: set[frozenset[int]]) -> str | None:
    """What proves that two are not one person; None if nothing does."""
    if any(frozenset((a, b)) in apart for a in one.labels for b in other.labels):
        return "decided"
    if not one.articles.isdisjoint(other.articles):
        return "both appear in one article"
    for what, ours, theirs in (
        ("their Chinese names differ", one.natives, other.natives),
        ("their Latin forms differ", one.latins, other.latins),
        ("their initials differ", one.initials, other.initials),
    ):
        if ours and theirs and ours.isdisjoint(theirs):
            return what
    return None


def is_other_house(one: Cluster, other: Cluster) -> bool:
    """Whether both have employers, and none of them fit."""
    return bool(one.employers and other.employers) and not _shares_house(one, other)


def is_printed_alike(one: Cluster, other: Cluster) -> bool:
    """The same name with an employer that fits, or the same Latin form printed beside it."""
    return bool(one.latins & other.latins) or bool(one.keys & other.keys and _shares_house(one, other))


def is_other_script(one: Cluster, other: Cluster) -> bool:
    """The name of one is the Latin form that the other prints; pinyin alone does not outweigh employers."""
    shared = (one.names & other.latins) | (one.latins & other.names)
    return any(not is_pinyin(key) for key in shared) or (bool(shared) and not is_other_house(one, other))


def is_of_one_outlet(one: Cluster, other: Cluster) -> bool:
    """The same name at the same outlet, and no employers that speak against it."""
    return bool(one.names & other.names and one.outlets & other.outlets) and not is_other_house(one, other)


def is_telling_name(one: Cluster, other: Cluster) -> bool:
    """A name that few bear, and no employers that speak against it."""
    return any(map(is_telling, one.names & other.names)) and not is_other_house(one, other)


def _shares_house(one: Cluster, other: Cluster) -> bool:
    return any(employers_fit(a, b) for a in one.employers for b in other.employers)


def _profile(one: Appearance) -> object:
    """Those of one profile are one. Without employer, Latin form and outlet it is everyone's own."""
    houses_of = houses(one.affiliation) if one.affiliation else ()
    latin = name_key(one.name_latin) if one.name_latin else None
    if not houses_of and not latin and not one.outlet:
        return one.speaker_id
    return (
        name_key(one.name),
        initials(one.name),
        latin,
        houses_of,
        None if houses_of or latin else one.outlet,
    )


def _twins(members: Iterable[Appearance]) -> set[str]:
    """Speakers of whom an article has two that are printed alike."""
    alike = Counter((one.article_id, _looks(one)) for one in members)
    return {one.speaker_id for one in members if alike[one.article_id, _looks(one)] > 1}


def _looks(one: Appearance) -> object:
    return keys(one), initials(one.name), houses(one.affiliation) if one.affiliation else ()


def _labels(decisions: Sequence[Decision]) -> tuple[dict[str, int], set[frozenset[int]]]:
    """The label of each speaker that was decided on, and which labels are apart; later decisions hold."""
    labels: dict[str, int] = {}
    apart: set[frozenset[int]] = set()
    for number, decision in enumerate(decisions):
        stay, leave = 2 * number, 2 * number + 1
        # Those who stay bring along whom they were merged with, and whom they were parted from.
        former = {labels[one] for one in decision.staying if one in labels}
        labels |= {one: stay for one, label in labels.items() if label in former}
        labels |= dict.fromkeys(decision.staying, stay)
        apart = {frozenset(stay if one in former else one for one in pair) for pair in apart}
        apart = {pair for pair in apart if len(pair) == 2}
        if decision.leaving:
            left = {labels[one] for one in decision.leaving if one in labels}
            apart |= {(pair - left) | {leave} for pair in apart if len(pair & left) == 1}
            apart.add(frozenset((stay, leave)))
            labels |= dict.fromkeys(decision.leaving, leave)
    return labels, apart
