"""Create the published tables."""

from onrecord.store.migrate import run_sql_beside

revision = "005"
down_revision = "004"


def upgrade() -> None:
    run_sql_beside(__file__)
