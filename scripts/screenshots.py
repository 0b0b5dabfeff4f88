"""Take the pictures of docs/images from a running `make run`, in headless Chromium.

make run                                    # in another terminal
.venv/bin/python scripts/screenshots.py     # chromium and chromedriver must be installed
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as until
from selenium.webdriver.support.wait import WebDriverWait

from onrecord import settings
from onrecord.demo import airflow
from onrecord.demo.__main__ import DEFAULT_PORT

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--window-size=1280,900", "--hide-scrollbars", "--no-proxy-server"),
)
WAIT_SECONDS = 60  # Airflow's pages are one large script
SETTLE_SECONDS = 2  # charts move into place after they have come
FRAME = "iframe[title=onrecord]"


def main() -> int:
    """Write every picture; 2 where the browser or the running system is missing."""
    port = settings.number("ONRECORD_PORT", DEFAULT_PORT)
    if airflow.is_port_free(port):
        sys.stderr.write(f"Nothing listens on port {port}: start `make run` first (or set ONRECORD_PORT).\n")
        return 2
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        sys.stderr.write(
            "Install the browser first: apt-get install chromium chromium-driver fonts-noto-cjk\n"
        )
        return 2
    IMAGES.mkdir(parents=True, exist_ok=True)
    with _browser() as browser:
        _log_in(browser, f"http://127.0.0.1:{port}")
        for name, show in _pictures(f"http://127.0.0.1:{port}").items():
            show(browser)
            time.sleep(SETTLE_SECONDS)
            browser.save_screenshot(str(IMAGES / name))
            sys.stdout.write(f"docs/images/{name}\n")
    return 0


def _pictures(base: str) -> dict[str, Callable[[Chrome], None]]:
    """What brings each picture to the screen, by the picture's file name."""
    return {
        "dags.png": lambda browser: _open(browser, f"{base}/dags", (By.LINK_TEXT, "curate")),
        "curate.png": lambda browser: _open(
            browser, f"{base}/dags/curate", (By.PARTIAL_LINK_TEXT, "publish_articles")
        ),
        "operations.png": _operations,
    }


def _operations(browser: Chrome) -> None:
    _find(browser, By.LINK_TEXT, "onrecord").click()
    frame = (By.CSS_SELECTOR, FRAME)
    WebDriverWait(browser, WAIT_SECONDS).until(until.frame_to_be_available_and_switch_to_it(frame))
    _find(browser, By.CSS_SELECTOR, "#account summary")
    browser.switch_to.default_content()


def _open(browser: Chrome, address: str, awaited: tuple[str, str]) -> None:
    browser.get(address)
    _find(browser, *awaited)


def _find(browser: Chrome, by: str, what: str) -> WebElement:
    return WebDriverWait(browser, WAIT_SECONDS).until(until.element_to_be_clickable((by, what)))


@contextmanager
def _browser() -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for flag in FLAGS:
        options.add_argument(flag)
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_page_load_timeout(WAIT_SECONDS)
    try:
        yield driver
    finally:
        driver.quit()


def _log_in(browser: Chrome, base: str) -> None:
    browser.get(base)
    _find(browser, By.NAME, "username").send_keys(airflow.LOGIN)
    _find(browser, By.NAME, "password").send_keys(airflow.password())
    _find(browser, By.CSS_SELECTOR, "button[type=submit]").click()
    _find(browser, By.LINK_TEXT, "onrecord")


if __name__ == "__main__":
    sys.exit(main())
