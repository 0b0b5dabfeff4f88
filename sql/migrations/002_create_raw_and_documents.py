"""Create what was fetched, and what was read from it."""

from onrecord.store.migrate import run_sql_beside

revision = "002"
down_revision = "001"


def upgrade() -> None:
    run_sql_beside(__file__)
