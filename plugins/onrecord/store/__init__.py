"""Postgres for the stages: connections, named statements, bulk writes.

In: a database URL from `settings`. Out: psycopg2 connections. Nothing here knows what a table means,
and nothing here commits but `connect` on a clean exit.
"""

from onrecord.store.connection import connect, engine
from onrecord.store.rows import (
    Params,
    Row,
    copy_in,
    execute,
    execute_values,
    fetch,
    fetch_one,
    savepoint,
    statement,
)

__all__ = [
    "Params",
    "Row",
    "connect",
    "copy_in",
    "engine",
    "execute",
    "execute_values",
    "fetch",
    "fetch_one",
    "savepoint",
    "statement",
]
