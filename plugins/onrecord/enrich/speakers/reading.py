"""The reading of one document, step by step: marks, system, verdict, turns, people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

from onrecord.enrich.speakers import (
    casting,
    interview,
    labels,
    lookalikes,
    quotations,
    resolving,
    roles,
    system,
    turns,
)
from onrecord.enrich.speakers.exchange import Exchange, Judgement
from onrecord.enrich.speakers.folding import tidy
from onrecord.enrich.speakers.labels import Mark
from onrecord.enrich.speakers.paper import LEDE_CHARS, Paper
from onrecord.enrich.speakers.people import Cast, Person, is_asker_word
from onrecord.enrich.speakers.turns import Stretch
from onrecord.models import Document, Reading, Role, Speaker, StatementKind, Turn

VERSION = "1"
FICTION_CONFIDENCE = 0.9  # a title is printed by who knows


def read(document: Document) -> Reading:
    """Who speaks in a document, and what each says."""
    if lookalikes.is_fiction(document.title):
        return Reading(
            False, "the title says that it is fiction", FICTION_CONFIDENCE, credits=document.credits
        )
    paper = Paper(document)
    marks = labels.scan(document, paper.folded)
    first = min((m.head for m in marks if m.shape.weight >= 1), default=LEDE_CHARS)
    chosen = system.choose(document, paper.folded, marks, paper.told(first))
    reading = _labelled(paper, chosen) or _by_typography(paper)
    found, speakers = quotations.find(document, reading.speakers, reading.turns)
    return replace(reading, speakers=speakers, quotations=found, credits=document.credits)


def _cast(paper: Paper, marks: tuple[Mark, ...], spans: list[tuple[int, int]]) -> Cast:
    """The people announced and introduced."""
    cast = Cast()
    casting.announce(paper, cast)
    casting.introduce(paper, marks, spans, cast)
    return cast


def _labelled(paper: Paper, chosen: system.System) -> Reading | None:
    document, folded, marks = paper.document, paper.folded, chosen.marks
    if not marks:
        return None
    told = paper.told(marks[0].head)
    askers = _askers(folded, document, marks)
    stretches = turns.cut(document, folded, marks, askers)
    spoken = [s for s in stretches if s.mark]
    if not spoken:
        return None
    cast = _cast(paper, marks, [(s.start_char, s.end_char) for s in spoken])
    named = frozenset(m.key for m in marks if m.shape.kind in {"name", "part", "initials", "other"})
    exchange = Exchange(
        tuple(s.mark.key for s in spoken if s.mark),
        tuple(bool(s.mark and is_asker_word(s.mark)) for s in spoken),
        tuple(folded[s.start_char : s.end_char] for s in spoken),
        chosen.quoted_share,
        named,
        frozenset(key for key in {m.key for m in marks} if key in told),
        sum(not s.mark and s.asks for s in stretches),
        sum(person.takes_part for person in cast.people),
    )
    verdict = interview.judge(exchange, told, paper.title)
    if not verdict.is_interview:
        return Reading(False, verdict.why, verdict.confidence)
    resolver = resolving.Resolver(paper, cast, askers)
    resolver.resolve(marks, {s.mark.start_char: (s.start_char, s.end_char) for s in spoken if s.mark})
    turns_of: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for stretch in spoken:
        if stretch.mark:
            turns_of[stretch.mark.key].append((stretch.start_char, stretch.end_char))
    resolver.let_them_introduce_themselves(turns_of)
    return _assemble(document, folded, stretches, cast, resolver.labelled, verdict)


def _by_typography(paper: Paper) -> Reading:
    """The reading of a page without labels: questions in bold, or only the announcement of an interview."""
    stretches = turns.cut_by_typography(paper.document, paper.folded)
    told = paper.told(stretches[0].start_char if stretches else LEDE_CHARS)
    exchange = Exchange(
        tuple("?" if s.asks else "!" for s in stretches),
        (),
        tuple(paper.folded[s.start_char : s.end_char] for s in stretches),
        0.0,
        frozenset(),
        frozenset(),
    )
    verdict = interview.judge(exchange, told, paper.title)
    is_talk = interview.speaks_in_first_person(exchange) and interview.speaks_to_another(exchange, told)
    if stretches and verdict.is_interview and is_talk:
        asked = [(s.start_char, s.end_char) for s in stretches if s.asks]
        return _assemble(paper.document, paper.folded, stretches, _cast(paper, (), asked), {}, verdict)
    cast = Cast()
    casting.announce(paper, cast)
    if {"interviewer", "guest"} <= {person.role for person in cast.people}:
        verdict = Judgement(3.5, ["its header names who asks and who answers"])
        return _assemble(paper.document, paper.folded, [], cast, {}, verdict)
    if not stretches and (why := interview.is_run_together(paper.folded, paper.title)):
        _give_roles(paper.folded, [], [], cast)
        speakers = tuple(_speaker(person, 0) for person in _participants([], [], cast))
        return Reading(True, why, 0.6, speakers)
    return Reading(False, verdict.why if stretches else "no labels and no typography of a conversation", 0.6)


def _askers(folded: str, document: Document, marks: tuple[Mark, ...]) -> frozenset[str]:
    """The keys that ask: by their word, or by what they do."""
    by_word = frozenset(mark.key for mark in marks if is_asker_word(mark))
    texts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for position, mark in enumerate(marks):
        end = marks[position + 1].head if position + 1 < len(marks) else len(folded)
        texts[mark.key].append(
            (position, folded[mark.text_start : min(end, mark.text_start + 1200)].rstrip())
        )
    hints: dict[str, Role | None] = {m.key: m.shape.role for m in marks}
    found = roles.by_behaviour({key: roles.conduct(said) for key, said in texts.items()}, hints)
    return by_word | {key for key, role in found.items() if role in {"interviewer", "moderator"}}


def _assemble(
    document: Document,
    folded: str,
    stretches: list[Stretch],
    cast: Cast,
    labelled: dict[str, list[Person]],
    verdict: Judgement,
) -> Reading:
    who = _who(stretches, cast, labelled)
    _give_roles(folded, stretches, who, cast)
    people = _participants(stretches, who, cast)
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
    speakers = tuple(_speaker(person, count) for person, count in zip(people, counts, strict=True))
    return Reading(True, verdict.why, verdict.confidence, speakers, tuple(made))


def _who(stretches: list[Stretch], cast: Cast, labelled: dict[str, list[Person]]) -> list[list[Person]]:
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


def _give_roles(folded: str, stretches: list[Stretch], who: list[list[Person]], cast: Cast) -> None:
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


def _participants(stretches: list[Stretch], who: list[list[Person]], cast: Cast) -> list[Person]:
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
            )
        )
    return made


def _speaker(person: Person, turn_count: int) -> Speaker:
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
