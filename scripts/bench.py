"""How fast are the stages, beside the tools they stand on? Ratios measured side by side in one run.

    make bench                                     # some minutes
    .venv/bin/python scripts/bench.py sketching    # some parts only: the modules of scripts/bench/

Nothing here is asserted: machines differ, and a loaded one lies. Compare ratios, not seconds.
"""

from __future__ import annotations

import importlib
import multiprocessing
import resource
import sys
from pathlib import Path

from bench.measure import Line
from rich.console import Console
from rich.table import Table

FOLDER = Path(__file__).parent / "bench"
PARTS = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in ("__init__", "measure"))


def main(wanted: list[str]) -> int:
    """Measure the parts that are wanted, or all, and print one table."""
    unknown = sorted(set(wanted) - set(PARTS))
    if unknown:
        print(f"There is no part {unknown[0]!r}; there are: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    console = Console()
    table = Table("what", "measured", "beside", "that", "ratio", "peak memory", box=None, title="make bench")
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for lines, megabytes in pool.imap(measured, wanted or PARTS):
            for line in lines:
                table.add_row(
                    *(line.what, line.measured, line.beside, line.other, line.ratio, f"{megabytes} MB")
                )
    console.print(table)
    return 0


def measured(part: str) -> tuple[list[Line], int]:
    """The lines of a part, and the most memory that measuring it took, in MB."""
    lines = list(importlib.import_module(f"bench.{part}").measure())
    return lines, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
