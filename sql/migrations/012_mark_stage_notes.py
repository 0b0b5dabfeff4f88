"""Keep the places of stage notes in statements."""

from onrecord.store.migrate import run_sql_beside

revision = "012"
down_revision = "011"


def upgrade() -> None:
    run_sql_beside(__file__)
