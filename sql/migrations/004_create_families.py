"""Create copy families and their sketches."""

from onrecord.store.migrate import run_sql_beside

revision = "004"
down_revision = "003"


def upgrade() -> None:
    run_sql_beside(__file__)
