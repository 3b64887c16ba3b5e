"""Take the README's picture: ``python docs/screenshot.py MAP.html PICTURE.png`` (needs Chromium and selenium)."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from selenium import webdriver

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--no-first-run", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=1280,860",
)  # fmt: skip


def main(page: Path, picture: Path) -> None:
    """Open a map without the internet and save what it shows."""
    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.binary_location = "/usr/bin/chromium"
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    try:
        driver.get(page.resolve().as_uri())
        time.sleep(2)
        driver.save_screenshot(str(picture))
    finally:
        driver.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
