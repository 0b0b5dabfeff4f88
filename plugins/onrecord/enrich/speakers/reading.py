"""The reading of one document, step by step: marks, system, verdict, turns, people."""

from __future__ import annotations

from collections import defaultdict

from onrecord.enrich.speakers import casting, interview, labels, roles, system, turns
from onrecord.enrich.speakers.folding import fold, tidy
from onrecord.enrich.speakers.labels import Mark
from onrecord.enrich.speakers.people import Cast, Person, is_asker_word
from onrecord.enrich.speakers.turns import Stretch
from onrecord.models import Document, Reading, Role, Speaker, StatementKind, Turn

VERSION = "1"

_TOLD_CHARS = 1500  # of the lede, for cues and announcements


def read(document: Document) -> Reading:
    """Who speaks in a document, and what each says."""
    folded = fold(document.text)
    source = fold(document.source_text[: casting.header.HEAD_CHARS])
    marks = labels.scan(document, folded)
    head = fold(document.title or "")
    first = marks[0].head if marks else len(folded)
    told = "\n".join(
        [
            head,
            fold(document.byline or ""),
            fold(document.outlet or ""),
            folded[: min(first, _TOLD_CHARS)],
            source[:_TOLD_CHARS],
        ]
    )
    chosen = system.choose(document, folded, marks, told)
    told = _told(document, folded, chosen.marks, head)
    return _labelled(document, folded, source, chosen, told, head) or _by_typography(
        document, folded, source, told, head
    )


def _told(document: Document, folded: str, marks: tuple[Mark, ...], head: str) -> str:
    """What announces: title, byline, outlet and the lede as far as the first label."""
    first = marks[0].head if marks else _TOLD_CHARS
    return "\n".join([head, fold(document.byline or ""), folded[max(0, first - _TOLD_CHARS) : first]])


def _labelled(
    document: Document, folded: str, source: str, chosen: system.System, told: str, head: str
) -> Reading | None:
    marks = chosen.marks
    if not marks:
        return None
    askers = _askers(folded, document, marks)
    stretches = turns.cut(document, folded, marks, askers)
    spoken = [s for s in stretches if s.mark]
    if not spoken:
        return None
    named = frozenset(m.key for m in marks if m.shape.kind in {"name", "part", "initials", "other"})
    exchange = interview.Exchange(
        tuple(s.mark.key for s in spoken if s.mark),
        tuple(bool(s.mark and is_asker_word(s.mark)) for s in spoken),
        tuple(folded[s.start_char : s.end_char] for s in spoken),
        chosen.quoted_share,
        named,
        frozenset(key for key in {m.key for m in marks} if key in told),
    )
    verdict = interview.judge(exchange, told, head)
    if not verdict.is_interview:
        return Reading(False, verdict.why, verdict.confidence)
    cast = Cast()
    casting.announce(document, source, cast)
    casting.introduce(document, folded, marks, [(s.start_char, s.end_char) for s in spoken], cast)
    resolver = casting.Resolver(document, folded, cast, askers)
    resolver.resolve(marks, {s.mark.start_char: (s.start_char, s.end_char) for s in spoken if s.mark})
    return _assemble(document, folded, stretches, cast, resolver.labelled, verdict)


def _by_typography(document: Document, folded: str, source: str, told: str, head: str) -> Reading:
    stretches = turns.cut_by_typography(document, folded)
    exchange = interview.Exchange(
        tuple("?" if s.asks else "!" for s in stretches),
        (),
        tuple(folded[s.start_char : s.end_char] for s in stretches),
        0.0,
        frozenset(),
        frozenset(),
    )
    verdict = interview.judge(exchange, told, head)
    if not stretches or not verdict.is_interview or not interview.speaks_in_first_person(exchange):
        return Reading(
            False, verdict.why if stretches else "no labels and no typography of a conversation", 0.6
        )
    cast = Cast()
    casting.announce(document, source, cast)
    casting.introduce(document, folded, (), [], cast)
    return _assemble(document, folded, stretches, cast, {}, verdict)


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
    verdict: interview.Judgement,
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
    for key, role in roles.by_behaviour(conducts, loose).items():
        by_key[key].role = role
    for person in cast.people:
        person.role = person.role or "guest"


def _participants(stretches: list[Stretch], who: list[list[Person]], cast: Cast) -> list[Person]:
    """Those with turns in the order they first speak, then those announced."""
    people: dict[int, Person] = {}
    for group in who:
        for person in group:
            people.setdefault(id(person), person)
    for person in cast.people:
        if person.takes_part and (person.title or person.affiliation or person.role != "guest" or not people):
            people.setdefault(id(person), person)
    return list(people.values())


def _make_turns(
    document: Document, folded: str, stretches: list[Stretch], who: list[list[Person]], index: dict[int, int]
) -> list[Turn]:
    made: list[Turn] = []
    question: int | None = None
    for stretch, people in zip(stretches, who, strict=True):
        position = len(made)
        text = folded[stretch.start_char : stretch.end_char]
        asks = (
            any(p.role in {"interviewer", "moderator", "audience"} for p in people)
            if people
            else stretch.asks
        )
        kind: StatementKind = "remark"
        if asks and turns.QUESTION.search(text):
            kind, question = "question", position
        elif not asks and question is not None:
            kind = "answer"
        label = (
            document.text[stretch.mark.start_char : stretch.mark.end_char].strip("*# ")
            if stretch.mark
            else None
        )
        made.append(
            Turn(
                position, label, tuple(index[id(p)] for p in people), kind, stretch.start_char, stretch.end_char,
                document.text[stretch.start_char : stretch.end_char],
                question if kind == "answer" else None,
                0.95 if stretch.mark else 0.6 if people else 0.3,
            )
        )  # fmt: skip
    return made


def _speaker(person: Person, turn_count: int) -> Speaker:
    return Speaker(
        name=tidy(person.name),
        kind=person.kind,
        role=person.role or "guest",
        label=person.labels[0] if person.labels else None,
        labels=tuple(person.labels),
        name_latin=person.name if person.name.isascii() and person.kind == "person" else None,
        title=person.title,
        affiliation=person.affiliation,
        turn_count=turn_count,
        confidence=0.9 if turn_count and person.evidence else person.confidence,
        evidence=tuple(person.evidence),
    )
