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
from selenium.webdriver.support.ui import Select

T = TypeVar("T")

PATIENCE_S = 60  # of a machine that is busy with other things; a page that is at rest ends the wait at once
REST = """
const {asked, drawn} = document.documentElement.dataset;
return {url: location.href.split("#")[0], loaded: document.readyState === "complete", asked: Number(asked || 0),
        rest: (!document.getElementById("zk-data") || (drawn !== undefined && drawn === asked)) &&
          document.getAnimations().every(({playState}) => playState !== "running")}
"""
DESKTOP, PHONE = (1280, 800), (390, 844)
TWICE = (640, 400)  # what is left of a desktop at 200 %
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
    """What a reader of the map does, in a few words each.

    What changes the page (:meth:`open`, :meth:`click`, :meth:`press`, :meth:`act` and those made of them) returns when
    the page says that it is at rest again; see ``scripts/rest.js``. So what it shows may be read right after.
    """

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, page: Path | str, *, fragment: str = "", size: tuple[int, int] = DESKTOP) -> None:
        """Open a file or an address afresh, with empty logs."""
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.get("about:blank")
        self.wait(lambda: self.run("return location.href") == "about:blank", "an empty page")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        address = (page.as_uri() if isinstance(page, Path) else page) + fragment
        self.driver.get(address)
        self.wait(lambda: self._is_at_rest(address.partition("#")[0]), f"{address} to be drawn")

    def _is_at_rest(self, address: str) -> bool:
        state = self.run(REST)
        return bool(state["url"] == address and state["loaded"] and state["rest"])

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Around an act of the reader: wait until all that follows from it stands on the screen."""
        before = self.run(REST)["asked"]
        yield

        def answered() -> bool:
            state = self.run(REST)
            return bool(state["asked"] > before and state["rest"])

        self.wait(answered, "the page to come to rest")

    def click(self, target: str | WebElement) -> None:
        """Click an element, or the first one that a selector finds."""
        element = self.one(target) if isinstance(target, str) else target
        with self.acting():
            element.click()

    def press(self, target: str | WebElement, *keys: str) -> None:
        """Type into an element."""
        element = self.one(target) if isinstance(target, str) else target
        with self.acting():
            element.send_keys(*keys)

    def press_keys(self, *keys: str) -> None:
        """Press keys wherever the focus is, those before the last held down meanwhile."""
        *held, last = keys
        chain = ActionChains(self.driver)
        for key in held:
            chain.key_down(key)
        chain.send_keys(last)
        for key in held:
            chain.key_up(key)
        with self.acting():
            chain.perform()

    def act(self, script: str, *arguments: Any) -> Any:
        """Run a script that clicks, or that changes the address."""
        with self.acting():
            return self.run(script, *arguments)

    def select(self, target: str, value: str) -> None:
        """Choose from a list."""
        with self.acting():
            Select(self.one(target)).select_by_value(value)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return self.wait(lambda: self.all(selector), selector)[0]

    def text(self, selector: str) -> str:
        return " ".join(self.one(selector).text.split())

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition: Callable[[], T], what: object = "", *, seconds: float = PATIENCE_S) -> T:
        end = time.monotonic() + seconds
        while not (result := condition()):
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.05)
        return result

    def search(self, text: str, *, enter: bool = True) -> None:
        box = self.one("#zk-search")
        box.clear()
        self.press(box, text)
        if enter:
            self.press(box, Keys.ENTER)

    def choose(self, layer: str) -> None:
        self.click(f'#zk-layers input[value="{layer}"]')

    def click_map(self, x: int = 0, y: int = 0) -> None:
        """Click this far from the middle of the map."""
        with self.acting():
            ActionChains(self.driver).move_to_element_with_offset(self.one(".folium-map"), x, y).click().perform()

    def card(self, part: str = "") -> str:
        """The text of the open popup, or of a part of it, when the one before has faded."""
        self.wait(lambda: len(self.all(".zk-card")) == 1 and self.all(".zk-card")[0].text, "one popup")
        return self.wait(lambda: self.text(f".zk-card {part}"), f"text in {part or 'the popup'}")

    def legend(self) -> dict[str, str]:
        """The rows of the legend: words, and the number of areas or sites."""
        rows = self.run(
            "return [...document.querySelectorAll('#zk-legend tbody tr:not(.zk-norm)')]"
            ".map((row) => [row.children[1].textContent, row.title.split(' ')[0] || row.children[2].textContent])"
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file."""
    with chromium() as result:
        yield result
