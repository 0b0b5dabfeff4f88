"""The article of a page: its text and nothing else, repaired, with its places in the page.

In: the bytes of a capture, its address, its headers, and the lines that its site repeats. Out: a `Document`.
`decode` alone tells in which characters a body is written.
"""

from onrecord.extract.assemble import VERSION, read
from onrecord.extract.decode import decode

__all__ = ["VERSION", "decode", "read"]
