"""Is a name enough to tell people apart by, and which ways of writing it are one name?"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

import opencc

from onrecord.enrich.people.appearance import Appearance
from onrecord.enrich.speakers.lexicon import HONORIFICS, SURNAMES

MAX_SHORT_HAN = 2  # surname and one character: many people share such a name

HAN: Final = re.compile("[\u3400-\u9fff]")
_BETWEEN: Final = re.compile(r"[\s·・•‧･∙.,，\-‐‑–'’_]+")
_DOTTED: Final = re.compile(r"\S[·・•‧･∙]\S")
_COMPOUND: Final = re.compile(
    "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|司空|东方|南宫|西门|独孤|端木|百里|东郭|轩辕|长孙|宇文|鲜于|闻人|申屠|澹台"
)
_HIDDEN: Final = re.compile(r"[某*×＊〇○xX]+$|[*×＊]")
# What is said after a name in address; a single character only after a name too short to be one without it.
_ADDRESS: Final = re.compile(
    r"(?:先生|女士|小姐|老师|太太|夫人|同学|大叔|阿姨|师傅|教授|博士|院士|主任|院长|校长|医生|大夫|护士|护士长|律师|法官"
    r"|经理|总经理|董事长|总裁|总监|主席|会长|理事长|秘书长|所长|局长|部长|处长|科长|书记|市长|县长|村长|镇长|馆长|站长|船长"
    r"|队长|厂长|店长|导演|编剧|主编|主播|教练|工程师|研究员|设计师|主持人|记者|编辑|法师|神父|牧师|爷爷|奶奶|大爷|大妈|妈妈|爸爸)$"
)
_SHORT_ADDRESS: Final = re.compile(r"^(?:.[总导董工局伯]|.{1,2}[哥姐叔婶嫂姨爷婆妈爸])$")
_DIMINUTIVE: Final = re.compile(r"^[小老阿大](?!\S*[·・•‧･∙]).{1,2}$")
_ORNAMENT: Final = re.compile(r"[^\w\s·・•‧･∙.,，'’\-‐‑–*×＊○]+")
_ROLE: Final = re.compile(
    r"\d|的|^[我你您他她]|[父母]亲$|说话人|讲者|声音|主持人|记者|编辑部|网友|读者|听众|观众|嘉宾|匿名|人士|发言人|负责人|工作人员|专家|学者|创始人|志愿者|路人|市民|村民|某",
)
_ROLE_WORD: Final = re.compile(
    "audience|member|staff|writer|editors?|host|moderator|interviewer|reporter|correspondent|anonymous|speaker|guest"
    "|listener|reader|caller|participant|panelist|spokes(?:person|man|woman)|unknown|team"
)
_AFTER: Final = re.compile(r"[\s,]+(?:ph\.?\s?d|m\.?d|esq|obe|mba)\.?$", re.IGNORECASE)
_SYLLABLE: Final = (
    "(?:b(?:ai?|ang?|ao|ei|eng?|i|ian|iao|ie|ing?|o|u)|[pm](?:ai?|ang?|ao|ei?|eng?|i|ian|iao|ie|ing?|iu|ou?|u)"
    "|f(?:ang?|a|ei|eng?|ou?|u)|[dtnl](?:ai?|ang?|ao|ei?|eng?|i|ia|iang?|iao|ie|ing?|iu|ong|ou|u|uan|ue|ui|un|uo|v)"
    "|(?:[gkh]|[zcs]h)(?:ai?|ang?|ao|ei?|eng?|i|ong|ou|u|uai?|uang?|ui|un|uo)"
    "|[jqx](?:i|ia|iang?|iao|ie|ing?|iong|iu|u|uan|ue|un)|r(?:ang?|ao|e|eng?|i|ong|ou|u|uan|ui|un|uo)"
    "|[zcs](?:ai?|ang?|ao|ei?|eng?|i|ong|ou|u|uan|ui|un|uo)|y(?:a|ang?|ao|e|i|ing?|o|ong|ou|u|uan|ue|un)"
    "|w(?:ai?|ang?|ei|eng?|o|u)|ai?|ang?|ao|e|en|er|ou?)"
)
_PINYIN: Final = re.compile(f"{_SYLLABLE}{{1,2}}")


def is_full_name(one: Appearance) -> bool:
    """Is it a person under a full name, not a role, an initial, a surname or a given name alone?"""
    name = _tidy(one.name)
    if one.kind != "person" or _HIDDEN.search(name):
        return False
    if HAN.search(name):
        return _is_full_han(name)
    words = _words(name)
    return len(words) >= 2 and not all(map(_ROLE_WORD.fullmatch, words))


def name_key(name: str) -> str:
    """Names that differ only in script, width, case, accents, spaces, dots, initials or address have the same key.

    >>> name_key("瑪拉・奎爾"), name_key("QUILL, Dr. Mára J.")
    ('玛拉奎尔', 'mara quill')
    """
    tidy = _tidy(name)
    if HAN.search(tidy):
        return _BETWEEN.sub("", tidy).casefold()
    return " ".join(sorted(_words(tidy))) or _BETWEEN.sub("", tidy).casefold()


def initials(name: str) -> frozenset[str]:
    """The letters that stand for a part of a name in Latin script."""
    tidy = _tidy(name)
    if HAN.search(tidy):
        return frozenset()
    return frozenset(word for word in re.split(r"[\s.,]+", tidy.casefold()) if len(word) == 1)


def keys(one: Appearance) -> frozenset[str]:
    """What somebody can be found by: the name, and the Latin form printed beside it."""
    return frozenset(name_key(name) for name in (one.name, one.name_latin) if name)


def native_key(name: str) -> str | None:
    """The key of a name in Han characters that is no transliteration: two such that differ are two people."""
    return name_key(name) if HAN.search(name) and not _DOTTED.search(name) else None


def is_telling(key: str) -> bool:
    """Whether few people bear a name: longer than two characters, and not pinyin, which many names share."""
    if HAN.search(key):
        return len(key) > MAX_SHORT_HAN
    return not is_pinyin(key)


def is_pinyin(key: str) -> bool:
    """Whether every word can be read as one or two syllables of pinyin."""
    return bool(key) and all(_PINYIN.fullmatch(word) for word in key.split())


def simplified(text: str) -> str:
    """In simplified script."""
    return str(_converter().convert(text)) if HAN.search(text) else text


def _is_full_han(name: str) -> bool:
    bare = _BETWEEN.sub("", name)
    if _ROLE.search(bare) or _DIMINUTIVE.match(bare) or _SHORT_ADDRESS.match(bare):
        return False
    if _COMPOUND.fullmatch(bare):
        return False
    return len(bare) >= 3 or bool(_DOTTED.search(name)) or (len(bare) == 2 and bare[0] in SURNAMES)


@functools.lru_cache(maxsize=65536)
def _tidy(name: str) -> str:
    """In simplified script, without the words of address before and after it."""
    tidy = _ORNAMENT.sub("", simplified(unicodedata.normalize("NFKC", name))).strip()
    while (shorter := _AFTER.sub("", HONORIFICS.sub("", _ADDRESS.sub("", tidy)))) != tidy:
        tidy = shorter.strip()
    return tidy


def _words(name: str) -> list[str]:
    """The parts of a name in Latin script, without accents, hyphens and single letters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = (re.sub(r"[^\w]|_", "", word) for word in re.split(r"[\s,.·・•]+", plain.casefold()))
    return [word for word in words if len(word) > 1]


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
