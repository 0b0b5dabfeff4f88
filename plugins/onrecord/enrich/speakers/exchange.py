"""What the judges of a conversation see of it, and the scales they weigh it with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

ENOUGH: Final = 3.0  # points; each witness is worth one or two

# Words by which a page says that it holds a conversation.
CUES: Final = re.compile(
    r"专访|访谈|采访|对话|对谈|答记者问|记者会|问答|圆桌|实录|速记|文字稿|播客|做客|连线|聊了聊|受访"
    r"|交流记录|座谈|提问|嘉宾|(?:做|进行|展开)了?一?[场次]?[^,。]{0,6}(?:讨论|交流|探讨)"
    r"|\b(?:interview|q ?& ?a|conversation|transcript|podcast|talks? (?:to|with)|spoke (?:to|with)"
    r"|sat down with|in dialogue|panel|earnings (?:conference )?call|guests?|oral history"
    r"|ask me anything|joined by|chat with)\b",
    re.I,
)
FIRST_PERSON: Final = re.compile(r"我|咱|\b(?:I|I'm|I've|we|my|our|me)\b")
SECOND_PERSON: Final = re.compile(r"你|您|老师|先生|女士|教授|博士|总[,,]|\b(?:you|your)\b", re.I)


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
    stamped: bool = False  # every labelled post has its time


def quote(pattern: re.Pattern[str], text: str) -> str:
    """What a pattern finds first, to show as a reason."""
    found = pattern.search(text)
    return found.group() if found else ""
