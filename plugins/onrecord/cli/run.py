"""Commands that do a stage's work: `ingest`, `reprocess`, `sources check`, `db migrate`."""

from __future__ import annotations

import argparse
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from onrecord.errors import ConfigurationError
from onrecord.models import Source

console = Console(stderr=True, highlight=False, soft_wrap=True)
out = Console(highlight=False, soft_wrap=True)

ALL = sys.maxsize  # pages named by hand are all wanted at once
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
    again.add_argument("--dry-run", action="store_true", help="only list what would change")
    again.set_defaults(call=call_reprocess)

    sources = commands.add_parser("sources", help="look after config/sources.yml")
    actions = sources.add_subparsers(required=True, metavar="ACTION")
    check = actions.add_parser(
        "check", help="read the file and say what is declared, or what is wrong with it"
    )
    check.add_argument("--file", type=Path, help="another file than the settings name")
    check.set_defaults(call=call_sources_check)

    database = commands.add_parser("db", help="look after the warehouse")
    steps = database.add_subparsers(required=True, metavar="ACTION")
    migrate = steps.add_parser("migrate", help="bring the schema to this version; nothing is lost")
    migrate.set_defaults(call=call_migrate)


@contextmanager
def warehouse() -> Iterator[None]:
    """The database runs and has this version's schema."""
    from onrecord.store import embedded, migrate

    with embedded.running():
        migrate.upgrade()
        yield


def call_ingest(options: argparse.Namespace) -> int:
    """Everything from addresses to published tables, once; 1 if an address of a source could not be read.

    A page that is set aside is no failure of the command: its reason is in the account.
    """
    from onrecord import pipeline, store
    from onrecord.fetch import discover
    from onrecord.store import runs

    run_id = new_run_id("ingest")
    with warehouse(), _progress() as advance:
        chosen = _sources(options.pages, options.source) if options.pages else pipeline.declared()
        totals: dict[str, Counter[str]] = {"discover": Counter(), "fetch": Counter()}
        with store.connect() as conn:
            runs.begin(conn, run_id, "ingest")
        for place, source in enumerate(source for source in chosen if source.is_enabled):
            advance("discover", place, len(chosen))
            with store.connect() as conn:
                tally = discover.run(conn, source)
                runs.record(conn, run_id, "discover", source.slug, tally)
            totals["discover"] += tally
        advance("discover", len(chosen), len(chosen))
        totals["fetch"] = _fetch(pipeline.plan_fetch, pipeline.fetch_batch, run_id, chosen, advance)
        tallies = pipeline.curate(run_id, "ingest", advance)
    _say({**{name: dict(tally) for name, tally in totals.items()}, **tallies})
    broken = totals["discover"]["failed"]
    if broken:
        console.print(f"{broken} address(es) of sources could not be read: `onrecord status` says why.")
    return 1 if broken else 0


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


def _sources(pages: Sequence[str], name: str | None) -> list[Source]:
    """A source for each folder named, and one for the addresses."""
    addresses = [page for page in pages if urlsplit(page).scheme in ("http", "https")]
    found = []
    if addresses:
        found.append(
            Source(name or "web", name or "Addresses given by hand", "urls", tuple(addresses), max_pages=ALL)
        )
    for page in pages:
        if page in addresses:
            continue
        path = Path(page).resolve()
        if not path.exists():
            raise ConfigurationError(f"{page}: there is no such file or folder, and it is no http address.")
        slug = name or _slug(path)
        found.append(Source(slug, name or path.name, "folder", (str(path),), max_pages=ALL))
    return found


def _slug(path: Path) -> str:
    folder = path if path.is_dir() else path.parent
    return (
        "".join(c if c.isascii() and c.isalnum() else "-" for c in folder.name.lower()).strip("-") or "folder"
    )


def call_reprocess(options: argparse.Namespace) -> int:
    """Mark and do again, or only list what would change."""
    from onrecord import pipeline, reprocessing

    selection = reprocessing.Selection(options.stage, options.source, options.since)
    with warehouse():
        if options.dry_run:
            tally, changes = reprocessing.preview(selection)
            for change in changes:
                out.print(f"{change['canonical_url']}: {change['fields']}", markup=False)
            _say({"would be": tally})
            return 0
        marked = reprocessing.mark(selection)
        with _progress() as advance:
            tallies = pipeline.curate(new_run_id("reprocess"), "reprocess", advance)
    _say({"marked": {"documents": marked}, **tallies})
    return 0


def call_sources_check(options: argparse.Namespace) -> int:
    """Say what is declared."""
    from onrecord import pipeline, sources

    for source in sources.load(options.file) if options.file else pipeline.declared():
        state = "" if source.is_enabled else " (disabled)"
        out.print(f"{source.slug}: {source.kind}, {len(source.addresses)} address(es){state}", markup=False)
    return 0


def call_migrate(_: argparse.Namespace) -> int:
    """Apply the revisions that are missing."""
    from onrecord.store import embedded, migrate

    with embedded.running():
        applied = migrate.upgrade()
    out.print("\n".join(f"applied {name}" for name in applied) or "the schema is up to date", markup=False)
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
