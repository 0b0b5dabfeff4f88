"""A person as introduced somewhere: the value that the readers of introductions hand on."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.models import Role


@dataclass(frozen=True, slots=True)
class Intro:
    """A person as introduced: places in the text it was read from (None where there are none)."""

    name: str  # folded
    name_at: tuple[int, int]
    title_at: tuple[int, int] | None = None
    affiliation_at: tuple[int, int] | None = None
    role: Role | None = None
    takes_part: bool = False
    is_cast: bool = False  # a line of a cast list
    is_past: bool = False  # the post is held no more
