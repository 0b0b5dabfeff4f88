"""The article of a page: its text and nothing else, repaired, with its places in the page.

In: the bytes of a capture, its address, its headers, and the lines that its site repeats. Out: a `Document`.
`decode` alone tells in which characters a body is written.
"""

from typing import Any

from onrecord.extract.decode import decode

__all__ = ["VERSION", "decode", "read"]


def __getattr__(name: str) -> Any:
    if name in ("VERSION", "read"):
        from onrecord.extract import assemble

        return getattr(assemble, name)
    raise AttributeError(name)
