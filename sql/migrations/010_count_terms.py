"""In how many articles does each term stand, and under which topics does each topic count?"""

from onrecord.store.migrate import run_sql_beside

revision = "010"
down_revision = "009"


def upgrade() -> None:
    run_sql_beside(__file__)
