"""Detours that the places around do not share, in drawn places and for Eext."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import ROOT
from support.study_samples import write_sample

from zorgkaart.project.model import Project
from zorgkaart.project.sections import QualitySection
from zorgkaart.quality.detours import COLUMNS, Detours, Way, places_of, suspect_detours
from zorgkaart.study.study import Study

SETTINGS = QualitySection()
# Seven places in a row, a kilometre apart, with two people in each.
PLACES = pd.DataFrame(
    {"plaats": list("ABCDEFG"), "gemeentenaam": "Gemeente", "x": np.arange(7) * 1000.0, "y": np.zeros(7)}
)
PLACE = np.repeat(np.arange(7), 2)
PEOPLE = np.ones(14)
STRAIGHT = np.full(14, 2000.0)


def found(road_m: np.ndarray, weight: np.ndarray = PEOPLE, straight_m: np.ndarray = STRAIGHT) -> Detours:
    return suspect_detours({"huisarts": Way("Huisarts", road_m, straight_m)}, PLACES, PLACE, weight, SETTINGS)


def usual() -> np.ndarray:
    return np.full(14, 2600.0)


def test_a_place_behind_a_closed_bridge_is_listed_with_its_people() -> None:
    road = usual()
    road[PLACE == 3] = [5500.0, 6500.0]
    detours = found(road)
    (row,) = detours.table.to_dict("records")
    assert list(detours.table) == list(COLUMNS)
    assert (row["plaats"], row["voorziening"], row["inwoners_betrokken"]) == ("D", "Huisarts", 2.0)
    assert (row["weg_km"], row["hemelsbreed_km"], row["omwegfactor"]) == pytest.approx((6.0, 2.0, 3.0))
    assert row["omwegfactor_buren"] == pytest.approx(1.3)
    np.testing.assert_array_equal(detours.cause.flags, PLACE == 3)
    assert set(detours.cause.texts.values()) == {"Huisarts: 6,0 km over de weg, 2,0 km hemelsbreed"}


def test_a_detour_that_all_around_share_is_none_to_suspect() -> None:
    """As on a peninsula: the way round the water is long for everybody."""
    assert len(found(np.full(14, 6000.0)).table) == 0


def test_only_the_addresses_beyond_the_bounds_count() -> None:
    road = usual()
    road[6] = 6000.0
    detours = found(road)
    assert detours.table["inwoners_betrokken"].tolist() == [1.0]
    np.testing.assert_array_equal(np.flatnonzero(detours.cause.flags), [6])


def test_twice_as_far_over_a_short_way_is_no_detour() -> None:
    road, straight = usual(), STRAIGHT.copy()
    road[6:8], straight[6:8] = 1900.0, 500.0
    assert len(found(road, straight_m=straight).table) == 0


def test_who_is_not_reached_or_not_counted_has_no_detour() -> None:
    road, weight = usual(), PEOPLE.copy()
    road[6:8] = np.nan
    assert len(found(road).table) == 0
    road[6:8], weight[6:8] = 6000.0, np.nan
    assert len(found(road, weight).table) == 0


def test_the_most_kilometres_for_all_people_together_come_first() -> None:
    road, weight = usual(), PEOPLE.copy()
    road[PLACE == 1], road[PLACE == 5] = 9000.0, 6000.0
    assert found(road, weight).table["plaats"].tolist() == ["B", "F"]
    weight[PLACE == 5] = 10.0
    assert found(road, weight).table["plaats"].tolist() == ["F", "B"]


@given(st.lists(st.floats(1.0, 6.0), min_size=14, max_size=14), st.lists(st.floats(0, 50), min_size=14, max_size=14))
def test_listed_people_are_those_with_a_remark_and_none_is_within_the_bounds(
    ratio: list[float], people: list[float]
) -> None:
    road, weight = STRAIGHT * np.array(ratio), np.array(people)
    detours = found(road, weight)
    flags = detours.cause.flags
    assert (road[flags] > SETTINGS.detour_ratio * STRAIGHT[flags]).all()
    assert (road[flags] - STRAIGHT[flags] > 1000 * SETTINGS.detour_km).all()
    assert detours.table["inwoners_betrokken"].sum() == pytest.approx(weight[flags].sum())
    assert (detours.table["omwegfactor"] > SETTINGS.detour_ratio).all()
    assert (detours.table["omwegfactor_buren"] <= SETTINGS.detour_ratio).all()


def test_without_a_table_of_places_the_buurten_are_the_places() -> None:
    buurten = pd.DataFrame({"buurtnaam": ["Noord", "Zuid"], "gemeentenaam": "Alfa"})
    area = np.array([0, 1, 1], dtype=np.int32)
    table, which = places_of(None, buurten, np.array([0.0, 2.0, 4.0]), np.array([1.0, 3.0, 5.0]), area)
    assert table[["plaats", "x", "y"]].to_numpy().tolist() == [["Noord", 0.0, 1.0], ["Zuid", 3.0, 4.0]]
    assert which.tolist() == [0, 1, 1]
    named = pd.DataFrame({"plaats": ["Kern"], "gemeente": ["Alfa"], "x": [9.0], "y": [9.0]})
    table, which = places_of(named, buurten, np.array([0.0, 2.0, 4.0]), np.array([1.0, 3.0, 5.0]), area)
    assert (table["plaats"].tolist(), which.tolist()) == (["Kern"], [0, 0, 0])


def test_a_study_searches_only_kinds_with_kilometres_along_the_shortest_path(tmp_path: Path) -> None:
    """One may only drive on from Eenrichting: from km 12 it is 17 km, and 5 km straight."""
    project = Project.load(write_sample(tmp_path)).with_changes(areas={"plaatsen": None})
    assert len(Study(project).detours.table) == 0
    study = Study(project.with_changes(kinds={"huisarts": {"shortest_km": True}}))
    (row,) = study.detours.table.to_dict("records")
    assert (row["plaats"], row["inwoners_betrokken"]) == ("Eenrichting", 100)
    assert (row["weg_km"], row["hemelsbreed_km"]) == pytest.approx((17, 5), abs=1e-3)
    assert study.results["buurten"].set_index("buurtnaam")["inwoners_omweg"]["Eenrichting"] == 100


@pytest.mark.slow
def test_eext_is_found_and_of_the_places_around_it_no_more_than_a_corner() -> None:
    """The way to the GP in Gieten is real and long: no road for cars leads from the village to the roundabout."""
    project = Project.load(ROOT / "projects" / "noord-nederland.toml").with_changes(
        areas={"gemeentenamen": ["Aa en Hunze"]}, residents={"addresses": [ROOT / "data/residents/drenthe.parquet"]}
    )
    table = Study(project).detours.table
    eext = table[table["plaats"] == "Eext"].set_index("voorziening").loc["Huisarts"]
    assert eext["weg_km"] == pytest.approx(5.5, abs=0.1)
    assert eext["hemelsbreed_km"] == pytest.approx(1.6, abs=0.1)
    assert eext["omwegfactor_buren"] < 1.6
    assert eext["inwoners_betrokken"] > 1200
    assert table["plaats"].iat[0] == "Eext"
    around = table[table["plaats"].isin(["Anloo", "Gieten", "Anderen", "Eexterzandvoort"])]
    assert around["inwoners_betrokken"].max() < 0.1 * eext["inwoners_betrokken"]
