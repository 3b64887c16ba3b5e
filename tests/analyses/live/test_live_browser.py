"""The live map in Chromium: what a reader sees equals the full computation, and works without a mouse."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from selenium.webdriver.common.keys import Keys
from support.browser import PHONE, Browser, chromium
from support.live_cases import outside
from support.map_samples import HOSTILE
from support.stage_values import with_stages

from zorgkaart.access.catalogue import norms_of
from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.live.labels import MOMENTS
from zorgkaart.analyses.live.page_words import accepted_estimates
from zorgkaart.analyses.live.product import write_live
from zorgkaart.errors import ChangeError
from zorgkaart.outputs.sheets.sheet_files import read_csv
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Change, Close, Reopen
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study
from zorgkaart.study.study_tables import summary_table
from zorgkaart.words.numbers import signed

pytestmark = pytest.mark.browser
OMMELANDER = "seh-ommelander-scheemda"
MINUS = "\N{MINUS SIGN}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wat-als")


@pytest.fixture(scope="module")
def browser(folder: Path) -> Iterator[Browser]:
    with chromium() as result:
        (folder / "opgeslagen").mkdir()
        where = {"behavior": "allow", "downloadPath": str(folder / "opgeslagen")}
        result.driver.execute_cdp_cmd("Browser.setDownloadBehavior", where)
        yield result


@pytest.fixture(scope="module")
def page(study: Study, folder: Path) -> Path:
    return write_live(study, folder / "proef.html", command="test")


def fragment(
    closed: Collection[str] = (), opened: Collection[str] = (), moment: str = "", layer: str = "seh_norm_na"
) -> str:
    parts = [f"laag={layer}", *(f"dicht={site}" for site in closed), *(f"open={site}" for site in opened)]
    return "#" + "&".join([*parts, *([f"moment={moment}"] if moment else [])])


def saved(browser: Browser, folder: Path, study: Study) -> pd.DataFrame:
    """What the button saves, read as the program reads its own tables."""
    path = folder / "opgeslagen" / "wat-als.csv"
    path.unlink(missing_ok=True)
    browser.act("document.querySelector('.zk-save').click()")
    browser.wait(path.is_file, "the table")
    browser.wait(lambda: path.stat().st_size, "its text")
    return read_csv(path, columns=dictionary(study.project)).set_index("buurtcode")


def scenario_of(study: Study, closed: Collection[str], opened: Collection[str], moment: str = "") -> Scenario | None:
    changes: list[Change] = [*map(Close, sorted(closed)), *map(Reopen, sorted(opened))]
    try:
        return run_scenario(study, changes, moment=parse_moment(moment) if moment else None)
    except ChangeError as error:
        if "nothing that is computed can differ" in str(error):
            return None
        raise


def assert_table_equals(table: pd.DataFrame, scenario: Scenario) -> None:
    """Every figure of every area that is in the table, against the full computation."""
    before, after = (study.results["buurten"].set_index("buurtcode") for study in (scenario.before, scenario.after))
    assert list(table.index) == list(before.index)
    names = {name.removesuffix("_na") for name in table.columns if name.endswith("_na")}
    assert any(name.endswith("_min") for name in names)
    for name in names:
        for side, expected in (("voor", before[name]), ("na", after[name])):
            mine = table[f"{name}_{side}"]
            if name.endswith("_oordeel"):
                assert list(mine) == list(expected)
            elif name.endswith("_id"):
                assert (mine.fillna("") == expected.fillna("")).mean() > 0.97  # two at one place: either may be named
            else:
                np.testing.assert_allclose(
                    mine.astype(float), expected.astype(float), rtol=1e-6, atol=1e-4, err_msg=f"{name} {side}"
                )
        if f"{name}_verschil" in table:
            np.testing.assert_allclose(
                table[f"{name}_verschil"].astype(float), (after[name] - before[name]).astype(float), atol=1e-3
            )


def number(text: str) -> float:
    return float(text.replace(".", "").replace(",", ".").replace(MINUS, "-").replace("+", ""))


def assert_cards_equal(browser: Browser, scenario: Scenario) -> None:
    """The totals and the sites that people go to, as they are written in the panel."""
    totals = scenario.totals().query("tijdstip == ''").set_index("soort")
    load = scenario.load().set_index("id")
    gone = scenario.after.facilities.table["id"].iloc[list(scenario.applied.closed)]
    for kind in scenario.kinds:
        card, expected = f'.zk-live-card[data-kind="{kind}"]', totals.loc[kind]
        cells = browser.run(
            "return [...document.querySelectorAll(arguments[0] + ' tbody tr')]"
            ".map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent))",
            card,
        )
        if not browser.all(card):  # sites that count nowhere changed
            assert not expected.filter(regex="verschil|langer|korter|zonder").fillna(0).any()
            continue
        norms = [name for name, norm in norms_of(scenario.before.project).items() if norm.kind == kind]
        sides = [(outside(scenario.before, norm), outside(scenario.after, norm)) for norm in norms]
        rows = [(before[word], after[word]) for before, after in sides for word in before]
        for texts, (before, after) in zip(cells, rows, strict=True):
            difference = None if before is None or after is None else after - before
            for text, people in zip(texts, (before, after, difference), strict=True):
                assert text == "onbekend" if people is None else abs(number(text) - people) <= 0.51
        if kind in scenario.before.travel:
            text = browser.run("return document.querySelector(arguments[0]).textContent", card)
            said = re.search(r"([\d.]+) inwoners? langer onderweg, gemiddeld ([\d,]+) min", text)
            assert abs((number(said[1]) if said else 0) - expected["inwoners_langer"]) <= 0.51
            assert not said or abs(number(said[2]) - expected["extra_min"]) <= 0.051
            shown = browser.run(
                "return [...document.querySelectorAll(arguments[0] + ' .zk-receivers li')]"
                ".map((item) => [item.dataset.site, item.querySelector('b').textContent])",
                card,
            )
            going = load[(load["soort"] == kind) & ~load.index.isin(gone)]
            assert {site for site, _ in shown} == set(going.index)
            for site, more in shown:
                assert abs(number(more) - going.at[site, "inwoners_erbij"]) <= 0.51


@pytest.mark.parametrize("seed", range(12))
def test_any_scenario_equals_the_full_computation(
    browser: Browser, page: Path, folder: Path, study: Study, seed: int
) -> None:
    rng = random.Random(seed)
    there = [study.facilities.table["id"].iat[row] for kind in study.project.kinds for row in study.rows(kind)]
    closed = [site for site in there if rng.random() < 0.3] or there[:1]
    opened = ["seh-dicht"] if rng.random() < 0.5 else []
    moment = rng.choice(MOMENTS)
    layer = rng.choice(["seh_norm_na", "acute_verloskunde_norm_verschil", "huisarts_na", "huisartsenpost_voor"])
    browser.open(page, fragment=fragment(closed, opened, moment, layer))
    scenario = scenario_of(study, closed, opened, moment)
    if scenario is not None:
        assert_table_equals(saved(browser, folder, study), scenario)
        assert_cards_equal(browser, scenario)
    assert browser.complaints() == []


@pytest.mark.parametrize("seed", range(3))
def test_any_scenario_in_the_province_equals_the_full_computation(
    browser: Browser, real_page: Path, folder: Path, groningen: Study, seed: int
) -> None:
    rng = random.Random(seed)
    table = groningen.facilities.table
    kinds = groningen.project.kinds
    closed = [table["id"].iat[row] for kind in kinds for row in rng.sample(list(groningen.serving(kind)), 2)]
    opened = [rng.choice(list(table["id"].iloc[groningen.facilities.candidates("seh")]))]
    moment = rng.choice(MOMENTS)
    browser.open(real_page, fragment=fragment(closed, opened, moment))
    scenario = scenario_of(groningen, closed, opened, moment)
    assert scenario is not None
    assert_table_equals(saved(browser, folder, groningen), scenario)
    assert_cards_equal(browser, scenario)


def test_a_planner_shuts_the_ommelander_and_shares_the_link(
    browser: Browser, real_page: Path, folder: Path, groningen: Study
) -> None:
    browser.open(real_page)
    before = browser.text("#zk-live-headline")
    marker = browser.one(f'.zk-site[data-site="{OMMELANDER}"]')
    browser.click(marker)
    assert "Ommelander" in browser.card("h2")
    assert "Alles hier sluiten" in browser.card(".zk-actions")
    browser.click(browser.all(".zk-actions button")[1])
    browser.wait(lambda: not browser.all(".zk-card"), "the popup to close")
    assert "zk-site-closed" in browser.one(f'.zk-site[data-site="{OMMELANDER}"]').get_attribute("class")

    # All that stands there: besides the two kinds with a norm also what is open for fewer.
    shut = browser.run("return [...document.querySelectorAll('.zk-live-chips li')].map((item) => item.dataset.site)")
    scenario = run_scenario(groningen, [Close(site) for site in shut])
    acute = run_scenario(groningen, [Close("ommelander")])
    assert set(shut) > set(groningen.facilities.table["id"].iloc[list(acute.applied.closed)])
    expected = acute.totals().set_index("soort")["inwoners_buiten_verschil"]["seh"]
    headline = browser.text("#zk-live-headline").replace("\n", " ")
    (known,) = [
        one for one in accepted_estimates(groningen.project) if (one["norm"], one["closed"]) == ("seh", [OMMELANDER])
    ]
    assert known["value"] == pytest.approx(expected, abs=known["tolerance"])
    assert f"circa {signed(known['shown'])}" in headline
    assert f"(tussen {signed(known['low'])} en {signed(known['high'])})" in headline
    assert_cards_equal(browser, scenario)
    table = saved(browser, folder, groningen)
    assert_table_equals(table, scenario)
    assert table["seh_inwoners_buiten_norm_verschil"].sum() == pytest.approx(expected, abs=0.01)

    verdicts = scenario.difference("buurten")
    changed = int((verdicts["seh_oordeel_voor"] != verdicts["seh_oordeel_na"]).sum())
    assert browser.text(".zk-live-changed h3") == f"Buurten die veranderen ({changed})"
    browser.click(browser.one('#zk-moments input[value="verschil"]').find_element("xpath", ".."))
    legend = browser.legend()
    newly = (verdicts["seh_oordeel_voor"] != "buiten") & (verdicts["seh_oordeel_na"] == "buiten")
    assert legend["Buurten buiten de norm geworden"] == str(newly.sum())
    assert len(browser.all("path.zk-outside")) == newly.sum()

    browser.click(".zk-share")
    browser.wait(
        lambda: browser.text(".zk-share") == "Gekopieerd" or browser.one(".zk-live-address").is_displayed(), "the link"
    )
    link, shown = browser.run("return location.href"), browser.text("#zk-live-headline")
    browser.open(link)
    assert browser.text("#zk-live-headline") == shown != before
    assert browser.run("return location.href") == link
    assert browser.one('#zk-moments input[value="verschil"]').is_selected()
    pd.testing.assert_frame_equal(saved(browser, folder, groningen), table)
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith(("https://service.pdok.nl/", "blob:"))] == [
        link.partition("#")[0]
    ]


def test_without_changes_a_layer_says_how_things_are(browser: Browser, page: Path, study: Study) -> None:
    summary = summary_table(study).set_index("soort")
    for kind in study.project.travel_kinds:
        browser.open(page, fragment=fragment(layer=f"{kind}_na"))
        assert number(browser.text("#zk-live-big").removesuffix(" min")) == pytest.approx(
            summary.at[kind, "gemiddeld_min"], abs=0.051
        )
    browser.open(page)
    assert number(browser.text("#zk-live-big")) == round(summary.at["seh", "inwoners_buiten_norm"])
    assert not browser.one(".zk-live-buttons").is_displayed()


@pytest.mark.parametrize("what", ["no car trips to it", "no norms at all"])
def test_projects_with_less_to_compute(browser: Browser, folder: Path, study: Study, what: str) -> None:
    if what == "no norms at all":
        project = study.project.model_copy(update={"norms": {}})
        closed, big = "huisarts-heem", "inwoners reizen langer"
    else:
        project = study.project.with_changes(kinds={"seh": {"travel": False}})
        closed, big = "seh-west", "inwoners buiten de norm"
    variant = study.with_project(project)
    path = write_live(variant, folder / "minder.html", command="test")
    layer = "huisarts_na" if what == "no norms at all" else "seh_norm_na"
    browser.open(path, fragment=fragment([closed], layer=layer))
    assert big in browser.text("#zk-live-headline") or "Onbekend" in browser.text("#zk-live-headline")
    scenario = scenario_of(variant, [closed], [])
    assert scenario is not None
    assert_table_equals(saved(browser, folder, variant), scenario)
    assert_cards_equal(browser, scenario)
    assert browser.complaints() == []


def test_steps_are_undone_one_by_one_and_all_at_once(browser: Browser, page: Path) -> None:
    browser.open(page)
    start = browser.text("#zk-live"), browser.legend()
    undo, reset = browser.one(".zk-undo"), browser.one(".zk-reset")

    def press(site: str) -> None:
        browser.act("document.querySelector(`.zk-toggle[data-site='${arguments[0]}']`).click()", site)

    def chips() -> list[str]:
        return browser.run(
            "return [...document.querySelectorAll('.zk-live-chips li')].map((item) => item.dataset.site)"
        )

    press("seh-west")
    press("seh-dicht")
    browser.select("#zk-live-moment", "nacht")
    assert sorted(chips()) == ["seh-dicht", "seh-west"]
    assert "moment=nacht" in browser.run("return location.hash")
    browser.click(undo)
    assert "moment" not in browser.run("return location.hash")
    browser.press_keys(Keys.CONTROL, "z")
    assert chips() == ["seh-west"]
    assert browser.text("#zk-said") or browser.run("return document.getElementById('zk-said').textContent")
    press("seh-west")
    assert chips() == []
    press("seh-west")
    browser.click(reset)
    assert chips() == []
    assert browser.run("return location.hash") == "#laag=seh_norm_na"
    assert browser.legend() == start[1]
    browser.click(undo)
    assert chips() == ["seh-west"]


def test_all_of_it_by_keyboard(browser: Browser, page: Path, study: Study) -> None:
    browser.open(page)

    def focused() -> dict[str, str]:
        return browser.run(
            "const n = document.activeElement; return {id: n.id, site: n.dataset.site || '', text: n.textContent}"
        )

    def tab_to(wanted: dict[str, str]) -> None:
        for _ in range(120):
            browser.press_keys(Keys.TAB)
            if wanted.items() <= focused().items():
                return
        pytest.fail(f"no Tab leads to {wanted}")

    browser.one("body").send_keys("")
    tab_to({"id": "zk-live-filter"})
    browser.press_keys("west")
    tab_to({"site": "seh-west"})
    browser.press_keys(Keys.ENTER)
    assert focused() == {"id": "", "site": "seh-west", "text": "Heropenen"}
    scenario = scenario_of(study, ["seh-west"], [])
    assert scenario is not None
    assert_cards_equal(browser, scenario)
    said = browser.run("return document.getElementById('zk-said').textContent")
    assert "Wést-Ënde" in said
    assert "gesloten" in said
    headline = browser.run(
        "return [...document.querySelectorAll('#zk-live-headline > :not(small)')].map((n) => n.textContent)"
    )
    assert said.endswith(f". {' '.join(headline)}."), "what is read out is what the panel now says"
    browser.press_keys(Keys.SPACE)
    assert focused()["text"] == "Sluiten"
    assert not browser.all(".zk-live-chips li")

    # The map itself: a marker with Enter, then the button in its popup.
    browser.run("document.querySelector('.zk-site[data-site=\"seh-west\"]').focus()")
    browser.press_keys(Keys.ENTER)
    browser.card()
    tab_to({"text": "SEH sluiten"})
    browser.press_keys(Keys.ENTER)
    assert [chip.get_attribute("data-site") for chip in browser.all(".zk-live-chips li")] == ["seh-west"]
    assert focused()["site"] == "seh-west", "the popup gives the focus back to the site, which is drawn anew as closed"


def test_on_a_phone(browser: Browser, real_page: Path) -> None:
    browser.open(real_page, size=PHONE)
    assert not browser.one("#zk-live-body").is_displayed()
    before = browser.text("#zk-live-big")
    browser.click(f'.zk-site[data-site="{OMMELANDER}"]')
    browser.card()
    button = browser.one(".zk-actions button")
    bar = browser.one("#zk-panel").rect
    browser.wait(lambda: button.rect["y"] > bar["y"] + bar["height"], "the map to move")
    assert button.rect["height"] >= 36
    browser.click(button)
    assert browser.text("#zk-live-big") != before
    assert browser.run("return document.documentElement.scrollWidth") <= PHONE[0]
    sheet, legend = browser.one("#zk-live").rect, browser.one("#zk-legend").rect
    assert legend["y"] + legend["height"] <= sheet["y"] < PHONE[1]
    browser.click("#zk-live-fold")
    assert browser.one("#zk-live-body").is_displayed()
    assert browser.run("const n = document.getElementById('zk-live-body'); return n.scrollWidth <= n.clientWidth")
    assert all(node.rect["height"] >= 40 for node in browser.all(".zk-live-buttons button"))
    browser.click("#zk-live-fold")
    assert not browser.one("#zk-live-body").is_displayed()


@pytest.mark.parametrize(
    "text",
    [
        "#dicht=<img src=x onerror=window.hacked=1>&open=javascript:alert(1)&laag=seh_norm_na",
        "#dicht=__proto__&dicht=constructor&moment=__proto__&open=toString",
        "#laag=constructor&dicht=seh-dicht&open=seh-west",  # a closed one cannot close, an open one cannot open
        "#" + "&".join(f"dicht=x{n}" for n in range(5000)),
        "#%E0%A4%A&dicht=%",
    ],
)
def test_a_hostile_link_changes_nothing_and_says_so(browser: Browser, page: Path, text: str) -> None:
    browser.open(page, fragment=text)
    assert browser.one("#zk-live-big").text
    assert not browser.all(".zk-live-chips li")
    if "dicht=" in text:
        assert "overgeslagen" in browser.text(".zk-live-warning")
        assert len(browser.text(".zk-live-warning")) < 300
    assert browser.run("return window.hacked") is None
    assert not browser.all("img[src=x]")
    assert browser.run("return location.hash") == "#laag=seh_norm_na"
    assert browser.complaints() == []
    browser.act("location.hash = '#laag=seh_norm_na&dicht=seh-west&dicht=weg'")
    browser.wait(lambda: browser.all(".zk-live-chips li"), "the scenario of the new link")
    assert "\u201cweg\u201d" in browser.text(".zk-live-warning")


def test_hostile_names_are_text_on_the_page_and_in_the_table(browser: Browser, study: Study, folder: Path) -> None:
    table = study.facilities.table.copy()
    table["naam"] = [f"{HOSTILE} {n}" for n in range(len(table))]
    variant = study.variant(facilities=replace(study.facilities, table=table))
    areas = study.areas.buurten.copy()
    areas.loc[0, ["buurtnaam", "gemeentenaam"]] = ['=HYPERLINK("http://x")', "\t@SUM(1;2)"]
    with_stages(variant, areas=replace(study.areas, buurten=areas))
    path = write_live(variant, folder / "vijandig.html", command="test </script><script>window.hacked=3</script>")
    browser.open(path, fragment=fragment(["seh-west"]))
    assert browser.all(".zk-live-chips li")
    browser.act("document.querySelector('.zk-site[data-site=\"seh-west\"]').click()")
    browser.card()
    assert browser.run("return window.hacked") is None
    assert browser.run("return document.querySelectorAll('img[src=x], [onerror]').length") == 0
    assert browser.complaints() == []
    raw = folder / "opgeslagen" / "wat-als.csv"
    read = saved(browser, folder, study)
    assert read["buurtnaam"].iat[0] == '=HYPERLINK("http://x")'
    text = raw.read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in text
    assert "'\t@SUM(1;2)" in text
    assert not re.search(r'(^|;)"?[=@\t]', text, re.MULTILINE)


def test_practices_at_one_place_share_their_residents(browser: Browser, study: Study, folder: Path) -> None:
    table = study.facilities.table
    twin = table[table["id"] == "huisarts-heem"].assign(id="huisarts-aaa", naam="Praktijk ernaast")
    both = pd.concat([table, twin], ignore_index=True)
    variant = study.variant(facilities=replace(study.facilities, table=both))
    path = write_live(variant, folder / "samen.html", command="test")
    browser.open(path, fragment=fragment(["huisarts-lint"], layer="huisarts_na"))
    scenario = scenario_of(variant, ["huisarts-lint"], [])
    assert scenario is not None
    assert len(scenario.load()) == 3
    assert_cards_equal(browser, scenario)


@pytest.mark.parametrize("name", ["Kom", "Lint"])
def test_an_area_right_at_the_share_that_flags_it(browser: Browser, study: Study, folder: Path, name: str) -> None:
    """As many of its addresses are outside, or still within, as the norm flags: partly outside, no more and no less."""
    area = int(np.flatnonzero(study.areas.buurten["buurtnaam"] == name)[0])
    minutes = study.chains["seh"].minutes[study.residents.area == area]
    limit = float(np.unique(minutes.round(4))[-2:].mean())
    share = float((minutes > limit).mean())
    norm = {"flag_share": min(share, 1 - share), "limit_min": limit}
    variant = study.with_project(study.project.with_changes(norms={"seh": norm}))
    path = write_live(variant, folder / "grens.html", command="test")
    browser.open(path, fragment=fragment(["huisarts-heem"]))
    read = saved(browser, folder, study)
    assert read["seh_aandeel_buiten_norm_na"].iat[area] == pytest.approx(share)
    expected = variant.results["buurten"].set_index("buurtcode")["seh_oordeel"]
    assert expected.iat[area] == "deels buiten"
    assert list(read["seh_oordeel_na"]) == list(expected)


def test_what_the_map_does_not_know_is_unknown(
    browser: Browser, study: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zorgkaart.analyses.live.labels.ALL_SITES", 1)
    monkeypatch.setattr("zorgkaart.analyses.live.product.labels_of", lambda study: short_labels(study))
    path = write_live(study, folder / "kort.html", command="test")
    browser.open(path, fragment=fragment(["huisarts-heem"], layer="huisarts_na"))
    note = " ".join(found.text for found in browser.all("#zk-live-results .zk-live-note"))
    said = re.search(r"In (\d+) buurten? zijn alle locaties dicht die deze kaart daar kent", note)
    assert said
    assert "zorgkaart scenario" in note
    assert browser.text("#zk-live-big") == "Onbekend"
    unknown = saved(browser, folder, study)["huisarts_min_na"].isna()
    before = study.results["buurten"].set_index("buurtcode")["huisarts_min"].isna()
    assert (unknown & ~before).sum() == int(said[1])
    assert browser.legend()["Onbekend"] == str(unknown.sum())


def short_labels(study: Study) -> object:
    from zorgkaart.analyses.live.labels import labels_of

    return labels_of(study, most=1, stations=1)


def test_at_a_moment_only_what_is_open_counts(browser: Browser, page: Path, study: Study) -> None:
    browser.open(page, fragment=fragment(layer="huisartsenpost_na"))
    browser.select("#zk-live-moment", "avond")
    at = study.variant(moment=parse_moment("avond"))
    assert browser.legend()["Huisartsenpost"] == str(len(at.serving("huisartsenpost")))
    assert f"Van {at.unknown_hours('huisartsenpost')} locatie" in browser.text("#zk-live-results")
    closed = next(site for site in browser.all(".zk-site-idle") if site.get_attribute("data-site") == "post-onbekend")
    browser.act("arguments[0].click()", closed)
    assert "telt niet mee (dan niet open)" in browser.card()
