"""A kind of line that is not the article, known by its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from onrecord.extract.reasons import Reason

Scope = Literal["anywhere", "edge", "tail"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A kind of line: how to know it, how long it may be, and where on a page it is believed.

    `edge`: before or after the body. `ends`: what follows it on a page is not the article any more.
    """

    reason: Reason
    pattern: re.Pattern[str]
    max_chars: int
    scope: Scope = "anywhere"
    ends: bool = False
    is_strong: bool = False  # its words in the middle of a paragraph are enough
    only_text: bool = (
        False  # it ends nothing in HTML, where the replies of a thread are told by their elements
    )


def cue(
    reason: Reason,
    pattern: str,
    max_chars: int,
    scope: Scope = "anywhere",
    *,
    ends: bool = False,
    is_strong: bool = False,
) -> Cue:
    """A kind of line by the regular expression of its words."""
    return Cue(reason, re.compile(pattern), max_chars, scope, ends, is_strong)
