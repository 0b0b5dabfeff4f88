"""Commands that do a stage's work: `ingest`, `reprocess`, `sources check`."""

from __future__ import annotations

import argparse
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from onrecord.cli.database import warehouse
from onrecord.models import Source

console = Console(stderr=True, highlight=False, soft_wrap=True)
out = Console(highlight=False, soft_wrap=True)

LISTED_CHANGES = 20  # articles; a change of rules may be in thousands
Advance = Callable[[str, int, int], None]


def add(commands: Any) -> None:
    """Add the commands to a parser."""
    ingest = commands.add_parser(
        "ingest",
        help="fetch, read and publish pages once, with no scheduler",
        description="Run the stages once over folders, files or addresses; without any, over config/sources.yml.",
    )
    ingest.add_argument("pages", nargs="*", metavar="PATH|URL")
    ingest.add_argument(
        "--source", metavar="NAME", help="keep them under it (default: the folder's name, or `web`)"
    )
    ingest.set_defaults(call=call_ingest)

    again = commands.add_parser(
        "reprocess",
        help="do stages again over what is archived",
        description="Do a stage and those after it again over what is archived. Never fetches anything.",
    )
    again.add_argument("--stage", choices=["extract", "deduplicate", "enrich", "publish"], default="enrich")
    again.add_argument("--source", help="only documents of this source")
    again.add_argument(
        "--since", type=date.fromisoformat, metavar="DAY", help="only captures from this day on (UTC)"
    )
    again.add_argument(
        "--dry-run",
        action="store_true",
        help="only list what would change, article by article; until it ends, the stages of a run wait",
    )
    again.add_argument(
        "--all", action="store_true", help=f"list every article, not the first {LISTED_CHANGES}"
    )
    again.add_argument("--json", action="store_true", help="list every article as a line of JSON")
    again.set_defaults(call=call_reprocess)

    sources = commands.add_parser("sources", help="look after config/sources.yml")
    actions = sources.add_subparsers(required=True, metavar="ACTION")
    check = actions.add_parser(
        "check", help="read the file and say what is declared, or what is wrong with it"
    )
    check.add_argument("--file", type=Path, help="another file than the settings name")
    check.set_defaults(call=call_sources_check)


def call_ingest(options: argparse.Namespace) -> int:
    """Everything from addresses to published tables, once.

    1 if an address of a source could not be read, or none of the pages named is published; else a page
    that is set aside is no failure of the command: its reason is in the account.
    """
    from onrecord import pipeline, store
    from onrecord.fetch import by_hand, discover
    from onrecord.store import runs

    run_id = new_run_id("ingest")
    with warehouse(), _progress() as advance:
        chosen: Sequence[Source] = pipeline.declared()
        totals: dict[str, Counter[str]] = {"discover": Counter(), "fetch": Counter()}
        with store.connect() as conn:
            if options.pages:
                chosen = by_hand.sources(conn, options.pages, name=options.source, declared=chosen)
            runs.begin(conn, run_id, "ingest")
        for place, source in enumerate(source for source in chosen if source.is_enabled):
            advance("discover", place, len(chosen))
            with store.connect() as conn:
                tally = discover.run(conn, source)
                runs.record(conn, run_id, "discover", source.slug, tally)
            totals["discover"] += tally
        advance("discover", len(chosen), len(chosen))
        plan = partial(pipeline.plan_fetch, only=chosen if options.pages else None)
        totals["fetch"] = _fetch(plan, pipeline.fetch_batch, run_id, chosen, advance)
        tallies = pipeline.curate(run_id, "ingest", advance)
        with store.connect() as conn:
            is_in_vain = bool(options.pages) and not by_hand.is_any_published(conn, chosen)
    _say({**{name: dict(tally) for name, tally in totals.items()}, **tallies})
    broken = totals["discover"]["failed"]
    if broken:
        console.print(f"{broken} address(es) of sources could not be read: `onrecord status` says why.")
    if is_in_vain:
        console.print("No page of what was named is published: `onrecord query set_aside` says why.")
    return 1 if broken or is_in_vain else 0


def _fetch(
    plan: Callable[[], list[list[int]]],
    fetch_batch: Callable[..., dict[str, int]],
    run_id: str,
    chosen: Sequence[Source],
    advance: Advance,
) -> Counter[str]:
    """Fetch until nothing is due that was not tried; a plan holds one batch of each host."""
    total: Counter[str] = Counter()
    tried: set[int] = set()
    while planned := [batch for batch in plan() if not tried.issuperset(batch)]:
        for place, batch in enumerate(planned):
            advance("fetch", place, len(planned))
            tried.update(batch)
            total += Counter(fetch_batch(batch, run_id, chosen))
        advance("fetch", len(planned), len(planned))
    return total


def call_reprocess(options: argparse.Namespace) -> int:
    """Mark and do again, or only list what would change."""
    from onrecord import pipeline, reprocessing

    selection = reprocessing.Selection(options.stage, options.source, options.since)
    with warehouse():
        if options.dry_run:
            _print_changes(*reprocessing.preview(selection), everything=options.all, as_json=options.json)
            return 0
        marked = reprocessing.mark(selection)
        with _progress() as advance:
            tallies = pipeline.curate(new_run_id("reprocess"), "reprocess", advance)
    _say({"marked": {"documents": marked}, **tallies})
    return 0


def _print_changes(
    tally: dict[str, int], changes: Sequence[dict[str, Any]], *, everything: bool, as_json: bool
) -> None:
    """What would be published: how much of what, then each article."""
    if as_json:
        for change in changes:
            print(json.dumps(change, default=str))
        return
    _say({"would be": tally})
    shown = changes if everything else changes[:LISTED_CHANGES]
    for change in shown:
        out.print(f"{change['canonical_url']}  {change['title'] or ''}".rstrip(), markup=False)
        for line in _news(change):
            out.print(f"    {line}", markup=False)
    if len(shown) < len(changes):
        out.print(
            f"… and {len(changes) - len(shown)} more: --all lists them, --json as lines of JSON.",
            markup=False,
        )


def _news(change: dict[str, Any]) -> Iterator[str]:
    """What would be new in an article, a line for each kind of thing."""
    for what in ("speakers", "topics"):
        for how in ("added", "removed", "renamed", "changed"):
            if found := change.get(f"{what}_{how}"):
                yield f"{what} {how}: {', '.join(found)}"
    counts = [(how, change[f"statements_{how}"]) for how in ("added", "removed", "changed")]
    if told := ", ".join(f"{count} {how}" for how, count in counts if count):
        yield f"statements: {told}"
    yield f"fields: {change['fields']}"


def call_sources_check(options: argparse.Namespace) -> int:
    """Say what is declared."""
    from onrecord import pipeline, sources

    for source in sources.load(options.file) if options.file else pipeline.declared():
        state = "" if source.is_enabled else " (disabled)"
        out.print(f"{source.slug}: {source.kind}, {len(source.addresses)} address(es){state}", markup=False)
    return 0


def new_run_id(command: str) -> str:
    """A name for a run of a command."""
    return f"{command}__{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%S}__{uuid.uuid4().hex[:6]}"


def _say(tallies: dict[str, dict[str, int]]) -> None:
    for stage, tally in tallies.items():
        counts = (
            ", ".join(f"{count} {outcome}" for outcome, count in sorted(tally.items())) or "nothing to do"
        )
        out.print(f"{stage:>12}: {counts}", markup=False)


@contextmanager
def _progress() -> Iterator[Advance]:
    """Bars in a terminal; a line per stage elsewhere."""
    if not console.is_terminal:
        said: set[tuple[str, int]] = set()

        def tell(stage: str, done: int, total: int) -> None:
            tenth = 10 * done // total if total else 10
            if (stage, tenth) not in said:
                said.add((stage, tenth))
                console.print(f"{stage}: {done} of {total}", markup=False)

        yield tell
        return
    columns = (TextColumn("{task.description:>12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            task = tasks.setdefault(stage, bars.add_task(stage)) if stage not in tasks else tasks[stage]
            bars.update(task, completed=done, total=max(total, 1))

        yield show
