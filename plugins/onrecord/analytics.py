"""The questions of sql/analytics, by name: what `onrecord query` answers and the operations page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from psycopg2.extensions import connection as Connection

from onrecord import settings, store
from onrecord.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Question:
    """One file of sql/analytics; `grain` is its first line, `query` takes since, until and limit."""

    name: str
    grain: str
    query: str


@cache
def questions() -> dict[str, Question]:
    """Every question by its name."""
    return {path.stem: _read(path) for path in sorted((settings.root() / "sql" / "analytics").glob("*.sql"))}


def question(name: str) -> Question:
    """The question of that name. Raises ConfigurationError, which lists the names there are."""
    try:
        return questions()[name]
    except KeyError:
        raise ConfigurationError(
            f"There is no query {name!r}; there are: {', '.join(questions())}."
        ) from None


def ask(
    conn: Connection,
    name: str,
    *,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
) -> list[store.Row]:
    """The rows that answer a question; `since` (included) and `until` (not) are UTC days, None: open."""
    return store.fetch(conn, question(name).query, {"since": since, "until": until, "limit": limit})


def _read(path: Path) -> Question:
    query = path.read_text("utf8")
    head, _, grain = query.partition("\n")[0].removeprefix("-- ").partition(": ")
    if head != path.stem or not grain:
        raise ConfigurationError(f"{path}: begin with the line `-- {path.stem}: ` and what one row of it is.")
    return Question(path.stem, grain, query)
