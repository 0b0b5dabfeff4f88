"""A real Airflow API server on a warehouse of its own, and a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from onrecord import settings
from onrecord.demo import airflow

DRIVER = "/usr/bin/chromedriver"
WAREHOUSE = "seen_in_browser"
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--window-size=1400,1000", "--no-proxy-server"),
)


@pytest.fixture(scope="module")
def warehouse_url(_template: str) -> Iterator[str]:
    """A migrated database that the API server shows."""
    with closing(psycopg2.connect(settings.embedded_url("postgres"))) as admin:
        admin.autocommit = True
        admin.cursor().execute(f"create database {WAREHOUSE} template warehouse")
        yield settings.embedded_url(WAREHOUSE)
        admin.cursor().execute(f"drop database {WAREHOUSE} with (force)")


@pytest.fixture(scope="module")
def api_server(warehouse_url: str) -> Iterator[str]:
    """The address of `airflow api-server`, on a metadata database that was just migrated."""
    port = airflow.free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_DATABASE_URL", warehouse_url)
        env = airflow.environment(port)
        airflow.migrate(env)
        with airflow.running(env, "api-server") as processes:
            api = airflow.Api(port)
            api.wait(processes)
            yield api.base


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    """A headless Chromium."""
    if not Path(DRIVER).exists() or not shutil.which("chromium"):
        pytest.fail("This test needs a browser: apt-get install chromium chromium-driver fonts-noto-cjk.")
    options = ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for flag in FLAGS:
        options.add_argument(flag)
    driver = Chrome(options=options, service=Service(DRIVER))
    driver.set_page_load_timeout(60)
    yield driver
    driver.quit()
