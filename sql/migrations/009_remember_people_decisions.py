"""Remember who is one person: names, decisions of editors, ids that lead on, and whom to ask about."""

from onrecord.store.migrate import run_sql_beside

revision = "009"
down_revision = "008"


def upgrade() -> None:
    run_sql_beside(__file__)
