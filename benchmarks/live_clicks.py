"""How many milliseconds of script a click on the live map takes: ``python -m benchmarks.live_clicks [PAGE]``.

Without a page that of the default project is made. Each click closes or reopens a site, or places a new one on the map;
what counts is the processor time of all script that follows from it, without the drawing by the browser.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from support.browser import Browser, chromium

from benchmarks.inputs import study
from zorgkaart.analyses.live.product import write_live

# What the page shows meanwhile, and what is put behind the # for it.
SHOWN = {
    "one map": "",
    "two maps, day and night": "&naast=%40nacht",
    "gemeenten": "&gebied=gemeenten",
    "two maps, wijken": "&naast=nu&gebied=wijken",
}
LAYERS = ("seh_norm_na", "hap_nacht_norm_na", "huisarts_na")
CHOOSE = """
const select = document.getElementById('zk-live-kind');
select.value = arguments[0];
select.dispatchEvent(new Event('change'));
return [...document.querySelectorAll('.zk-live-list .zk-toggle')].slice(0, 4).map((node) => node.dataset.site);
"""
KINDS = "return [...document.querySelectorAll('#zk-live-kind option')].map((option) => option.value)"
TOGGLE = "document.querySelector(`.zk-live-list .zk-toggle[data-site='${arguments[0]}']`)"
NEW_KINDS = "return [...document.querySelectorAll('#zk-new-kind option')].map((option) => option.value)"
PLACES = 6  # per kind
READER_S = 1.0  # from the button to the place on the map
MIDDLES = """
const {areas, unit} = JSON.parse(document.getElementById('zk-data').textContent);
return areas.point[0].map((x, i) => `${areas.point[1][i] / unit}, ${x / unit}`);
"""
ARM = """
document.querySelector('.zk-new').open = true;
document.getElementById('zk-new-kind').value = arguments[0];
document.querySelector('.zk-new-pick').click();
"""
PLACE = """
const find = document.getElementById('zk-new-find');
find.value = arguments[0];
find.dispatchEvent(new Event('input'));
document.querySelector('.zk-new-found button').click();
"""
FAR = "return !document.querySelector('.zk-new .zk-live-note').hidden"
UNDO = "document.querySelector('.zk-undo').click()"


def closings(browser: Browser) -> list[tuple[str, float]]:
    """The kind of site and the milliseconds of each click that closes or opens one."""
    times = []
    for kind in browser.run(KINDS):
        sites = browser.act(CHOOSE, kind)
        for site in [*sites, *sites]:
            if not browser.run(f"return Boolean({TOGGLE})", site):  # open, and behind those that are listed
                continue
            begin = script_s(browser)
            browser.act(f"{TOGGLE}.click()", site)
            times.append((kind, 1000 * (script_s(browser) - begin)))
    return times


def placings(browser: Browser) -> list[tuple[str, float]]:
    """The kind of site and the milliseconds of each click that places one, in the middle of an area.

    What the page makes ready while the reader goes to the map is not in it.
    """
    times = []
    middles, draw = browser.run(MIDDLES), random.Random(14)
    for kind in browser.run(NEW_KINDS):
        for place in draw.sample(middles, PLACES):
            browser.act(ARM, kind)
            time.sleep(READER_S)
            begin = script_s(browser)
            browser.act(PLACE, place)
            spent = 1000 * (script_s(browser) - begin)
            if browser.run(FAR):
                continue
            times.append((kind, spent))
            browser.act(UNDO)
    return times


def clicks(
    browser: Browser, page: Path, fragment: str, each: Callable[[Browser], list[tuple[str, float]]]
) -> list[tuple[str, float]]:
    """The times of clicks of one sort on a page that is opened for it."""
    browser.open(page, fragment=fragment)
    browser.driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    return each(browser)


def script_s(browser: Browser) -> float:
    """The seconds of processor time that the scripts of the page have taken."""
    metrics = browser.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "ScriptDuration"))


def main(page: Path) -> None:
    """Print a line for each way to look at the page."""
    with chromium() as browser:
        for what, each in {"closing": closings, "placing": placings}.items():
            for name, more in SHOWN.items():
                for layer in LAYERS:
                    times = clicks(browser, page, f"#laag={layer}{more}", each)
                    kind, longest = max(times, key=lambda item: item[1])
                    middle = median(time for _, time in times)
                    print(
                        f"{what}, {name}, {layer}: {len(times)} clicks, "
                        f"median {middle:.0f} ms, most {longest:.0f} ms ({kind})"
                    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(write_live(study(), Path(folder) / "wat-als.html", command="benchmarks.live_clicks"))
