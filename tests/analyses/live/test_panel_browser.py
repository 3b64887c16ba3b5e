"""Placing, naming and moving a new site, other hours, and files, as a reader does it; on the small project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from support.axe import axe_findings
from support.browser import PHONE, Browser, chromium
from support.map_samples import HOSTILE

from zorgkaart.analyses.live.product import write_live
from zorgkaart.study.study import Study

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as result:
        yield result


@pytest.fixture(scope="module")
def page(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_live(study, tmp_path_factory.mktemp("nieuw") / "Map met spaties" / "wat als.html", command="test")


def chips(browser: Browser) -> list[str]:
    return browser.run("return [...document.querySelectorAll('.zk-live-chips li')].map((item) => item.dataset.site)")


def focused(browser: Browser) -> str:
    return str(browser.run("return document.activeElement.id || document.activeElement.dataset.keep || ''"))


def test_the_search_is_reached_in_under_ten_presses_of_tab(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.one("body").send_keys("")
    passed = []
    for _ in range(9):
        browser.press_keys(Keys.TAB)
        passed.append(focused(browser) or browser.run("return document.activeElement.textContent.slice(0, 30)"))
        if passed[-1] == "zk-search":
            break
    assert passed[-1] == "zk-search", passed


def place(browser: Browser, text: str) -> None:
    browser.run("document.querySelector('.zk-new').open = true; document.getElementById('zk-new-find').focus()")
    browser.press_keys(text)
    browser.press_keys(Keys.ENTER)


def test_a_new_site_by_typing_its_name_and_hours_and_taking_it_back(browser: Browser, page: Path) -> None:
    browser.open(page)
    start = browser.text("#zk-live-headline")
    browser.run("document.querySelector('.zk-new').open = true")
    browser.select("#zk-new-kind", "huisarts")
    place(browser, "kom")
    assert chips(browser) == ["nieuw-1"]
    assert browser.card("h2").startswith("Nieuw: huisarts")
    assert "nieuw=huisarts" in browser.run("return location.hash")
    assert browser.one("#zk-new-kind").get_attribute("value") == "huisarts"
    assert "korter" in browser.text("#zk-live-headline")

    name = browser.one(".zk-name input")
    with browser.acting():
        name.send_keys(Keys.CONTROL, "a", Keys.NULL, 'Huis & "arts" <b>', Keys.TAB)
    assert browser.card("h2") == 'Huis & "arts" <b>'
    browser.select(".zk-hours select", "deels")
    assert focused(browser) == "tijden", "the keyboard stays in the list of hours"
    assert browser.one(".zk-hours-some").is_displayed()
    browser.select("#zk-live-moment", "nacht")
    assert chips(browser) == ["nieuw-1"]
    assert "niet open" in browser.text("#zk-live") or "Geen" in browser.text("#zk-live-headline")
    link = browser.run("return location.href")
    assert " " not in link
    browser.open(link)
    assert browser.run("return location.href") == link
    assert [chip.text.splitlines()[0] for chip in browser.all(".zk-live-chips li > span")] == ['Huis & "arts" <b>']
    browser.act("document.querySelector('.zk-live-chips button').click()")
    assert chips(browser) == []
    browser.click(".zk-reset")
    assert "nieuw" not in browser.run("return location.hash")
    browser.open(page)
    assert browser.text("#zk-live-headline") == start
    assert browser.complaints() == []


def test_a_new_site_by_clicking_on_the_map_and_dragging_it(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run("document.querySelector('.zk-new').open = true")
    browser.click(".zk-new-pick")
    assert browser.one(".zk-new-pick").get_attribute("aria-pressed") == "true"
    browser.press_keys(Keys.ESCAPE)
    assert browser.one(".zk-new-pick").get_attribute("aria-pressed") == "false"
    browser.click(".zk-new-pick")
    site = browser.one('.zk-site[data-site="ambulance-kom"]')
    with browser.acting():
        ActionChains(browser.driver).move_to_element_with_offset(site, 2, 2).click().perform()
    assert chips(browser) == ["nieuw-1"], "the click places a site, and opens nothing"
    before = browser.run("return location.hash")
    marker = browser.one('.zk-site[data-site="nieuw-1"]')
    with browser.acting():
        ActionChains(browser.driver).drag_and_drop_by_offset(marker, -25, 0).perform()
    browser.wait(lambda: browser.run("return location.hash") != before, "the site to be elsewhere")
    assert chips(browser) == ["nieuw-1"]
    browser.click(".zk-undo")
    assert browser.run("return location.hash") == before
    assert browser.complaints() == []


def test_a_place_without_a_road_is_refused(browser: Browser, page: Path) -> None:
    browser.open(page)
    place(browser, "52.1, 5.1")
    assert chips(browser) == []
    assert "geen weg in de buurt" in browser.text(".zk-new .zk-live-note")
    browser.run("document.getElementById('zk-new-find').value = ''")
    place(browser, "qqqq")
    assert "Straten en huisnummers kent deze kaart niet" in browser.text(".zk-new .zk-live-note")


def test_hours_of_a_site_by_clicking(browser: Browser, page: Path) -> None:
    browser.open(page)
    before = browser.text("#zk-live-big")
    browser.act("document.querySelector('.zk-site[data-site=\"seh-west\"]').click()")
    assert browser.one(".zk-hours select").get_attribute("value") == "zoals"
    browser.select(".zk-hours select", "deels")
    assert chips(browser) == ["seh-west"]
    assert "andere tijden" in browser.text(".zk-live-chips")
    assert browser.text("#zk-live-big") != before, "it no longer counts for a norm that asks day and night"
    names = [box.get_attribute("value") for box in browser.all(".zk-hours-some input")]
    for name in names[1:]:
        browser.act(f"document.querySelector('.zk-hours-some input[value={name}]').click()")
    assert browser.one(".zk-hours select").get_attribute("value") == "altijd", "all periods are day and night"
    browser.select(".zk-hours select", "zoals")
    assert chips(browser) == []


@pytest.mark.parametrize(
    "text",
    [
        f"<html>{HOSTILE}",
        f'[scenarios.x]\nclose = ["{HOSTILE.replace(chr(34), "")}"]',
        '[scenarios.x]\nmove = [{ site = "seh-west", lat = 53.1, lon = 6.9 }]',
        "[scenarios.x]\n" + "a = 1\n" * 30_000,
    ],
)
def test_a_file_that_is_no_scenario_changes_nothing_and_says_so(
    browser: Browser, page: Path, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "vreemd.toml"
    file.write_text(text, encoding="utf-8")
    browser.open(page, fragment="#laag=seh_norm_na&dicht=seh-west")
    browser.one(".zk-file input").send_keys(str(file))
    said = browser.wait(lambda: browser.text(".zk-file .zk-live-warning"), "what is wrong")
    assert said.endswith(".")
    assert len(said) < 250
    assert chips(browser) == ["seh-west"]
    assert browser.run("return window.hacked") is None
    assert not browser.all("img[src=x], [onerror]")


def test_hostile_names_in_a_link_are_text(browser: Browser, page: Path) -> None:
    browser.open(page, fragment=f"#laag=seh_norm_na&nieuw=seh,53.1495,7.1,altijd,{quote(HOSTILE)}")
    assert chips(browser) == ["nieuw-1"]
    browser.act("document.querySelector('.zk-site[data-site=\"nieuw-1\"]').click()")
    browser.card()
    assert browser.run("return window.hacked") is None
    assert not browser.all("img[src=x], [onerror]")


def test_which_ambulance_comes_and_where_it_goes(browser: Browser, page: Path, study: Study) -> None:
    """As for most of the inhabitants of the area."""
    chain = study.chains["seh"]
    names = study.facilities.table["naam"]
    groups = study.groups("buurten")
    for code, area in zip(study.areas.buurten["buurtcode"], range(groups.count), strict=True):
        browser.open(page)
        browser.run("document.getElementById('zk-search').focus()")
        browser.press_keys(str(study.areas.buurten["buurtnaam"].iat[area]))
        browser.press_keys(Keys.ENTER)
        assert browser.card(".zk-code") == code
        told = [node.text for node in browser.all(".zk-who dd")]
        for leg, ride in enumerate(chain.rides):
            row = groups.commonest(ride.site)[area]
            if row < 0:
                continue
            there = (groups.area == area) & (ride.site == row)
            minutes = f"{ride.minutes[there].mean():.1f}".replace(".", ",")
            assert told[leg].startswith(f"{names.iat[row]}, {minutes} min rijden")
    assert browser.complaints() == []


@pytest.mark.parametrize("size", [(1280, 800), PHONE])
def test_axe_has_no_serious_finding_with_a_new_site(browser: Browser, page: Path, size: tuple[int, int]) -> None:
    browser.open(page, fragment="#laag=seh_norm_na&nieuw=seh,53.1495,7.1,nacht,Nieuw&tijden=avond,seh-west", size=size)
    if size == PHONE:
        browser.click("#zk-live-fold")
    browser.run("document.querySelector('.zk-new').open = true")
    assert axe_findings(browser) == []
    browser.act("document.querySelector('.zk-site[data-site=\"nieuw-1\"]').click()")
    browser.card()
    assert axe_findings(browser) == []
