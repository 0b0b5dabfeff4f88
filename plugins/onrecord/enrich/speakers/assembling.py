"""From stretches and people to the reading: whose each turn is, who has which role, what answers what."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from onrecord.enrich.speakers import notes, roles, turns
from onrecord.enrich.speakers.exchange import Judgement
from onrecord.enrich.speakers.folding import tidy
from onrecord.enrich.speakers.people import Cast, Person
from onrecord.enrich.speakers.stretches import Stretch
from onrecord.models import Document, Evidence, Reading, Role, Speaker, StatementKind, Turn


def assemble(
    document: Document,
    folded: str,
    stretches: list[Stretch],
    cast: Cast,
    labelled: dict[str, list[Person]],
    verdict: Judgement,
) -> Reading:
    """The reading of a page whose stretches and people are found."""
    who = _who(document, folded, stretches, cast, labelled)
    give_roles(folded, stretches, who, cast)
    people = participants(stretches, who, cast)
    index = {id(person): number for number, person in enumerate(people)}
    made = _make_turns(document, folded, stretches, who, index)
    for number, stretch in enumerate(stretches):
        if stretch.mark:
            for person in who[number]:
                printed = document.text[stretch.mark.start_char : stretch.mark.end_char].strip()
                printed = printed.strip("*# ")
                if printed not in person.labels:
                    person.labels.append(printed)
    counts = [sum(number in turn.speakers for turn in made) for number in range(len(people))]
    speakers = tuple(as_speaker(person, count) for person, count in zip(people, counts, strict=True))
    return Reading(True, verdict.why, verdict.confidence, speakers, tuple(made))


def _who(
    document: Document,
    folded: str,
    stretches: list[Stretch],
    cast: Cast,
    labelled: dict[str, list[Person]],
) -> list[list[Person]]:
    """The people of each stretch; an unlabelled answer is the only guest's, else unsure."""
    guests = [p for p in cast.people if p.takes_part and p.kind == "person" and p.role in {None, "guest"}]
    described = [p for p in cast.people if p.title and p.kind == "person" and p.role in {None, "guest"}]
    has_guest = any(p.role in {None, "guest"} for people in labelled.values() for p in people)
    if not guests and len(described) == 1 and not has_guest:
        guests = described
        guests[0].takes_part = True
    who: list[list[Person]] = []
    for stretch in stretches:
        if stretch.mark:
            who.append(labelled.get(stretch.mark.key, []))
        elif stretch.named_at:
            who.append([_host(document, folded, stretch.named_at, cast)])
        elif stretch.continues is not None and stretch.continues < len(who):
            who.append(who[stretch.continues])
        else:
            who.append([])
    answering = {id(p): p for people in who for p in people if p.role == "guest"}
    alone = list(answering.values()) or guests
    for number, stretch in enumerate(stretches):
        if (
            not stretch.mark
            and not who[number]
            and not stretch.asks
            and stretch.continues is None
            and len(alone) == 1
        ):
            who[number] = [alone[0]]
    return who


def _host(document: Document, folded: str, place: tuple[int, int], cast: Cast) -> Person:
    """The host who names himself in a welcome without a label."""
    name = document.text[slice(*place)]
    person = cast.add(folded[slice(*place)], name)
    person.role, person.takes_part = "moderator", True
    if not any(evidence.field == "name" for evidence in person.evidence):
        person.evidence.append(Evidence("name", "text", name, None, *place))
    return person


def give_roles(folded: str, stretches: list[Stretch], who: list[list[Person]], cast: Cast) -> None:
    texts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    by_key: dict[str, Person] = {}
    for number, (stretch, people) in enumerate(zip(stretches, who, strict=True)):
        for person in people:
            texts[person.folded].append((number, folded[stretch.start_char : stretch.end_char]))
            by_key[person.folded] = person
    hints: dict[str, Role | None] = {
        key: ("interviewer" if person.kind == "outlet" else person.role) for key, person in by_key.items()
    }
    conducts = {key: roles.conduct(said) for key, said in texts.items()}
    loose: dict[str, Role | None] = {
        k: (v if v != "guest" or by_key[k].kind == "role" else None) for k, v in hints.items()
    }
    silent_host = any(p.role == "moderator" and p.takes_part and p.folded not in by_key for p in cast.people)
    for key, role in roles.by_behaviour(conducts, loose).items():
        by_key[key].role = role
        if silent_host and role == "interviewer" and hints[key] is None and by_key[key].title:
            by_key[key].role = "guest"
    _join_hosts(folded, stretches, who)
    for person in cast.people:
        person.role = person.role or "guest"


def _join_hosts(folded: str, stretches: list[Stretch], who: list[list[Person]]) -> None:
    """Who names himself right after the host's welcome, unnamed in it and with no post, is a host too."""
    for number, (one, two) in enumerate(pairwise(stretches[:3])):
        said, joins = folded[one.start_char : one.end_char], folded[two.start_char : two.end_char]
        if not roles.HOSTS.search(said) or len(joins) > roles.JOIN_CHARS or not roles.JOINS.match(joins):
            continue
        for person in who[number + 1]:
            if not person.title and not any(part in said for part in (person.folded, *person.folded.split())):
                person.role = "moderator"
                for host in who[number]:
                    host.role = "moderator"


def participants(stretches: list[Stretch], who: list[list[Person]], cast: Cast) -> list[Person]:
    """Those with turns in the order they first speak, then those announced."""
    people: dict[int, Person] = {}
    for group in who:
        for person in group:
            people.setdefault(id(person), person)
    for person in cast.people:
        if person.takes_part and (person.is_announced or person.role != "guest" or person.affiliation):
            people.setdefault(id(person), person)
    return list(people.values())


_ASKING: frozenset[Role] = frozenset({"interviewer", "moderator", "audience"})


def _make_turns(
    document: Document, folded: str, stretches: list[Stretch], who: list[list[Person]], index: dict[int, int]
) -> list[Turn]:
    """The turns with their kinds, each answer with the question it follows."""
    asking = [
        any(person.role in _ASKING for person in people) if people else stretch.asks
        for stretch, people in zip(stretches, who, strict=True)
    ]
    made: list[Turn] = []
    question: int | None = None
    for position, (stretch, people) in enumerate(zip(stretches, who, strict=True)):
        said = folded[stretch.start_char : stretch.end_char]
        is_followed = position + 1 < len(stretches) and not asking[position + 1]
        kind: StatementKind = "remark"
        was = question if question is not None else -2
        if asking[position]:
            # What an asker says before an answer prompts it, unless he only greets.
            is_question = turns.QUESTION.search(said) or (is_followed and not roles.HOSTS.search(said))
            kind, question = ("question", position) if is_question else ("remark", None)
        elif question is not None:
            kind = "answer"
        if kind == "remark" and was == position - 1 >= 0 and who[was] and people and who[was] != people:
            kind, question = "answer", was  # one who asks at other times answers here
        printed = document.text[stretch.mark.start_char : stretch.mark.end_char] if stretch.mark else None
        made.append(
            Turn(
                position=position,
                label=printed.strip("*# ") if printed else None,
                speakers=tuple(index[id(person)] for person in people),
                kind=kind,
                start_char=stretch.start_char,
                end_char=stretch.end_char,
                text=document.text[stretch.start_char : stretch.end_char],
                answers=question if kind == "answer" else None,
                confidence=0.95 if stretch.mark else 0.6 if people else 0.3,
                notes=notes.find(folded, stretch.start_char, stretch.end_char),
            )
        )
    return made


def as_speaker(person: Person, turn_count: int) -> Speaker:
    return Speaker(
        name=tidy(person.name),
        kind=person.kind,
        role=person.role or "guest",
        label=person.labels[0] if person.labels else None,
        labels=tuple(person.labels),
        name_latin=person.latin
        or (person.name if person.name.isascii() and person.kind == "person" else None),
        title=person.title,
        affiliation=person.affiliation,
        turn_count=turn_count,
        confidence=0.9 if turn_count and person.evidence else person.confidence,
        evidence=tuple(person.evidence),
    )
