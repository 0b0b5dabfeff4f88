"""``python -m onrecord``: the command `onrecord` where the package is found, but not installed."""

import sys

from onrecord.cli import main

if __name__ == "__main__":
    sys.exit(main())
