"""Is it an interview? The witnesses, weighed, each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from onrecord.enrich.speakers import lexicon

ENOUGH: Final = 3.0  # points; each witness below is worth one or two

MIN_COMPILED: Final = 3  # labels that each occur once, from which they make a compilation

CUES: Final = re.compile(
    r"专访|访谈|采访|对话|对谈|答记者问|记者会|问答|圆桌|实录|速记|文字稿|播客|做客|连线|聊了聊|受访"
    r"|交流记录|座谈|提问|嘉宾|(?:做|进行|展开)了?一?[场次]?[^,。]{0,6}(?:讨论|交流|探讨)"
    r"|\b(?:interview|q ?& ?a|conversation|transcript|podcast|talks? (?:to|with)|spoke (?:to|with)"
    r"|sat down with|in dialogue|panel|earnings (?:conference )?call|guests?|oral history"
    r"|ask me anything|joined by|chat with)\b",
    re.I,
)
_TALK: Final = re.compile(r"演讲|致辞|主旨报告|发言稿|讲话|keynote|\bspeech\b|\blecture\b", re.I)
_FAQ: Final = re.compile(
    r"面试(?:问题|题|官)|笔试|常见问题|常见疑问|答疑|FAQ|frequently asked|interview questions|习题"
    r"|试题|题库|问答集|知识问答|考试|练习题|使用指南|帮助中心",
    re.I,
)
_FICTION: Final = re.compile(
    r"第[一二三四五六七八九十百千\d]+[章回](?:\s|$|[^节])|小说|连载|上一章|下一章|剧本|第[一二三四五]幕"
)
_DIALOGUE: Final = frozenset(["w", "m", "man", "woman", "boy", "girl", "男", "女", "question"])
_AGENDA: Final = re.compile(
    r"(?:议程|日程|节目单|日程表|流程)(?:表|安排)?$|\b(?:agenda|schedule|programme)\b", re.I
)
_TIMES: Final = re.compile(r"\d{1,2}:\d{2}\s*(?:-|—|~|至|到)+\s*\d{1,2}:\d{2}")
_FIRST_PERSON: Final = re.compile(r"我|咱|\b(?:I|I'm|I've|we|my|our|me)\b")
_SECOND_PERSON: Final = re.compile(r"你|您|老师|先生|女士|教授|博士|总[,,]|\b(?:you|your)\b", re.I)


@dataclass(slots=True)
class Judgement:
    """Points for and against, with their reasons."""

    points: float = 0.0
    reasons: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)

    def add(self, points: float, reason: str) -> None:
        self.points += points
        (self.reasons if points > 0 else self.against).append(reason)

    @property
    def is_interview(self) -> bool:
        return self.points >= ENOUGH

    @property
    def why(self) -> str:
        parts = self.reasons + [f"but {reason}" for reason in self.against]
        return "; ".join(parts) or "no labels, no cues"

    @property
    def confidence(self) -> float:
        """How far the points are from the border, as a share of certainty."""
        return round(min(0.99, 0.5 + min(abs(self.points - ENOUGH + 0.25), 4.0) / 8.0), 2)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the judge sees of the labelled turns."""

    keys: tuple[str, ...]  # one a turn, in order
    asks: tuple[bool, ...]  # whether the turn's label is an asker's
    texts: tuple[str, ...]  # folded
    quoted_share: float
    named: frozenset[str]  # keys that name people or outlets
    announced: frozenset[str]
    prompts: int = 0  # questions without a label
    introduced: int = 0  # people introduced as taking part


# A title that says what the text is: the word stands alone beside a bar, in brackets or before a colon, or it
# is a chapter. In "小说家…" and "fiction sales" it stands in a sentence: those are about fiction.
FICTION = re.compile(
    r"(?:^|[|:：｜丨·•【\[(（]\s*)(?:[短中长微科连][篇幻载型]?|长篇连载|网络|武侠|悬疑)?(?:小说|小說|童话|童話|寓言)"
    r"(?:连载|選|选)?\s*(?:[(（][^)）]{1,6}[)）])?(?=$|[|:：｜丨·•】\])）])"
    r"|(?:^|[|｜丨])\s*(?:连载|連載)小[说說]|^第[一二三四五六七八九十百\d]+[章回](?:\s|$)"
    r"|^(?:short |flash )?fiction\s*[:|]|[:|]\s*a short story$|^chapter (?:\d+|[a-z]+)\s*(?:[:.|]|$)",
    re.IGNORECASE,
)


def is_fiction(title: str | None) -> bool:
    """Does a title say that its text is a story, where nobody says anything on record?"""
    return bool(title and FICTION.search(title.strip()))


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
    if exchange.prompts:
        verdict.add(1.0, f"{exchange.prompts} questions without a label come before labels")
    elif len(keys) >= 3 and distinct == 1 and all("?" in text for text in exchange.texts):
        verdict.add(1.0, "all that is labelled asks")
    if exchange.introduced and keys:
        is_cued = bool(CUES.search(told))
        verdict.add(1.0 if is_cued else 0.5, f"{exchange.introduced} introduced as taking part")
    if any(exchange.asks):
        verdict.add(1.0, "a label asks by its name")
    if CUES.search(told):
        verdict.add(1.5, f"cue: {_quote(CUES, told)}")
        if CUES.search(head):
            verdict.add(0.5, "the title says so")
    _weigh_speech(exchange, verdict)
    _weigh_lookalikes(exchange, verdict, told, head)
    return verdict


def _weigh_speech(exchange: Exchange, verdict: Judgement) -> None:
    if not exchange.texts:
        return
    if exchange.prompts or any("?" in text for text in exchange.texts):
        verdict.add(0.75, "questions are asked")
    elif len(exchange.texts) >= 2:
        verdict.add(-0.5, "no question anywhere")
    first = sum(bool(_FIRST_PERSON.search(text)) for text in exchange.texts) / len(exchange.texts)
    second = sum(bool(_SECOND_PERSON.search(text)) for text in exchange.texts) / len(exchange.texts)
    if first + second >= 0.2:
        verdict.add(0.75, "people speak of themselves and to one another")
    elif not first + second and len(exchange.texts) >= 4 and not (any(exchange.asks) and exchange.named):
        verdict.add(-1.0, "no one says I or you")


def _weigh_lookalikes(exchange: Exchange, verdict: Judgement, told: str, head: str) -> None:
    keys = set(exchange.keys)
    if (
        len(keys) >= 6
        and len(keys) * 1.5 > len(exchange.keys)
        and sum(exchange.asks) * 4 < len(exchange.keys)
    ):
        verdict.add(-2.5, "nearly every label occurs once")
    once = len(keys) == len(exchange.keys) >= MIN_COMPILED and not any(exchange.asks)
    if once and not exchange.prompts and not any("?" in text for text in exchange.texts):
        verdict.add(-2.5, "each says one thing and no one asks: a compilation")
    if _AGENDA.search(head):
        verdict.add(-2.5, "an agenda")
    if sum(bool(_TIMES.search(text)) for text in exchange.texts) * 2 >= len(exchange.texts) > 0:
        verdict.add(-3.0, "what follows the labels is a timetable")
    titled = sum(text.startswith("《") for text in exchange.texts)
    if titled * 2 >= len(exchange.texts) > 0:
        verdict.add(-3.0, "what follows the labels are titles of works")
    if exchange.quoted_share >= 0.6:
        verdict.add(-4.0, "what follows the labels is in quotation marks, as in fiction")
    if keys and {key.lower() for key in keys} <= _DIALOGUE:
        verdict.add(-4.0, "a listening exercise")
    if keys and all(key.lower() in lexicon.BOTS or lexicon.SERVICE.match(key) for key in keys):
        verdict.add(-4.0, "a log of a product")
    if len(keys) == 1 and _TALK.search(head) and not CUES.search(head.replace("演讲实录", "")):
        verdict.add(-2.0, "a talk by one person")
    if (
        len(keys) == 1
        and len(exchange.keys) <= 2
        and not any(exchange.asks)
        and not any("?" in t for t in exchange.texts)
        and _TALK.search(told)
    ):
        verdict.add(-1.5, "a talk")
    if not exchange.named and _FAQ.search(told[:400]):
        verdict.add(-3.0, f"a list of questions: {_quote(_FAQ, told[:400])}")
    if _FICTION.search(told) and not CUES.search(told):
        verdict.add(-2.0, "a serial")
    if _FICTION.search(told) and exchange.quoted_share > 0.3:
        verdict.add(-2.0, "chapters")


def _quote(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group() if found else ""


def speaks_in_first_person(exchange: Exchange) -> bool:
    """Whether the answers of an unlabelled exchange are given by someone who says I."""
    answers = [text for key, text in zip(exchange.keys, exchange.texts, strict=True) if key == "!"]
    return bool(answers) and sum(bool(_FIRST_PERSON.search(text)) for text in answers) * 3 >= len(answers)


_STOP: Final = re.compile(r"[。!?;,.]")
MAX_STOPS: Final = 1.5  # signs in 100 characters of recognised speech


def speaks_to_another(exchange: Exchange, told: str) -> bool:
    """Whether the questions of an unlabelled exchange are put to someone, or the page says so."""
    asked = [text for key, text in zip(exchange.keys, exchange.texts, strict=True) if key == "?"]
    return bool(CUES.search(told)) or sum(bool(_SECOND_PERSON.search(text)) for text in asked) * 5 >= len(
        asked
    )


def is_run_together(folded: str, head: str) -> str | None:
    """Why a text without labels is a conversation as a recogniser wrote it down; None where it is not."""
    if not CUES.search(head) or len(folded) < 40:
        return None
    stops = len(_STOP.findall(folded)) * 100 / len(folded)
    if stops > MAX_STOPS or not (_FIRST_PERSON.search(folded) and _SECOND_PERSON.search(folded)):
        return None
    return f"cue in the title: {_quote(CUES, head)}; speech without signs, in which people say I and you"
