"""The map as a reader sees it: in headless Chromium, with the network cut off."""

from __future__ import annotations

import base64
import http.server
import io
import re
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest
from geopandas import GeoDataFrame
from selenium.webdriver.common.keys import Keys
from shapely import affinity
from support.browser import DESKTOP, PHONE, TWICE, Browser
from support.hostile_map import hostile
from support.map_samples import DIFFERENCE, HOSTILE, draw, gemeenten_of, levelled, outcome, province, sample, scenario
from support.surface_samples import hills

from zorgkaart.access.isochrones import Isochrones
from zorgkaart.outputs.meaning.views import Chain, RideEnd
from zorgkaart.outputs.web.folium_map import build_map, write_map
from zorgkaart.project.sections import MapSection

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kaarten")


@pytest.fixture(scope="module")
def grid_page(folder: Path) -> Path:
    write_map(draw(), folder / "raster.html")
    return folder / "raster.html"


@pytest.fixture(scope="module")
def scenario_page(folder: Path) -> Path:
    write_map(draw(**scenario()), folder / "scenario.html")
    return folder / "scenario.html"


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    return province()


@pytest.fixture(scope="module")
def real_page(folder: Path, real: dict[str, Any]) -> Path:
    arguments = dict(real)
    write_map(build_map(arguments.pop("areas"), **arguments), folder / "kaart.html")
    return folder / "kaart.html"


def dutch(value: float, decimals: int = 1) -> str:
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def test_a_reader_clicks_switches_and_searches(browser: Browser, real_page: Path, real: dict[str, Any]) -> None:
    """The whole visit, on the real province."""
    areas: GeoDataFrame = real["areas"]
    browser.open(real_page)
    assert browser.text("#zk-panel h1") == "Bereikbaarheid"
    assert "Berekend op 22 november 2026" in browser.text("#zk-panel header")

    browser.search("vlagtwedde")
    browser.card()
    code = browser.one(".zk-card").get_attribute("data-area")
    browser.click(".leaflet-popup-close-button")
    browser.wait(lambda: not browser.all(".zk-card"), "the popup to close")

    browser.click_map()
    text = browser.card()
    clicked = areas.set_index("buurtcode").loc[browser.one(".zk-card").get_attribute("data-area")]
    assert clicked["gemeentenaam"] == areas.set_index("buurtcode")["gemeentenaam"][code] == "Westerwolde"
    assert clicked["buurtnaam"] in text
    assert f"{dutch(clicked['inwoners'], 0)} inwoner" in text
    assert f"{dutch(clicked['seh_norm_min'])} min" in browser.card(".zk-value")
    assert f"Rit naar de patiënt {dutch(clicked['seh_aanrij_min'])}" in text
    nearest = real["sites"].set_index("id")["naam"][clicked["seh_id"]]
    assert f"{nearest} {dutch(clicked['seh_min'])} min {dutch(clicked['seh_km'])} km" in text

    browser.choose("huisarts")
    assert f"{dutch(clicked['huisarts_min'])} min" in browser.card(".zk-value")
    assert browser.text("#zk-legend h2") == "Reistijd met de auto Huisarts"
    assert browser.run("return location.hash") == "#laag=huisarts"

    browser.search("delfzijl")
    assert "Eemsdelta" in browser.card(".zk-where")


def test_nothing_is_asked_of_the_network_but_tiles(browser: Browser, real_page: Path) -> None:
    browser.open(real_page)
    browser.choose("seh")
    browser.search("uithuizen")
    browser.one(".zk-card")
    others = [url for url in browser.requests() if not url.startswith("https://service.pdok.nl/brt/achtergrondkaart/")]
    assert others == [real_page.as_uri()]
    assert browser.complaints() == []
    assert "zk-online" not in browser.one(".folium-map").get_attribute("class")


def test_offline_the_land_and_the_names_show(browser: Browser, real_page: Path) -> None:
    browser.open(real_page)
    names = {label.text for label in browser.all(".zk-label")}
    assert {"Groningen", "Assen", "Stadskanaal"} <= names
    boxes = [label.rect for label in browser.all(".zk-label")]
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            apart = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
            assert apart or a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]
    assert len(browser.all("path.zk-land")) == 30
    assert len(browser.all("path.zk-border")) == 10
    browser.search("loppersum")
    browser.wait(lambda: len({label.text for label in browser.all(".zk-label")} - names) > 10, "more names")


def test_hospitals_are_named_and_no_name_lies_on_another(browser: Browser, real_page: Path) -> None:
    """On a desktop and a telephone, at every zoom that a reader comes by; only large cities may lie on a marker."""
    for size in (DESKTOP, PHONE):
        browser.open(real_page, size=size)
        for _ in range(3):
            labels = browser.run(BOXES, ".zk-label")
            assert not overlapping(labels, labels)
            markers = browser.run(BOXES, ".zk-site-few:not(.zk-site-idle):not(.zk-site-side) .zk-symbol")
            named = [label for label in labels if "zk-label-site" in label["class"]]
            assert not overlapping(named, markers)
            browser.act("document.querySelector('.leaflet-control-zoom-in').click()")
        browser.search("wilhelmina ziekenhuis assen")
        assert "Wilhelmina Ziekenhuis Assen" in {
            " ".join(label["text"].split()) for label in browser.run(BOXES, ".zk-label-site")
        }
        browser.act("document.querySelector('#zk-layers input[value=huisarts]').click()")
        assert browser.all(".zk-label-site") == []  # too many to name


BOXES = """
return [...document.querySelectorAll(arguments[0])].map((node) => {
  const {left, top, right, bottom} = node.getBoundingClientRect();
  return {box: [left, top, right, bottom], text: node.textContent, class: node.getAttribute("class")};
});
"""


def overlapping(some: list[dict[str, Any]], others: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Which of some boxes lie over which others, themselves left out."""
    return [
        (a["text"], b["text"])
        for a in some
        for b in others
        if a != b
        and min(a["box"][2], b["box"][2]) - max(a["box"][0], b["box"][0]) > 1
        and min(a["box"][3], b["box"][3]) - max(a["box"][1], b["box"][1]) > 1
    ]


@pytest.mark.parametrize("layer", ["seh_norm", "seh", "huisarts"])
def test_the_legend_counts_what_is_on_the_map(
    browser: Browser, real_page: Path, real: dict[str, Any], layer: str
) -> None:
    areas: GeoDataFrame = real["areas"]
    view = next(view for view in real["views"] if view.key == layer)
    browser.open(real_page, fragment=f"#laag={layer}")
    rows = [number for words, number in browser.legend().items() if words.split()[0][0].isdigit() or "meer" in words]
    edges = (-1.0, *view.classes, 1e9)
    inside = [areas[view.column].between(low, high, inclusive="right") for low, high in pairwise(edges)]
    assert [int(number) for number in rows] == [int(rows.sum()) for rows in inside]
    unknown = areas[view.column].isna() | (areas[view.verdict] == "onbekend" if view.verdict else False)
    without = int(areas[view.column].isna().sum())
    legend = browser.legend()
    assert legend.get("Onbekend", "0") == str(without)
    assert sum(map(int, rows)) + without == len(areas)  # classes and unknown together are all areas, none twice
    assert int(legend.get("Oordeel onbekend", "0")) == unknown.sum() - without
    assert len(browser.all("path.zk-unknown")) == unknown.sum()


def test_outside_the_norm_does_not_depend_on_colour(browser: Browser, real_page: Path, real: dict[str, Any]) -> None:
    verdicts = real["areas"]["seh_oordeel"].value_counts()
    browser.open(real_page)
    assert len(browser.all("path.zk-outside")) == verdicts["buiten"] > 0
    assert len(browser.all("path.zk-partly")) == verdicts["deels buiten"] > 0
    assert browser.legend()["Buurten buiten de norm"] == str(verdicts["buiten"])
    assert browser.one("path.zk-outside").get_attribute("fill") == "url(#zk-stripes-outside)"
    assert len(browser.all("path.zk-outside-line")) == 2  # a dark line on a white one, around all of them together
    browser.choose("seh")
    assert not browser.all("path.zk-outside, path.zk-outside-line")


def test_switching_is_quick(browser: Browser, real_page: Path) -> None:
    browser.open(real_page)
    milliseconds = browser.act(
        "return [...document.querySelectorAll('#zk-layers input')].map((input) => {"
        "const begin = performance.now(); input.click(); return performance.now() - begin; })"
    )
    assert len(milliseconds) == 14
    assert sorted(milliseconds)[7] < 500


def test_a_link_opens_its_layer(browser: Browser, grid_page: Path) -> None:
    browser.open(grid_page, fragment="#laag=seh")
    assert browser.one('#zk-layers input[value="seh"]').is_selected()
    browser.act("location.hash = '#laag=huisarts'")
    browser.wait(lambda: browser.one('#zk-layers input[value="huisarts"]').is_selected(), "the other layer")
    browser.open(grid_page, fragment="#laag=bestaat-niet")
    assert browser.one('#zk-layers input[value="seh_norm"]').is_selected()


def test_search_knows_no_accents_and_takes_the_keyboard(browser: Browser, grid_page: Path) -> None:
    browser.open(grid_page)
    browser.search("STAD", enter=False)
    assert browser.text("#zk-results") == "Stâd plaats, Gemeente 1"
    browser.search("zandt", enter=False)
    assert browser.text("#zk-results") == "'t Zandt plaats, Gemeente 0"
    browser.search("buurt", enter=False)
    box = browser.one("#zk-search")
    assert box.get_attribute("aria-expanded") == "true"
    browser.press(box, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    active = browser.one(f"#{box.get_attribute('aria-activedescendant')}")
    assert active.get_attribute("aria-selected") == "true"
    name = active.text.split("\n")[0]
    browser.press(box, Keys.ENTER)
    assert browser.card("h2") == name == "Buurt 1"
    assert not browser.one("#zk-results").is_displayed()
    browser.search("bestaat niet", enter=False)
    assert browser.text("#zk-results") == "Niets gevonden"
    browser.press(box, Keys.ENTER, Keys.ESCAPE)
    assert not browser.one("#zk-results").is_displayed()
    browser.search("gemeente 1")
    browser.search("ziekenhuis oost")
    assert browser.card("h2") == "Ziekenhuis Oost"


def test_a_place_is_named_as_itself_and_nothing_stays_of_what_was_looked_up_before(
    browser: Browser, grid_page: Path
) -> None:
    browser.open(grid_page)
    browser.search("dorp")  # no buurt is called so
    assert browser.card("h2") == "Dorp"
    assert "Cijfers van buurt Buurt 0, waar het midden ligt." in browser.card()
    browser.search("gemeente 1")
    browser.wait(lambda: not browser.all(".zk-card"), "the old popup to go")
    browser.search("huisarts dorp")
    assert browser.card("h2") == "Praktijk Noord"
    browser.search("wijk 1")
    browser.wait(lambda: not browser.all(".zk-card"), "the popup of the site to go")
    browser.search("oud", enter=False)
    assert browser.text("#zk-results") == "Oud ziekenhuis spoedeisende hulp, Dorp, gesloten"


def test_layers_can_be_chosen_with_the_keyboard(browser: Browser, grid_page: Path) -> None:
    browser.open(grid_page)
    browser.press('#zk-layers input[value="seh_norm"]', Keys.ARROW_DOWN)
    assert browser.text("#zk-legend h2") == "Reistijd met de auto Spoedeisende hulp"
    marker = browser.one(".zk-site-open")
    browser.run("arguments[0].focus()", marker)
    browser.press(marker, Keys.ENTER)
    browser.one(".zk-card")
    browser.press_keys(Keys.ESCAPE)
    browser.wait(lambda: not browser.all(".zk-card"), "the popup to close")


def tab_stops(browser: Browser) -> list[str]:
    """What the Tab key comes by, in words, from the top of the page to its end."""
    stops: list[str] = []
    while len(stops) < 60:
        browser.press_keys(Keys.TAB)
        name = browser.run(
            "const node = document.activeElement; return node === document.body ? '' :"
            "node.id || node.getAttribute('aria-label') || node.textContent.trim() || node.value"
        )
        if not name or name in stops[:1]:
            return stops
        stops.append(name)
    raise AssertionError(f"no end to what Tab comes by: {stops}")


@pytest.mark.parametrize("size", [DESKTOP, TWICE, PHONE])
def test_everything_is_at_most_ten_key_presses_away(browser: Browser, real_page: Path, size: tuple[int, int]) -> None:
    browser.open(real_page, size=size)
    stops = tab_stops(browser)
    links = [name for name in stops if name.startswith("Ga naar")]
    assert links == [
        "Ga naar zoeken",
        "Ga naar de kaartlagen",
        "Ga naar de locaties op de kaart",
        "Ga naar de legenda",
        "Ga naar de toelichting",
    ]
    assert {"zk-search", "zk-legend-toggle", "map_zorgkaart"} <= set(stops)
    assert max(min(i + 1, len(stops) - i) for i, _ in enumerate(stops)) <= 10  # by Tab, or backwards by Shift and Tab
    # The links work, and fold out what is folded.
    expected = {"zoeken": "zk-search", "legenda": "zk-legend-toggle", "kaartlagen": "zk-layer", "toelichting": "Bron"}
    for word, name in expected.items():
        browser.open(real_page, size=size)
        for _ in range(next(i for i, link in enumerate(links) if word in link) + 1):
            browser.press_keys(Keys.TAB)
        assert browser.run("return document.activeElement.offsetWidth") > 100  # it shows while it has the focus
        browser.press_keys(Keys.ENTER)
        focus = browser.run(
            "const {id, name, textContent} = document.activeElement; return `${id} ${name} ${textContent}`"
        )
        assert name in focus


def test_the_page_keys_go_from_group_to_group_of_layers(browser: Browser, grid_page: Path) -> None:
    browser.open(grid_page)
    browser.press('#zk-layers input[value="seh_norm"]', Keys.PAGE_DOWN)
    assert browser.run("return location.hash") == "#laag=seh"
    browser.press_keys(Keys.PAGE_DOWN)
    assert browser.run("return location.hash") == "#laag=seh_norm"
    browser.press_keys(Keys.PAGE_UP)
    assert browser.run("return document.activeElement.value") == "seh"


def test_the_arrows_go_from_site_to_site_and_a_popup_gives_the_focus_back(browser: Browser, grid_page: Path) -> None:
    browser.open(grid_page)
    at = "return document.activeElement.dataset.site"
    browser.act("document.querySelectorAll('.zk-skip button')[2].click()")
    assert browser.run(at) == "seh-Ziekenhuis West"
    browser.press_keys(Keys.ARROW_RIGHT)
    assert browser.run(at) == "seh-Oud ziekenhuis"
    browser.press_keys(Keys.ARROW_RIGHT)
    assert browser.run(at) == "ambulancepost-Post Midden"
    browser.press_keys(Keys.ENTER)
    assert browser.card("h2") == "Post Midden"
    assert browser.run("return document.activeElement.className") == "zk-card"
    browser.press_keys(Keys.ESCAPE)
    browser.wait(lambda: not browser.all(".zk-card"), "the popup to close")
    assert browser.run(at) == "ambulancepost-Post Midden"
    assert len(browser.all(".zk-site[tabindex='0']")) == 1


def test_popup_says_what_is_not_known(browser: Browser, grid_page: Path) -> None:
    browser.open(grid_page)
    browser.search("buurt 0")
    text = browser.card()
    assert "Aantal inwoners niet gepubliceerd" in text
    assert "Oordeel over de norm niet mogelijk" in text
    browser.search("buurt 1")
    assert "Geen route: eiland zonder brug" in browser.card(".zk-remarks")
    browser.search("buurt 2")
    assert browser.card(".zk-remarks") == "Aan de rand van het wegennet."
    browser.search("buurt 3")
    assert browser.card("h2") == "Buurt 3"
    assert not browser.all(".zk-remarks")


def test_popup_names_who_is_outside(browser: Browser, folder: Path) -> None:
    areas = sample()["areas"]
    rows = [("buiten", 1235.0, 1.0), ("deels buiten", 70.4, 0.048), ("binnen", 3.0, 0.002), ("binnen", 0.0, 0.0)]
    names = ["seh_oordeel", "seh_inwoners_buiten_norm", "seh_aandeel_buiten_norm"]
    areas.loc[1:4, names] = rows
    write_map(draw(areas=areas), folder / "oordeel.html")
    browser.open(folder / "oordeel.html")
    texts = []
    for number in range(1, 5):
        browser.search(f"buurt {number}")
        texts.append(browser.card(".zk-chain em"))
    assert texts == [
        "Buiten de norm: 1.235 inwoners",
        "Deels buiten de norm: 70 inwoners (5 %)",
        "Binnen de norm, op 3 inwoners na",
        "Binnen de norm",
    ]


def test_sites_follow_the_layer_and_the_switches(browser: Browser, grid_page: Path) -> None:
    browser.open(grid_page)
    assert [len(browser.all(s)) for s in (".zk-site", ".zk-site-open", ".zk-site-idle")] == [4, 3, 1]
    assert browser.legend()["telt niet mee"] == "1"
    browser.choose("huisarts")
    assert len(browser.all(".zk-site")) == 1
    browser.click("#zk-kinds summary")
    browser.click('#zk-kinds input[value="ambulancepost"]')
    assert len(browser.all(".zk-site")) == 2
    browser.click('#zk-kinds input[value="all"]')
    assert not browser.all(".zk-site")
    browser.choose("seh")
    assert not browser.all(".zk-site")
    browser.click('#zk-kinds input[value="all"]')
    assert len(browser.all(".zk-site")) == 3


def test_popup_of_a_site(browser: Browser, grid_page: Path) -> None:
    browser.open(grid_page)
    browser.click('[data-site="seh-Oud ziekenhuis"]')
    assert "telt niet mee (dicht sinds 2018)" in browser.card()
    browser.search("ziekenhuis oost")
    assert "ma-vr 08:00-17:00; feestdagen gesloten" in browser.card()
    browser.search("praktijk noord")
    assert "midden van het postcodegebied" in browser.card()
    assert "dag en nacht open" in browser.card()


def test_scenario_before_after_and_difference(browser: Browser, scenario_page: Path) -> None:
    def states() -> dict[str, str]:
        return {
            marker.get_attribute("data-site"): marker.get_attribute("class").split("zk-site-")[-1].split()[0]
            for marker in browser.all('.zk-site[data-site^="seh"]')
        }

    browser.open(scenario_page)
    assert browser.run("return location.hash") == "#laag=seh_norm_na"
    assert [label.text for label in browser.all("#zk-moments label")] == ["Voor", "Na", "Verschil"]
    assert len(browser.all("#zk-layers label")) == 2
    assert states()["seh-Ziekenhuis West"] == "closed"
    assert states()["seh-Nieuw ziekenhuis"] == "opened"
    browser.search("buurt 1")
    text = browser.card()
    assert "voor na" in text
    assert "Ziekenhuis West" in browser.card(".zk-nearest .zk-was")

    browser.click('#zk-moments input[value="voor"]')
    assert browser.text("#zk-legend h2") == "Norm · Voor Hele keten tot de SEH (norm 45 minuten)"
    assert states()["seh-Ziekenhuis West"] == "open"
    assert "seh-Nieuw ziekenhuis" not in states()

    browser.click('#zk-moments input[value="verschil"]')
    legend = browser.legend()
    assert sum(int(number) for words, number in legend.items() if "min" in words) == 9
    assert "Buurten buiten de norm na de wijziging" in legend
    assert "langer" in " ".join(legend)
    assert len([words for words in legend if "korter" in words]) <= sum(bound < 0 for bound in DIFFERENCE)
    assert browser.card(".zk-value b")[0] in "+\N{MINUS SIGN}0"

    browser.choose("huisarts")
    assert not any(radio.is_enabled() for radio in browser.all("#zk-moments input"))
    browser.choose("seh_norm")
    assert browser.run("return location.hash") == "#laag=seh_norm_na"


def test_hostile_names_are_shown_as_they_are(browser: Browser, folder: Path) -> None:
    write_map(draw(**hostile()), folder / "vijandig.html")
    browser.open(folder / "vijandig.html", fragment="#laag=seh")
    visible = " ".join(HOSTILE.split())
    assert browser.text("#zk-panel h1") == visible
    browser.search("buurt 4")
    browser.one(".zk-card")
    assert browser.card("h2") == f"Buurt 4{visible}"
    browser.act("arguments[0].click()", browser.one('.zk-site[data-site^="seh"]'))
    assert browser.card("h2") == visible
    browser.search("img src", enter=False)
    assert visible in browser.text("#zk-results")
    assert visible in browser.text("#zk-legend h2")
    assert browser.text(".zk-label") == visible
    assert browser.run("return window.hacked") is None
    assert browser.run("return document.querySelectorAll('img[src=x], [onerror]').length") == 0
    assert browser.complaints() == []


def test_the_policy_stops_what_would_get_in_all_the_same(browser: Browser, grid_page: Path) -> None:
    browser.open(grid_page)
    browser.run(
        "const node = document.createElement('div'); document.body.append(node);"
        'node.innerHTML = \'<img src="data:," onerror="window.hacked = 1">\';'
        "const script = document.createElement('script'); script.textContent = 'window.hacked = 2';"
        "node.append(script);"
    )
    browser.wait(lambda: len(browser.complaints()) >= 1, "the policy to complain")
    assert browser.run("return window.hacked") is None


def test_the_page_leaves_nothing_on_the_window_but_leaflet(browser: Browser, grid_page: Path, folder: Path) -> None:
    (folder / "leeg.html").write_text("<!DOCTYPE html><title>leeg</title>", encoding="utf-8")
    own = "return Object.getOwnPropertyNames(window).filter((name) => !/^cdc_|^ret_nodes$/.test(name))"
    browser.open(folder / "leeg.html")
    before = set(browser.run(own))
    browser.open(grid_page)
    assert set(browser.run(own)) - before == {"L", "leaflet", "_leaflet_events"}  # all of them Leaflet's own


def test_on_a_phone(browser: Browser, real_page: Path) -> None:
    browser.open(real_page, size=PHONE)
    assert browser.run("return document.documentElement.scrollWidth") == PHONE[0]
    assert not browser.one("#zk-layers").is_displayed()
    assert not browser.one("#zk-legend-body").is_displayed()
    browser.click("#zk-legend-toggle")
    assert browser.one("#zk-legend-body").is_displayed()
    browser.click("#zk-legend-toggle")
    browser.click("#zk-more")
    assert browser.one("#zk-more").get_attribute("aria-expanded") == "true"
    browser.choose("huisarts")
    browser.search("winsum")
    browser.card()
    card = browser.one(".zk-card").rect
    assert not browser.one("#zk-layers").is_displayed()
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= PHONE[0]
    panel = browser.one("#zk-panel").rect
    browser.wait(
        lambda: browser.one(".zk-card h2").rect["y"] >= panel["y"] + panel["height"], "the popup below the bar"
    )


SEEN = """
let seen = 0;
for (let i = 0; i < 40; i += 1) for (let j = 0; j < 40; j += 1) {
  const node = document.elementFromPoint((i + 0.5) * innerWidth / 40, (j + 0.5) * innerHeight / 40);
  if (node && node.closest(".folium-map")) seen += 1;
}
return seen / 1600;
"""


@pytest.mark.parametrize(("size", "least"), [(DESKTOP, 0.5), (TWICE, 0.65), (PHONE, 0.6)])
def test_the_legend_closes_and_leaves_the_map_to_see(
    browser: Browser, real_page: Path, size: tuple[int, int], least: float
) -> None:
    """On every screen; at 200 % a screen of 1280 x 800 is one of 640 x 400."""
    browser.open(real_page, size=size)
    body, toggle = browser.one("#zk-legend-body"), browser.one("#zk-legend-toggle")
    assert toggle.is_displayed()
    assert body.is_displayed() == (size == DESKTOP)
    assert browser.run(SEEN) >= least
    opened = scale(browser)
    browser.click("#zk-legend-toggle")
    assert body.is_displayed() == (size != DESKTOP)
    assert toggle.get_attribute("aria-expanded") == str(size != DESKTOP).lower()
    assert browser.run(SEEN) >= 0.3
    assert scale(browser) == opened


def test_nothing_on_the_page_is_cut_off_with_dots(browser: Browser, real_page: Path) -> None:
    dots = (
        "return [...document.querySelectorAll('body *')].filter((node) => { const style = getComputedStyle(node);"
        " return (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') && node.offsetParent; })"
        ".map((node) => node.textContent)"
    )
    for size in (TWICE, PHONE):
        browser.open(real_page, size=size)
        assert browser.run(dots) == []


def test_printing_opens_the_sources_and_leaves_all_as_it_was(browser: Browser, grid_page: Path) -> None:
    browser.open(grid_page)
    browser.click(".leaflet-control-zoom-in")
    before = scale(browser)
    places = browser.run(BOXES, ".zk-site")
    assert browser.one("#zk-about").get_attribute("open") is None
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    assert browser.one("#zk-about").get_attribute("open") is not None
    assert len(browser.all(".zk-sheet")) == 2
    assert browser.run("return document.querySelectorAll('[id=zk-legend]').length") == 1
    browser.run("window.dispatchEvent(new Event('afterprint'))")
    assert browser.one("#zk-about").get_attribute("open") is None
    assert browser.all(".zk-sheet") == []
    assert scale(browser) == before
    assert browser.run(BOXES, ".zk-site") == places


MARGIN_INCH = 8 / 25.4


@pytest.mark.parametrize("sides", [(297, 210), (210, 297), (420, 297), (297, 420)])
def test_a_print_is_a_map_beside_its_legend_and_a_small_file(
    browser: Browser, real_page: Path, sides: tuple[int, int]
) -> None:
    """On A4 and A3, lying and standing: two pages, and a map as large as the short side."""
    browser.open(real_page)
    width, height = (side / 25.4 for side in sides)
    margins = dict.fromkeys(("marginTop", "marginBottom", "marginLeft", "marginRight"), MARGIN_INCH)
    paper = {"paperWidth": width, "paperHeight": height, "printBackground": True, **margins}
    pdf = base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", paper)["data"])
    assert len(pdf) < 3e6
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 2
    sheet = tuple(round((side / 25.4 - 2 * MARGIN_INCH) * 96) for side in sides)
    browser.open(real_page, size=sheet)
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        boxes = [
            item["box"] for item in browser.run(BOXES, ".folium-map, .zk-sheet") if item["box"][2] > item["box"][0]
        ]
        drawn = browser.run(BOXES, ".leaflet-zk-borders-pane path")
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    map_box, beside = boxes
    short = min(sheet)
    assert map_box == pytest.approx([0, 0, short, short], abs=0.02 * short)
    across = int(sheet[1] > sheet[0])  # below the map where the sheet stands
    assert beside[across] > map_box[2 + across]
    assert beside[2] <= sheet[0] * 1.01
    assert beside[3] <= sheet[1] * 1.01
    areas = [item["box"] for item in drawn]
    size = max(
        max(box[2] for box in areas) - min(box[0] for box in areas),
        max(box[3] for box in areas) - min(box[1] for box in areas),
    )
    assert size > 0.9 * short  # the areas fill it


def grey_tile() -> bytes:
    """A PNG of 256 x 256 grey pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 256, 256, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xdd" * 256) * 256)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@contextmanager
def tile_server() -> Iterator[str]:
    """Serve tiles on this machine; gives their address."""
    tile = grey_tile()

    class Tiles(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(tile)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tiles) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/{{z}}/{{x}}/{{y}}.png"
        server.shutdown()
        thread.join()


def test_online_the_background_shows_through(browser: Browser, folder: Path) -> None:
    with tile_server() as address:
        write_map(draw(settings=MapSection(tiles=address)), folder / "online.html")
        browser.open(folder / "online.html")
        browser.wait(lambda: "zk-online" in browser.one(".folium-map").get_attribute("class"), "the tiles")
        assert not browser.one("path.zk-land").is_displayed()
        blend = "return getComputedStyle(document.querySelector('.leaflet-zk-areas-pane')).mixBlendMode"
        assert browser.run(blend) == "multiply"
        browser.run("window.dispatchEvent(new Event('beforeprint'))")  # for paper the tiles would come too late
        assert browser.one("path.zk-land").is_displayed()
        assert browser.run(blend) == "normal"
        assert not browser.one(".leaflet-tile-pane").is_displayed()
        browser.run("window.dispatchEvent(new Event('afterprint'))")
        assert not browser.one("path.zk-land").is_displayed()
        assert browser.complaints() == []
        browser.driver.get("about:blank")


def test_a_map_with_nothing_but_areas(browser: Browser, folder: Path) -> None:
    arguments = sample()
    areas = arguments["areas"].drop(columns=["gemeentecode", "gemeentenaam", "wijknaam", "inwoners"])
    view = replace(arguments["views"][1], kinds=())
    sites = arguments["sites"].iloc[:0]
    bare = {"areas": areas, "plaatsen": None, "sites": sites, "views": [view], "popup": [], "notes": [], "sources": []}
    write_map(draw(**bare, remarks=(), settings=MapSection(tiles="")), folder / "kaal.html")
    browser.open(folder / "kaal.html")
    browser.search("buurt 5")
    assert browser.card("h2") == "Buurt 5"
    assert "inwoner" not in browser.card()
    assert browser.requests() == [(folder / "kaal.html").as_uri()]
    assert browser.complaints() == []


def test_the_map_opens_with_all_areas_in_view(browser: Browser, real_page: Path) -> None:
    browser.open(real_page)
    browser.wait(lambda: browser.all(".zk-home"), "the map")
    opened = scale(browser)
    browser.click(".zk-home")
    assert scale(browser) == opened


def scale(browser: Browser) -> tuple[str, float]:
    """The text and width of the scale bar: another zoom has another one."""
    bar = browser.one(".leaflet-control-scale-line")
    return bar.text, bar.rect["width"]


@pytest.fixture(scope="module")
def lines_page(folder: Path) -> Path:
    """A scenario of which the layer of the chain has isochrones before and after, and that of the GP has none."""
    before, after = (
        Isochrones.of(replace(item, minutes=item.minutes + more), (15, 30, 45), gaps_m=0, smooth_m=150, smallest_ha=25)
        for item, more in ((hills(), 0), (hills(), 18))
    )
    shift = (220000.0, 570000.0)  # to the grid of the sample
    moved = [
        replace(item, bands=tuple(affinity.translate(band, *shift) for band in item.bands)) for item in (before, after)
    ]
    arguments = scenario() | {"isochrones": {"seh_norm_voor": moved[0], "seh_norm_na": moved[1]}}
    write_map(draw(**arguments), folder / "lijnen.html")
    return folder / "lijnen.html"


def lines_of(legend: dict[str, str]) -> list[str]:
    return [words for words in legend if "minuten" in words]


def painted(browser: Browser) -> int:
    """Pixels that the lines colour."""
    return browser.run(
        "const canvas = document.querySelector('.leaflet-zk-isochrones-pane canvas');"
        "if (!canvas) return 0;"
        "const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
        "let count = 0; for (let i = 3; i < pixels.length; i += 4) count += pixels[i] > 0; return count;"
    )


def test_isochrones_are_switched_on_and_follow_the_moment(browser: Browser, lines_page: Path) -> None:
    browser.open(lines_page)
    switch = browser.one("#zk-lines input")
    assert browser.text("#zk-lines label") == "Lijnen van 30 en 45 minuten"
    assert not switch.is_selected()
    assert lines_of(browser.legend()) == []
    assert painted(browser) == 0
    browser.press(switch, Keys.SPACE)
    assert lines_of(browser.legend()) == ["tot 30 minuten", "tot 45 minuten"]
    after = browser.wait(lambda: painted(browser), "lines")
    browser.press('#zk-moments input[value="voor"]', Keys.SPACE)
    assert lines_of(browser.legend()) == ["tot 15 minuten", "tot 30 minuten", "tot 45 minuten"]
    assert browser.text("#zk-lines label") == "Lijnen van 15, 30 en 45 minuten"
    assert browser.wait(lambda: painted(browser) != after, "other lines")
    browser.click(".leaflet-control-zoom-in")
    browser.click(".leaflet-control-zoom-in")
    words = "return [...document.querySelectorAll('.zk-line-text')].map((node) => node.textContent)"
    texts = set(browser.wait(lambda: browser.run(words), "minutes beside the lines"))
    assert texts <= {"15", "30", "45"}
    browser.press(switch, Keys.SPACE)
    browser.wait(lambda: painted(browser) == 0, "no lines")
    assert browser.all(".zk-line-text") == []
    assert [text for text in browser.complaints() if "getImageData" not in text] == []  # which this test itself calls


def test_a_layer_without_isochrones_says_so(browser: Browser, lines_page: Path, grid_page: Path) -> None:
    browser.open(lines_page)
    browser.click("#zk-lines input")
    browser.choose("huisarts")
    assert not browser.one("#zk-lines input").is_enabled()
    assert lines_of(browser.legend()) == []
    assert painted(browser) == 0
    browser.choose("seh_norm")
    browser.wait(lambda: painted(browser), "the lines again")
    browser.open(grid_page)
    browser.one("#zk-layers input")
    assert browser.all("#zk-lines input") == []


def test_the_legend_tells_a_share_of_the_people(browser: Browser, real_page: Path, real: dict[str, Any]) -> None:
    areas: GeoDataFrame = real["areas"]
    view = next(view for view in real["views"] if view.key == "seh_norm")
    browser.open(real_page, fragment="#laag=seh_norm")
    rows = browser.run(
        "return [...document.querySelectorAll('#zk-legend .zk-class')]"
        ".map((row) => [...row.querySelectorAll('td')].slice(1).map((cell) => cell.textContent))"
    )
    people = areas["inwoners"].fillna(0)
    edges = (-1.0, *view.classes, 1e9)
    for (share, number), (low, high) in zip(rows, pairwise(edges), strict=True):
        inside = people[areas[view.column].between(low, high, inclusive="right")].sum()
        assert number == f"{inside:,.0f}".replace(",", ".")
        part = inside / people.sum()
        expected = "< 1 %" if 0 < part < 0.005 else "> 99 %" if 0.995 < part < 1 else f"{100 * part:.0f} %"
        assert share == expected
    outside = browser.text("#zk-legend .zk-legend-outside")
    total = areas[view.outside].sum()
    assert outside.startswith("Inwoners buiten de norm")
    assert abs(int(outside.split()[-1].replace(".", "")) - total) <= 0.005 * people.sum() / 100


@pytest.fixture(scope="module")
def levels_page(folder: Path) -> Path:
    write_map(draw(**levelled(scenario(), outcome("_na", outcome("_voor")))), folder / "gemeenten.html")
    return folder / "gemeenten.html"


def test_gemeenten_take_the_place_of_buurten_with_their_figures_on_them(browser: Browser, levels_page: Path) -> None:
    table = gemeenten_of(scenario()["areas"]).areas
    browser.open(levels_page)
    assert browser.all(".zk-label-figures") == []
    browser.act("document.querySelector('input[name=zk-level][value=gemeenten]').click()")
    assert len(browser.all(".zk-legend .zk-class")) > 1
    titles = [row.get_attribute("title") for row in browser.all(".zk-legend .zk-class")]
    assert sum(int(title.split()[0]) for title in titles) == len(table), titles
    labels = [" ".join(label.text.split()) for label in browser.all(".zk-label-figures")]
    expected = [
        f"{row['gemeentenaam']} {row['seh_inwoners_buiten_norm_na']:,.0f} buiten {row['seh_norm_min_na']:.1f} min"
        for _, row in table.iterrows()
    ]
    assert sorted(labels) == sorted(text.translate(str.maketrans(".,", ",.")) for text in expected)
    assert browser.run("return location.hash") == "#laag=seh_norm_na&gebied=gemeenten"
    browser.act("document.querySelector('input[name=zk-level][value=buurten]').click()")
    titles = [row.get_attribute("title") for row in browser.all(".zk-legend .zk-class")]
    assert sum(int(title.split()[0]) for title in titles) == len(scenario()["areas"]), titles
    assert browser.all(".zk-label-figures") == []
    assert browser.run("return location.hash") == "#laag=seh_norm_na"


def test_a_link_opens_the_map_at_its_gemeenten(browser: Browser, levels_page: Path) -> None:
    browser.open(levels_page, fragment="#laag=seh_norm_voor&gebied=gemeenten")
    assert browser.one("input[name=zk-level]:checked").get_attribute("value") == "gemeenten"
    assert browser.one("input[name=zk-moment]:checked").get_attribute("value") == "voor"
    assert len(browser.all(".zk-label-figures")) == 2


def test_a_link_to_what_the_map_does_not_have_says_so(browser: Browser, levels_page: Path) -> None:
    browser.open(levels_page, fragment="#laag=seh_norm_na&gebied=provincies")
    assert browser.text(".zk-linked").startswith(
        "Deze link vraagt iets dat op deze kaart niet kan: \u201cprovincies\u201d."
    )
    assert browser.one("input[name=zk-level]:checked").get_attribute("value") == "buurten"
    browser.act("document.querySelector('input[name=zk-level][value=gemeenten]').click()")
    assert not browser.all(".zk-linked:not([hidden])")
    browser.act("location.hash = '#laag=nergens'")
    assert "\u201cnergens\u201d" in browser.text(".zk-linked")
    browser.act("location.hash = '#laag=seh_norm_voor'")
    assert not browser.all(".zk-linked:not([hidden])")


def test_the_panel_of_a_gemeente_has_every_norm_now_and_before(browser: Browser, levels_page: Path) -> None:
    table = gemeenten_of(scenario()["areas"]).areas.set_index("gemeentenaam")
    browser.open(levels_page)
    browser.search("gemeente 0")
    assert browser.card("h2") == "Gemeente 0"
    rows = [
        " ".join(row.text.split()) for row in browser.all(".zk-outcome tbody")[0].find_elements("css selector", "tr")
    ]
    row = table.loc["Gemeente 0"]

    def figures(suffix: str) -> str:
        minutes, outside = row[f"seh_norm_min{suffix}"], row[f"seh_inwoners_buiten_norm{suffix}"]
        share = row[f"seh_aandeel_buiten_norm{suffix}"]
        text = f"{minutes:.1f} {outside:,.0f}".translate(str.maketrans(".,", ",."))
        return text + (f" ({100 * share:.0f} %)" if outside >= 0.5 else "")

    assert rows[0] == f"SEH, norm 45 min {figures('_na')}"
    assert rows[1:] == ([f"was {figures('_voor')}"] if figures("_voor") != figures("_na") else [])


def test_the_search_box_is_reached_in_under_ten_presses(browser: Browser, levels_page: Path) -> None:
    browser.open(levels_page)
    presses = 0
    while browser.run("return document.activeElement.id") != "zk-search":
        browser.press_keys(Keys.TAB)
        presses += 1
        assert presses < 10


@pytest.mark.parametrize(
    ("paper", "direction", "mm"), [("A4", "portrait", (210, 297)), ("A3", "landscape", (420, 297))]
)
def test_the_choice_of_a_sheet_is_that_of_the_print(
    browser: Browser, levels_page: Path, paper: str, direction: str, mm: tuple[int, int]
) -> None:
    browser.open(levels_page)
    browser.run("window.print = () => { window.printed = true; }")
    browser.click("button[aria-label=Afdrukken]")
    browser.act(f"document.querySelector('.zk-print input[value={paper}]').click()")
    browser.act(f"document.querySelector('.zk-print input[value={direction}]').click()")
    browser.click(".zk-print .zk-first")
    assert browser.run("return window.printed")
    assert not browser.run("return document.querySelector('dialog').open")
    options = {"printBackground": True, "preferCSSPageSize": True}
    pdf = base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", options)["data"])
    assert len(pdf) < 3e6
    first = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    size = [float(side) * 25.4 / 72 for side in (first.mediabox.width, first.mediabox.height)]
    assert size == pytest.approx(mm, abs=1)
    words = first.extract_text()
    assert "Berekend op 22 november 2026" in words
    assert "Bronnen: CBS, 2024" in words
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    assert len(browser.all(".zk-north")) == 1
    browser.run("window.dispatchEvent(new Event('afterprint'))")
    assert browser.all(".zk-north") == []
    assert browser.run("return Object.keys(document.documentElement.dataset).sort().join()") == "asked,drawn"


def test_the_first_outcome_stands_in_the_heading_and_the_others_open(browser: Browser, folder: Path) -> None:
    write_map(draw(points=["Tweede norm.", HOSTILE]), folder / "punten.html")
    browser.open(folder / "punten.html")
    assert browser.text(".zk-points summary") == "Nog 2 uitkomsten"
    assert not browser.one(".zk-points li").is_displayed()
    browser.click(".zk-points summary")
    assert browser.all(".zk-points li")[0].text == "Tweede norm."
    assert browser.run("return window.hacked") is None


def test_a_popup_names_where_rides_come_from_and_go_to(browser: Browser, folder: Path) -> None:
    """With the share of the inhabitants where not all have the same site, and what it was before a change."""
    arguments = scenario()
    areas: GeoDataFrame = arguments["areas"]
    for moment, share in (("_voor", 1.0), ("_na", 0.714)):
        areas[f"seh_deel{moment}"] = share
    row = arguments["popup"][0]

    def ended(chain: Chain, suffix: str) -> Chain:
        return replace(chain, ends=(None, None, None, RideEnd(f"seh_id{suffix}", f"seh_deel{suffix}")))

    before = replace(row.before, chain=ended(row.before.chain, "_voor"))
    row = replace(row, chain=ended(row.chain, "_na"), before=before)
    write_map(draw(**arguments | {"popup": (row, *arguments["popup"][1:])}), folder / "posten.html")
    browser.open(folder / "posten.html")
    browser.search("buurt 3")
    browser.card()
    code = browser.one(".zk-card").get_attribute("data-area")
    ids = areas.set_index("buurtcode").loc[code, ["seh_id_na", "seh_id_voor"]]
    now, was = arguments["sites"].set_index("id").loc[ids, "naam"]
    assert now != was
    expected = f"Rit naar het ziekenhuis {now} (voor 71 % van de inwoners) was {was}"
    assert expected in browser.card(".zk-chain")
    assert "Rit naar de patiënt " + dutch(areas.set_index("buurtcode")["seh_aanrij_min_voor"][code]) in browser.card()
