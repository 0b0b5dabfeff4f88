"""Create schemas, roles and the closed list of reasons."""

from onrecord.store.migrate import run_sql_beside

revision = "001"
down_revision = None


def upgrade() -> None:
    run_sql_beside(__file__)
