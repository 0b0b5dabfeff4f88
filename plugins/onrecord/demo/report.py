"""What was published, in a page of the terminal: counts, the account, accuracy, examples."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord import analytics, store

EXAMPLE_CHARS = 160
COUNTS = """
select
    (select count(*) from curated.articles) as article_count,
    (select count(*) from curated.articles where is_interview) as interview_count,
    (select count(*) from curated.copies where not is_canonical) as copy_count,
    (select count(*) from curated.statements where retired_at is null) as statement_count,
    (select count(*) from curated.speakers) as speaker_count,
    (select count(*) from curated.people) as person_count
"""
ACCOUNT = """
select disposition, coalesce(reason, '') as reason, count(*) as url_count
from ops.url_ledger
group by 1, 2
order by 3 desc, 1, 2
"""
# One answer of each of three interviews, the most copied first: what the tables are for.
EXAMPLES = """
select speaker_name, title, affiliation, text, article_title, outlet_name, first_published_at, copy_count
from (
    select
        spoken.*,
        row_number() over (partition by article_id order by length(text) desc, statement_id) as rank_in_article
    from curated.spoken
    where kind = 'answer' and length(text) between 20 and 200
) as ranked
where rank_in_article = 1
order by copy_count desc, article_title
limit 3
"""


def show(console: Console) -> None:
    """Print what is published now: counts, the account, accuracy on the samples, three statements."""
    with store.connect(role="reader") as conn:
        counts = store.fetch_one(conn, COUNTS) or {}
        account = store.fetch(conn, ACCOUNT)
        examples = store.fetch(conn, EXAMPLES)
        accuracy = analytics.ask(conn, "quality_latest")
    console.print()
    console.print(
        f"[bold]Published[/bold]: {counts['article_count']} articles ({counts['interview_count']} interviews) "
        f"with {counts['copy_count']} copies, {counts['statement_count']} statements "
        f"by {counts['speaker_count']} speakers, {counts['person_count']} people."
    )
    table = Table(
        "disposition", "reason", title="The account: what became of every url", title_justify="left", box=None
    )
    table.add_column("urls", justify="right")
    for row in account:
        table.add_row(row["disposition"], row["reason"], str(row["url_count"]))
    table.add_row("[bold]all", "", f"[bold]{sum(row['url_count'] for row in account)}")
    console.print(table)
    console.print()
    _show_accuracy(console, accuracy)
    console.print()
    for row in examples:
        console.print(_example(row))


def say_where(console: Console, port: int, login: str, password: str) -> None:
    """Print where to look at it."""
    console.print()
    console.print(
        f"Airflow: [bold]http://127.0.0.1:{port}[/bold]  login [bold]{login}[/bold], password [bold]{password}[/bold]"
    )
    console.print(
        "The operations page is in its menu; `.venv/bin/onrecord query statements` asks the tables."
    )


def _show_accuracy(console: Console, rows: Sequence[store.Row]) -> None:
    """What `curate` measured last, by task, and the pages of each task that fell below its floor."""
    if not rows:
        console.print("[bold]Accuracy on the samples[/bold]: not measured (config/canaries.yml).")
        return
    measured = f"{rows[0]['started_at']:%Y-%m-%d %H:%M}"
    title = f"Accuracy on the samples: published against the answers, by the run of {measured}"
    table = Table("task", title=title, title_justify="left", box=None)
    for name in ("right", "wrong", "missing"):
        table.add_column(name, justify="right")
    table.add_column("")
    for row in rows:
        counts = (str(row[f"{name}_count"]) for name in ("right", "wrong", "missing"))
        table.add_row(row["task"], *counts, "[red]below its floor" if row["is_below_floor"] else "")
    console.print(table)
    for row in rows:
        if row["is_below_floor"]:
            urls = ", ".join(page["url"] for page in row["detail"]["pages"])
            console.print(f"{row['task']}: {urls}", style="red", markup=False)


def _example(row: store.Row) -> Text:
    who = ", ".join(str(row[key]) for key in ("speaker_name", "title", "affiliation") if row[key])
    text = row["text"] if len(row["text"]) <= EXAMPLE_CHARS else row["text"][:EXAMPLE_CHARS] + "…"
    when = f", {row['first_published_at']:%Y-%m-%d}" if row["first_published_at"] else ""
    where = ", ".join(str(row[key]) for key in ("article_title", "outlet_name") if row[key])
    copies = f", {row['copy_count']} copies" if row["copy_count"] else ""
    return Text.assemble(
        (who, "bold"), ": ", text.replace("\n", " "), (f"\n    {where}{when}{copies}", "dim")
    )
