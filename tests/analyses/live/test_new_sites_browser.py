"""New sites and other hours in the live map against the full computation, in Chromium, on the province."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from support.browser import Browser, chromium

from zorgkaart.analyses.dictionary import dictionary
from zorgkaart.analyses.live.roads import PERIODS
from zorgkaart.analyses.scenario.scenario_file import read_scenario_file
from zorgkaart.outputs.sheets.sheet_files import read_csv
from zorgkaart.project.defaults import WGS84
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Change, Close, Hours, Open
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.scenarios.vocabulary import plan
from zorgkaart.study.study import Study

pytestmark = pytest.mark.browser
PLACES = 20
KINDS = ("seh", "ambulancepost", "huisarts", "huisartsenpost")
# What the page says of itself (NOTES): a trip is told to a few seconds. Of an area that is a mean.
MINUTES = 0.05
PEOPLE = 3.0  # of those who are within a second of the limit


def written(periods: tuple[str, ...]) -> str:
    """Hours in the syntax of OpenStreetMap; without periods day and night."""
    return ", ".join(hours for name, _, hours in PERIODS if name in periods) or "24/7"


@dataclass(frozen=True)
class Wish:
    """A new site as a reader places it."""

    kind: str
    lat: float
    lon: float
    name: str
    hours: tuple[str, ...] = ()  # none is day and night

    @property
    def text(self) -> str:
        """As in a link."""
        when = "+".join(self.hours) or "altijd"
        return quote(f"{self.kind},{self.lat},{self.lon},{when},{self.name}")

    @property
    def change(self) -> Open:
        """As in a scenario."""
        return Open(self.kind, self.lat, self.lon, self.name, written(self.hours))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nieuw")


@pytest.fixture(scope="module")
def browser(folder: Path) -> Iterator[Browser]:
    with chromium() as result:
        where = {"behavior": "allow", "downloadPath": str(folder)}
        result.driver.execute_cdp_cmd("Browser.setDownloadBehavior", where)
        yield result


def saved(browser: Browser, folder: Path, button: str, name: str) -> Path:
    """The file that a button of the page saves."""
    path = folder / name
    path.unlink(missing_ok=True)
    browser.act("document.querySelector(arguments[0]).click()", button)
    browser.wait(lambda: path.is_file() and path.stat().st_size, name)
    return path


def assert_as_computed(
    browser: Browser, folder: Path, scenario: Scenario, minutes: float = MINUTES
) -> dict[str, float]:
    """Every figure of every area that the page has; returns the largest differences."""
    table = read_csv(
        saved(browser, folder, ".zk-save", "wat-als.csv"), columns=dictionary(scenario.before.project)
    ).set_index("buurtcode")
    before, after = (study.results["buurten"].set_index("buurtcode") for study in (scenario.before, scenario.after))
    worst = {"min": 0.0, "inwoners": 0.0}
    names = {name.removesuffix("_na") for name in table.columns if name.endswith("_na")}
    assert any(name.endswith("_min") for name in names)
    for name in sorted(names & set(before.columns)):  # a norm of one ride has no column of the other
        for side, expected in (("voor", before[name]), ("na", after[name])):
            mine = table[f"{name}_{side}"]
            if name.endswith("_oordeel"):
                assert (mine == expected).mean() > 0.995, name
            elif not name.endswith("_id"):
                apart = (mine.astype(float) - expected.astype(float)).abs()
                assert (mine.isna() == expected.isna()).all(), (name, side)
                if name.endswith("_min"):
                    worst["min"] = max(worst["min"], apart.max())
                    assert apart.max() <= minutes, (name, side, apart.idxmax(), apart.max())
                elif name.endswith("inwoners_buiten_norm"):
                    worst["inwoners"] = max(worst["inwoners"], abs(mine.sum() - expected.sum()))
                    assert mine.sum() == pytest.approx(expected.sum(), abs=PEOPLE), (name, side)
    return worst


def random_wishes(study: Study) -> list[Wish]:
    """Places near where people live, and some just over the border of the province."""
    rng = np.random.default_rng(14)
    lived = rng.choice(len(study.residents.x), PLACES)
    x, y = study.residents.x[lived] + rng.normal(0, 800, PLACES), study.residents.y[lived] + rng.normal(0, 800, PLACES)
    x[-2:], y[-2:] = (223_000, 236_000), (573_000, 570_500)  # Roden and Eelde, over the border of the province
    degrees = gpd.GeoSeries(gpd.points_from_xy(x, y), crs=study.project.project.crs).to_crs(WGS84)
    return [
        Wish(KINDS[i % len(KINDS)], round(point.y, 5), round(point.x, 5), f"Plek {i}")
        for i, point in enumerate(degrees)
    ]


def test_new_sites_at_twenty_places_are_as_in_the_full_computation(
    browser: Browser, real_page: Path, folder: Path, groningen: Study
) -> None:
    worst: list[dict[str, Any]] = []
    for wish in random_wishes(groningen):
        browser.open(real_page, fragment=f"#laag=seh_norm_na&nieuw={wish.text}")
        assert not browser.one(".zk-live-warning").is_displayed(), browser.text(".zk-live-warning")
        scenario = run_scenario(groningen, [wish.change])
        worst.append({"kind": wish.kind} | assert_as_computed(browser, folder, scenario))
    largest = pd.DataFrame(worst).groupby("kind").max()
    assert (largest["min"] <= MINUTES).all(), largest
    print(largest)


CASES: list[tuple[str, list[Wish], dict[str, tuple[str, ...]], list[str], str]] = [
    ("a night post in Winsum", [Wish("huisartsenpost", 53.3312, 6.5201, "Nacht", ("nacht",))], {}, [], "nacht"),
    (
        "a post that is open by day only, at night",
        [Wish("huisartsenpost", 53.3312, 6.5201, "Dag", ("weekend",))],
        {},
        [],
        "nacht",
    ),
    ("a post at night in Stadskanaal", [], {"huisartsenpost-hap-stadskanaal": ()}, [], "nacht"),
    ("the SEH in Scheemda by day and evening", [], {"seh-ommelander-scheemda": ("werkdag", "avond")}, [], ""),
    ("the same, at night", [], {"seh-ommelander-scheemda": ("werkdag", "avond")}, [], "nacht"),
    (
        "a closure, another station and other hours together",
        [Wish("ambulancepost", 53.0, 7.0, "Post, zuid"), Wish("seh", 53.1, 6.9, "SEH & co")],
        {"huisartsenpost-hap-stadskanaal": ("avond", "nacht")},
        ["seh-martini"],
        "avond",
    ),
]


def changes_of(wishes: list[Wish], hours: dict[str, tuple[str, ...]], closed: list[str]) -> tuple[list[Change], str]:
    """The changes, and what a link says of them."""
    changes: list[Change] = [*(wish.change for wish in wishes), *map(Close, closed)]
    parts = [f"nieuw={wish.text}" for wish in wishes] + [f"dicht={site}" for site in closed]
    for site, periods in hours.items():
        changes.append(Hours(site, written(periods)))
        parts.append(f"tijden={quote('+'.join(periods) or 'altijd')},{site}")
    return changes, "&".join(parts)


@pytest.mark.parametrize(
    ("wishes", "hours", "closed", "moment"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_hours_and_several_changes_are_as_in_the_full_computation(
    browser: Browser,
    real_page: Path,
    folder: Path,
    groningen: Study,
    wishes: list[Wish],
    hours: dict[str, tuple[str, ...]],
    closed: list[str],
    moment: str,
) -> None:
    changes, link = changes_of(wishes, hours, closed)
    at = f"&moment={moment}" if moment else ""
    browser.open(real_page, fragment=f"#laag=huisartsenpost_na&{link}{at}")
    assert not browser.one(".zk-live-warning").is_displayed(), browser.text(".zk-live-warning")
    scenario = run_scenario(groningen, changes, moment=parse_moment(moment) if moment else None)
    assert_as_computed(browser, folder, scenario)

    # The file that is sent says the same to the program, and to the page.
    file = saved(browser, folder, ".zk-file-save", "scenario.toml")
    assert list(tomllib.loads(file.read_text(encoding="utf-8"))["scenarios"]) == ["uit_de_kaart"]
    planned = plan(groningen.project, [], file=read_scenario_file(file))
    assert planned.moment == (parse_moment(moment) if moment else None)
    again = run_scenario(groningen, planned.changes, moment=planned.moment)
    pd.testing.assert_frame_equal(again.totals(), scenario.totals())
    shown = browser.text("#zk-live-headline"), browser.run("return location.hash")
    browser.open(real_page, fragment="#laag=huisartsenpost_na")
    browser.one(".zk-file input").send_keys(str(file))
    browser.wait(lambda: browser.run("return location.hash") == shown[1], "the scenario of the file")
    assert browser.text("#zk-live-headline") == shown[0]
    assert json.dumps(browser.complaints()) == "[]"
