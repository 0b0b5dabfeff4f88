"""Reserved."""

from onrecord.store.migrate import run_sql_beside

revision = "011"
down_revision = "010"


def upgrade() -> None:
    run_sql_beside(__file__)
