"""The pipeline over a folder of pages, on a warehouse and an archive of the test's own."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg2 import sql

from onrecord import pipeline, store
from onrecord.fetch import discover
from onrecord.models import Source
from onrecord.store import runs

# Where what a run did is counted: each run adds to it by its nature.
NOT_COMPARED = ["raw.sources", "raw.urls", "work.batch_tallies"]
TABLES = """
select table_schema || '.' || table_name as name
from information_schema.tables
where
    table_type = 'BASE TABLE'
    and table_schema in ('raw', 'work', 'curated')
    and not table_schema || '.' || table_name = any(%(but)s)
order by 1
"""


class Desk:
    """Runs the stages over sources, and looks into the tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = (Source("saved", "Saved pages", "folder", (str(folder),)),)
        self.last_run = ""
        self._numbers = itertools.count(1)
        folder.mkdir()

    def write(self, **pages: str | bytes) -> None:
        """Put pages into the folder, each as `<name>.html`."""
        for name, page in pages.items():
            body = page if isinstance(page, bytes) else page.encode("utf8")
            (self.folder / f"{name}.html").write_bytes(body)

    def collect(self) -> dict[str, dict[str, int]]:
        """Discover and fetch, as a run of its own."""
        self.last_run = f"run {next(self._numbers)}"
        tallies: dict[str, Counter[str]] = {"discover": Counter(), "fetch": Counter()}
        for source in self.sources:
            with store.connect() as conn:
                runs.begin(conn, self.last_run, "test")
                tallies["discover"] += discover.run(conn, source)
        for ids in pipeline.plan_fetch():
            tallies["fetch"] += Counter(pipeline.fetch_batch(ids, self.last_run, self.sources))
        return {stage: dict(tally) for stage, tally in tallies.items()}

    def run(self) -> dict[str, dict[str, int]]:
        """All stages; the tally of each."""
        return self.collect() | pipeline.curate(self.last_run, "test", lambda *_: None)

    def read(self) -> None:
        """Every stage before audit."""
        self.collect()
        for stage in pipeline.STAGES:
            for ids in pipeline.plan(stage, self.last_run, "test"):
                pipeline.run_batch(stage, ids, self.last_run)

    def rows(self, query: str, **params: Any) -> list[dict[str, Any]]:
        """The rows of a query."""
        with store.connect(role="owner") as conn:
            return store.fetch(conn, query, params)

    def column(self, query: str, **params: Any) -> list[Any]:
        """The only column of a query."""
        return [next(iter(row.values())) for row in self.rows(query, **params)]

    def change(self, statement: str, **params: Any) -> int:
        """Change rows by hand; how many."""
        with store.connect(role="owner") as conn:
            return store.execute(conn, statement, params)

    def account(self) -> dict[str, str]:
        """What became of each page, by its name: disposition and reason."""
        rows = self.rows("select url, disposition, reason from ops.url_ledger")
        return {Path(row["url"]).stem: f"{row['disposition']} {row['reason'] or ''}".strip() for row in rows}

    def articles(self) -> dict[str, dict[str, Any]]:
        """The published articles, by the name of their canonical page."""
        columns = "article_id::text, canonical_url, title, text, copy_count, run_id"
        rows = self.rows(f"select {columns} from curated.articles")  # noqa: S608  # a constant
        return {Path(row["canonical_url"]).stem: row for row in rows}

    def said(self) -> list[str]:
        """The statements that stand, in their order."""
        return self.column(
            "select statements.text from curated.statements where retired_at is null order by article_id, position"
        )

    def contents(self, *, with_writers: bool = False) -> dict[str, str]:
        """A digest of each table's rows; with who wrote each row and where, if asked."""
        names = self.column(TABLES, but=NOT_COMPARED)
        return {name: self._digest(name, with_writers=with_writers) for name in names}

    def _digest(self, table: str, *, with_writers: bool) -> str:
        row = "t::text || t.xmin::text || t.ctid::text" if with_writers else "t::text"
        query = sql.SQL("select coalesce(md5(string_agg({row}, ',' order by {row})), '') from {table} as t")
        name = sql.Identifier(*table.split("."))
        with store.connect(role="owner") as conn:
            (found,) = store.fetch(conn, query.format(row=sql.SQL(row), table=name).as_string(conn))
        return str(found["coalesce"])


@pytest.fixture
def desk(scratch_url: str, tmp_path: Path) -> Iterator[Desk]:
    """A desk with nothing on it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_DATABASE_URL", scratch_url)
        patch.setenv("ONRECORD_HOME", str(tmp_path / "home"))
        yield Desk(tmp_path / "pages")
