"""The sides of a difference in panes above the map, in headless Chromium."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from support.axe import axe_findings
from support.browser import PHONE, Browser
from support.map_samples import SCENARIO_VIEWS, draw, scenario

from zorgkaart.errors import InputError
from zorgkaart.outputs.meaning.views import check_views
from zorgkaart.outputs.web.folium_map import write_map

pytestmark = pytest.mark.browser
HOSTILE = "B: <img src=x onerror=alert(1)>"
SIDES = (("A: zoals het is", "seh_norm_voor"), (HOSTILE, "seh_norm_na"))
AFTER, BEFORE, DIFFERENCE, TRIP = SCENARIO_VIEWS
MAPS = [".zk-pane:nth-of-type(1) .zk-pane-map", ".zk-pane:nth-of-type(2) .zk-pane-map", ".folium-map"]
# Of each map where two sites lie, in pixels from its middle.
SPOTS = """
return arguments[0].map((name) => {
  const map = document.querySelector(name);
  const box = map.getBoundingClientRect();
  return ["seh-Ziekenhuis Oost", "seh-Oud ziekenhuis"].map((id) => {
    const site = map.querySelector(`[data-site="${id}"]`).getBoundingClientRect();
    return [site.x + site.width / 2 - box.x - box.width / 2, site.y + site.height / 2 - box.y - box.height / 2];
  });
});
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kanten") / "kaart.html"
    views = (replace(DIFFERENCE, beside=SIDES, moment="", theme=""), AFTER, BEFORE, TRIP)
    write_map(draw(**{**scenario(), "views": views}), file)
    return file


def spots(browser: Browser) -> list[list[list[float]]]:
    found: list[list[list[float]]] = browser.run(SPOTS, MAPS)
    return found


def are_together(browser: Browser) -> list[list[float]]:
    """The panes show the same place, and so does the map beside what lies over its left side; gives that of a pane."""
    one, other, main = spots(browser)
    over = browser.run(
        "return (document.getElementById('zk-legend').getBoundingClientRect().right"
        " - document.querySelector('.folium-map').getBoundingClientRect().left) / 2"
    )
    for there, place, below in zip(one, other, main, strict=True):
        assert place == pytest.approx(there, abs=1.5)
        assert [below[0] - over, below[1]] == pytest.approx(there, abs=1.5)
    return one


def apart(places: list[list[float]]) -> float:
    return abs(places[0][0] - places[1][0])


def test_the_sides_of_a_difference_move_together(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert browser.text(".zk-pane:nth-of-type(1) h2") == SIDES[0][0]
    assert browser.text(".zk-pane:nth-of-type(2) h2") == HOSTILE
    before = are_together(browser)
    box = browser.one(MAPS[0]).rect
    assert all(abs(x) < box["width"] / 2 and abs(y) < box["height"] / 2 for x, y in before), "the areas are in view"
    with browser.acting():
        held = ActionChains(browser.driver).click_and_hold(browser.one(MAPS[1])).move_by_offset(60, -20)
        held.pause(0.5).release().perform()  # held still, as a map that is thrown goes on
    after = are_together(browser)
    assert [after[0][0] - before[0][0], after[0][1] - before[0][1]] == pytest.approx([60, -20], abs=1.5)
    browser.click(".leaflet-control-zoom-in")
    browser.wait(lambda: apart(spots(browser)[0]) > 1.2 * apart(after), "the panes to zoom")
    are_together(browser)
    assert browser.complaints() == []


def test_each_pane_has_the_colours_of_its_own_side(browser: Browser, page: Path) -> None:
    """Hatched is what is outside the norm on that side; the hospital that is shut is crossed out on one side only."""
    browser.open(page)
    hatched = [len(browser.all(f"{name} path.zk-outside")) for name in MAPS[:2]]
    for key, count in zip(("seh_norm_voor", "seh_norm_na"), hatched, strict=True):
        browser.open(page, fragment=f"#laag={key}")
        assert not browser.all(".zk-panes")
        assert len(browser.all(f"{MAPS[2]} path.zk-outside")) == count
    browser.choose("seh_norm_verschil")
    assert browser.one(".zk-panes").is_displayed()
    closed = [len(browser.all(f"{name} .zk-site-closed")) for name in MAPS]
    assert closed == [0, 1, 1]
    are_together(browser)


def test_a_reader_can_have_the_difference_alone(browser: Browser, page: Path) -> None:
    browser.open(page)
    height = browser.one(".folium-map").rect["height"]
    assert browser.text(".zk-panes-toggle") == "Alleen het verschil"
    browser.click(".zk-panes-toggle")
    assert browser.one(".folium-map").rect["height"] == pytest.approx(2 * height, abs=2)
    assert browser.text(".zk-panes-toggle") == "Kanten erboven"
    browser.click(".zk-panes-toggle")
    assert browser.one(".zk-panes").is_displayed()
    are_together(browser)


def test_what_is_clicked_in_a_pane_opens_on_the_map(browser: Browser, page: Path) -> None:
    browser.open(page)
    with browser.acting():
        ActionChains(browser.driver).move_to_element(browser.one(MAPS[0])).click().perform()
    assert browser.card()
    assert browser.all(".folium-map .zk-card")


def test_panes_are_free_of_serious_findings(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run("document.querySelector('.zk-pane-legend').open = true")
    assert axe_findings(browser) == []


def test_a_small_screen_has_one_map(browser: Browser, page: Path) -> None:
    browser.open(page, size=PHONE)
    assert not browser.all(".zk-panes")
    assert not browser.one(".zk-panes-toggle").is_displayed()


def test_views_beside_another_must_be_there() -> None:
    with pytest.raises(InputError, match=r"views beside others that are not there: weg\. Add them"):
        check_views([replace(AFTER, beside=(("A", "weg"),))])
