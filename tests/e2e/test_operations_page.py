"""The operations page as an on-call person meets it: through Airflow's login, in a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
import requests
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.wait import WebDriverWait
from tests import factories as make

from onrecord import settings
from onrecord.demo import airflow

pytestmark = pytest.mark.slow

WAIT_SECONDS = 60  # Airflow's pages are one large script; a machine may be busy
EVIL_TITLE = "<script>document.title = 'taken over'</script>谁来关门"
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}


@pytest.fixture(scope="module")
def published(warehouse_url: str) -> None:
    """A run that published an article and set two urls aside."""
    conn = psycopg2.connect(warehouse_url)
    run = make.add_run(conn, "scheduled__2031-05-20")
    make.add_tally(conn, run, "extract", stored=1, too_short=2)
    make.add_tally(conn, run, "publish", new=1)
    make.add_check(conn, run, "copies_are_counted")
    make.add_article(conn, title=EVIL_TITLE, language="zh-Hans", is_interview=True, run_id=run)
    for _ in range(2):
        make.add_exit(conn, make.add_url(conn), detail="12 characters")
    conn.commit()
    conn.close()


def find(browser: Chrome, by: str, what: str) -> WebElement:
    """The element, once it is there to be clicked."""
    return WebDriverWait(browser, WAIT_SECONDS).until(until.element_to_be_clickable((by, what)))


@pytest.fixture(scope="module")
def logged_in(browser: Chrome, api_server: str) -> Chrome:
    """The browser after the admin has typed name and password."""
    browser.get(f"{api_server}/")
    find(browser, By.NAME, "username").send_keys(airflow.LOGIN)
    find(browser, By.NAME, "password").send_keys(airflow.password())
    find(browser, By.CSS_SELECTOR, "button[type=submit]").click()
    return browser


@contextmanager
def our_page(browser: Chrome) -> Iterator[None]:
    """Go to the page by its entry in Airflow's navigation, and look into its frame."""
    find(browser, By.LINK_TEXT, "onrecord").click()
    frame = (By.CSS_SELECTOR, "iframe[title=onrecord]")
    WebDriverWait(browser, WAIT_SECONDS).until(until.frame_to_be_available_and_switch_to_it(frame))
    try:
        find(browser, By.CSS_SELECTOR, "#account summary")
        yield
    finally:
        browser.switch_to.default_content()


@pytest.mark.parametrize("path", ["/onrecord/", "/onrecord/onrecord.css"])
def test_strangers_are_refused(api_server: str, path: str) -> None:
    answer = requests.get(api_server + path, timeout=30, allow_redirects=False)

    assert answer.status_code == 401
    assert "published" not in answer.text


def test_a_forged_token_is_refused(api_server: str) -> None:
    forged = {"Authorization": "Bearer eyJhbGciOiJIUzUxMiJ9.eyJzdWIiOiJhZG1pbiJ9.AAAA"}

    assert requests.get(f"{api_server}/onrecord/", headers=forged, timeout=30).status_code in (401, 403)


@pytest.mark.usefixtures("published")
def test_who_may_view_airflow_may_view_the_page(api_server: str) -> None:
    passwords = json.loads((settings.home() / "airflow" / "passwords.json").read_text("utf8"))
    login = {"username": "viewer", "password": passwords["viewer"]}
    token = requests.post(f"{api_server}/auth/token", json=login, timeout=30).json()["access_token"]

    answer = requests.get(f"{api_server}/onrecord/", headers={"Authorization": f"Bearer {token}"}, timeout=30)

    assert answer.status_code == 200
    assert "Last published" in answer.text


@pytest.mark.usefixtures("published")
def test_an_admin_finds_the_page_in_the_navigation_and_reads_it(logged_in: Chrome, tmp_path: Path) -> None:
    logged_in.get_log("browser")

    with our_page(logged_in):
        find(logged_in, By.XPATH, "//summary[contains(., 'rejected')]").click()
        text = logged_in.find_element(By.TAG_NAME, "body").text
        width, border = logged_in.execute_script(
            "return [innerWidth, getComputedStyle(document.querySelector('.state')).borderLeftWidth]"
        )
        title = logged_in.execute_script("return document.title")
    logged_in.save_screenshot(str(tmp_path / "operations.png"))

    assert EVIL_TITLE in text
    assert title != "taken over"
    assert "All urls 3" in text.replace("\n", " ")
    assert "too short: The text found is too short to be an article." in text
    assert "12 characters" in text
    assert (width > 800, border) == (True, "5px")  # the stylesheet is there
    ours = [entry["message"] for entry in logged_in.get_log("browser") if "/onrecord/" in entry["message"]]
    assert [line for line in ours if "Refused" in line or "Failed" in line] == []
    assert (tmp_path / "operations.png").stat().st_size > 10_000


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_on_a_phone_by_day_and_by_night(
    logged_in: Chrome, api_server: str, scheme: str, tmp_path: Path
) -> None:
    find(logged_in, By.LINK_TEXT, "onrecord")
    logged_in.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    logged_in.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    try:
        logged_in.get(f"{api_server}/onrecord/")
        find(logged_in, By.CSS_SELECTOR, "#account summary")
        wide, ground = logged_in.execute_script(
            "return [document.documentElement.scrollWidth, getComputedStyle(document.body).backgroundColor]"
        )
        logged_in.save_screenshot(str(tmp_path / f"phone_{scheme}.png"))
    finally:
        logged_in.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        logged_in.get(f"{api_server}/")

    assert wide <= PHONE["width"]
    lightness = sum(int(part) for part in ground.strip("rgb()").split(",")) / 3
    assert (lightness > 200) == (scheme == "light")
