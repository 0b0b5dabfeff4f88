"""Show where in an article an interview stands."""

from onrecord.store.migrate import run_sql_beside

revision = "013"
down_revision = "012"


def upgrade() -> None:
    run_sql_beside(__file__)
