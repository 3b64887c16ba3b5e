"""The map of a closure atlas as a planner sees it: in headless Chromium, with the network cut off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from selenium.webdriver.common.keys import Keys
from support.browser import PHONE, Browser
from support.map_samples import HOSTILE

from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.atlas.product import AtlasProduct
from zorgkaart.outputs.web.folium_map import write_map
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import number

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def table(province: Study) -> pd.DataFrame:
    return closure_atlas(province, "seh")


@pytest.fixture(scope="module")
def page(province: Study, table: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("atlas") / "seh.html"
    write_map(AtlasProduct(province, "seh", table).map(), path)
    return path


@pytest.fixture(scope="module")
def pairs(province: Study) -> pd.DataFrame:
    return closure_atlas(province, "seh", pairs=True)


@pytest.fixture(scope="module")
def pairs_page(province: Study, pairs: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("atlas") / "paren.html"
    write_map(AtlasProduct(province, "seh", pairs).map(), path)
    return path


def ranking(browser: Browser) -> list[tuple[str, str]]:
    """Name and figure of every line of the list."""
    return [
        (
            " ".join(item.find_element("css selector", "span").text.split()),
            item.find_element("css selector", "strong").text,
        )
        for item in browser.all("#zk-atlas .zk-atlas-item")
    ]


def circles(browser: Browser) -> list[float]:
    """The widths of the circles, in the order they were drawn."""
    return [path.rect["width"] for path in browser.all(".leaflet-zk-atlas-pane path")]


def test_the_list_is_the_table(browser: Browser, page: Path, table: pd.DataFrame) -> None:
    browser.open(page)
    expected = [
        (f"{row.gesloten} gevoelig" if row.gevoelig else row.gesloten, number(row.inwoners_buiten_erbij))
        for row in table.itertuples()
    ]
    assert ranking(browser) == expected
    assert "gepubliceerd: 13.200" in browser.text("#zk-atlas")
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith("file:") and "service.pdok.nl" not in url] == []


def test_circles_go_by_the_effect_and_none_stands_for_none(browser: Browser, page: Path, table: pd.DataFrame) -> None:
    browser.open(page)
    widths = circles(browser)
    assert len(widths) == (table["inwoners_buiten_erbij"] > 0).sum()
    assert widths == sorted(widths, reverse=True)
    share = table["inwoners_buiten_erbij"].iat[1] / table["inwoners_buiten_erbij"].iat[0]
    assert (widths[1] / widths[0]) ** 2 == pytest.approx(share, rel=0.1)
    assert [mark.text for mark in browser.all(".zk-rank")] == [str(rank) for rank in table["rang"]]
    assert browser.legend()["gevoelig"] == str(int(table["gevoelig"].sum()))


def test_the_gravest_closures_are_in_view_when_the_map_opens(browser: Browser, page: Path) -> None:
    browser.open(page)
    right, bottom = browser.run("return [innerWidth, innerHeight]")
    for path in browser.all(".leaflet-zk-atlas-pane path")[:2]:
        box = path.rect
        assert 0 <= box["x"] <= right - box["width"]
        assert 0 <= box["y"] <= bottom - box["height"]


def test_a_line_of_the_list_opens_the_popup_of_the_site(browser: Browser, page: Path, table: pd.DataFrame) -> None:
    browser.open(page)
    for line, row in zip(browser.all(".zk-atlas-item")[:3], table.head(3).itertuples(), strict=True):
        browser.press(line, Keys.ENTER)
        browser.wait(lambda site=row.gesloten_id: browser.all(f'.zk-card[data-site="{site}"]'), row.gesloten)
        card = browser.card(".zk-closure")
        assert f"Rang {row.rang} van {len(table)}" in card
        assert f"{number(row.inwoners_buiten_erbij)} inwoners" in card
        assert row.naar in card


def test_a_circle_opens_the_same_popup(browser: Browser, page: Path, table: pd.DataFrame) -> None:
    browser.open(page)
    browser.act(
        "document.querySelector('.leaflet-zk-atlas-pane path').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    assert browser.card("h2") == table["gesloten"].iat[0]


def test_pairs_have_a_line_and_a_popup_of_their_own(browser: Browser, pairs_page: Path, pairs: pd.DataFrame) -> None:
    browser.open(pairs_page)
    assert [figure for _, figure in ranking(browser)][:15] == [number(n) for n in pairs["samen_meer_buiten"][:15]]
    assert len(circles(browser)) == 2 * (pairs["samen_meer_buiten"] >= 0.5).sum()
    first = pairs.iloc[0]
    assert f"samen {number(first['inwoners_buiten_erbij'])} buiten de norm" in browser.text(".zk-atlas-item")
    browser.click(".zk-atlas-item")
    card = browser.card()
    for text in (*first["gesloten"].split(" + "), "Als deze twee sluiten", number(first["samen_meer_buiten"])):
        assert text in card
    assert " en ".join(first["gesloten"].split(" + ")) in browser.text("#zk-legend")
    browser.click(".zk-atlas-item[data-rank='2']")
    assert " en ".join(pairs["gesloten"].iat[1].split(" + ")) in browser.text("#zk-legend"), "the map is of that pair"
    assert browser.complaints() == []


@pytest.mark.parametrize("which", ["page", "pairs_page"])
def test_on_a_phone_the_popup_keeps_clear_of_the_panel(
    browser: Browser, which: str, request: pytest.FixtureRequest
) -> None:
    browser.open(request.getfixturevalue(which), size=PHONE)
    assert not browser.one("#zk-atlas").is_displayed()
    assert browser.text("#zk-more") == "Ranglijst"
    browser.click("#zk-more")
    browser.click(".zk-atlas-item")
    browser.card()
    assert not browser.one("#zk-atlas").is_displayed(), "the panel folds away"

    def clear() -> bool:
        panel, popup = browser.one("#zk-panel").rect, browser.one(".leaflet-popup").rect
        return bool(popup["y"] >= panel["y"] + panel["height"] and popup["x"] >= 0)

    browser.wait(clear, "a popup below the panel")


def test_names_are_text(browser: Browser, province: Study, tmp_path: Path) -> None:
    sites = province.facilities.table.copy()
    sites.loc[sites["soort"] == "seh", "naam"] = HOSTILE
    study = province.variant(facilities=replace(province.facilities, table=sites))
    for place, table in enumerate((closure_atlas(study, "seh"), closure_atlas(study, "seh", pairs=True))):
        path = tmp_path / f"{place}.html"
        write_map(AtlasProduct(study, "seh", table).map(), path)
        browser.open(path)
        assert "<img src=x" in browser.text(".zk-atlas-item")
        browser.click(".zk-atlas-item")
        assert "<img src=x" in browser.card()
        assert browser.run("return window.hacked === undefined && !document.querySelector('img[src=x]')")
