"""Which pages carry the same article, and how do they differ?

In: current documents. Out: families, their members with relation and similarity, and the canonical
document of each. `fold` and `compare` are pure; `families` is the stage.
"""

from onrecord.dedup.compare import VERSION, compare
from onrecord.dedup.fold import fold

__all__ = ["VERSION", "compare", "fold"]
