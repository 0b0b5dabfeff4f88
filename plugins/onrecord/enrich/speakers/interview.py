"""Is it an interview? The witnesses, weighed, each with its reason."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from onrecord.enrich.speakers import lookalikes
from onrecord.enrich.speakers.exchange import CUES, FIRST_PERSON, SECOND_PERSON, Exchange, Judgement, quote

MIN_ASKED: Final = 3  # questions under one label that make a system without a labelled answer


def judge(exchange: Exchange, told: str, head: str) -> Judgement:
    """Weigh the witnesses. `told` is title, byline and lede; `head` the title alone (folded)."""
    verdict = Judgement()
    keys = exchange.keys
    distinct = len(set(keys))
    changes = sum(a != b for a, b in pairwise(keys))
    if distinct >= 2 and changes * 4 < len(keys):
        verdict.add(0.5, "one label has nearly all turns")
    elif distinct >= 2:
        opens_asking = "?" in exchange.texts[0][:300]
        verdict.add(
            2.0 if changes >= 2 else 1.5 if opens_asking else 0.75,
            f"{distinct} labels take turns in {len(keys)} turns",
        )
    elif keys and exchange.announced & set(keys):
        verdict.add(1.0, "the one label is announced")
    elif keys and not any(exchange.asks) and not exchange.prompts and not _only_asks(exchange):
        verdict.add(-1.0, "one label, which nothing announces")
    if exchange.prompts:
        verdict.add(1.0, f"{exchange.prompts} questions without a label come before labels")
    elif _only_asks(exchange):
        verdict.add(1.0, "all that is labelled asks")
    if exchange.introduced and keys:
        is_cued = bool(CUES.search(told))
        verdict.add(1.0 if is_cued else 0.5, f"{exchange.introduced} introduced as taking part")
    if any(exchange.asks):
        verdict.add(1.0, "a label asks by its name")
    if CUES.search(told):
        verdict.add(1.5, f"cue: {quote(CUES, told)}")
        if CUES.search(head):
            verdict.add(0.5, "the title says so")
    if exchange.stamped and distinct == 1 and CUES.search(told):
        verdict.add(2.0, "posts with their times tell of a conversation")  # nobody need say I or you
    else:
        _weigh_speech(exchange, verdict)
    for points, reason in lookalikes.weigh(exchange, told, head):
        verdict.add(points, reason)
    return verdict


def _only_asks(exchange: Exchange) -> bool:
    """Whether there is one label, under which every turn asks."""
    is_one = len(exchange.keys) >= MIN_ASKED and len(set(exchange.keys)) == 1
    return is_one and all("?" in text for text in exchange.texts)


def _weigh_speech(exchange: Exchange, verdict: Judgement) -> None:
    if not exchange.texts:
        return
    if exchange.prompts or any("?" in text for text in exchange.texts):
        verdict.add(0.75, "questions are asked")
    elif len(exchange.texts) >= 2:
        verdict.add(-0.5, "no question anywhere")
    first = sum(bool(FIRST_PERSON.search(text)) for text in exchange.texts) / len(exchange.texts)
    second = sum(bool(SECOND_PERSON.search(text)) for text in exchange.texts) / len(exchange.texts)
    if first + second >= 0.2:
        verdict.add(0.75, "people speak of themselves and to one another")
    elif not first + second and len(exchange.texts) >= 4 and not (any(exchange.asks) and exchange.named):
        verdict.add(-1.0, "no one says I or you")


def speaks_in_first_person(exchange: Exchange) -> bool:
    """Whether the answers of an unlabelled exchange are given by someone who says I."""
    answers = [text for key, text in zip(exchange.keys, exchange.texts, strict=True) if key == "!"]
    return bool(answers) and sum(bool(FIRST_PERSON.search(text)) for text in answers) * 3 >= len(answers)


_STOP: Final = re.compile(r"[。!?;,.]")
MAX_STOPS: Final = 1.5  # signs in 100 characters of recognised speech


def speaks_to_another(exchange: Exchange, told: str) -> bool:
    """Whether the questions of an unlabelled exchange are put to someone, or the page says so."""
    asked = [text for key, text in zip(exchange.keys, exchange.texts, strict=True) if key == "?"]
    return bool(CUES.search(told)) or sum(bool(SECOND_PERSON.search(text)) for text in asked) * 5 >= len(
        asked
    )


def is_run_together(folded: str, head: str) -> str | None:
    """Why a text without labels is a conversation as a recogniser wrote it down; None where it is not."""
    if not CUES.search(head) or len(folded) < 40:
        return None
    stops = len(_STOP.findall(folded)) * 100 / len(folded)
    if stops > MAX_STOPS or not (FIRST_PERSON.search(folded) and SECOND_PERSON.search(folded)):
        return None
    return f"cue in the title: {quote(CUES, head)}; speech without signs, in which people say I and you"
