"""Remember what people decide about families; show who had an article first, and who copies whom."""

from onrecord.store.migrate import run_sql_beside

revision = "008"
down_revision = "007"


def upgrade() -> None:
    run_sql_beside(__file__)
