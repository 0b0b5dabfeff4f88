"""Is anything due, stale or full? What `maintain` asks once a day."""

from __future__ import annotations

import shutil

from onrecord import settings, store
from onrecord.errors import Permanent

DUE = """
select count(*) as due_count
from work.exits
where closed_at is null and retry_at <= now() and stage <> 'fetch'
"""
FRESHNESS = """
select
    last_published_at,
    last_captured_at,
    last_discovered_at,
    extract(epoch from now() - last_discovered_at) / 3600 as age_hours,
    (select count(*) from ops.source_health where is_enabled) as source_count
from ops.freshness
"""


class Stale(Permanent):
    """The tables are older than they should be."""


class Full(Permanent):
    """The disk is nearly full."""


def due_quarantined() -> int:
    """How many quarantined pages are due to be read again (fetch finds its own by itself)."""
    with store.connect() as conn:
        row = store.fetch_one(conn, DUE)
    return int(row["due_count"]) if row else 0


def freshness(*, max_age_hours: int) -> dict[str, str]:
    """When sources were last read, pages captured, tables published. Raises Stale."""
    with store.connect(role="reader") as conn:
        row = store.fetch_one(conn, FRESHNESS)
    assert row is not None
    age = row.pop("age_hours")
    if row.pop("source_count") and (age is None or age > max_age_hours):
        raise Stale("stale", f"no source was read for {max_age_hours} hours; see ops.source_health")
    return {name: value.isoformat() if value else "never" for name, value in row.items()}


def space(*, min_free_bytes: int) -> dict[str, int]:
    """Free and used bytes where the archive lies. Raises Full."""
    home = settings.home()
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    usage = shutil.disk_usage(there)
    if usage.free < min_free_bytes:
        raise Full("no_space", f"{usage.free // 10**6} MB are free at {home}; make room there")
    return {"free_bytes": usage.free, "used_bytes": usage.used}
