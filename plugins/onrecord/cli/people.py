"""`onrecord people`: look at somebody across articles, and decide what the rules could not."""

from __future__ import annotations

import argparse
import getpass
import itertools
from collections.abc import Callable, Sequence
from typing import Any

from psycopg2.extensions import connection as Connection
from rich.console import Console
from rich.text import Text

from onrecord import store
from onrecord.cli.database import warehouse
from onrecord.errors import ConfigurationError

MAX_LISTED = 50
out = Console(highlight=False, soft_wrap=True)

PORTRAIT = """
select
    people.name,
    people.name_latin,
    people.aliases,
    people.article_count,
    array(
        select person_redirects.old_person_id::text
        from curated.person_redirects
        where person_redirects.person_id = people.person_id
        order by person_redirects.created_at
    ) as former_ids
from curated.people
where people.person_id = %(id)s::uuid
"""
CANDIDATES = """
select
    person_candidates.why,
    person_candidates.person_id::text as person_id,
    person_candidates.name,
    person_candidates.article_count,
    person_candidates.evidence,
    person_candidates.other_person_id::text as other_person_id,
    person_candidates.other_name,
    person_candidates.other_article_count,
    person_candidates.other_evidence
from ops.person_candidates
where
    %(id)s::uuid is null
    or %(id)s::uuid in (person_candidates.person_id, person_candidates.other_person_id)
order by
    person_candidates.article_count + person_candidates.other_article_count desc,
    person_candidates.name_key,
    person_candidates.person_id,
    person_candidates.other_person_id
limit %(limit)s
"""


def add(commands: Any) -> None:
    """Add the commands to a parser."""
    people = commands.add_parser(
        "people",
        help="look at somebody across articles; merge and split people for good",
        description="Look at somebody across articles, and decide what the rules could not: a decision is for ever.",
    )
    actions = people.add_subparsers(required=True, metavar="ACTION")

    listing = actions.add_parser("list", help="everyone, those in most articles first")
    listing.add_argument("name", nargs="?", metavar="NAME", help="only who bears this name, however written")
    listing.set_defaults(call=call_list)
    candidates = actions.add_parser(
        "candidates", help="those of one name who may be one, and why they are not"
    )
    candidates.set_defaults(call=call_candidates)
    for action in (listing, candidates):
        action.add_argument(
            "--limit", type=int, default=MAX_LISTED, metavar="N", help="how many (default: %(default)s)"
        )

    show = actions.add_parser(
        "show", help="somebody's articles, posts over time, other names, and who they may be"
    )
    show.add_argument("name", metavar="NAME|ID", help="a name, however written, or an id")
    show.set_defaults(call=call_show)

    merge = actions.add_parser(
        "merge",
        help="make people one, under the id of the first",
        description="Make people one, under the id of the first; the other ids lead to it. They stay one, whatever "
        "articles come, unless `people split` says otherwise.",
    )
    merge.add_argument("names", nargs="+", metavar="NAME|ID", help="somebody")
    merge.set_defaults(call=call_merge)
    split = actions.add_parser(
        "split",
        help="say that in some articles it is somebody else",
        description="Say that whoever appears in these articles is somebody else, with an id of their own. They never "
        "join again unless `people merge` says so.",
    )
    split.add_argument("name", metavar="NAME|ID", help="somebody")
    split.add_argument("articles", nargs="+", metavar="ARTICLE", help="an id, or the address of a page")
    split.set_defaults(call=call_split)
    for action in (merge, split):
        action.add_argument("--reason", required=True, help="why, for whoever wonders later")
        action.add_argument("--by", default=None, metavar="NAME", help="who decides (default: your login)")
        action.add_argument("--dry-run", action="store_true", help="only say who would move")


def call_merge(options: argparse.Namespace) -> int:
    """Make people one."""
    from onrecord.publish import person_decisions

    if len(options.names) < 2:
        raise ConfigurationError("Name two people or more: the first keeps the id.")
    return _decide(options, lambda conn, **why: person_decisions.merge(conn, options.names, **why))


def call_split(options: argparse.Namespace) -> int:
    """Say that it is somebody else."""
    from onrecord.publish import person_decisions

    return _decide(
        options, lambda conn, **why: person_decisions.split(conn, options.name, options.articles, **why)
    )


def _decide(options: argparse.Namespace, decide: Callable[..., Sequence[Any]]) -> int:
    if not options.reason.strip():
        raise ConfigurationError("Say why, in --reason: whoever wonders later has only that.")
    with warehouse(), store.connect() as conn:
        moved = decide(conn, by=options.by or getpass.getuser(), reason=options.reason)
        if options.dry_run:
            conn.rollback()
    for one in moved:
        would = "would be" if options.dry_run else "is now"
        out.print(f"{one.name} in {one.url} {would} {one.after}, not {one.before}", markup=False)
    if not moved:
        out.print("Nothing to do: it is so already.")
    return 0


def call_list(options: argparse.Namespace) -> int:
    """List people."""
    from onrecord import analytics
    from onrecord.publish import person_decisions

    with warehouse(), store.connect() as conn:
        if options.name:
            rows = person_decisions.find(conn, options.name)[: options.limit]
        else:
            rows = analytics.ask(conn, "people", limit=options.limit)
    for row in rows:
        out.print(f"{row['person_id']}  {row['article_count']:>4} article(s)  {row['name']}", markup=False)
    return 0


def call_candidates(options: argparse.Namespace) -> int:
    """List those who may be one, with what speaks for either."""
    with warehouse(), store.connect() as conn:
        rows = store.fetch(conn, CANDIDATES, {"id": None, "limit": options.limit})
    for row in rows:
        out.print(Text.assemble((row["name"], "bold"), f": {row['why']}"))
        for side in ("", "other_"):
            out.print(f"  {row[f'{side}person_id']}  {row[f'{side}article_count']} article(s)", markup=False)
            for proof in row[f"{side}evidence"] or ():
                out.print(f"    {_proof(proof)}", markup=False)
    if not rows:
        out.print("Nobody.")
    return 0


def call_show(options: argparse.Namespace) -> int:
    """Show somebody; everyone of the name where there are several."""
    from onrecord.publish import person_decisions

    with warehouse(), store.connect() as conn:
        found = person_decisions.find(conn, options.name)
        if not found:
            raise ConfigurationError(
                f"There is nobody {options.name!r}: `onrecord people list` has names and ids."
            )
        for row in found:
            _print_person(conn, row["person_id"])
    return 0


def _print_person(conn: Connection, person_id: str) -> None:
    from onrecord.publish import person_decisions

    (person,) = store.fetch(conn, PORTRAIT, {"id": person_id})
    articles = person_decisions.articles_of(conn, [person_id])
    latin = f"  {person['name_latin']}" if person["name_latin"] else ""
    out.print(Text.assemble((person["name"], "bold"), latin, (f"  {person_id}", "dim")))
    if person["aliases"]:
        out.print(f"  also printed: {', '.join(person['aliases'])}", markup=False)
    for former in person["former_ids"]:
        out.print(f"  {former} leads here", markup=False)
    for post in _posts(articles):
        out.print(f"  {post}", markup=False)
    out.print(f"  {person['article_count']} article{'s' if person['article_count'] != 1 else ''}:")
    for row in articles[:MAX_LISTED]:
        said = f"{row['statement_count']} statement{'s' if row['statement_count'] != 1 else ''}"
        out.print(
            f"    {_day(row)}  {row['role']}, {said}: {row['article_title'] or ''}  {row['url']}",
            markup=False,
        )
    if len(articles) > MAX_LISTED:
        out.print(f"    … and {len(articles) - MAX_LISTED} more")
    for row in store.fetch(conn, CANDIDATES, {"id": person_id, "limit": MAX_LISTED}):
        side = "other_" if row["person_id"] == person_id else ""
        proofs = "; ".join(map(_proof, (row[f"{side}evidence"] or ())[:2]))
        out.print(f"  may be {row[f'{side}person_id']}, but {row['why']}: {proofs}", markup=False)
    for row in person_decisions.about(conn, [person_id]):
        out.print(f"  {_told(row)}", markup=False)


def _posts(articles: Sequence[store.Row]) -> list[str]:
    """The posts over time, each with the dates of the first and the last article in a row that print it."""
    stated = (row for row in articles if row["title"] or row["affiliation"])
    posts = []
    for post, rows in itertools.groupby(stated, key=lambda row: (row["title"], row["affiliation"])):
        dates = list(dict.fromkeys(map(_day, rows)))
        posts.append(f"{' – '.join(dict.fromkeys((dates[0], dates[-1])))}  {', '.join(filter(None, post))}")
    return posts


def _day(row: store.Row) -> str:
    cut = {"year": 4, "month": 7}.get(row["first_published_precision"] or "", 10)
    return row["first_published_at"].isoformat()[:cut] if row["first_published_at"] else "no date"


def _proof(proof: dict[str, Any]) -> str:
    name = " ".join(filter(None, (proof["name"], proof["name_latin"])))
    post = ", ".join(filter(None, (proof["title"], proof["affiliation"]))) or "no post"
    day = (proof["published_at"] or "no date")[:10]
    return f"{day}  {name} ({post}), {proof['outlet']}: {proof['article_title'] or ''}"


def _told(row: store.Row) -> str:
    total = row["leaving_count"] + row["staying_count"]
    what = f"{row['leaving_count']} of {total} parted" if row["kind"] == "split" else f"{total} merged"
    return f"{row['decided_at']:%Y-%m-%d} {what}, decided by {row['decided_by']}: {row['reason']}"
