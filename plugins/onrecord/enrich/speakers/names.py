"""What does a label look like: a name, a role, an office, a machine's number, or no one at all?

All functions take folded text (see `folding`).
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from onrecord.enrich.speakers import employers, lexicon, names_zh, posts
from onrecord.enrich.speakers.folding import tidy
from onrecord.models import Role

ShapeKind = Literal["role", "name", "part", "initials", "office", "machine", "other", "none"]

_HAN_ONLY = re.compile(r"^[\u3400-\u9fff]+$")
_FOREIGN_HAN = re.compile(r"^[\u3400-\u9fffA-Z.]{1,12}(?:·[\u3400-\u9fffA-Z.\-]{1,12}){1,4}$")
_LATIN_TOKEN = r"(?:[A-Z][A-Za-z0-9À-ɏ'’.\-]*|d[aeiu]l?|v[ao]n|de[rn]?|la|le|bin|al|ter|ten|el|von)"
_LATIN_FULL = re.compile(
    rf"^[A-Z][A-Za-z0-9À-ɏ'’.\-]*(?: {_LATIN_TOKEN}){{0,3}} [A-Z][A-Za-z0-9À-ɏ'’.\-]*$", re.U
)
_LATIN_ONE = re.compile(r"^[A-Z][A-Za-z0-9À-ɏ'’\-]+$", re.U)
_INITIALS = re.compile(r"^[A-Z](?:\.?[A-Z]){1,3}\.?$")
_QA = re.compile(r"^(q|a|问|答)[\s.]*\d{1,3}$", re.I)
_DEGREE = re.compile(r"(?:,\s*|\s+)(?:ph\.?\s?d|psy\.?d|m\.?d|j\.?d|mba|esq|jr|sr|r\.?n)\.?$", re.I)
_PARENS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
# One of several in a role: `观众A`, `女观众`, `记者甲`, `Audience member 2`, `The Chair`.
_ONE_OF_ROLE = re.compile(
    r"^(?:the |unidentified |unknown |female |male )?(?:另?一位|某位?|现场|[男女])?"
    r"(?P<word>[\u3400-\u9fff]{2,5}?(?=[\s#-]?(?:[A-Z]|\d{1,2}|[甲乙丙丁戊一二三四五六七八九])?$)"
    r"|[A-Za-z]{3,}?(?=(?: member)?(?:[\s#-]\w{1,2})?$))(?: member)?[\s#-]?\w{0,2}$",
    re.I,
)
# Two guests under one label.
_JOINT = re.compile(r"\s*(?:&|、|/| and |\+|,|和|与)\s*")
_COURTESY = re.compile(
    r"(?:先生|女士|老师|同学|总|院士|博士|教授|小姐|校友|医生|律师|导演|爷爷|奶奶|师傅|阿姨|叔叔"
    r"|大哥|大姐|学长|学姐)$"
)
NICKNAME = re.compile(r"^[阿小老][\u3400-\u9fff]$")
_USER = re.compile(r"^@?[A-Za-z][A-Za-z0-9-]*[\d_][\w-]*$")  # quiet_mouse, reed77
_SPEAKS = re.compile(r"(?:问|答|回答|提问)$")

# How much a shape says by itself that what carries it speaks.
WEIGHT: dict[ShapeKind, float] = {
    "role": 2.5, "machine": 2.0, "name": 2.0, "office": 1.5,
    "part": 1.0, "initials": 1.0, "other": 0.0, "none": -9.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """A label taken apart. `name` is None where it names no one; `names` has several for a joint one."""

    kind: ShapeKind
    name: str | None = None
    names: tuple[str, ...] = ()
    role: Role | None = None
    role_word: str | None = None
    title: str | None = None
    affiliation: str | None = None
    short: str | None = None  # what the label says it will be called from now on
    note: str | None = None
    latin: str | None = None
    is_outlet: bool = False  # printed as the title of a publication: 《…》

    @property
    def weight(self) -> float:
        return WEIGHT[self.kind]


_ORGANISATION_END = frozenset("局司厅处部院所社馆网队厂店县市省区镇厦村校台站")


def is_han_name(text: str) -> bool:
    """Whether Han characters can be a Chinese person's full name."""
    if not _HAN_ONLY.match(text) or not 2 <= len(text) <= 4:
        return False
    if text[:2] in lexicon.DOUBLE_SURNAMES:
        return len(text) >= 3
    if text[0] not in lexicon.SURNAMES or (len(text) > 2 and text[-1] in _ORGANISATION_END):
        return False
    if len(text) == 4:  # a double-barrelled surname
        return text[1] in lexicon.SURNAMES and not lexicon.NOT_IN_A_NAME.search(text[2:])
    return not lexicon.NOT_IN_A_NAME.search(text[1:])


def is_latin_name(text: str) -> bool:
    """Whether Latin letters can be a full name: two to five capitalised words."""
    return bool(_LATIN_FULL.match(text)) and len(text) <= 45 and text[:4] not in {"The ", "This", "That"}


def is_person_name(text: str) -> bool:
    """Whether this can be the full name of a person, in either script."""
    return is_han_name(text) or is_latin_name(text) or bool(_FOREIGN_HAN.match(text))


_ROLE_OF_OUTLET = re.compile(
    r"^(Reporter|Journalist|Question|Caller|Analyst|Audience|Listener), ?([A-Z].{2,40})$"
)
_HAN_START = re.compile(r"[\u3400-\u9fff]")
_TITLED = re.compile(r"^《([^《》]+)》(?:杂志|周刊|月刊|报|节目|栏目|编辑部|记者)?$")
_DASHED = re.compile(r"^([A-Z][A-Za-z0-9À-ɏ.'’ -]+?) (?:--?|—|\|) ([A-Za-z][\w&.,'’ -]+)$")
_POSTED = re.compile(r"^([A-Z][A-Za-z0-9À-ɏ.'’ -]+), ([A-Za-z][\w.&'’ -]+)$")  # `JANE ROE, HOST`
_DEFINES = re.compile(r"(?:以下|下|后)?(?:简称|统称|称)[为:]?\s*[“‘\"'《]?([^”’\"'》)]{1,12})")
_ALIAS = re.compile(r"^[“\"']?([A-Z]{2,4}|[\u3400-\u9fff])[”\"']?$")


@functools.lru_cache(maxsize=4096)
def shape(label: str) -> Shape:
    """Take a label (folded, tidied) apart."""
    note, short, inside, latin = None, None, None, None
    rest = label
    for found in _PARENS.finditer(label):
        content = found.group(1).strip()
        if defined := (_DEFINES.search(content) or _ALIAS.match(content)):
            short = defined.group(1).strip()
        elif lexicon.STAGE_NOTE.match(content):
            note = content
        elif is_latin_name(content) and _HAN_START.match(label) and not posts.LATIN_POST.search(content):
            latin = content
        else:
            inside = content
        rest = rest.replace(found.group(0), " ")
    rest = tidy(rest).strip(" :")
    if asker := _ROLE_OF_OUTLET.match(rest):
        role = lexicon.ROLE_BY_LOWER[asker.group(1).lower()]
        return Shape("role", role=role, role_word=asker.group(1), affiliation=asker.group(2))
    if posts.is_latin_post(rest) and rest.lower() not in lexicon.ROLE_BY_LOWER:
        return Shape("office", title=rest)
    if titled := _TITLED.match(rest):
        return Shape("name", titled.group(1), (titled.group(1),), short=short, is_outlet=True)
    if (posted := _POSTED.match(rest)) and _is_role_or_post(posted.group(2)):
        rest, inside = posted.group(1), posted.group(2)
    if dashed := _DASHED.match(rest):
        rest, inside = dashed.group(1), dashed.group(2).replace(" -- ", ", ")
    bare = _DEGREE.sub("", lexicon.HONORIFICS.sub("", rest)).strip()
    if not bare:
        return Shape("none")
    degree = rest[rest.find(bare) + len(bare) :].strip(" ,") if bare in rest else ""
    plain = _plain_shape(bare, had_honorific=bool(lexicon.HONORIFICS.match(rest)))
    title, affiliation = plain.title or degree or None, plain.affiliation
    if inside and plain.kind in {"name", "part", "other"} and (said := posts.split(inside)):
        said = employers.parted(said)
        title, affiliation = said.title or title, said.affiliation or affiliation
    elif inside and plain.kind in {"name", "part", "other"} and posts.is_organisation(inside):
        affiliation = affiliation or inside
    said_role = plain.role or (lexicon.ROLE_BY_LOWER.get(inside.lower()) if inside else None)
    return Shape(
        plain.kind,
        plain.name,
        plain.names,
        said_role,
        plain.role_word,
        title,
        affiliation,
        short,
        note,
        latin,
    )


def _is_role_or_post(text: str) -> bool:
    return text.lower() in lexicon.ROLE_BY_LOWER or bool(posts.LATIN_POST.search(text))


def _plain_shape(text: str, *, had_honorific: bool) -> Shape:
    lower = text.lower()
    if lower in lexicon.METADATA or lexicon.NUMBERED.match(text) or lexicon.LETTER.match(text):
        return Shape("none")
    if lower in lexicon.ROLE_BY_LOWER:
        return Shape("role", role=lexicon.ROLE_BY_LOWER[lower], role_word=text)
    if (counted := _ONE_OF_ROLE.match(text)) and (role := lexicon.ROLE_BY_LOWER.get(counted["word"].lower())):
        return Shape("role", role=role, role_word=text)
    if found := _QA.match(text):
        word = found.group(1)
        return Shape("role", role=lexicon.ROLE_BY_LOWER[word.lower()], role_word=word)
    if lexicon.MACHINE.match(text):
        return Shape("machine", name=text)
    if (spoken := _SPEAKS.sub("", text)) != text and spoken:
        inner = _plain_shape(spoken, had_honorific=had_honorific)
        if inner.kind in {"role", "name"}:
            return inner
    is_word = text[0] in lexicon.WEAK_SURNAMES and posts.is_post(text)
    if is_han_name(text) and not is_word and not posts.is_post(text[1:]) and not _COURTESY.search(text[1:]):
        return Shape("name", name=text, names=(text,))
    if joint := _joint(text):
        return Shape("name", name=None, names=joint)
    if is_latin_name(text) or _FOREIGN_HAN.match(text):
        return _latin_with_role(text) or Shape("name", name=uncapital(text), names=(uncapital(text),))
    return _with_role_or_post(text) or _short_shape(text, had_honorific=had_honorific)


def _joint(text: str) -> tuple[str, ...]:
    parts = [part for part in _JOINT.split(text) if part]
    if not 2 <= len(parts) <= 4 or len(text) > 60:
        return ()
    is_joint = all(map(is_person_name, parts)) or all(map(_LATIN_ONE.match, parts))
    return tuple(parts) if is_joint and lexicon.METADATA.isdisjoint(map(str.lower, parts)) else ()


def uncapital(text: str, at_least: int = 3) -> str:
    """A name in capitals as one would write it; shorter ones could be initials."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) > at_least and all(c.isupper() for c in letters if c.isascii()) and text.isascii():
        return re.sub(r"[A-Z][A-Z'’]+", lambda m: m.group().capitalize(), text)
    return text


def _latin_with_role(text: str) -> Shape | None:
    first, _, rest = text.partition(" ")
    role = lexicon.ROLE_BY_LOWER.get(first.lower())
    if role and len(first) > 1 and rest:
        return Shape("name", name=rest, names=(rest,), role=role, role_word=first)
    return None


_LEADING_ROLE = re.compile(
    r"^(特约主持人|节目主持人|主持人|主持|本刊记者|本报记者|本台记者|记者|嘉宾|网友|观众|听众|读者"
    r"|访谈者|采访者|受访者|提问者|同学|学生|主播|(?:host|moderator|interviewer|guest)(?=[\s:\-/|·]))"
    r"[\s:\-/|·]*(\S.{0,30})$",
    re.I,
)


def _with_role_or_post(text: str) -> Shape | None:
    if found := _LEADING_ROLE.match(text):
        word, rest = found.groups()
        if not lexicon.LEAD_IN.search(rest) and not lexicon.PHRASE.search(rest) and len(rest) <= 20:
            role = lexicon.ROLE_BY_LOWER.get(word.lower(), "moderator" if "主" in word else "interviewer")
            title = word if role in {"moderator", "interviewer"} and word.isascii() is False else None
            rest = rest.strip("“”‘’\"'《》")
            return Shape("name", name=rest, names=(rest,), role=role, role_word=word, title=title)
    if found := _TRAILING_ROLE.match(text):
        rest, word = found.groups()
        if is_person_name(rest):
            said_role = lexicon.ROLE_BY_LOWER.get(word)
            title = word if word not in {"老师", "嘉宾", "同学"} else None
            return Shape("name", rest, (rest,), None if said_role == "guest" else said_role, None, title)
    if (posted := _NAME_POST.match(text)) and is_person_name(posted.group(1)):
        name = posted.group(1)
        if not names_zh.is_word(name):
            return Shape("name", name, (name,), posts.role_of(posted.group(2)), None, posted.group(2))
    if 3 <= len(text) <= 40 and (said := posts.split_named(text)) and len(said.affiliation or "  ") > 1:
        said = employers.parted(said)
        name = said.name
        implied = posts.role_of(said.title)
        if name and (is_person_name(name) or (len(name) <= 6 and " " in text)):
            return Shape("name", name, (name,), implied, None, said.title, said.affiliation)
        if not name and not lexicon.PHRASE.search(text):
            kind: ShapeKind = "role" if implied else "office"
            return Shape(
                kind, None, (), implied, said.title if implied else None, said.title, said.affiliation
            )
    return None


_NAME_POST = re.compile(rf"^([\u3400-\u9fff·]{{2,8}}?)({posts.POSTS})$")  # `某某研究员`
_TRAILING_ROLE = re.compile(
    r"^(\S{2,4}?)(记者|主持人|嘉宾|校友|同学|学长|学姐|老师|教授|院士|博士|医生|律师|先生|女士"
    r"|总编辑|总编|主任|院长|校长|局长|部长|总裁|总经理|经理|董事长)$"
)


def _short_shape(text: str, *, had_honorific: bool) -> Shape:
    is_address = _COURTESY.search(text) or text[1:] in lexicon.FORMS_OF_ADDRESS
    if is_address and 2 <= len(text) <= 5 and text[0] in lexicon.SURNAMES:
        return Shape("part", name=text, names=(text,))
    if len(text) == 1:
        if text in lexicon.SURNAMES or _HAN_ONLY.match(text):
            return Shape("part" if text in lexicon.SURNAMES else "other", name=text, names=(text,))
        return Shape("initials" if text.isalpha() else "none", name=text, names=(text,))
    if _INITIALS.match(text) and not had_honorific:
        return Shape("initials", name=text, names=(text,))
    if NICKNAME.match(text) or _USER.match(text):
        return Shape("part", name=text, names=(text,))
    if _LATIN_ONE.match(text):
        weight: ShapeKind = "name" if had_honorific else "part"
        name = uncapital(text, 1 if had_honorific else 3)
        return Shape(weight, name=name, names=(name,))
    if (
        lexicon.LEAD_IN.search(text)
        or lexicon.PRONOUN.search(text)
        or len(text) > 24
        or (_han_count(text) > 3 and lexicon.PHRASE.search(text))
    ):
        return Shape("none")
    if _han_count(text) > 10 or re.search(r"[=<>/\\{}%$^~]", text):
        return Shape("none")
    return Shape("other", name=text, names=(text,))


def _han_count(text: str) -> int:
    return sum(1 for c in text if "\u3400" <= c <= "\u9fff")
