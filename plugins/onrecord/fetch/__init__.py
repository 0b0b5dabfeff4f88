"""From sources to bytes in the archive.

In: `Source` values. `discover` looks through them and stores addresses in raw.urls; `pending` and
`run` fetch those that are due into WARC files and raw.captures; `read_body` gives a body back.
"""

from onrecord.fetch import discover
from onrecord.fetch.archive import read_body
from onrecord.fetch.capture import run
from onrecord.fetch.plan import drop_unreadable, pending

__all__ = ["discover", "drop_unreadable", "pending", "read_body", "run"]
