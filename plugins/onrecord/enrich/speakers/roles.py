"""Who asks and who answers: roles from what the speakers do and how they are called, not from their order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from onrecord.models import Role

ASKS: Final = 0.5  # share of turns that ask, from which a speaker is one who asks
ASKS_IN_COMPANY: Final = 0.34  # the same where the others hardly ask at all
ONLY_ASKS: Final = 0.8  # beside a known asker, who does hardly anything else asks too
SHORT: Final = 200  # mean characters of such turns
_TAIL: Final = 90  # a question stands near the end of an asker's turn


# A question without its mark: `请谈谈…`, `tell us …`.
_REQUEST: Final = re.compile(
    r"请(?:您|你|各位|大家)?(?:先|再)?(?:谈|介绍|说|讲|分享|做)|能否|[Tt]ell us|[Ww]alk us through"
)
# Words of one who receives: `欢迎来到…`, `welcome to the show`.
HOSTS: Final = re.compile(
    r"欢迎(?:来到|收听|收看|回到|回来|各位|大家)|感谢(?:各位|大家)?(?:收听|收看)|本期节目"
    r"|我们(?:今天)?(?:邀请|请)(?:到|来)"
    r"|[Ww]elcome(?:,? everybody,?| back)? (?:to|back)|my co-?host|our (?:two |first |special )?guests?"
    r"|joined (?:as always )?by|thanks? (?:you )?for (?:joining|coming on|being here)"
)


# Words by which a second host joins in without being introduced: `And I'm …`.
JOINS: Final = re.compile(
    r"\s*(?:And |And,? )?I'm [A-Z]|\s*(?:大家好,?)?(?:我也?是|我叫)(?=主持|[\u3400-\u9fff]{2,4}[。,!])"
)
JOIN_CHARS: Final = 140  # such a turn says little else


@dataclass(frozen=True, slots=True)
class Conduct:
    """What a speaker does in a conversation."""

    turns: int
    asking: float  # share of turns that end in a question
    mean_chars: float
    first: int  # position of the first turn
    hosts: bool = False  # greets an audience or introduces others in one of the first turns


def conduct(texts: list[tuple[int, str]]) -> Conduct:
    """From a speaker's turns (position, folded text)."""
    asking = sum("?" in text[-_TAIL:] or bool(_REQUEST.search(text[-_TAIL:])) for _, text in texts)
    chars = sum(len(text) for _, text in texts)
    return Conduct(len(texts), asking / len(texts), chars / len(texts), texts[0][0], _greets(texts))


def _greets(texts: list[tuple[int, str]]) -> bool:
    return any(position < 6 and HOSTS.search(text) for position, text in texts)


def by_behaviour(conducts: dict[str, Conduct], hints: dict[str, Role | None]) -> dict[str, Role]:
    """Roles of all who have turns. `hints` are what labels and introductions say; they stand."""
    roles: dict[str, Role] = {key: role for key, role in hints.items() if role and key in conducts}
    hosts = [key for key, own in conducts.items() if own.hosts and key not in roles]
    if len(hosts) + len(roles) < len(conducts) or "guest" in roles.values():
        roles.update({key: "moderator" for key in hosts if conducts[key].asking or not conducts[key].first})
    asker_known = any(role in {"interviewer", "moderator"} for role in roles.values())
    open_keys = [key for key in conducts if key not in roles]
    if asker_known:
        roles.update(dict.fromkeys(open_keys, "guest"))
        return _and_hosts(roles, conducts, open_keys)
    conducts = {key: own for key, own in conducts.items() if roles.get(key) != "audience"}
    ranked = sorted(
        open_keys, key=lambda key: (-conducts[key].asking, conducts[key].mean_chars, conducts[key].first)
    )
    if ranked and _is_asker(ranked[0], conducts):
        roles[ranked[0]] = "moderator" if len(conducts) > 2 else "interviewer"
    for key in ranked:
        roles.setdefault(key, "guest")
    return roles


def _is_asker(key: str, conducts: dict[str, Conduct]) -> bool:
    own = conducts[key]
    others = [other for name, other in conducts.items() if name != key]
    if not others:
        return own.asking >= ASKS
    most = max(other.asking for other in others)
    if own.asking >= ASKS and own.asking > most:
        return True
    return own.asking >= ASKS_IN_COMPANY and most < own.asking / 2


def _and_hosts(roles: dict[str, Role], conducts: dict[str, Conduct], open_keys: list[str]) -> dict[str, Role]:
    """A second one who only asks, beside a known asker."""
    for key in open_keys:
        own = conducts[key]
        only_asks = (
            own.asking >= ONLY_ASKS and own.mean_chars < SHORT and (own.turns > 1 or own.asking == 1.0)
        )
        if only_asks and any(conducts[other].asking < ASKS_IN_COMPANY for other in open_keys):
            roles[key] = "interviewer"
    return roles
