"""In how many articles does each term stand? What keywords are weighed against."""

from onrecord.store.migrate import run_sql_beside

revision = "010"
down_revision = "009"


def upgrade() -> None:
    run_sql_beside(__file__)
