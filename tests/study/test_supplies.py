"""Supply through all stages on the small project, with every figure worked out by hand.

From Dorp, Heem and (0,6) of Half the practice at (7,0) is within 15 minutes, from Lint and Kom that at (29,0). From
Eenrichting one can only drive on eastwards: 19 minutes and more. A point of Half, and all of Eiland and Ver weg, have
no road; the inhabitants of Stil are unknown.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from support.study_samples import degrees
from support.supply_samples import supply_project, with_capacities

from zorgkaart.errors import InputError
from zorgkaart.project.moments import parse_moment
from zorgkaart.scenarios.changes import Close, Open
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study

NAN = math.nan
COLUMN = "huisarts_aanbod_per_1000"


@pytest.fixture(scope="module")
def supplied(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return Study(supply_project(tmp_path_factory.mktemp("aanbod")))


def figures(study: Study, name: str, level: str = "buurten") -> dict[str, float]:
    frame = study.results[level]
    return dict(zip(frame["buurtnaam" if level == "buurten" else "gemeentenaam"], frame[name], strict=True))


def expected(west: float, east: float) -> dict[str, float]:
    near = {"Dorp": west, "Heem": west, "Half": west, "Lint": east, "Kom": east}
    return {**near, "Eenrichting": 0, "Stil": 0, "Eiland": NAN, "Ver weg": NAN}


def test_balanced_supply_is_what_one_shares_with_all_who_come(supplied: Study) -> None:
    # 100 + 400 + 40 people share the western practice, 500 + 50 the eastern one.
    assert figures(supplied, COLUMN) == pytest.approx(expected(1000 / 540, 1000 / 550), nan_ok=True)
    assert supplied.supplied("huisarts").site_demand.tolist() == pytest.approx([540, 550])


def test_the_enhanced_method_counts_by_weight(tmp_path: Path) -> None:
    study = Study(supply_project(tmp_path, method="e2sfca"))
    # In the west 500 people near and 40 at 13 minutes; in the east (22,0) and (24,0) and half of Kom are farther.
    west, east = 1000 / (500 + 0.4 * 40), 1000 / (300 + 0.4 * 200 + 25 + 0.4 * 25)
    found = figures(study, COLUMN)
    assert found["Dorp"] == pytest.approx(west)
    assert found["Half"] == pytest.approx(0.4 * west)
    assert found["Lint"] == pytest.approx(east * (0.4 * 200 + 300) / 500)
    assert found["Kom"] == pytest.approx(east * (1 + 0.4) / 2)


def test_ranks_begin_with_least_and_ties_share_them(supplied: Study) -> None:
    ranks = figures(supplied, "huisarts_aanbod_rang")
    assert [ranks[name] for name in ("Eenrichting", "Stil", "Lint", "Kom")] == [1, 1, 3, 3]
    assert [ranks[name] for name in ("Dorp", "Heem", "Half")] == [5, 5, 5]
    assert math.isnan(ranks["Eiland"])


def test_who_has_nothing_and_of_whom_nothing_is_known_is_counted(supplied: Study) -> None:
    none, unknown = (figures(supplied, f"huisarts_aanbod_{name}") for name in ("geen", "onbekend"))
    nobody = dict.fromkeys(none, 0)
    assert none == pytest.approx({**nobody, "Eenrichting": 200, "Stil": NAN}, nan_ok=True)
    of_unknown = {"Half": 40, "Eiland": 60, "Ver weg": 10, "Stil": NAN}
    assert unknown == pytest.approx({**nobody, **of_unknown}, nan_ok=True)


def test_gemeenten_have_the_mean_of_their_inhabitants(supplied: Study) -> None:
    found = figures(supplied, COLUMN, "gemeenten")
    assert found["Alfa"] == pytest.approx(500 / 700 * 1000 / 540)
    assert found["Beta"] == pytest.approx((550 * 1000 / 550 + 40 * 1000 / 540) / 590)


def test_capacities_are_shared_and_one_that_is_unknown_leaves_its_own_people_unknown(tmp_path: Path) -> None:
    project = with_capacities(supply_project(tmp_path), {"huisarts-heem": 2.5})
    found = Study(project).supplied("huisarts")
    assert (found.unit, found.counted) == ("fte", False)
    assert figures(Study(project), COLUMN) == pytest.approx(expected(2500 / 540, NAN), nan_ok=True)
    only_known = Study(project.with_changes(supply={"huisarts": {"only_known": True}}))
    found = figures(only_known, COLUMN)
    assert (found["Dorp"], found["Lint"]) == (pytest.approx(2500 / 540), 0)
    assert only_known.supplied("huisarts").used.tolist() == [True, False]


def test_a_capacity_of_zero_is_no_unknown(tmp_path: Path) -> None:
    project = with_capacities(supply_project(tmp_path), {"huisarts-heem": 2.5, "huisarts-lint": 0})
    assert figures(Study(project), COLUMN)["Lint"] == 0


def test_at_a_moment_only_what_is_open_counts(tmp_path: Path) -> None:
    project = supply_project(tmp_path, at="nacht")
    assert all(math.isnan(value) for value in figures(Study(project), COLUMN).values())
    by_day = Study(supply_project(tmp_path / "dag", at="werkdag"))
    assert figures(by_day, COLUMN)["Lint"] == pytest.approx(1000 / 550)
    at_night = Study(supply_project(tmp_path / "nacht")).variant(moment=parse_moment("nacht"))
    assert math.isnan(figures(at_night, COLUMN)["Lint"])


def test_sites_at_one_place_share_a_sweep_and_count_each(tmp_path: Path) -> None:
    study = Study(supply_project(tmp_path))
    table = study.facilities.table
    twin = table[table["id"] == "huisarts-lint"].assign(id="huisarts-lint-2")
    both = gpd.GeoDataFrame(pd.concat([table, twin], ignore_index=True), crs=table.crs)
    variant = study.variant(facilities=replace(study.facilities, table=both))
    reach = variant.reach("huisarts", "auto", 15.0)
    assert (len(reach.rows), len(reach.places)) == (3, 2)
    assert figures(variant, COLUMN)["Lint"] == pytest.approx(2000 / 550)
    assert variant.supplied("huisarts").site_demand.tolist() == pytest.approx([540, 275, 275])


def test_a_closure_moves_demand_and_supply(supplied: Study) -> None:
    scenario = run_scenario(supplied, [Close("huisarts-lint")])
    frame = scenario.difference("buurten").set_index("buurtnaam")
    assert frame.loc["Lint", f"{COLUMN}_voor"] == pytest.approx(1000 / 550)
    assert frame.loc["Lint", f"{COLUMN}_na"] == 0
    assert frame.loc["Lint", f"{COLUMN}_verschil"] == pytest.approx(-1000 / 550)
    assert frame.loc["Dorp", f"{COLUMN}_verschil"] == pytest.approx(0)


def test_a_variant_takes_over_what_it_has_in_common_to_the_last_bit(supplied: Study) -> None:
    lat, lon = degrees(24, 0)
    scenario = run_scenario(supplied, [Open("huisarts", lat, lon, "Praktijk Nieuw")])
    variant = scenario.after
    fresh = Study(supplied.project)
    fresh._facilities = variant.facilities
    mine, anew = variant.reach("huisarts", "auto", 15.0), fresh.reach("huisarts", "auto", 15.0)
    assert len(mine.places) == 3
    for name in ("rows", "place", "start", "point", "minutes"):
        assert getattr(mine, name).tobytes() == getattr(anew, name).tobytes()


def test_sites_outside_the_areas_do_not_count_and_who_has_one_nearest_is_counted(tmp_path: Path) -> None:
    project = supply_project(tmp_path).with_changes(areas={"gemeentenamen": ["Beta"]})
    beyond = figures(Study(project), "huisarts_aanbod_rand")
    # From (0,6) in Half, of Beta, the practice in Heem, of Alfa, is the nearest.
    assert (beyond["Half"], beyond["Lint"]) == (pytest.approx(40), 0)
    found = figures(Study(project), COLUMN)
    assert (found["Half"], found["Lint"]) == (0, pytest.approx(1000 / 550))


def test_a_kind_without_supply_is_refused_by_name(supplied: Study) -> None:
    with pytest.raises(InputError, match=r"there is no section \[supply\] of 'seh'; use huisarts"):
        supplied.supplied("seh")
