"""When is a page, or a source, looked at again?"""

from __future__ import annotations

from datetime import datetime, timedelta

from onrecord.models import SourceKind

# A page is corrected soon after it appears or hardly ever: (younger than, look again after).
REVISITS = (
    (timedelta(hours=2), timedelta(hours=1)),
    (timedelta(days=1), timedelta(hours=6)),
    (timedelta(days=4), timedelta(days=1)),
    (timedelta(days=30), timedelta(days=7)),
    (timedelta(days=120), timedelta(days=30)),
)
DISCOVER_EVERY: dict[SourceKind, timedelta] = {
    "feed": timedelta(minutes=30),
    "list": timedelta(hours=1),
    "sitemap": timedelta(hours=6),
    "urls": timedelta(hours=12),
    "folder": timedelta(0),
}
FIRST_RETRY = timedelta(minutes=15)  # doubled with each failure
LAST_RETRY = timedelta(days=7)
LAST_DISCOVERY_RETRY = timedelta(days=1)
MAX_FAILURES = 4  # about four hours of trying; then the page is quarantined, with its reason
# What a server refuses may be allowed later; other refusals stand until the source lists the page anew.
RECHECKS = {
    "not_found": timedelta(days=1),
    "forbidden": timedelta(days=7),
    "robots_disallowed": timedelta(days=7),
}


def next_visit(now: datetime, *, age: timedelta) -> datetime | None:
    """When a page of this age is fetched again; None: not by the clock."""
    return next((now + pause for younger_than, pause in REVISITS if age < younger_than), None)


def retry(now: datetime, *, failure_count: int, retry_after_seconds: float | None = None) -> datetime:
    """When a page is tried again after so many failures in a row."""
    pause = min(FIRST_RETRY * (1 << min(failure_count - 1, 20)), LAST_RETRY)
    return now + max(pause, timedelta(seconds=retry_after_seconds or 0))


def recheck(now: datetime, *, reason: str, failure_count: int) -> datetime | None:
    """When a refused page is asked for again; None: never."""
    pause = RECHECKS.get(reason)
    return now + pause * failure_count if pause and failure_count <= MAX_FAILURES else None


def next_discovery(now: datetime, kind: SourceKind, *, failure_count: int, is_sample: bool) -> datetime:
    """When a source is looked through again; later and later while it fails."""
    pause = timedelta(0) if is_sample else DISCOVER_EVERY[kind]
    if failure_count:
        pause = min(max(pause, FIRST_RETRY) * (1 << min(failure_count - 1, 20)), LAST_DISCOVERY_RETRY)
    return now + pause
