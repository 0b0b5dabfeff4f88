"""`onrecord families`: look at the copies of an article, and decide what the rules got wrong."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable, Sequence
from typing import Any

from psycopg2.extensions import connection as Connection
from rich.console import Console
from rich.text import Text

from onrecord import store
from onrecord.cli.database import warehouse
from onrecord.cli.run import new_run_id
from onrecord.errors import ConfigurationError

SHOWN = 60  # characters of a stretch that both copies have, at either end of it
STYLES = {"same": "", "removed": "red strike", "added": "green"}
MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}  # where there is no colour
out = Console(highlight=False, soft_wrap=True)


def add(commands: Any) -> None:
    """Add the commands to a parser."""
    families = commands.add_parser(
        "families",
        help="look at the copies of an article; split and join families for good",
        description="Look at the copies of an article, and decide what the rules got wrong: a decision is for ever.",
    )
    actions = families.add_subparsers(required=True, metavar="ACTION")

    show = actions.add_parser(
        "show",
        help="the pages of an article; with two of them, where they differ",
        description="List the pages of an article. With a page, show where it differs from the canonical one; "
        "with two, where the second differs from the first.",
    )
    show.add_argument("article", metavar="ARTICLE", help="its id, or the address of one of its pages")
    show.add_argument("pages", nargs="*", metavar="PAGE", help="a number of the list, or an address")
    show.add_argument(
        "--printed",
        action="store_true",
        help="compare script, case and punctuation too, which are folded otherwise",
    )
    show.set_defaults(call=call_show)

    split = actions.add_parser(
        "split",
        help="take pages out of their article, into one of their own",
        description="Take pages out of their article, into one of their own with a new id. They never join again, "
        "whatever copies come, unless `families join` says so.",
    )
    split.add_argument("names", nargs="+", metavar="URL", help="a page that leaves")
    join = actions.add_parser(
        "join",
        help="make articles one, under the id of the first",
        description="Make articles one, under the id of the first; the other ids lead to it. They stay together "
        "unless `families split` says so.",
    )
    join.add_argument("names", nargs="+", metavar="ARTICLE", help="an id, or the address of a page")
    for action, call in ((split, call_split), (join, call_join)):
        action.add_argument("--reason", required=True, help="why, for whoever wonders later")
        action.add_argument("--by", default=None, metavar="NAME", help="who decides (default: your login)")
        action.add_argument("--dry-run", action="store_true", help="only say what would move")
        action.add_argument(
            "--publish", action="store_true", help="publish at once instead of with the next run of curate"
        )
        action.set_defaults(call=call)


def call_split(options: argparse.Namespace) -> int:
    """Take pages out of their article."""
    from onrecord.dedup import decisions

    return _decide(options, decisions.split)


def call_join(options: argparse.Namespace) -> int:
    """Make articles one."""
    from onrecord.dedup import decisions

    if len(options.names) < 2:
        raise ConfigurationError("Name two articles or more: the first keeps its id.")
    return _decide(options, decisions.join)


def _decide(options: argparse.Namespace, decide: Callable[..., Sequence[Any]]) -> int:
    from onrecord import pipeline

    if not options.reason.strip():
        raise ConfigurationError("Say why, in --reason: whoever wonders later has only that.")
    with warehouse():
        with store.connect() as conn:
            moved = decide(conn, options.names, by=options.by or getpass.getuser(), reason=options.reason)
            if options.dry_run:
                conn.rollback()
        for page in moved:
            would = "would move" if options.dry_run else "moved"
            out.print(f"{would}: {page.url} from {page.before} to {page.after}", markup=False)
        if not moved:
            out.print("Nothing to do: it is so already.")
        elif options.publish and not options.dry_run:
            tallies = pipeline.curate(new_run_id("families"), "families", lambda *_: None)
            counts = ", ".join(f"{count} {what}" for what, count in sorted(tallies["publish"].items()))
            out.print(f"published: {counts or 'nothing'}", markup=False)
        elif not options.dry_run:
            out.print(
                "The tables follow with the next run of `curate` (--publish does it at once).", markup=False
            )
    return 0


def call_show(options: argparse.Namespace) -> int:
    """List the pages of an article, or show where two of them differ."""
    from onrecord.dedup import decisions

    if len(options.pages) > 2:
        raise ConfigurationError("Name two pages at most: a difference is one between two.")
    with warehouse(), store.connect() as conn:
        pages = decisions.page_rows(conn, [decisions.article_of(conn, options.article)])
        if options.pages:
            chosen = [_chosen(pages, name) for name in options.pages]
            first, second = chosen if len(chosen) == 2 else (pages[0], chosen[0])
            _print_difference(conn, first, second, printed=options.printed)
        else:
            _print_pages(pages)
            for row in decisions.about(conn, [page["url_id"] for page in pages]):
                out.print(_told(row), markup=False)
    return 0


def _chosen(pages: Sequence[store.Row], name: str) -> store.Row:
    for place, page in enumerate(pages, 1):
        if name in (str(place), page["url"]):
            return page
    raise ConfigurationError(
        f"{name!r} is no page of this article: name one by its address or by its number, 1 to {len(pages)}."
    )


def _print_pages(pages: Sequence[store.Row]) -> None:
    top = pages[0]
    count = f"{len(pages)} page{'s' if len(pages) > 1 else ''}"
    out.print(Text.assemble((top["article_id"], "bold"), f"  {count}  {top['title'] or ''}"))
    for place, page in enumerate(pages, 1):
        how = f"canonical: {page['canonical_reason']}" if page["is_canonical"] else _relation(page)
        out.print(
            Text.assemble((f"{place:>3}  ", "dim"), (page["url"], "bold" if page["is_canonical"] else ""))
        )
        for line in filter(None, (how, _dates(page), _damage(page["damage"]))):
            out.print(Text(f"     {line}"))


def _relation(page: store.Row) -> str:
    of = f" of {page['matched_url']}" if page["matched_url"] else ""
    shares = f"similarity {page['similarity']:.2f}, containment {page['containment']:.2f}"
    return f"{page['relation']}{of}: {shares}; {page['why']}"


def _dates(page: store.Row) -> str:
    cut = {"year": 4, "month": 7, "day": 10, "minute": 16}.get(page["published_at_precision"], 19)
    published = page["published_at"].isoformat(sep=" ")[:cut] if page["published_at"] else "no date"
    seen = f", first seen {page['first_seen_at']:%Y-%m-%d %H:%M}" if page["first_seen_at"] else ""
    return f"published: {published}{seen}"


def _damage(damage: dict[str, Any]) -> str:
    repairs = [f"{repair['kind']} {repair['count']}" for repair in damage.get("repairs", ())]
    found = [*repairs, *(["broken off"] if damage.get("is_truncated") else [])]
    return f"damage: {', '.join(found)}" if found else ""


def _told(row: store.Row) -> str:
    what = (
        f"{row['leaving_count']} of {row['leaving_count'] + row['staying_count']} pages left"
        if row["kind"] == "split"
        else f"{row['staying_count']} pages joined"
    )
    return f"{row['decided_at']:%Y-%m-%d} {what}, decided by {row['decided_by']}: {row['reason']}"


def _print_difference(conn: Connection, first: store.Row, second: store.Row, *, printed: bool) -> None:
    """Two copies as one text: in red what only the first has, in green what only the second has."""
    from onrecord.dedup import members
    from onrecord.dedup.differences import differences

    texts = members.texts(conn, {first["document_id"], second["document_id"]})
    pieces = differences(texts[first["document_id"]].raw, texts[second["document_id"]].raw, printed=printed)
    shown = Text()
    for piece in pieces:
        before, after = ("", "") if out.is_terminal else MARKS[piece.kind]
        text = _folded(piece.text) if piece.kind == "same" else Text(piece.text)
        text.stylize(STYLES[piece.kind])
        shown.append_text(Text.assemble(before, text, after))
    out.print(Text.assemble(MARKS["removed"][0], (first["url"], STYLES["removed"]), MARKS["removed"][1]))
    out.print(Text.assemble(MARKS["added"][0], (second["url"], STYLES["added"]), MARKS["added"][1]))
    if all(piece.kind == "same" for piece in pieces):
        out.print(
            "The texts are the same." if printed else "The texts are the same when folded; try --printed."
        )
    else:
        out.print(shown)


def _folded(text: str) -> Text:
    """A stretch that both have, its midst left out where it is long."""
    left_out = len(text) - 2 * SHOWN
    if left_out <= SHOWN:
        return Text(text)
    return Text.assemble(text[:SHOWN], (f" … {left_out:,} characters the same … ", "dim"), text[-SHOWN:])
