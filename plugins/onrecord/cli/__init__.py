"""The command `onrecord`: look at a page, run the pipeline by hand, ask the tables.

Exit status: 0 all done, 1 something failed (the rest was done), 2 wrong use or configuration.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

import psycopg2
from psycopg2 import errors

from onrecord.cli import database, families, inspect, people, run, tables
from onrecord.errors import ConfigurationError, OnrecordError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    level = logging.INFO if options.verbose else logging.ERROR
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    try:
        status: int = options.call(options)
    except ConfigurationError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        return 2
    except OnrecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        return 1
    except psycopg2.Error as error:
        print(f"onrecord: {_told(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("onrecord: stopped; run the same command again to go on", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `| head` has seen enough
        sys.stderr.close()
        return 0
    return status


def _told(error: psycopg2.Error) -> str:
    """What the database said, and the remedy where it is plain."""
    said = str(error).strip().partition("\n")[0]
    if isinstance(error, (errors.UndefinedTable, errors.UndefinedColumn, errors.InvalidSchemaName)):
        return f"The warehouse's schema is not this version's ({said}): run `onrecord db migrate` first."
    if isinstance(error, errors.InsufficientPrivilege):
        return f"The login of the database may not do that ({said}): grant it onrecord_reader or onrecord_writer."
    return f"The database stopped the command ({said}); run it again to go on."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onrecord",
        description="Who said what, about what, when, first published where.",
        epilog=(
            "The database is the embedded one under ONRECORD_HOME (default .local), started when needed, "
            "or that of ONRECORD_DATABASE_URL."
        ),
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="tell on stderr what the stages do")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    inspect.add(commands)
    run.add(commands)
    tables.add(commands)
    database.add(commands)
    families.add(commands)
    people.add(commands)
    return parser
