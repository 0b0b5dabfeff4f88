"""What looks like an interview and is none: the witnesses against, by kind of page.

Novels, plays, talks, questions that a site answers or an exam asks, logs of a product, agendas, compilations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onrecord.enrich.speakers import lexicon
from onrecord.enrich.speakers.exchange import CUES, SECOND_PERSON, Exchange, quote

MIN_COMPILED: Final = 3  # labels that each occur once, from which they make a compilation

Against = tuple[float, str]  # points, reason

_TALK: Final = re.compile(r"演讲|致辞|主旨报告|发言稿|讲话|keynote|\bspeech\b|\blecture\b", re.I)
_FAQ: Final = re.compile(
    r"面试(?:问题|题|官)|笔试|常见问题|常见疑问|答疑|FAQ|frequently asked|interview questions|习题"
    r"|试题|题库|问答集|知识问答|考试|练习题|使用指南|帮助中心",
    re.I,
)
_SERIAL: Final = re.compile(
    r"第[一二三四五六七八九十百千\d]+[章回](?:\s|$|[^节])|小说|连载|上一章|下一章|剧本|第[一二三四五]幕"
    r"|独幕|话剧|选段|唱词|情景剧|短剧|相声|幕启|大幕拉开|(?:^|\n)\W{0,2}(?:场景|布景|剧中人)\W|\ba (?:short )?play\b"
    r"|\bone-act\b|\bscreenplay\b|\bdramatis personae\b|\bscene:|\b(?:INT|EXT)\. |^\W*act (?:one|two|[iv1-3]+)\b",
    re.I | re.M,
)
_DIRECTION: Final = re.compile(r"\s*\(([^()]{1,20})\)")
_DIALOGUE: Final = frozenset(["w", "m", "man", "woman", "boy", "girl", "男", "女", "question"])
_LETTERS: Final = frozenset({"a", "b", "c", "甲", "乙", "丙"})
# Both sides of an exam: what is asked of an applicant, and what a book would have him say.
_EXAM: Final = re.compile(
    r"面试官|考官|面试者|应聘者|求职者|考生|候选人|(?:参考|示范|标准|建议|优秀|回答)?(?:答案|回答|范例)|解答|解析|答题思路"
    r"|hr|candidate|applicant|recruiter|(?:sample|model|suggested|good|bad) answer|interview question"
)
_EXAM_ONLY: Final = re.compile(
    r"面试官|考官|应聘者|求职者|考生|(?:参考|示范|标准|建议|优秀)(?:答案|回答|范例)"
    r"|hr|candidate|applicant|recruiter|(?:sample|model|suggested|good|bad) answer"
)
_LESSON: Final = re.compile(
    r"\b(?:unit|lesson) \d+|\bdialogues? \d|new words|vocabulary|课文|生词|情景对话|听力|口语(?:练习|对话|素材)"
    r"|英语对话|对话练习|试卷|example of play|worked example|sample dialogue|造句|范文",
    re.I,
)
_REPLY: Final = re.compile(
    r"(?:公司|官方|商家|店家|卖家|平台|客服|部门|单位|机构|网站|管理员|董秘|法务)(?:的)?(?:回复|回答|答复|解答|反馈)"
    r"|(?:official|staff|seller|admin|support|team)(?: (?:reply|response|answer))?"
)
_KEYED: Final = re.compile(r"(?:参考)?(?:答案|解析|解答|点拨)\s*:|(?:correct )?answer\s*:", re.I)
_AGENDA: Final = re.compile(
    r"(?:议程|日程|节目单|日程表|流程)(?:表|安排)?$|\b(?:agenda|schedule|programme)\b", re.I
)
_TIMES: Final = re.compile(r"\d{1,2}:\d{2}\s*(?:-|—|~|至|到)+\s*\d{1,2}:\d{2}")
_SAYS_I: Final = re.compile(r"我(?![们国方市省县区院校司部局])|咱|\b(?:I|I'm|I've|my|me)\b")

# A title that says what the text is: the word stands alone beside a bar, in brackets or before a colon, or it
# is a chapter. In "小说家…" and "fiction sales" it stands in a sentence: those are about fiction.
FICTION: Final = re.compile(
    r"(?:^|[|:：｜丨·•【\[(（]\s*)(?:[短中长微科连][篇幻载型]?|长篇连载|网络|武侠|悬疑)?(?:小说|小說|童话|童話|寓言)"
    r"(?:连载|選|选)?\s*(?:[(（][^)）]{1,6}[)）])?(?=$|[|:：｜丨·•】\])）])"
    r"|(?:^|[|｜丨])\s*(?:连载|連載)小[说說]|^第[一二三四五六七八九十百\d]+[章回](?:\s|$)"
    r"|^(?:short |flash )?fiction\s*[:|]|[:|]\s*a short story$|^chapter (?:\d+|[a-z]+)\s*(?:[:.|]|$)",
    re.IGNORECASE,
)


def is_fiction(title: str | None) -> bool:
    """Does a title say that its text is a story, where nobody says anything on record?"""
    return bool(title and FICTION.search(title.strip()))


def weigh(exchange: Exchange, told: str, head: str) -> Iterator[Against]:
    """What speaks against an interview. `told` is title, byline and lede; `head` the title alone (folded)."""
    yield from _lists(exchange, head)
    yield from _fiction(exchange, told)
    yield from _exercises(exchange, told)
    yield from _talks(exchange, told, head)


def _lists(exchange: Exchange, head: str) -> Iterator[Against]:
    """Agendas, compilations, tables: labels that do not talk to one another."""
    keys, texts = set(exchange.keys), exchange.texts
    if (
        len(keys) >= 6
        and len(keys) * 1.5 > len(exchange.keys)
        and sum(exchange.asks) * 4 < len(exchange.keys)
    ):
        yield -2.5, "nearly every label occurs once"
    once = len(keys) == len(exchange.keys) >= MIN_COMPILED and not any(exchange.asks)
    if once and not exchange.prompts and not any("?" in text for text in texts):
        yield -2.5, "each says one thing and no one asks: a compilation"
    if _AGENDA.search(head):
        yield -2.5, "an agenda"
    if _most(bool(_TIMES.search(text)) for text in texts):
        yield -3.0, "what follows the labels is a timetable"
    if _most(text.startswith("《") for text in texts):
        yield -3.0, "what follows the labels are titles of works"


def _most(found: Iterator[bool], share: float = 0.5) -> bool:
    each = list(found)
    return bool(each) and sum(each) >= share * len(each)


def _fiction(exchange: Exchange, told: str) -> Iterator[Against]:
    """Novels and plays."""
    if exchange.quoted_share >= 0.6:
        yield -4.0, "what follows the labels is in quotation marks, as in fiction"
    is_serial, is_cued = bool(_SERIAL.search(told)), bool(CUES.search(told))
    if is_serial and not is_cued:
        yield -2.0, "a serial or a play"
    if is_serial and exchange.quoted_share > 0.3:
        yield -2.0, "chapters"
    directed = [d for text in exchange.texts if (d := _DIRECTION.match(text))]
    acted = [d for d in directed if not lexicon.STAGE_NOTE.match(d[1])]
    if not is_cued and len(acted) > 1 and len(acted) * 5 >= len(exchange.texts):
        yield -2.0, "what is said begins with stage directions"


def _exercises(exchange: Exchange, told: str) -> Iterator[Against]:
    """Questions that a site answers or an exam asks, and logs of a product."""
    lower = {key.lower() for key in exchange.keys}
    if lower and lower <= _DIALOGUE:
        yield -4.0, "a listening exercise"
    if lower and lower <= _LETTERS and not CONVERSES.search(told):
        yield -4.0, "A and B talk: an example"
    if any(map(_REPLY.fullmatch, lower)):
        yield -4.0, "an office answers"
    if _most(bool(_KEYED.match(text)) for text in exchange.texts if not text.endswith("?")):
        yield -4.0, "the answers are those of a book"
    if lower and any(map(_EXAM_ONLY.fullmatch, lower)) and all(map(_is_exam_or_plain, lower)):
        yield -4.0, "an exam: what an applicant is asked"
    if any(map(lexicon.is_bot, lower)) and all(lexicon.is_bot(key) or key in lexicon.USERS for key in lower):
        yield -4.0, "a log of a product"
    if _LESSON.search(told) and not CONVERSES.search(told):
        yield -3.0, f"a lesson: {quote(_LESSON, told)}"
    if exchange.named:
        return
    if _FAQ.search(told[:400]):
        yield -3.0, f"a list of questions: {quote(_FAQ, told[:400])}"
    elif not exchange.introduced and _is_for_readers(exchange, told):
        yield -2.5, "no one is asked and no one answers of himself: questions for readers"


def _is_exam_or_plain(key: str) -> bool:
    return bool(_EXAM.fullmatch(key)) or key in {"q", "a", "问", "答", "interviewer", "you"}


def _is_for_readers(exchange: Exchange, told: str) -> bool:
    """Whether Q does not say `you` and A does not say `I`: in an interview they do."""
    asked = [text for text, asks in zip(exchange.texts, exchange.asks, strict=False) if asks]
    told_back = [text for text, asks in zip(exchange.texts, exchange.asks, strict=False) if not asks]
    pairs = zip(exchange.keys, exchange.asks, strict=False)
    askers = {key.lower() for key, asks in pairs if asks}
    if not asked or not told_back or not askers <= _NO_ONE or CONVERSES.search(told):
        return False
    you = sum(bool(SECOND_PERSON.search(text)) for text in asked)
    of_me = sum(bool(_SAYS_I.search(text)) for text in told_back)
    return you * 5 <= len(asked) and of_me * 5 <= len(told_back)


_NO_ONE: Final = frozenset({"q", "问", "提问", "question", "读者", "reader"})
# Of the cues, those that a list of questions never has.
CONVERSES: Final = re.compile(
    r"专访|访谈|采访|记者|对谈|发布会|圆桌|实录|做客|连线|嘉宾|\binterview(?! questions)|\bspoke|\btalk|\bpress\b",
    re.I,
)


HEAD_CHARS: Final = 200  # of what announces, beside the title
_RECORD: Final = re.compile(r"(?:演讲|致辞|讲话|发言|主旨报告)(?:实录|全文|文字稿|速记)")


def _talks(exchange: Exchange, told: str, head: str) -> Iterator[Against]:
    if len(set(exchange.keys)) != 1:
        return
    says = f"{head}\n{told[:HEAD_CHARS]}"
    if _TALK.search(says) and not CUES.search(_RECORD.sub("", says)):
        yield -2.0, "a talk by one person"
    asks = any(exchange.asks) or any("?" in text for text in exchange.texts)
    if len(exchange.keys) <= 2 and not asks and _TALK.search(told):
        yield -1.5, "a talk"
