"""The app of the operations page: reads the warehouse, renders a page, changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timezone
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import psycopg2
from fastapi import FastAPI
from fastapi.params import Depends
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from psycopg2 import errors
from psycopg2.extensions import connection as Connection

from onrecord import analytics, audit, store
from onrecord.errors import DatabaseError
from onrecord.pages import figures, state

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
# What the page shows, and how many rows of it: samples per reason, runs, articles; None: all.
SHOWN: dict[str, int | None] = {
    "freshness": None,
    "account": None,
    "account_samples": 5,
    "checks": None,
    "failing_checks": None,
    "quality_latest": None,
    "sources": None,
    "backlog": None,
    "runs": 8,
    "run_funnel": 8,
    "latest_articles": 20,
}
# One state of the database for all numbers of a page, and no page that keeps it busy.
READ_ONLY = "set transaction isolation level repeatable read, read only"
PATIENCE = "set local statement_timeout = '20s'"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
# Why the warehouse cannot be read, each with its advice in unavailable.html. Anything else is a bug.
UNAVAILABLE: dict[str, tuple[type[Exception], ...]] = {
    "other_tables": (errors.UndefinedTable, errors.UndefinedColumn, errors.InvalidSchemaName),
    "no_permission": (errors.InsufficientPrivilege,),
    "busy": (errors.QueryCanceled, errors.LockNotAvailable),
    "down": (DatabaseError, psycopg2.OperationalError, psycopg2.InterfaceError),
}


class Connect(Protocol):
    """What `store.connect` is, as far as the page needs it."""

    def __call__(self, *, role: Any) -> AbstractContextManager[Connection]: ...


def create_app(dependencies: Sequence[Depends] = (), connect: Connect = store.connect) -> FastAPI:
    """The operations page as an app of its own; every one of its routes has `dependencies` as guards."""
    app = FastAPI(
        title="onrecord", dependencies=list(dependencies), docs_url=None, redoc_url=None, openapi_url=None
    )

    @app.get("/", response_class=HTMLResponse)
    def operations() -> HTMLResponse:
        try:
            with connect(role="reader") as conn:
                found = _ask(conn)
        except tuple(chain.from_iterable(UNAVAILABLE.values())) as error:
            return _unavailable(error)
        return _page("operations.html", **_picture(found, datetime.now(timezone.utc)))

    @app.get("/onrecord.css")
    def stylesheet() -> Response:
        return Response(_stylesheet(), media_type="text/css", headers=HEADERS)

    return app


def _ask(conn: Connection) -> dict[str, list[store.Row]]:
    store.execute(conn, READ_ONLY)
    store.execute(conn, PATIENCE)
    return {name: analytics.ask(conn, name, limit=limit) for name, limit in SHOWN.items()}


def _picture(found: dict[str, list[store.Row]], now: datetime) -> dict[str, Any]:
    (freshness,) = found["freshness"]
    account = figures.account(found["account"], found["account_samples"])
    return {
        "now": now,
        "state": state.assess(
            freshness=freshness,
            checks=found["checks"],
            canaries=found["quality_latest"],
            sources=found["sources"],
            backlog=found["backlog"],
            runs=found["runs"],
            now=now,
        ),
        "freshness": freshness,
        "account": account,
        "url_count": sum(part.url_count for part in account),
        "runs": figures.funnel(found["runs"], found["run_funnel"]),
        "checks": found["checks"],
        "failing_checks": found["failing_checks"],
        "canaries": found["quality_latest"],
        "sentences": {check.name: check.sentence for check in audit.checks()},
        "sources": found["sources"],
        "backlog": found["backlog"],
        "articles": found["latest_articles"],
    }


def _unavailable(error: Exception) -> HTMLResponse:
    """What to do when the warehouse cannot be read; the particulars go to the log only."""
    log.error("the operations page cannot read the warehouse: %s", error)
    case = next(name for name, kinds in UNAVAILABLE.items() if isinstance(error, kinds))
    return _page("unavailable.html", status=503, case=case)


def _page(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    return HTMLResponse(_templates().get_template(template).render(values), status, headers=HEADERS)


@cache
def _stylesheet() -> str:
    return (FOLDER / "static" / "onrecord.css").read_text("utf8")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "ago": state.ago,
        "span": state.span,
        "counted": state.counted,
        "number": "{:,}".format,
        "words": lambda text: text.replace("_", " "),
        "web_address": figures.web_address,
    }
    environment.filters.update(filters)
    return environment
