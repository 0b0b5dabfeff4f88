"""Create what was found out about documents, and the exits."""

from onrecord.store.migrate import run_sql_beside

revision = "003"
down_revision = "002"


def upgrade() -> None:
    run_sql_beside(__file__)
