"""Count the lines that the pages of a site have in common."""

from onrecord.store.migrate import run_sql_beside

revision = "011"
down_revision = "010"


def upgrade() -> None:
    run_sql_beside(__file__)
