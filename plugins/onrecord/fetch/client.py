"""Which client fetches for a source? One a process and kind of trust, by the settings."""

from __future__ import annotations

from functools import cache

from onrecord import settings
from onrecord.fetch.http import Client, Limits
from onrecord.models import Source


def client_for(source: Source) -> Client:
    """The process's client: samples, and whom the setting trusts, may reach private addresses."""
    is_private_allowed = source.is_sample or settings.allow_private_hosts()
    return _client(settings.user_agent(), is_private_allowed, settings.max_body_bytes())


@cache
def _client(agent: str, is_private_allowed: bool, max_bytes: int) -> Client:
    return Client(agent=agent, is_private_allowed=is_private_allowed, limits=Limits(max_bytes=max_bytes))
