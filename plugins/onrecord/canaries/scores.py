"""What is enough? Counts by task, the pages at fault, and whether a floor holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from onrecord.canaries.compare import Mark
from onrecord.canaries.floors import Floor
from onrecord.errors import Permanent

MAX_PAGES = 20  # kept with a score, the worst first; the rest is counted
MAX_NAMED = 5  # in a message
MAX_CHARS = 80  # of a value that is shown
KINDS = {"precision": "wrong", "recall": "missing"}  # what costs which
ROUNDING = 1e-9  # a floor that was written as measured holds


class BelowFloor(Permanent):
    """A task reads the canaries worse than its floor allows. What is published stays published."""


@dataclass(slots=True)
class Score:
    """What of a task is published right, published wrong, and not published, by page.

    `waiting` are the values of pages that are not judged yet. They count as right when a floor is asked
    for: pages that come one after the other can then never make a task look worse than all of them do.
    """

    task: str
    waiting: int = 0
    floor: Floor | None = None
    marks: dict[str, list[Mark]] = field(default_factory=dict)

    def count(self, outcome: str) -> int:
        """How many values had this outcome."""
        return sum(mark.outcome == outcome for marks in self.marks.values() for mark in marks)

    @property
    def precision(self) -> float:
        """The share of what is published that is right."""
        return _share(self.count("right") + self.waiting, self.count("wrong"))

    @property
    def recall(self) -> float:
        """The share of what is wanted that is published."""
        return _share(self.count("right") + self.waiting, self.count("missing"))

    @property
    def is_below_floor(self) -> bool:
        """Whether it has a floor and falls below it."""
        return bool(self._shortfalls())

    @property
    def sentence(self) -> str:
        """Which floor it falls below, and on which pages."""
        kinds = [kind for name, kind in KINDS.items() if any(name in each for each in self._shortfalls())]
        pages = [page for page in self.pages() if any(page[kind] for kind in kinds)]
        named = ", ".join(page["url"] for page in pages[:MAX_NAMED])
        more = f" and {len(pages) - MAX_NAMED} more" if len(pages) > MAX_NAMED else ""
        return f"{self.task}: {', '.join(self._shortfalls())}, on {named}{more}"

    def pages(self) -> list[dict[str, Any]]:
        """The pages at fault, the worst first, each with the first of its faults, a wrong one if any."""
        found = []
        for url, marks in self.marks.items():
            faults = [mark for mark in marks if mark.outcome != "right"]
            if faults:
                outcomes = Counter(mark.outcome for mark in faults)
                counts = {"wrong": outcomes["wrong"], "missing": outcomes["missing"]}
                worst = min(faults, key=lambda mark: mark.outcome != "wrong")
                found.append({"url": url, **counts, **_shown(worst)})
        return sorted(found, key=lambda page: (-page["wrong"] - page["missing"], page["url"]))

    def _shortfalls(self) -> list[str]:
        if self.floor is None:
            return []
        return [
            f"{name} {share:.3f} is below {floor:.3f}"
            for name, share, floor in (
                ("precision", self.precision, self.floor.precision),
                ("recall", self.recall, self.floor.recall),
            )
            if share < floor - ROUNDING
        ]


def require_floors(scores: Iterable[Score]) -> None:
    """Raises BelowFloor, which names the tasks and pages, where a score falls below its floor."""
    if fallen := [score.sentence for score in scores if score.is_below_floor]:
        raise BelowFloor("below_floor", f"{'; '.join(fallen)}. See ops.quality_daily.")


def totals(scores: Iterable[Score]) -> Iterator[tuple[str, int]]:
    """Of all scores: how many values are right, wrong, missing and waiting."""
    listed = list(scores)
    for outcome in ("right", "wrong", "missing"):
        yield outcome, sum(score.count(outcome) for score in listed)
    yield "waiting", sum(score.waiting for score in listed)


def _share(good: int, bad: int) -> float:
    return good / (good + bad) if good + bad else 1.0


def _shown(mark: Mark) -> dict[str, str | None]:
    """Both values of a mark, each cut to where they begin to differ."""
    published, answer = (str(value or "") for value in (mark.published, mark.answer))
    pairs = enumerate(zip(published, answer, strict=False))
    differ_at = next(
        (place for place, (one, other) in pairs if one != other), min(len(published), len(answer))
    )
    start = max(0, differ_at - MAX_CHARS // 4)
    return {"published": _cut(published, start), "answer": _cut(answer, start)}


def _cut(text: str, start: int) -> str | None:
    end = start + MAX_CHARS
    return f"{'…' if start else ''}{text[start:end]}{'…' if text[end:] else ''}" if text else None
