"""The reading of one document, step by step: marks, system, verdict, turns, people."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from onrecord.enrich.speakers import (
    casting,
    full_names,
    interview,
    labels,
    lookalikes,
    quotations,
    resolving,
    roles,
    subject,
    system,
    turns,
    typography,
)
from onrecord.enrich.speakers.assembling import as_speaker, assemble, give_roles, participants
from onrecord.enrich.speakers.exchange import Exchange, Judgement
from onrecord.enrich.speakers.labels import Mark
from onrecord.enrich.speakers.paper import LEDE_CHARS, Paper
from onrecord.enrich.speakers.people import Cast, is_asker_word
from onrecord.models import Document, Reading, Role

VERSION = "2"
_NAMING = frozenset({"name", "part", "initials", "other"})
SOLID = 2.0  # what a mark must weigh to end the lede if it stands only once
FICTION_CONFIDENCE = 0.9  # a title is printed by who knows


def read(document: Document) -> Reading:
    """Who speaks in a document, and what each says."""
    if lookalikes.is_fiction(document.title):
        return Reading(
            False, "the title says that it is fiction", FICTION_CONFIDENCE, credits=document.credits
        )
    paper = Paper(document)
    marks = labels.scan(document, paper.folded)
    times = Counter(mark.key for mark in marks)
    solid = (m.head for m in marks if m.shape.weight >= SOLID or (m.shape.weight >= 1 and times[m.key] > 1))
    first = min(solid, default=LEDE_CHARS)
    chosen = system.choose(document, paper.folded, marks, paper.told(first), first)
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
    named = frozenset(m.key for m in marks if m.shape.kind in _NAMING)
    exchange = Exchange(
        tuple(s.mark.key for s in spoken if s.mark),
        tuple(bool(s.mark and is_asker_word(s.mark)) for s in spoken),
        tuple(folded[s.start_char : s.end_char] for s in spoken),
        chosen.quoted_share,
        named,
        frozenset(key for key in named if key in told),
        sum(not s.mark and s.asks for s in stretches),
        sum(person.takes_part for person in cast.people),
        all(mark.is_stamped for mark in marks),
    )
    verdict = interview.judge(exchange, told, paper.title)
    if not verdict.is_interview:
        return Reading(False, verdict.why, verdict.confidence)
    subject.add_writer(cast, paper, marks)
    full_names.add_to(cast, paper, marks)
    if not named:
        subject.add_to(cast, paper, spoken[0].start_char)
    resolver = resolving.Resolver(paper, cast, askers)
    resolver.resolve(marks, {s.mark.start_char: (s.start_char, s.end_char) for s in spoken if s.mark})
    turns_of: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for stretch in spoken:
        if stretch.mark:
            turns_of[stretch.mark.key].append((stretch.start_char, stretch.end_char))
    resolver.let_them_introduce_themselves(turns_of)
    return assemble(document, folded, stretches, cast, resolver.labelled, verdict)


def _by_typography(paper: Paper) -> Reading:
    """The reading of a page without labels: questions in bold, or only the announcement of an interview."""
    stretches = typography.cut(paper.document, paper.folded)
    if not stretches:
        stretches = typography.cut_plain(paper.document, paper.folded)
        if stretches and not lookalikes.CONVERSES.search(paper.told(stretches[0].start_char)):
            stretches = []
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
        cast = _cast(paper, (), asked)
        subject.add_to(cast, paper, stretches[0].start_char)
        return assemble(paper.document, paper.folded, stretches, cast, {}, verdict)
    cast = Cast()
    casting.announce(paper, cast)
    if {"interviewer", "guest"} <= {person.role for person in cast.people}:
        verdict = Judgement(3.5, ["its header names who asks and who answers"])
        return assemble(paper.document, paper.folded, [], cast, {}, verdict)
    if not stretches and (
        why := interview.is_run_together(paper.folded, paper.title or paper.source.split("\n", 1)[0])
    ):
        give_roles(paper.folded, [], [], cast)
        speakers = tuple(as_speaker(person, 0) for person in participants([], [], cast))
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
