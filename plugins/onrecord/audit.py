"""Is what we are about to publish true to itself, and does the account agree with what is published?

A check is a file of sql/checks: `-- severity: fail|warn`, `-- scope: article|warehouse`, a sentence
that should be true, and a select of the rows that should not exist. Checks of scope `article` run on
`staged` before anything is published, and those of severity `fail` hold the offending articles
back; checks of scope `warehouse` run on what is published.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal, cast, get_args

from psycopg2.extensions import connection as Connection
from psycopg2.extras import Json

from onrecord import settings, store
from onrecord.errors import ConfigurationError
from onrecord.store import exits

log = logging.getLogger(__name__)

STAGE = "audit"
ENTANGLED = "another article that it takes a page from is held back"
RETRY_AFTER = timedelta(days=1)  # each run tries anyway; this has one started where nothing else is new
SAMPLE_ROWS = 20  # kept with a check's result; the rest is counted
HEAD = re.compile(r"-- severity: (?P<severity>\w+)\n-- scope: (?P<scope>\w+)\n-- (?P<sentence>.+)\n")

Severity = Literal["fail", "warn"]
Scope = Literal["article", "warehouse"]

RECORD = """
insert into ops.checks (run_id, check_name, scope, severity, is_partial, offender_count, sample)
values (%(run_id)s, %(check_name)s, %(scope)s, %(severity)s, %(is_partial)s, %(offender_count)s, %(sample)s)
on conflict (run_id, check_name) do update set
    is_partial = excluded.is_partial,
    offender_count = excluded.offender_count,
    sample = excluded.sample,
    checked_at = now()
"""
PAGES = """
select family_members.url_id
from work.family_members
where family_members.family_id = any(%(ids)s::uuid [])
"""


@dataclass(frozen=True, slots=True)
class Check:
    """One file of sql/checks."""

    name: str
    severity: Severity
    scope: Scope
    sentence: str
    query: str

    @property
    def is_of_run(self) -> bool:
        """Whether it can be asked of what one run has written."""
        return "%(run_id)s" in self.query


def checks() -> tuple[Check, ...]:
    """Every check, by name. Raises ConfigurationError for a file without its head."""
    found = []
    for path in sorted((settings.root() / "sql" / "checks").glob("*.sql")):
        query = path.read_text("utf8")
        head = HEAD.match(query)
        if not head or head["severity"] not in get_args(Severity) or head["scope"] not in get_args(Scope):
            raise ConfigurationError(
                f"{path}: begin with the lines `-- severity: fail|warn`, `-- scope: article|warehouse` and a sentence."
            )
        severity, scope = cast(Severity, head["severity"]), cast(Scope, head["scope"])
        found.append(Check(path.stem, severity, scope, head["sentence"], query))
    return tuple(found)


def hold_back(conn: Connection, run_id: str) -> Counter[str]:
    """Check what is staged; articles that fail leave `staged` and are quarantined, the check as reason.

    So are those whose rows could not be made, the error as reason.
    """
    defects = store.fetch(conn, "select article_id::text as article_id, detail from staged.defects")
    held = {row["article_id"]: [row["detail"]] for row in defects} | _failing(conn, run_id)
    _set_aside(conn, held)
    # What would take a page from an article that stays as it is waits for that one.
    while entangled := store.fetch(conn, store.statement("audit_entangled")):
        waiting = {str(row["article_id"]): [ENTANGLED] for row in entangled}
        _set_aside(conn, waiting)
        held |= waiting
    if held:
        names = sorted({name for found in held.values() for name in found})
        log.warning("audit: %d articles held back by %s", len(held), names)
    passed = store.fetch_one(
        conn, "select array_agg(article_id) as ids, count(*) as passed_count from staged.articles"
    )
    assert passed is not None
    pages = store.fetch(conn, PAGES, {"ids": passed["ids"] or []})
    exits.close(conn, [page["url_id"] for page in pages], stages=[STAGE])
    return +Counter({"passed": passed["passed_count"], "check_failed": len(held)})


def _failing(conn: Connection, run_id: str) -> dict[str, list[str]]:
    """The checks of severity fail that each staged article fails."""
    failing: dict[str, list[str]] = {}
    store.execute(conn, "set local search_path = staged, public")
    for check in checks():
        if check.scope == "article":
            rows = store.fetch(conn, check.query)
            _record(conn, run_id, check, rows)
            if check.severity == "fail":
                for article_id in dict.fromkeys(str(row["article_id"]) for row in rows):
                    failing.setdefault(article_id, []).append(check.name)
    store.execute(conn, "set local search_path to default")
    return failing


def _set_aside(conn: Connection, held: Mapping[str, Sequence[str]]) -> None:
    """Take articles out of `staged`, each of their pages with the reason."""
    retry_at = datetime.now(timezone.utc) + RETRY_AFTER
    for article_id, names in held.items():
        for page in store.fetch(conn, PAGES, {"ids": [article_id]}):
            exits.open(
                conn,
                url_id=page["url_id"],
                stage=STAGE,
                reason="check_failed",
                detail=", ".join(names),
                retry_at=retry_at,
            )
    if held:
        store.execute(conn, store.statement("audit_hold_back"), {"ids": list(held)})


def verify(conn: Connection, run_id: str, *, everything: bool = False) -> dict[Check, int]:
    """Check the warehouse as published; how many rows should not exist, by check.

    A check that names `run_id` looks at what this run has written, at `everything` if asked. What that
    finds stands until everything is asked again (ops.findings).
    """
    counts = {}
    for check in checks():
        if check.scope == "warehouse":
            rows = store.fetch(conn, check.query, {"run_id": None if everything else run_id})
            _record(conn, run_id, check, rows, is_partial=check.is_of_run and not everything)
            counts[check] = len(rows)
    return counts


def _record(
    conn: Connection, run_id: str, check: Check, rows: Iterable[store.Row], *, is_partial: bool = False
) -> None:
    listed = list(rows)
    if listed:
        log.warning(
            "check %s (%s): %d offenders, such as %s", check.name, check.severity, len(listed), listed[0]
        )
    sample = [{name: str(value) for name, value in row.items()} for row in listed[:SAMPLE_ROWS]]
    values = {
        "run_id": run_id,
        "check_name": check.name,
        "scope": check.scope,
        "severity": check.severity,
        "is_partial": is_partial,
        "offender_count": len(listed),
        "sample": Json(sample),
    }
    store.execute(conn, RECORD, values)
