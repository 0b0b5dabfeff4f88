"""The stages in their order, each as one call that a DAG's task or a command makes.

Every function opens its own connection: a task is a transaction. Only fetch commits in between, per
capture. All of them may be run twice, late, or killed, with the same outcome. The stages, and the
libraries they stand on, are imported by the function that needs them: DAG files import this module
each time they are parsed.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from psycopg2.extensions import connection as Connection

from onrecord import settings, store
from onrecord.errors import ConfigurationError, Permanent
from onrecord.models import Source
from onrecord.store import runs

log = logging.getLogger(__name__)

FETCH_BATCH_SIZE = 100  # pages of one host at two seconds each: some three minutes
DEDUP_BATCH_SIZE = 200  # texts held in memory at once
StageName = Literal["extract", "deduplicate", "enrich"]
STAGES: tuple[StageName, ...] = ("extract", "deduplicate", "enrich")
# Batches go on side by side; who does them all in one transaction, or marks them, has them to itself:
# rows are taken in other orders there.
SHARE_STAGES = "select pg_advisory_xact_lock_shared(hashtext('onrecord stages'))"
OWN_STAGES = "select pg_advisory_xact_lock(hashtext('onrecord stages'))"


class CheckFailed(Permanent):
    """A check of the published warehouse found rows that should not exist."""


class RunFailed(Permanent):
    """A task of the run failed while the others went on."""

    def __init__(self, detail: str) -> None:
        super().__init__("run_failed", detail)


class Stage(NamedTuple):
    """A stage over batches of ids: what is missing, and how a batch is done."""

    pending: Callable[[Connection], list[list[int]]]
    run: Callable[[Connection, Sequence[int]], Counter[str]]


def stage_named(name: StageName) -> Stage:
    """The stage of that name."""
    if name == "extract":
        from onrecord.extract import stage as extract

        return Stage(extract.pending, extract.run)
    if name == "enrich":
        from onrecord.enrich import stage as enrich

        return Stage(enrich.pending, enrich.run)
    from onrecord.dedup import families

    return Stage(lambda conn: families.pending(conn, batch_size=DEDUP_BATCH_SIZE), families.run)


def declared() -> tuple[Source, ...]:
    """The sources of every file that the settings name. Raises ConfigurationError."""
    from onrecord import sources

    found = tuple(source for file in settings.sources_files() for source in sources.load(file))
    twice = [slug for slug, count in Counter(source.slug for source in found).items() if count > 1]
    if twice:
        raise ConfigurationError(
            f"The slug {twice[0]} is in two of the files of sources; rename one of them."
        )
    return found


def register_sources(run_id: str, dag: str) -> list[str]:
    """Make the declared sources known; the slugs of those that are due for a look."""
    from onrecord.fetch import discover

    with store.connect() as conn:
        runs.begin(conn, run_id, dag)
        discover.register(conn, declared())
        return discover.pending(conn, declared())


def discover_source(slug: str, run_id: str) -> dict[str, int]:
    """Look through one source for addresses; what became of those it names."""
    from onrecord.fetch import discover

    (source,) = [source for source in declared() if source.slug == slug]
    with store.connect() as conn:
        tally = discover.run(conn, source)
        runs.record(conn, run_id, "discover", slug, tally)
    return dict(tally)


def plan_fetch(only: Sequence[Source] | None = None) -> list[list[int]]:
    """Ids of the urls that are due, in batches that share no host. `only`: those of these sources."""
    from onrecord import fetch

    with store.connect() as conn:
        if dropped := fetch.drop_unreadable(conn, home=settings.home()):
            log.warning("fetch: %d captures had no readable record and are fetched again", dropped)
        return fetch.pending(conn, batch_size=FETCH_BATCH_SIZE, only=only)


def fetch_batch(url_ids: Sequence[int], run_id: str, also: Sequence[Source] = ()) -> dict[str, int]:
    """Fetch pages; what became of each. `also`: sources that no file declares."""
    from onrecord import fetch

    with store.connect() as conn:
        tally = fetch.run(conn, url_ids, sources=(*declared(), *also), home=settings.home())
        runs.record(conn, run_id, "fetch", runs.batch_name(url_ids), tally)
    return dict(tally)


def end_ingest(run_id: str) -> int:
    """End an ingest run; how many items wait for the stages after it.

    Asks the stages themselves: what an older version did, and what a run that broke off has left,
    waits as well; what is set aside does not.
    """
    from onrecord.publish import staging

    with store.connect() as conn:
        runs.finish(conn, run_id)
        planned = [ids for stage in STAGES for ids in stage_named(stage).pending(conn)]
        return sum(map(len, planned)) + staging.waiting(conn)


def plan(stage: StageName, run_id: str, dag: str) -> list[list[int]]:
    """Ids of what a stage has yet to do, in batches."""
    with store.connect() as conn:
        runs.begin(conn, run_id, dag)
        return stage_named(stage).pending(conn)


def run_batch(stage: StageName, ids: Sequence[int], run_id: str) -> dict[str, int]:
    """Do a batch of a stage; what became of each of its items."""
    with store.connect() as conn:
        store.execute(conn, SHARE_STAGES)
        tally = stage_named(stage).run(conn, ids)
        runs.record(conn, run_id, stage, runs.batch_name(ids), tally)
    return dict(tally)


def audit_articles(run_id: str, dag: str) -> dict[str, int]:
    """Make the rows that are to be published and check them; how many passed, how many are held back."""
    from onrecord import audit
    from onrecord.publish import staging

    with store.connect() as conn:
        runs.begin(conn, run_id, dag)
        staging.lock(conn)
        staging.fill(conn, run_id)
        tally = audit.hold_back(conn, run_id)
        runs.record(conn, run_id, "audit", "all", tally)
    return dict(tally)


def publish_articles(run_id: str) -> dict[str, int]:
    """Publish what passed, in one transaction; how many articles this run has made new, changed, withdrawn.

    Called again, as after a kill, it names as well what this run had published before. What was staged
    is made again if it is no longer what it should be: another run has published in between, or has
    changed a family.
    """
    from onrecord import audit
    from onrecord.publish import merge, staging

    with store.connect() as conn:
        staging.lock(conn)
        if not staging.is_current(conn, run_id):
            staging.fill(conn, run_id)
            audit.hold_back(conn, run_id)
        tally = merge.publish(conn, run_id)
        before = runs.recorded(conn, run_id, "publish", "all")
        runs.record(conn, run_id, "publish", "all", tally)
    return dict(before | tally)


def verify(run_id: str, dag: str = "curate", *, everything: bool = False) -> dict[str, int]:
    """Check the warehouse as published and end the run. Raises CheckFailed when a check of severity fail does.

    What costs more the more is published is asked of what this run has written, or of `everything`.
    """
    from onrecord import audit

    with store.connect() as conn:
        runs.begin(conn, run_id, dag)
        found = audit.verify(conn, run_id, everything=everything)
        runs.finish(conn, run_id)
    failed = [
        f"{check.name} ({count} rows)" for check, count in found.items() if count and check.severity == "fail"
    ]
    if failed:
        raise CheckFailed("check_failed", f"{', '.join(failed)}; see ops.checks")
    return {check.name: count for check, count in found.items()}


def learn_sites() -> int:
    """Learn from the pages read since what their sites repeat, for the runs that come; how many pages."""
    from onrecord.extract import site

    total = 0
    while True:
        with store.connect() as conn:
            count = site.learn_new(conn)
        total += count
        if count < site.BATCH_SIZE:
            return total


def check_canaries(run_id: str, dag: str = "curate") -> dict[str, int]:
    """Compare what is published of the sample sources with its answers; how many values are right, wrong, missing.

    Nothing where they are off. Raises BelowFloor, once the counts are stored, when a task falls below its floor.
    """
    from onrecord import canaries

    samples = [source.slug for source in declared() if source.is_sample and source.is_enabled]
    asked = canaries.load()
    if not asked.is_on(samples):
        return {}
    with store.connect() as conn:
        runs.begin(conn, run_id, dag)
        scores = canaries.measure(conn, run_id, samples, asked.floors)
    canaries.require_floors(scores)
    return dict(canaries.totals(scores))


def curate(run_id: str, dag: str, progress: Callable[[str, int, int], None]) -> dict[str, dict[str, int]]:
    """Everything after fetch, here and now; the tally of each stage. Progress: stage, batches done, batches."""
    tallies: dict[str, dict[str, int]] = {}
    for stage in STAGES:
        total: Counter[str] = Counter()
        planned = plan(stage, run_id, dag)
        for done, ids in enumerate(planned):
            progress(stage, done, len(planned))
            total += Counter(run_batch(stage, ids, run_id))
        progress(stage, len(planned), len(planned))
        tallies[stage] = dict(total)
    progress("audit", 0, 1)
    tallies["audit"] = audit_articles(run_id, dag)
    progress("publish", 0, 1)
    tallies["publish"] = publish_articles(run_id)
    learn_sites()
    verify(run_id)
    check_canaries(run_id, dag)
    return tallies
