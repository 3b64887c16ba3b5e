"""Indicators that need a region made to measure: the network's edge, and what nobody knows."""

from __future__ import annotations

import numpy as np
import pytest

from zorgkaart.access.chain import Chain
from zorgkaart.access.groups import Groups
from zorgkaart.access.indicators import PointResults, beyond_edge, quality_columns, travel_columns
from zorgkaart.access.measures import Trip, norm_of_section
from zorgkaart.access.norms import norm_columns
from zorgkaart.network.snap import Reason, Snapped
from zorgkaart.project.sections import NormSection
from zorgkaart.routing.nearest import TravelTimes

NAN = np.nan
NORM = norm_of_section("seh", NormSection(turnout_min=1, on_scene_min=1, limit_min=10))


def times(*minutes: float) -> TravelTimes:
    values = np.array(minutes)
    return TravelTimes(values, values * 1000, np.where(np.isnan(values), -1, 0).astype(np.int32))


def snapped(*reasons: Reason) -> Snapped:
    joined = np.array([reason is Reason.JOINED for reason in reasons])
    road = np.where(joined, 0, -1).astype(np.int32)
    return Snapped(road, np.where(joined, 0.5, NAN), np.where(joined, 10.0, NAN), np.array(reasons, dtype=np.int8))


def groups(weight: list[float]) -> Groups:
    """One area per point."""
    return Groups(np.arange(len(weight), dtype=np.int32), len(weight), np.array(weight))


@pytest.mark.parametrize(
    ("car", "approach", "transport", "flagged"),
    [
        (4.0, 4.0, 4.0, False),
        (5.0, 5.0, 5.0, False),  # just as far as the edge: a site beyond it is no nearer
        (5.1, 1.0, 1.0, True),
        (1.0, 5.1, 1.0, True),
        (1.0, 1.0, 5.1, True),
        (1.0, NAN, 5.1, True),
        (NAN, NAN, NAN, False),
    ],
)
def test_any_part_that_reaches_beyond_the_edge_flags_an_area(
    car: float, approach: float, transport: float, flagged: bool
) -> None:
    chain = Chain(NORM, (times(approach), times(transport)), np.array([True]))
    at = snapped(Reason.JOINED)
    points = PointResults({"huisarts": times(car)}, {"seh": chain}, at, np.array([False]), np.array([5.0]))
    assert quality_columns(points, groups([1.0]))["netwerkrand"].tolist() == [flagged]


def test_the_edge_of_some_kinds_says_nothing_of_the_others() -> None:
    named = norm_of_section("snelle_seh", NormSection(kind="seh", turnout_min=1, on_scene_min=1, limit_min=10))
    chain = Chain(named, (times(1.0), times(5.1)), np.array([True]))
    travel = {"huisarts": times(1.0), "huisartsenpost": times(6.0)}
    points = PointResults(travel, {"snelle_seh": chain}, snapped(Reason.JOINED), np.array([False]), np.array([5.0]))
    beyond = {kind: bool(beyond_edge(points, [kind])[0]) for kind in ("huisarts", "huisartsenpost", "seh", "apotheek")}
    assert beyond == {"huisarts": False, "huisartsenpost": True, "seh": True, "apotheek": False}
    assert beyond_edge(points).tolist() == [True]


def test_reasons_are_ranked_by_how_many_points_they_keep_off_the_road() -> None:
    reasons = (Reason.FAR, Reason.ISLAND, Reason.FAR, Reason.JOINED)
    one_area = Groups(np.zeros(4, dtype=np.int32), 2, np.array([1.0, 5.0, 1.0, 1.0]))
    points = PointResults({}, {}, snapped(*reasons), np.array([False, False, False, True]), np.full(4, np.inf))
    found = quality_columns(points, one_area)
    assert found["onbereikbaar_reden"].tolist() == [
        f"{Reason.FAR.text}; {Reason.ISLAND.text}",
        "geen adres in dit gebied bekend",
    ]
    assert found["inwoners_onbereikbaar"][0] == 7
    assert np.isnan(found["inwoners_onbereikbaar"][1])
    assert found["adressen"].tolist() == [4, 0]
    np.testing.assert_array_equal(found["inwoners_eiland"], [1, NAN])


def test_who_is_unknown_is_not_counted_and_not_judged() -> None:
    """Outside with 10 people of whom 4 elderly, outside with elderly unknown, outside unknown, and no route."""
    chain = Chain(NORM, (times(5, 5, 5, NAN), times(5, 5, 5, 5)), np.array([True, True, True, False]))
    found = norm_columns(chain, groups([10, 10, NAN, 10]), {65: np.array([4.0, NAN, NAN, 4.0])})
    np.testing.assert_array_equal(found["seh_inwoners_buiten_norm"], [10, 10, NAN, NAN])
    np.testing.assert_array_equal(found["seh_65plus_buiten_norm"], [4, NAN, NAN, NAN])
    np.testing.assert_array_equal(found["seh_aandeel_buiten_norm"], [1, 1, 1, NAN])
    assert found["seh_oordeel"].tolist() == ["buiten", "buiten", "onbekend", "onbekend"]
    np.testing.assert_array_equal(found["seh_norm_min"], [12, 12, 12, NAN])
    # The parts that are known are given, also where the chain as a whole is not.
    np.testing.assert_array_equal(found["seh_vervoer_min"], [5, 5, 5, 5])


def test_the_share_is_of_those_who_have_a_route() -> None:
    """Of 40 people 10 are outside, 10 within and 20 have no route: half."""
    area = Groups(np.zeros(4, dtype=np.int32), 1, np.full(4, 10.0))
    chain = Chain(NORM, (times(9, 1, NAN, NAN), times(1, 1, 1, NAN)), np.array([True, True, False, False]))
    found = norm_columns(chain, area, {65: np.full(4, NAN)})
    assert found["seh_aandeel_buiten_norm"].tolist() == [0.5]
    assert found["seh_inwoners_buiten_norm"].tolist() == [10]


def test_count_outside_is_unknown_without_a_single_chain() -> None:
    weight = np.array([3.0, 4.0])
    first, both = np.array([True, False]), np.array([True, True])
    assert Chain(NORM, (times(9, NAN), times(1, 1)), first).count_outside(weight) == 3
    assert Chain(NORM, (times(1, NAN), times(1, 1)), first).count_outside(weight) == 0
    assert np.isnan(Chain(NORM, (times(NAN, NAN), times(1, 1)), both).count_outside(weight))


def test_whom_no_road_joins_to_a_site_that_others_reach_is_outside() -> None:
    """Within, too long, and on an island without a hospital, without a station, and with neither: 1 of 5 is within."""
    chain = Chain(NORM, (times(1, 9, 1, NAN, NAN), times(1, 1, NAN, 1, NAN)), np.ones(5, dtype=bool))
    weight = [1.0, 2.0, 4.0, 8.0, 16.0]
    assert chain.count_outside(np.array(weight)) == 30
    assert chain.known.all()
    assert chain.no_road.tolist() == [False, False, True, True, True]
    found = norm_columns(chain, groups(weight), {65: np.full(5, 1.0)})
    assert found["seh_oordeel"].tolist() == ["binnen", *["buiten"] * 4]
    assert found["seh_oordeel_reden"].tolist() == [None, "langer dan de norm", *["geen wegverbinding"] * 3]
    assert found["seh_inwoners_geen_wegverbinding"].tolist() == [0, 0, 4, 8, 16]
    assert found["seh_65plus_buiten_norm"].tolist() == [0, 1, 1, 1, 1]
    np.testing.assert_array_equal(found["seh_norm_min"], [4, 12, NAN, NAN, NAN])
    mixed = norm_columns(chain, Groups(np.zeros(5, dtype=np.int32), 1, np.array(weight)), {65: np.full(5, NAN)})
    assert mixed["seh_oordeel_reden"].tolist() == ["langer dan de norm; geen wegverbinding"]
    assert mixed["seh_aandeel_buiten_norm"] == pytest.approx([30 / 31])


def test_without_a_site_that_serves_anybody_nobody_is_judged() -> None:
    chain = Chain(NORM, (times(1, 2), times(NAN, NAN)), np.array([True, True]))
    assert not chain.known.any()
    assert not chain.outside.any()
    found = norm_columns(chain, groups([1.0, 1.0]), {65: np.full(2, NAN)})
    assert found["seh_oordeel"].tolist() == ["onbekend", "onbekend"]
    assert found["seh_oordeel_reden"].tolist() == [None, None]
    assert np.isnan(found["seh_inwoners_geen_wegverbinding"]).all()


def test_a_trip_counts_whom_no_road_joins_to_a_site() -> None:
    """Reached, on an island, off the roads, and on an island without a published number."""
    joined = np.array([True, True, False, True])
    ids = np.array(["a"], dtype=object)
    found = travel_columns(Trip("huisarts"), times(5, NAN, NAN, NAN), groups([1, 2, 4, NAN]), ids, joined)
    np.testing.assert_array_equal(found["huisarts_inwoners_zonder_weg"], [0, 2, 0, NAN])
    none = travel_columns(Trip("huisarts"), times(NAN, NAN), groups([1, 2]), ids, np.array([True, True]))
    assert np.isnan(none["huisarts_inwoners_zonder_weg"]).all()
