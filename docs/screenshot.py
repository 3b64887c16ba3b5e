"""Take the pictures of the documentation: ``python docs/screenshot.py [NAME ...]`` (needs Chromium, selenium and QGIS).

The results that they show are computed first, in ``build/pictures``; those that are there already are used again.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

DOCS = Path(__file__).parent
ROOT = DOCS.parent
RESULTS = ROOT / "build" / "pictures"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
COLOURS = 256  # with 128 two classes of the map became one
WAIT_S = 1.5

Act = Callable[[webdriver.Chrome], None]


@dataclass(frozen=True)
class Picture:
    """What a picture shows.

    Attributes
    ----------
    command
        Of zorgkaart; ``OUT`` in it stands for the folder or file of its results.
    page
        The page to open, in that folder; empty where the result is the page.
    act
        What the reader has done on the page.
    fragment
        What stands behind the address: of the live map, the scenario.
    """

    command: str
    page: str
    act: Act | None = None
    fragment: str = ""
    size: tuple[int, int] = (1280, 860)


def _search(text: str) -> Act:
    def act(driver: webdriver.Chrome) -> None:
        box = driver.find_element(By.ID, "zk-search")
        box.send_keys(text)
        time.sleep(WAIT_S)
        box.send_keys(Keys.ENTER)

    return act


def _layer(key: str) -> Act:
    def act(driver: webdriver.Chrome) -> None:
        driver.find_element(By.CSS_SELECTOR, f'#zk-layers input[value="{key}"]').click()

    return act


RUN = "run --pictures -o OUT"
PICTURES = {
    "kaart": Picture(RUN, "kaart.html"),
    "kaart-buurt": Picture(RUN, "kaart.html", _search("Bourtange")),
    "kaart-kwaliteit": Picture(RUN, "kaart.html", _layer("huisartsenpost_onzeker")),
    "wat-als": Picture("live -o OUT", "", fragment="#laag=seh_norm_na&dicht=seh-ommelander-scheemda", size=(1400, 860)),
    "rapport": Picture("scenario --close ommelander --report -o OUT", "rapport.html", size=(900, 1100)),
    "voorbeeld": Picture("run build/pictures/mijn-regio/zorgkaart.toml -o OUT", "kaart.html"),
}


WIDEST = 1400


def draw_chart(path: Path) -> None:
    """A chart that a run draws."""
    page = result_of(PICTURES["kaart"])
    _save(page.parent / "afbeeldingen" / "reistijd_verdeling.png", path)


def draw_page(path: Path) -> None:
    """The page to print of the QGIS project, drawn by the system's QGIS."""
    sys.path.insert(0, str(ROOT / "tests"))
    from support.desktop import draw_in_qgis

    folder = RESULTS / "qgis"
    shutil.rmtree(folder, ignore_errors=True)
    draw_in_qgis(
        ROOT / "tests" / "support" / "outputs_qgis_project.py",
        result_of(PICTURES["kaart"]).with_name("zorgkaart.gpkg"),
        folder,
    )
    _save(folder / "pagina.png", path)


DRAWN: dict[str, Callable[[Path], None]] = {"verdeling": draw_chart, "qgis": draw_page}


def make_example() -> None:
    """The project of the tutorial."""
    folder = RESULTS / "mijn-regio"
    (folder / "gegevens").mkdir(parents=True, exist_ok=True)
    for path in (DOCS / "voorbeeld").iterdir():
        target = folder if path.suffix == ".toml" else folder / "gegevens"
        (target / path.name).write_bytes(path.read_bytes())


def result_of(picture: Picture) -> Path:
    """The page of a picture, computed if it is not there."""
    words = picture.command.split()
    name = "-".join(word.strip("-") for word in words if word not in ("OUT", "-o") and "/" not in word)
    name += "-voorbeeld" if "mijn-regio" in picture.command else ""
    out = RESULTS / (name if picture.page else f"{name}.html")
    page = out / picture.page if picture.page else out
    if not page.exists():
        program = Path(sys.executable).with_name("zorgkaart")
        subprocess.run([program, *(str(out) if word == "OUT" else word for word in words)], cwd=ROOT, check=True)
    return page


def take(driver: webdriver.Chrome, picture: Picture, path: Path) -> None:
    """Open a page without the internet and save what it shows, in few colours."""
    driver.set_window_size(*picture.size)
    driver.get("about:blank")
    driver.get(result_of(picture).as_uri() + picture.fragment)
    time.sleep(WAIT_S)
    if picture.act is not None:
        picture.act(driver)
        time.sleep(WAIT_S)
    driver.save_screenshot(str(path))
    _save(path, path)


def _save(source: Path, path: Path) -> None:
    """Save a picture small: not too wide, and in few colours."""
    with Image.open(source) as image:
        whole = image.convert("RGB")
    whole.thumbnail((WIDEST, WIDEST))
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main(names: list[str]) -> None:
    """Take the pictures of these names, or all."""
    make_example()
    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.binary_location = "/usr/bin/chromium"
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    try:
        for name in names or [*PICTURES, *DRAWN]:
            if name in DRAWN:
                DRAWN[name](DOCS / f"{name}.png")
            else:
                take(driver, PICTURES[name], DOCS / f"{name}.png")
    finally:
        driver.quit()


if __name__ == "__main__":
    main(sys.argv[1:])
