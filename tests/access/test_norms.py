"""Every variant of norm: its minutes against networkx, and who is outside against sums by hand."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.network_samples import AMBULANCE, AUTO, CRS, places, roads, sweep_graph

from zorgkaart.access.chain import Chain
from zorgkaart.access.groups import Groups
from zorgkaart.access.measures import ArrivalNorm, ChainNorm, Norm, TripNorm
from zorgkaart.access.norms import Judged, norm_columns, ride_site_columns, share_outside, verdict
from zorgkaart.errors import NetworkError
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.modes.mode import Mode
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.project.moments import Moment
from zorgkaart.routing.nearest import TravelTimes, nearest
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph
from zorgkaart.study.study import Study

NAN = math.nan
PROFILES = {"auto": AUTO, "ambulance": AMBULANCE}
SPOT = st.tuples(st.integers(0, 99), st.sampled_from([0.0, 0.25, 0.6, 1.0]))
SPOTS = st.lists(SPOT, min_size=1, max_size=4)
CHAIN = ChainNorm("seh", name="seh", limit_min=4.0, stations="post", turnout_min=1.5, on_scene_min=0.75)
ARRIVAL = ArrivalNorm("post", name="aankomst", limit_min=2.0, turnout_min=1.5)
TRIP = TripNorm("seh", name="seh_met_de_auto", limit_min=0.5)


@settings(max_examples=40)
@given(raw=roads(), stations=SPOTS, sites=SPOTS, points=SPOTS)
def test_minutes_are_those_of_networkx(
    raw: RawRoads, stations: list[tuple[int, float]], sites: list[tuple[int, float]], points: list[tuple[int, float]]
) -> None:
    try:
        network = network_from_raw(raw, crs=CRS)
    except NetworkError:
        assume(False)
        raise
    put = {"post": _put(network, stations), "seh": _put(network, sites)}
    residents = _put(network, points)

    def sweep(
        kind: str,
        mode: str,
        /,
        *,
        direction: Direction = Direction.TO_SITE,
        only_24_7: bool = False,
        moment: Moment | None = None,
    ) -> TravelTimes:
        return nearest(RoutingGraph.of(network, PROFILES[mode]), put[kind], residents, direction=direction)

    def ride(kind: str, mode: str, direction: Direction) -> np.ndarray:
        graph = sweep_graph(network, PROFILES[mode], put[kind], residents, direction)
        starts = {("site", row) for row in range(len(put[kind]))}
        seconds = nx.multi_source_dijkstra_path_length(graph, starts, weight="seconds")
        return np.array([seconds.get(("point", row), NAN) / 60 for row in range(len(residents))])

    approach, transport = ride("post", "ambulance", Direction.FROM_SITE), ride("seh", "ambulance", Direction.TO_SITE)
    expected: dict[Norm, np.ndarray] = {
        CHAIN: 1.5 + approach + 0.75 + transport,
        ARRIVAL: 1.5 + approach,
        TRIP: ride("seh", "auto", Direction.TO_SITE),
    }
    for norm, minutes in expected.items():
        found = Judged.of(norm, sweep, joined=residents.road >= 0)
        np.testing.assert_allclose(found.minutes, minutes, atol=1e-6)
        sure = np.abs(minutes - norm.limit_min) > 1e-6
        np.testing.assert_array_equal(found.outside[sure], (minutes > norm.limit_min)[sure])


def _put(network: RoadNetwork, spots: list[tuple[int, float]]) -> Places:
    return places([(road % network.roads, fraction) for road, fraction in spots])


def _by_name(study: Study, values: np.ndarray) -> dict[str, object]:
    return dict(zip(study.areas.buurten["buurtnaam"], values.tolist(), strict=True))


def _found(study: Study, norm: Norm) -> dict[str, dict[str, object]]:
    columns = norm_columns(
        Judged.of(norm, study.sweep, joined=study.snapped.joined), study.groups("buurten"), study.ages
    )
    assert list(columns) == list(norm.columns(study.ages))
    return {name: _by_name(study, values) for name, values in columns.items()}


def test_the_arrival_of_the_ambulance_by_hand(study: Study) -> None:
    """Posts at km 5 and 35, half a minute per kilometre, two minutes to turn out; the limit is 9.25 minutes.

    In Lint the five addresses have it after 10.5, 10, 9, 8 and 7.5 minutes, in Stil the only one after 9.5.
    """
    norm = ArrivalNorm("ambulancepost", name="aankomst", limit_min=9.25, turnout_min=2.0)
    found = _found(study, norm)
    minutes = {"Dorp": 3.25, "Heem": 3.25, "Eenrichting": 7, "Lint": 9, "Kom": 4.15, "Half": 7.5, "Stil": 9.5}
    unknown = dict.fromkeys(("Eiland", "Ver weg"), NAN)
    assert found["aankomst_norm_min"] == pytest.approx(minutes | unknown, abs=0.01, nan_ok=True)
    parts = {name: value - 2 for name, value in (minutes | unknown).items()}
    assert found["aankomst_aanrij_min"] == pytest.approx(parts, abs=0.01, nan_ok=True)
    outside = {"Dorp": 0, "Heem": 0, "Eenrichting": 0, "Lint": 200, "Kom": 0, "Half": 0, "Stil": NAN}
    assert found["aankomst_inwoners_buiten_norm"] == pytest.approx(outside | unknown, nan_ok=True)
    assert found["aankomst_65plus_buiten_norm"]["Lint"] == pytest.approx(40)
    assert found["aankomst_aandeel_buiten_norm"]["Lint"] == pytest.approx(0.4)
    verdicts = {name: "binnen" for name, people in outside.items() if people == 0}
    verdicts |= {"Lint": "deels buiten"} | dict.fromkeys(("Stil", "Eiland", "Ver weg"), "onbekend")
    assert found["aankomst_oordeel"] == verdicts


def test_the_station_that_comes_by_hand(study: Study) -> None:
    """Of the five addresses in Lint the first, at km 22, is nearer to the post at km 5 than to that at km 35."""
    norm = ArrivalNorm("ambulancepost", name="aankomst", limit_min=9.25, turnout_min=2.0)
    judged = Judged.of(norm, study.sweep, joined=study.snapped.joined)
    table = study.facilities.table
    ids, names = (table[name].to_numpy(dtype=object) for name in ("id", "naam"))
    columns = ride_site_columns(judged, study.groups("buurten"), ids, names)
    assert tuple(columns) == norm.site_columns
    found = {name: _by_name(study, values) for name, values in columns.items()}
    west = dict.fromkeys(("Dorp", "Heem", "Eenrichting", "Half", "Stil"), "Ambulancepost West")
    kom = dict.fromkeys(("Lint", "Kom"), "Ambulancepost Kom")
    nobody = dict.fromkeys(("Eiland", "Ver weg"))
    assert found["aankomst_aanrij_naam"] == west | kom | nobody
    assert found["aankomst_aanrij_id"]["Lint"] == "ambulance-kom"
    # Of Half one of two addresses has no road: the other is all there is to say something of.
    shares = dict.fromkeys(west | kom, 1.0) | {"Lint": 0.8} | dict.fromkeys(nobody, NAN)
    assert found["aankomst_aanrij_aandeel"] == pytest.approx(shares, nan_ok=True)


@pytest.mark.parametrize("level", ["buurten", "wijken", "gemeenten"])
def test_the_site_of_most_inhabitants_is_that_of_counting(study: Study, level: str) -> None:
    frame, groups = study.results[level], study.groups(level)
    points = pd.DataFrame({"area": groups.area, "people": groups.shares})
    table = study.facilities.table
    for name, judged in study.chains.items():
        for leg, ride in zip(judged.norm.legs, judged.rides, strict=True):
            here = points[ride.site >= 0].assign(site=table["naam"].to_numpy()[ride.site[ride.site >= 0]])
            sums = here.groupby(["area", "site"])["people"].sum()
            parts = sums / sums.groupby("area").transform("sum")
            for area in range(groups.count):
                row = frame.iloc[area]
                site, share = (row[f"{name}_{leg.word}_{word}"] for word in ("naam", "aandeel"))
                if area not in parts.index:
                    assert pd.isna(site)
                    assert np.isnan(share)
                    continue
                assert share == pytest.approx(parts[area].max())
                assert parts[area][site] == pytest.approx(share)


def test_a_plain_trip_by_hand(study: Study) -> None:
    """Practices at km 7 and 29, a minute per kilometre by car, whatever their hours; the limit is 12 minutes."""
    norm = TripNorm("huisarts", name="huisarts", limit_min=12.0, only_24_7=False)
    found = _found(study, norm)
    minutes = {"Dorp": 4.5, "Heem": 1, "Eenrichting": 22, "Lint": 6.4, "Kom": 8.15, "Half": 13, "Stil": 17}
    unknown = dict.fromkeys(("Eiland", "Ver weg"), NAN)
    assert found["huisarts_norm_min"] == pytest.approx(minutes | unknown, abs=0.01, nan_ok=True)
    # Of Half one of two addresses has no road: forty of its eighty inhabitants are counted, all of whom are outside.
    outside = {"Dorp": 0, "Heem": 0, "Eenrichting": 200, "Lint": 100, "Kom": 0, "Half": 40, "Stil": NAN}
    assert found["huisarts_inwoners_buiten_norm"] == pytest.approx(outside | unknown, nan_ok=True)
    verdicts = {"Dorp": "binnen", "Heem": "binnen", "Kom": "binnen", "Eenrichting": "buiten", "Half": "buiten"}
    verdicts |= {"Lint": "deels buiten"} | dict.fromkeys(("Stil", "Eiland", "Ver weg"), "onbekend")
    assert found["huisarts_oordeel"] == verdicts
    assert not [name for name in found if name.endswith("vervoer_min") or name.endswith("aanrij_min")]


def test_a_plain_trip_in_another_mode_by_hand(study: Study) -> None:
    """By ambulance everything takes half as long, and in the built-up area of Kom too."""
    car = Judged.of(
        TripNorm("huisarts", name="x", limit_min=12.0, only_24_7=False), study.sweep, joined=study.snapped.joined
    )
    fast = TripNorm("huisarts", name="x", limit_min=12.0, only_24_7=False, mode=Mode.named("ambulance"))
    known = ~np.isnan(car.minutes)
    ratio = Judged.of(fast, study.sweep, joined=study.snapped.joined).rides[0].minutes[known] / car.minutes[known]
    assert ((ratio >= 0.25 - 1e-9) & (ratio <= 1.0)).all()
    assert np.median(ratio) == pytest.approx(0.5)


def test_only_what_is_always_open_counts_where_a_norm_says_so(study: Study) -> None:
    """Of the practices none is open at night, so nobody has one and there is no verdict anywhere."""
    judged = Judged.of(TripNorm("huisarts", name="huisarts", limit_min=12.0), study.sweep, joined=study.snapped.joined)
    assert not judged.known.any()
    assert not judged.outside.any()
    assert math.isnan(judged.count_outside(np.nan_to_num(study.residents.weight)))
    found = norm_columns(judged, study.groups("buurten"), study.ages)
    assert set(found["huisarts_oordeel"]) == {"onbekend"}


def test_a_kind_can_have_any_number_of_norms(study: Study) -> None:
    norms: list[Norm] = [
        ChainNorm("seh", name="seh", limit_min=27.75, turnout_min=2.0, on_scene_min=4.0),
        ChainNorm("seh", name="seh_ruim", limit_min=40.0, turnout_min=2.0, on_scene_min=4.0),
        TripNorm("seh", name="seh_auto", limit_min=20.0),
    ]
    columns = [_found(study, norm) for norm in norms]
    together = {name for found in columns for name in found}
    assert len(together) == sum(map(len, columns)), "a column would be written twice"
    people = [sum(v for v in _outside(found).values() if not math.isnan(v)) for found in columns]
    assert people[1] < people[0]


def _outside(found: Mapping[str, Mapping[str, object]]) -> dict[str, float]:
    (name,) = (name for name in found if name.endswith("_inwoners_buiten_norm"))
    return {area: float(str(value)) for area, value in found[name].items()}


def test_a_chain_names_its_rides(study: Study) -> None:
    chain = study.chains["seh"]
    assert isinstance(chain, Chain)
    assert chain.approach is chain.rides[0]
    assert chain.transport is chain.rides[1]
    assert chain.at_kind is chain.transport
    arrival = Judged.of(ARRIVAL.called("x"), lambda *_, **__: chain.approach, joined=chain.joined)
    assert arrival.at_kind is chain.approach
    assert chain.same_rides(chain)
    assert not chain.same_rides(Chain(chain.norm, (chain.rides[0], chain.rides[0]), chain.joined))


RIDES = st.lists(st.one_of(st.just(NAN), st.floats(0, 20)), min_size=1, max_size=12)


@given(minutes=RIDES, data=st.data())
def test_share_and_verdict_are_those_of_counting(minutes: list[float], data: st.DataObject) -> None:
    """Every point counts for its inhabitants; who has no ride is in no share, and without shares no verdict."""
    count = len(minutes)
    area = data.draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    people = data.draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
    norm = TripNorm("seh", name="seh", limit_min=10.0, flag_share=0.25)
    values = np.array(minutes)
    ride = TravelTimes(values, values, np.zeros(count, dtype=np.int32))
    judged = Judged(norm, (ride,), ~np.isnan(values))
    groups = Groups(np.array(area, dtype=np.int32), 3, np.array(people, dtype=float))
    inside, outside = defaultdict(int), defaultdict(int)
    for value, place, weight in zip(minutes, area, people, strict=True):
        if not math.isnan(value):
            (outside if value > 10.0 else inside)[place] += weight
    share = share_outside(judged, groups)
    found = verdict(share, ~np.isnan(share), flag_share=norm.flag_share)
    for place in range(3):
        total = inside[place] + outside[place]
        if total == 0:
            assert math.isnan(share[place])
            assert found[place] == "onbekend"
            continue
        assert share[place] == pytest.approx(outside[place] / total)
        if 4 * outside[place] < total:
            assert found[place] == "binnen"
        elif 4 * inside[place] < total:
            assert found[place] == "buiten"
        else:
            assert found[place] == "deels buiten"
