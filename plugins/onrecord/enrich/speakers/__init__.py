"""Who speaks in a document: turns with their speakers, roles, posts and employers, and quotations.

In: a `Document`. Out: a `Reading`. Nothing is guessed: what is unsure stays empty, with a confidence.
"""

from __future__ import annotations

from onrecord.enrich.speakers.reading import VERSION, read

__all__ = ["VERSION", "read"]
