"""Reserved."""

from onrecord.store.migrate import run_sql_beside

revision = "007"
down_revision = "006"


def upgrade() -> None:
    run_sql_beside(__file__)
