"""Which address stands for one that redirects?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection

from onrecord import store
from onrecord.fetch.http import Postponed
from onrecord.fetch.page import Page

TARGET = """
insert into raw.urls (url, source_slug, hint_title, hint_published_at, discovered_at)
values (%(url)s, %(source_slug)s, %(hint_title)s, %(hint_published_at)s, %(now)s)
on conflict (url) do update set alias_of_url_id = null
returning url_id
"""
ALIAS_TARGET = "select url from raw.urls where url_id = %(url_id)s"
# Addresses that led to the one that moved lead to where it went.
PASS_ON_ALIASES = """
update raw.urls set alias_of_url_id = %(target_id)s where alias_of_url_id = %(url_id)s
"""
MAKE_ALIAS = """
update raw.urls
set
    alias_of_url_id = %(target_id)s,
    next_fetch_at = null,
    last_fetched_at = %(now)s,
    last_status = %(status)s,
    failure_count = 0,
    etag = %(etag)s
where url_id = %(url_id)s
"""


def follow(conn: Connection, row: Mapping[str, Any], page: Page, now: datetime) -> int:
    """Make an address an alias of the one it leads to; the id of that.

    Transient where a page that was captured leads elsewhere only for now (maintenance, a login).
    """
    if row["is_captured"] and not page.is_for_good:
        leads_to = store.fetch(conn, ALIAS_TARGET, {"url_id": row["alias_of_url_id"]})
        if page.address not in [target["url"] for target in leads_to]:
            raise Postponed("server_error", f"it leads to {page.address} for now")
    hints = {name: row[name] for name in ("source_slug", "hint_title", "hint_published_at")}
    target_id: int = store.fetch(conn, TARGET, {**hints, "url": page.address, "now": now})[0]["url_id"]
    alias = {"url_id": row["url_id"], "target_id": target_id}
    store.execute(conn, PASS_ON_ALIASES, alias)
    store.execute(conn, MAKE_ALIAS, {**alias, "etag": page.etag, "now": now, "status": page.status})
    return target_id
