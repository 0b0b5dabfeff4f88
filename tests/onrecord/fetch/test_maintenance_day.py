"""What stays published when a whole site answers with something else for a while."""

from __future__ import annotations

import pytest
from tests import invented
from tests.onrecord.conftest import Desk
from tests.onrecord.fetch.conftest import Site, reply

from onrecord.models import Source


@pytest.mark.parametrize("status", [302, 301])
def test_articles_of_a_site_under_maintenance_are_there_when_it_is_back(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setenv("ONRECORD_ALLOW_PRIVATE_HOSTS", "1")
    pages = {"/violet": invented.mill(), "/quartz": invented.tower()}
    addresses = tuple(f"{site.base}{path}" for path in pages)
    desk.sources = (Source("listed", "Listed", "urls", addresses, interval_seconds=0),)
    site.routes.update({path: reply(page) for path, page in pages.items()})
    site.routes["/maintenance.html"] = reply("<p>We shall be back in an hour.</p>")
    both = {"violet": "published", "quartz": "published"}
    desk.run()
    assert desk.account() == both
    site.routes.update({path: reply(b"", status=status, Location="/maintenance.html") for path in pages})
    desk.run()
    if status == 302:
        assert desk.account() == both
    site.routes.update({path: reply(page) for path, page in pages.items()})
    desk.run()
    assert {name: desk.account()[name] for name in both} == both
