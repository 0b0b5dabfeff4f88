"""How far apart are copies and other articles, by each measure that decides? The tables of docs/families.md.

    .venv/bin/python scripts/copy_curve.py [FILE.jsonl]    # lines of {"base", "kind", "text"}

Of texts of one base, those of another kind are copies of the one of kind "base".

Without a file: the sample texts, each with copies that are edited, cut and moved about, and what the tests of
deduplication hold of reports of one template. Shares are of the text that is more within the other.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from onrecord.dedup import sides
from onrecord.dedup.compare import Text
from onrecord.dedup.sketch import sample

ROOT = Path(__file__).resolve().parents[1]
EDITS = (0.02, 0.05, 0.08, 0.12)
TEMPLATE = "template"
Sample = tuple[str, str, str]  # base, kind, text


def main(files: list[str]) -> None:
    """Print one table per measure: how many pairs of each group fall into each step."""
    texts = _read(Path(files[0])) if files else list(_invented())
    groups: dict[str, list[tuple[float, float, float]]] = {"copies": [], "templates": [], "others": []}
    read = [(base, kind, Text(text)) for base, kind, text in texts]
    for one, two in _candidates([text for _, _, text in read]):
        (base, kind, a), (other, other_kind, b) = read[one], read[two]
        if base == other and "base" not in (kind, other_kind):
            continue
        group = "copies" if base == other else "templates" if TEMPLATE in (kind, other_kind) else "others"
        groups[group].append(_measures(a, b))
    console = Console()
    for place, name in enumerate(("share covered", "share in long gaps", "share exchanged")):
        table = Table("from", *groups, title=name, box=None)
        counts = {
            group: Counter(int(found[place] * 20) for found in pairs) for group, pairs in groups.items()
        }
        for step in range(20, -1, -1):
            if any(counts[group][step] for group in groups):
                table.add_row(f"{step / 20:.2f}", *(str(counts[group][step]) for group in groups))
        console.print(table)


def _measures(a: Text, b: Text) -> tuple[float, float, float]:
    one, other = sides.side(a.shingles, b.shingles), sides.side(b.shingles, a.shingles)
    if (one.covered, -one.own) >= (other.covered, -other.own):
        return one.covered, one.own, sides.exchanged(a.shingles, b.shingles, one).share
    return other.covered, other.own, sides.exchanged(b.shingles, a.shingles, other).share


def _candidates(texts: list[Text]) -> list[tuple[int, int]]:
    """The pairs that share some of their sample, as the database finds them, and do not fold to the same."""
    holders: dict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for value in sample(text.shingles.hashes).tolist():
            holders[value].append(place)
    shared = Counter(pair for places in holders.values() for pair in combinations(places, 2))
    return sorted(
        pair for pair, count in shared.items() if count > 1 and texts[pair[0]].folded != texts[pair[1]].folded
    )


def _read(path: Path) -> list[Sample]:
    rows = map(json.loads, path.open(encoding="utf8"))
    return [(row["base"], row["kind"], row["text"]) for row in rows if row["kind"] != "half_mix"]


def _invented() -> Iterator[Sample]:
    answers = map(json.loads, (ROOT / "samples" / "answers.jsonl").open(encoding="utf8"))
    texts = {answer["article"]: answer["text"] for answer in answers if answer["disposition"] == "published"}
    for number, (article, text) in enumerate(sorted(texts.items())):
        yield article, "base", text
        for kind, change in CHANGES.items():
            yield article, kind, change(text, random.Random(number))
    cases = yaml.safe_load((ROOT / "tests" / "onrecord" / "dedup" / "templates.yml").read_text("utf8"))
    for number, case in enumerate(cases["templates"]):
        for side in ("a", "b"):
            yield f"template {number}{side}", TEMPLATE, case[side]


def _edited(share: float) -> Callable[[str, random.Random], str]:
    def edit(text: str, chance: random.Random) -> str:
        parts = text.split(" ") if text.count(" ") > len(text) / 12 else list(text)
        between = " " if len(parts) != len(text) else ""
        for place, part in enumerate(parts):
            if chance.random() < share and part.strip():
                parts[place] = chance.choice(
                    ("", chance.choice(parts), part + between + chance.choice(parts))
                )
        return between.join(parts)

    return edit


def _moved(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    **{f"edited {share:.0%}": _edited(share) for share in EDITS},
    "first 60 %": lambda text, _: text[: len(text) * 6 // 10],
    "last quarter": lambda text, _: text[len(text) * 3 // 4 :],
    "moved": _moved,
}


if __name__ == "__main__":
    main(sys.argv[1:])
