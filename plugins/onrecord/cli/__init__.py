"""The command `onrecord`: look at a page, run the pipeline by hand, ask the tables.

Exit status: 0 all done, 1 something failed (the rest was done), 2 wrong use or configuration.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from onrecord.cli import inspect, run, tables
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
    except KeyboardInterrupt:
        print("onrecord: stopped; run the same command again to go on", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `| head` has seen enough
        sys.stderr.close()
        return 0
    return status


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
    return parser
