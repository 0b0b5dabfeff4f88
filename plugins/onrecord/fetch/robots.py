"""What does a site's robots.txt allow us?"""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

EXPIRES_SECONDS = 3600.0  # a day is allowed (RFC 9309); an hour lets a site's change reach long runs
RETRY_SECONDS = 300.0  # after robots.txt could not be had, the host is left alone this long
MAX_BYTES = 500_000  # RFC 9309 asks for at least 500 KiB
MAX_DELAY_SECONDS = 60.0  # a longer Crawl-delay is cut: one page a minute is little enough


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to one user agent."""

    agent: str
    parsed: Protego | None = None  # None: no rules, all is allowed

    def allows(self, address: str) -> bool:
        """Whether a page may be fetched."""
        return self.parsed is None or self.parsed.can_fetch(address, self.agent)

    @property
    def delay_seconds(self) -> float:
        """How far apart requests must be at least (Crawl-delay)."""
        wanted = self.parsed.crawl_delay(self.agent) if self.parsed else None
        return min(max(wanted or 0.0, 0.0), MAX_DELAY_SECONDS)


def read(body: bytes, agent: str) -> Rules:
    """The rules in a robots.txt, for the product token of a User-Agent header."""
    token = agent.split("/")[0].split()[0]
    return Rules(token, Protego.parse(body[:MAX_BYTES].decode("utf-8-sig", "replace")))


def absent(agent: str) -> Rules:
    """The rules where a server has no robots.txt: everything is allowed."""
    return Rules(agent)
