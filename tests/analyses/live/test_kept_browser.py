"""What the live map keeps beside the scenario, in Chromium: larger areas, a second map and saved scenarios.

Every figure is held against the full computation, on the small project with norms of every shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from selenium.webdriver.common.keys import Keys
from support.axe import axe_findings
from support.browser import DESKTOP, PHONE, Browser, chromium
from support.live_cases import outside, with_norms

from zorgkaart.analyses.live.product import write_live
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.norm_shares import share_table
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import summary_table
from zorgkaart.words.numbers import number

pytestmark = pytest.mark.browser
SECOND = ".zk-second"
NAME = "Nacht & 50 % <b>minder</b>"


@pytest.fixture(scope="module")
def normed(study: Study) -> Study:
    return Study(with_norms(study.project))


@pytest.fixture(scope="module")
def page(normed: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_live(normed, tmp_path_factory.mktemp("bewaard") / "proef.html", command="test")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as result:
        yield result


def titles(browser: Browser) -> list[str]:
    return [" ".join(node.text.split()) for node in browser.all(".zk-pane-title")]


def places(browser: Browser, site: str) -> list[tuple[float, float]]:
    """Where the marker of a site is on each map, from its middle."""
    found: list[list[float]] = browser.run(
        "return [...document.querySelectorAll('.folium-map')].map((map) => {"
        "  const box = map.getBoundingClientRect();"
        "  const mark = map.querySelector(`.zk-site[data-site='${arguments[0]}']`).getBoundingClientRect();"
        "  return [mark.x + mark.width / 2 - box.x - box.width / 2, mark.y + mark.height / 2 - box.y - box.height / 2];"
        "});",
        site,
    )
    return [(x, y) for x, y in found]


def states(browser: Browser, within: str) -> dict[str, str]:
    return browser.run(
        "return Object.fromEntries([...document.querySelectorAll(arguments[0] + ' .zk-site')].map((node) => "
        "[node.dataset.site, [...node.classList].find((name) => /^zk-site-(open|idle|closed|opened)$/.test(name))]))",
        within,
    )


def test_night_stands_beside_what_is_there_whatever_the_hour(browser: Browser, page: Path, normed: Study) -> None:
    browser.open(page, fragment="#laag=huisartsenpost_na")
    assert not browser.all(SECOND)
    scale = "return document.querySelector('.leaflet-control-scale-line').style.width"
    zoomed = browser.run(scale)
    browser.select("#zk-live-second", "@nacht")
    assert browser.run(scale) == zoomed, "a zoom between two steps stays"
    night = normed.variant(moment=parse_moment("nacht"))
    means = [summary_table(study).set_index("soort").at["huisartsenpost", "gemiddeld_min"] for study in (normed, night)]
    first, second = titles(browser)
    assert first == f"Ongeacht het tijdstip; zonder wijzigingen gemiddeld {number(means[0], 1)} min"
    assert second.endswith(f"(nacht); zonder wijzigingen gemiddeld {number(means[1], 1)} min")
    ids = normed.facilities.table["id"]
    serving = set(ids.iloc[night.serving("huisartsenpost")])
    posts = set(ids[normed.facilities.table["soort"] == "huisartsenpost"])
    shown = states(browser, SECOND)
    assert {site for site in posts & set(shown) if shown[site] == "zk-site-open"} == serving
    assert serving < {site for site, state in states(browser, ".folium-map:not(.zk-second)").items() if state}
    assert "naast=%40nacht" in browser.run("return location.hash")

    # Closing a post is felt on both, as the second has the same changes.
    browser.act("document.querySelector(`.zk-toggle[data-site='post-nacht']`).click()")
    assert states(browser, SECOND)["post-nacht"] == "zk-site-closed"
    browser.select("#zk-live-second", "nu")
    assert states(browser, SECOND)["post-nacht"] == "zk-site-open"
    browser.select("#zk-live-second", "")
    assert not browser.one(SECOND).is_displayed()
    assert browser.complaints() == []


@pytest.mark.parametrize("size", [DESKTOP, (1920, 1000), PHONE])
def test_the_maps_move_together(browser: Browser, page: Path, size: tuple[int, int]) -> None:
    browser.open(page, fragment="#laag=seh_norm_na&naast=nu", size=size)

    def together() -> bool:
        return bool(np.abs(np.subtract(*places(browser, "seh-west"))).max() < 1.5)

    browser.wait(together, "both maps at one place")  # the panel below them may still grow
    start = places(browser, "seh-west")
    browser.run("document.querySelector('.folium-map').focus()")
    browser.press_keys("+")
    browser.wait(lambda: places(browser, "seh-west") != start, "the maps to zoom")
    browser.wait(together, "both maps at one place")
    nearer = places(browser, "seh-west")
    browser.run("document.querySelector('.zk-second').focus()")
    browser.press_keys(Keys.ARROW_RIGHT)
    browser.wait(lambda: places(browser, "seh-west") != nearer, "the maps to move")
    browser.wait(together, "both maps at one place")
    assert browser.run("return document.documentElement.scrollWidth") <= size[0]


def test_scenarios_are_saved_compared_and_opened_again(browser: Browser, page: Path, normed: Study) -> None:
    browser.open(page, fragment="#laag=seh_norm_na&dicht=seh-west&moment=nacht")
    browser.run("document.querySelector('.zk-live-shelf').open = true")
    browser.click(".zk-live-save button")
    assert "naam" in browser.text(".zk-live-shelf .zk-live-note")
    browser.press("#zk-live-name", NAME, Keys.ENTER)
    browser.click(".zk-reset")
    browser.click(".zk-live-table")
    heads = [node.text.split("\n")[0] for node in browser.all(".zk-outcomes thead th")]
    assert heads[0] == "Zonder wijzigingen"
    assert heads[-1] == NAME
    assert_outcomes(browser, normed, "seh", ["seh-west"], "nacht")
    assert_outcomes(browser, normed, "huisarts_9", ["seh-west"], "nacht")
    assert axe_findings(browser) == []
    browser.press_keys(Keys.ESCAPE)
    assert not browser.all(".zk-outcomes")

    browser.open(browser.run("return location.href"))
    browser.click(browser.all(".zk-live-saved button")[1])
    assert titles(browser)[1].startswith(f"{NAME}: ")
    assert states(browser, SECOND)["seh-west"] == "zk-site-closed"
    after = run_scenario(normed, [Close("seh-west")], moment=parse_moment("nacht")).after
    people = outside(after, "seh")["inwoners"]
    assert titles(browser)[1].endswith(f"{'onbekend' if people is None else number(people)} inwoners buiten de norm")
    browser.click(".zk-live-saved .zk-link")
    assert [chip.get_attribute("data-site") for chip in browser.all(".zk-live-chips li")] == ["seh-west"]
    assert browser.one("#zk-live-moment").get_attribute("value") == "nacht"
    browser.click(".zk-live-saved .zk-live-remove")
    assert not browser.all(".zk-live-saved li")
    assert not browser.one(SECOND).is_displayed()
    assert "bewaard" not in browser.run("return location.hash")
    assert browser.complaints() == []


def assert_outcomes(browser: Browser, study: Study, norm: str, closed: list[str], moment: str) -> None:
    """The last column of the table, of one norm, against the full computation."""
    bodies = browser.run(
        "return [...document.querySelectorAll('.zk-outcomes tbody')].map((body) => [...body.rows].map("
        "(row) => [row.querySelector('th').textContent, row.querySelector('td:last-child')?.textContent ?? '']))"
    )
    rows = dict(bodies[list(study.project.norms).index(norm)][1:])
    scenario = run_scenario(study, [Close(site) for site in closed], moment=parse_moment(moment))
    after, before = outside(scenario.after, norm), outside(scenario.before, norm)

    def written(people: float | None) -> str:
        return "onbekend" if people is None else number(people)

    assert rows["Inwoners buiten de norm"] == written(after["inwoners"])
    assert rows["Waarvan 65-plus"] == written(after["65plus"])
    if after["inwoners"] == before["inwoners"] and after["inwoners"] is not None:
        assert rows["Verschil door de wijzigingen"] == "0"
    table = share_table(scenario.after).query("norm == @norm and niveau != 'geheel'")
    if len(table):
        met = (table["gehaald"] == "ja").sum()
        assert f"gehaald in {met} van {len(table)} " in rows["Gehaald?"]
        assert all(name in rows["Gehaald?"] for name in table["gebied"][table["gehaald"] == "nee"])


def test_a_gemeente_tells_what_the_full_computation_says_of_it(browser: Browser, page: Path, normed: Study) -> None:
    browser.open(page, fragment="#laag=huisarts_9_norm_na&dicht=huisarts-heem")
    browser.click('input[name="zk-level"][value="gemeenten"]')
    scenario = run_scenario(normed, [Close("huisarts-heem")])
    before, after = (
        study.results["gemeenten"].set_index("gemeentenaam") for study in (scenario.before, scenario.after)
    )
    people, age, minutes = "huisarts_9_inwoners_buiten_norm", "huisarts_9_65plus_buiten_norm", "huisarts_9_norm_min"
    figures = [node.text.split("\n") for node in browser.all(".zk-label-figures")]
    assert {name for name, *_ in figures} == set(after.index)
    for name, *written in figures:
        assert written == [f"{number(after.at[name, people])} buiten", f"{number(after.at[name, minutes], 1)} min"]
    browser.choose("huisarts_9_norm")
    browser.click('input[name="zk-moment"][value="verschil"]')
    more = {name: lines[0] for name, *lines in (node.text.split("\n") for node in browser.all(".zk-label-figures"))}
    assert more["Alfa"] == f"+{number(after.at['Alfa', people] - before.at['Alfa', people])} buiten"
    browser.click('input[name="zk-moment"][value="na"]')
    browser.search("gemeente Alfa")
    assert browser.card("h2") == "Alfa"
    rows = browser.run(
        "return [...document.querySelectorAll('.zk-outcome tbody tr')].map((row) => "
        "[...row.cells].map((cell) => cell.textContent))"
    )
    place = next(i for i, (words, *_) in enumerate(rows) if "reistijd met de auto, 9 minuten" in words)
    (words, *now), (was, *old) = rows[place : place + 2]
    assert was == "was"
    for cells, table in ((now, after), (old, before)):
        assert cells[0] == number(table.at["Alfa", minutes], 1)
        assert cells[1].split(" (")[0] == number(table.at["Alfa", people])
        assert cells[2] == number(table.at["Alfa", age])
    share = share_table(scenario.after).query("norm == 'huisarts_9' and gebied == 'Alfa'")["gehaald"].iat[0]
    assert words.endswith(f", 70 %: {'gehaald' if share == 'ja' else 'niet gehaald'}")
    trip = next(cells for words, *cells in rows if words.endswith("Huisarts"))
    assert trip == [number(after.at["Alfa", "huisarts_min"], 1)]
    assert axe_findings(browser) == []
    browser.press_keys(Keys.ESCAPE)
    assert "gebied=gemeenten" in browser.run("return location.hash")
    outside_marked = (after["huisarts_9_oordeel"] == "buiten") & (after["inwoners"] != 0)
    title = browser.run("return document.querySelector('#zk-legend .zk-mark-outside').title")
    assert title.split()[0] == str(outside_marked.sum())
    assert "Gemeenten buiten de norm" in browser.legend()


def test_a_norm_with_a_share_is_judged_in_words(browser: Browser, page: Path, normed: Study) -> None:
    browser.open(page, fragment="#laag=post_avond_norm_na&dicht=post-avond")
    after = share_table(run_scenario(normed, [Close("post-avond")]).after).query("norm == 'post_avond'")
    parts = after[after["niveau"] == "werkgebied"]
    texts = [node.text for node in browser.all('.zk-live-card[data-kind="huisartsenpost"] .zk-live-share')]
    assert len(texts) == 2  # by evening and by night
    met = (parts["gehaald"] == "ja").sum()
    assert f"gehaald in {met} van {len(parts)} werkgebied" in texts[0]
    card = browser.text('.zk-live-card[data-kind="huisartsenpost"]')
    assert "Post Avond heeft geen werkgebied meer; van wie daarbij hoorde" in card


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_nothing_serious_for_readers_with_other_means(browser: Browser, page: Path, size: tuple[int, int]) -> None:
    saved = "&bewaard=naam%3DEen%26dicht%3Dseh-west"
    browser.open(page, fragment=f"#laag=seh_norm_na&dicht=seh-oost&naast=nu&gebied=wijken{saved}", size=size)
    if size == PHONE:
        browser.click("#zk-live-fold")
    assert axe_findings(browser) == []


def test_a_hostile_link_keeps_nothing_and_says_so(browser: Browser, page: Path) -> None:
    inner = "naam%3D%3Cimg%20src%3Dx%20onerror%3Dwindow.hacked%3D1%3E%26dicht%3D__proto__"
    browser.open(page, fragment=f"#laag=seh_norm_na&bewaard={inner}&naast=%3Dconstructor&gebied=__proto__")
    assert "__proto__" in browser.text(".zk-live-warning")
    assert "\u201c__proto__\u201d" in browser.text(".zk-panel .zk-linked")
    assert "<img src=x" in browser.text(".zk-live-saved")
    assert browser.run("return window.hacked") is None
    assert not browser.all("img[src=x]")
    assert browser.one('input[name="zk-level"]:checked').get_attribute("value") == "buurten"
    assert browser.complaints() == []


def test_on_paper_the_first_map_stands_alone_and_whole(browser: Browser, page: Path) -> None:
    browser.open(page, fragment="#laag=seh_norm_na&naast=nu")
    state = "return [document.querySelector('.leaflet-control-scale-line').style.width, location.hash]"
    before = browser.run(state)
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    assert not browser.one(SECOND).is_displayed()
    assert not any(node.is_displayed() for node in browser.all(".zk-pane-title"))
    # Nothing moves the map any more from where its areas fit on the sheet.
    assert "0px, 0px" in browser.run("return document.querySelector('.leaflet-map-pane').style.transform")
    browser.run("window.dispatchEvent(new Event('afterprint'))")
    browser.wait(lambda: browser.run(state) == before, "the maps as they were")
    assert browser.one(SECOND).is_displayed()
    assert np.abs(np.subtract(*places(browser, "seh-west"))).max() < 1.5
    assert browser.complaints() == []
