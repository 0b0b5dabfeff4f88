"""Create the tables and views about ourselves."""

from onrecord.store.migrate import run_sql_beside

revision = "006"
down_revision = "005"


def upgrade() -> None:
    run_sql_beside(__file__)
