"""Headless Chromium without a network, for the tests of the map."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

T = TypeVar("T")

DESKTOP, PHONE = (1280, 800), (390, 844)
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; skip the test where there is none, or fail it if ZORGKAART_BROWSER=1."""
    found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    binary, driver_path = next((path for path in found if path), None), shutil.which("chromedriver")
    if not binary or not driver_path:
        message = "no Chromium or no chromedriver"
        if os.environ.get("ZORGKAART_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = binary
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        if os.name == "posix" and os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(driver_path))
        try:
            yield Browser(driver)
        finally:
            driver.quit()


class Browser:
    """What a reader of the map does, in a few words each."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, page: Path | str, *, fragment: str = "", size: tuple[int, int] = DESKTOP) -> None:
        """Open a file or an address afresh, with empty logs."""
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get((page.as_uri() if isinstance(page, Path) else page) + fragment)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return self.wait(lambda: self.all(selector), selector)[0]

    def text(self, selector: str) -> str:
        return " ".join(self.one(selector).text.split())

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition: Callable[[], T], what: object = "", *, seconds: float = 10) -> T:
        end = time.monotonic() + seconds
        while not (result := condition()):
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.05)
        return result

    def search(self, text: str, *, enter: bool = True) -> None:
        box = self.one("#zk-search")
        box.clear()
        box.send_keys(text)
        if enter:
            box.send_keys(Keys.ENTER)

    def choose(self, layer: str) -> None:
        self.one(f'#zk-layers input[value="{layer}"]').click()

    def click_map(self, x: int = 0, y: int = 0) -> None:
        """Click this far from the middle of the map."""
        ActionChains(self.driver).move_to_element_with_offset(self.one(".folium-map"), x, y).click().perform()

    def card(self, part: str = "") -> str:
        """The text of the open popup, or of a part of it, when the one before has faded."""
        self.wait(lambda: len(self.all(".zk-card")) == 1 and self.all(".zk-card")[0].text, "one popup")
        return self.wait(lambda: self.text(f".zk-card {part}"), f"text in {part or 'the popup'}")

    def legend(self) -> dict[str, str]:
        """The rows of the legend: words and number."""
        rows = self.run(
            "return [...document.querySelectorAll('#zk-legend tbody tr:not(.zk-norm)')]"
            ".map((row) => [row.children[1].textContent, row.children[2].textContent])"
        )
        return dict(rows)

    def requests(self) -> list[str]:
        """The addresses that the page asked for since it was opened, data: left out."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in sent if not url.startswith("data:")]

    def complaints(self) -> list[str]:
        """What the console says, but for tiles that cannot load."""
        entries = [entry["message"] for entry in self.driver.get_log("browser")]
        return [text for text in entries if "ERR_NAME_NOT_RESOLVED" not in text]
