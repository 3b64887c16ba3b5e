"""To networkx and back, and networks from graphs as osmnx makes them."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import osmnx
import pytest
import shapely
from hypothesis import assume, given, settings
from support.network_samples import AUTO, CODES, CRS, VILLAGE, Way, build, places, raw_roads, roads

from zorgkaart.errors import CrsError, NetworkError
from zorgkaart.network.build import build_network, network_from_raw
from zorgkaart.network.built_up import BuiltUpRule
from zorgkaart.network.exchange import from_networkx, to_networkx
from zorgkaart.network.osm import RawRoads
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.tags import NODE_KEYS, WAY_KEYS, road_classes
from zorgkaart.routing.nearest import nearest
from zorgkaart.routing.routing_graph import Direction, RoutingGraph

SPOTS = [(0, 0), (10, 0), (10, 10), (20, 0)]
WAYS = [
    Way([0, 1, 2, 0], maxspeed=(30.0, 50.0)),
    Way([1, 3], highway="primary", built_up=1, maxspeed=(48.28032, 48.28032)),
    Way([3, 2], direction=1, highway="tertiary"),
    Way([0, 1], highway="service"),
]


@pytest.fixture
def network() -> RoadNetwork:
    return build(SPOTS, WAYS)


def all_seconds(network: RoadNetwork) -> dict[tuple[tuple[float, float], tuple[float, float]], float]:
    """Shortest seconds between all junctions, by their places to the metre."""
    spot = [(round(x), round(y)) for x, y in zip(network.x.tolist(), network.y.tolist(), strict=True)]
    road = [int(np.flatnonzero((network.tail == n) | (network.head == n))[0]) for n in range(network.nodes)]
    everywhere = places([(r, 0.0 if network.tail[r] == n else 1.0) for n, r in enumerate(road)])
    graph = RoutingGraph.of(network, AUTO)
    return {
        (spot[site], spot[node]): float(minutes) * 60
        for site in range(network.nodes)
        for node, minutes in enumerate(
            nearest(graph, everywhere.take(np.array([site])), everywhere, direction=Direction.FROM_SITE).minutes
        )
    }


def assert_same_seconds(one: RoadNetwork, other: RoadNetwork, *, rel: float = 0.0, abs_: float = 1e-3) -> None:
    first, second = all_seconds(one), all_seconds(other)
    assert first.keys() == second.keys()
    assert second == pytest.approx(first, rel=rel, abs=abs_)


def test_the_export_is_as_osmnx_wants_it(network: RoadNetwork) -> None:
    graph = to_networkx(network, profile=AUTO)
    if hasattr(osmnx.convert, "validate_graph"):  # not in the oldest osmnx that will do
        osmnx.convert.validate_graph(graph)
    nodes, edges = osmnx.graph_to_gdfs(graph)
    assert nodes.crs == CRS
    assert {"highway", "length", "oneway", "reversed", "maxspeed", "built_up", "travel_time", "speed_kph"} <= set(edges)
    assert len(edges) == network.forward.sum() + network.backward.sum()
    degrees = osmnx.project_graph(graph, to_latlong=True)
    assert osmnx.routing.shortest_path(degrees, 0, 1, weight="travel_time") is not None


def test_each_edge_tells_its_own_direction(network: RoadNetwork) -> None:
    graph = to_networkx(network, profile=AUTO)
    seconds = AUTO.road_seconds(network)
    for tail, head, data in graph.edges(data=True):
        road, side = data["osmid"], int(data["reversed"])
        ends = (network.tail[road], network.head[road])
        assert (tail, head) == (ends[::-1] if data["reversed"] else ends)
        (x, y), *_ = data["geometry"].coords
        assert (x, y) == (graph.nodes[tail]["x"], graph.nodes[tail]["y"])
        assert data["highway"] == road_classes()[network.code[road]]
        assert data["length"] == network.length_m[road]
        assert data["oneway"] == (not (network.forward[road] and network.backward[road]))
        assert data["built_up"] == network.built_up[road]
        assert data["travel_time"] == seconds[road, side]
        assert data["speed_kph"] == pytest.approx(data["length"] / data["travel_time"] * 3.6)
        limit = network.maxspeed_kmh[road, side]
        assert float(data.get("maxspeed", "nan")) == pytest.approx(float(limit), nan_ok=True)
    assert sum(data["reversed"] for _, _, data in graph.edges(data=True)) == network.backward.sum()


def test_without_a_profile_there_are_no_times(network: RoadNetwork) -> None:
    for _, _, data in to_networkx(network).edges(data=True):
        assert "travel_time" not in data
        assert "speed_kph" not in data
        assert math.nan not in data.values()


@pytest.mark.slow
@settings(max_examples=25)
@given(raw=roads())
def test_there_and_back_keeps_all_shortest_times(raw: RawRoads) -> None:
    try:
        network = network_from_raw(raw, crs=CRS)
    except NetworkError:
        assume(False)
    back = from_networkx(to_networkx(network))
    assert back.roads <= network.roads  # two one-ways there and back along one line have become one road
    spots = set(zip(network.x.tolist(), network.y.tolist(), strict=True))
    if len(spots) == network.nodes:  # a barrier leaves several junctions on one spot
        first, second = all_seconds(network), all_seconds(back)
        assert second == pytest.approx({pair: first[pair] for pair in second}, rel=0, abs=1e-3)


def test_there_and_back_through_a_graphml_file(network: RoadNetwork, tmp_path: Path) -> None:
    osmnx.save_graphml(to_networkx(network, profile=AUTO), tmp_path / "net.graphml")
    back = from_networkx(osmnx.load_graphml(tmp_path / "net.graphml"))
    assert back.built_up.sum() == network.built_up.sum()
    assert_same_seconds(network, back)


def zoned() -> RoadNetwork:
    """A road for residents, one that is so one way only, a road for ambulances, a barrier for cars and a ferry."""
    spots = [(0, 0), (9, 0), (9, 9), (0, 9), (4, 0), (20, 0), (9, 4)]
    ways = [
        Way([0, 4, 1]),
        Way([1, 6, 2]),
        Way([2, 3, 0]),
        Way([0, 2]),
        Way([1, 5], highway="ferry"),
        Way([3, 1]),
        Way([6, 5]),
    ]
    motor = np.array([(2, 2), (2, 2), (2, 2), (1, 1), (2, 2), (0, 0), (2, 1)], dtype=np.uint8)
    emergency = np.maximum(motor, np.array([0, 0, 0, 0, 0, 2, 0], dtype=np.uint8)[:, None])
    raw = raw_roads(spots, ways)
    stops = {"motor": np.array([4], np.int32), "emergency": np.empty(0, np.int32)}
    seconds = np.array([math.nan] * 4 + [600.0] + [math.nan] * 2)
    access = {"motor": motor, "emergency": emergency}
    return network_from_raw(replace(raw, access=access, blocked_for=stops, seconds=seconds), crs=CRS)


def test_who_may_use_a_road_and_its_timetable_come_back(tmp_path: Path) -> None:
    network = zoned()
    osmnx.save_graphml(to_networkx(network), tmp_path / "net.graphml")
    back = from_networkx(osmnx.load_graphml(tmp_path / "net.graphml"))
    assert sorted(back.length_m) == pytest.approx(sorted(network.length_m), abs=1e-3)
    for name in ("motor", "emergency"):
        ends = [np.bincount(each.passage(name).ravel(), minlength=3).tolist() for each in (network, back)]
        assert ends[0] == ends[1]
        assert ends[0][1] > 0
    assert network.seconds is not None
    assert back.seconds is not None
    assert np.nansum(back.seconds) == np.nansum(network.seconds) == 600


def test_a_passage_that_is_none_is_named() -> None:
    graph = to_networkx(zoned())
    next(iter(graph.edges(data=True)))[2]["passage_motor"] = "somewhat"
    with pytest.raises(NetworkError, match=r"passage_motor is 'somewhat'; it is one of closed, ends_only, open\."):
        from_networkx(graph)


def test_there_and_back_through_degrees(network: RoadNetwork) -> None:
    assert_same_seconds(network, from_networkx(osmnx.project_graph(to_networkx(network), to_latlong=True)))


def test_there_and_back_through_tables(network: RoadNetwork) -> None:
    """Tables fill what an edge has not with NaN."""
    graph = osmnx.graph_from_gdfs(*osmnx.graph_to_gdfs(to_networkx(network)))
    assert_same_seconds(network, from_networkx(graph))


def test_a_busway_that_cars_may_use_comes_back() -> None:
    network = build(SPOTS[:2], [Way([0, 1], highway="busway")])
    assert from_networkx(to_networkx(network)).code.tolist() == [CODES["busway"]]


@pytest.fixture
def village(tmp_path: Path) -> Path:
    return VILLAGE.xml(tmp_path / "dorp.osm")


@pytest.fixture
def all_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(osmnx.settings, "useful_tags_way", [*osmnx.settings.useful_tags_way, *WAY_KEYS])
    monkeypatch.setattr(osmnx.settings, "useful_tags_node", [*osmnx.settings.useful_tags_node, *NODE_KEYS])


@pytest.mark.usefixtures("all_tags")
def test_a_graph_of_osmnx_is_the_file_read_by_ourselves(village: Path) -> None:
    graph = osmnx.graph_from_xml(village, simplify=False, retain_all=True)
    ours, theirs, measured = build_network(village), from_networkx(graph), from_networkx(_without_lengths(graph))
    assert (measured.nodes, measured.roads) == (ours.nodes, ours.roads)
    assert measured.source["dropped_nodes"] == ours.source["dropped_nodes"]
    np.testing.assert_allclose(np.sort(measured.length_m), np.sort(ours.length_m), rtol=1e-6)
    np.testing.assert_allclose(np.sort(theirs.length_m), np.sort(ours.length_m), rtol=5e-3)  # over a sphere
    link = CODES["motorway"]  # osmnx does not know that it is one-way without saying so
    assert [n.backward[n.code == link].tolist() for n in (ours, theirs)] == [[False], [True]]
    others = [np.sort(n.maxspeed_kmh[n.backward & (n.code != link)], axis=None) for n in (ours, measured)]
    np.testing.assert_array_equal(*others)


def _without_lengths(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    graph = graph.copy()
    for _, _, data in graph.edges(data=True):
        del data["length"]
    return graph


@pytest.mark.usefixtures("all_tags")
@pytest.mark.parametrize("projected", [False, True])
def test_simplified_or_not_projected_or_not_it_is_one_network(village: Path, projected: bool) -> None:
    plain = osmnx.graph_from_xml(village, simplify=False, retain_all=True)
    simple = osmnx.simplify_graph(plain, node_attrs_include=["barrier"], edge_attrs_differ=["highway", "maxspeed"])
    if projected:
        simple = osmnx.project_graph(simple)
    one, two = from_networkx(plain), from_networkx(simple)
    assert (one.nodes, one.roads) == (two.nodes, two.roads)
    np.testing.assert_allclose(np.sort(one.length_m), np.sort(two.length_m), rtol=1e-6)
    first, second = all_seconds(one), all_seconds(two)
    np.testing.assert_allclose(sorted(first.values()), sorted(second.values()), rtol=0, atol=1e-3)


def graph_of(*edges: tuple[int, int, dict[str, Any]], crs: Any = CRS) -> nx.MultiDiGraph:
    """Nodes a kilometre apart from west to east, edges as given; both directions with ``both=True``."""
    graph = nx.MultiDiGraph(crs=crs)
    for node in range(5):
        graph.add_node(node, x=230_000.0 + 1000 * node, y=580_000.0)
    for tail, head, data in edges:
        both = data.pop("both", True)
        data = {"highway": "residential", "length": 1000.0, **data}
        graph.add_edge(tail, head, **data)
        if both:
            geometry = data.get("geometry")
            back = {"geometry": geometry.reverse()} if isinstance(geometry, shapely.LineString) else {}
            graph.add_edge(head, tail, **{**data, **back, "reversed": True})
    return graph


@pytest.mark.parametrize(
    ("highway", "expected"),
    [
        ("primary", "primary"),
        (["residential"], "residential"),
        (["primary", "residential"], "residential"),  # osmnx keeps no order among them
        (["residential", "primary"], "residential"),
        (["path", "tertiary"], "tertiary"),
        ("motorway_link", "motorway_link"),
    ],
)
def test_of_several_classes_the_lowest_counts(highway: str | list[str], expected: str) -> None:
    network = from_networkx(graph_of((0, 1, {"highway": highway})))
    assert [road_classes()[code] for code in network.code] == [expected]
    assert network.forward.all()
    assert network.backward.all()


@pytest.mark.parametrize(
    ("maxspeed", "expected"),
    [
        ("50", 50),
        (50, 50),
        (50.0, 50),
        ("30 mph", 48.28032),
        (["50", "30"], 30),
        (["70", "30 mph"], 48.28032),
        ("NL:urban", 50),
        (["none", "80"], 80),
        ("none", math.nan),
        (math.nan, math.nan),
        (None, math.nan),
    ],
)
def test_limits_as_osmnx_gives_them(maxspeed: Any, expected: float) -> None:
    network = from_networkx(graph_of((0, 1, {"maxspeed": maxspeed})))
    assert network.maxspeed_kmh[0].tolist() == pytest.approx([expected] * 2, nan_ok=True)


def test_limits_by_direction_go_to_the_right_side() -> None:
    data = {"maxspeed": "50", "maxspeed:forward": "30", "maxspeed:backward": "20"}
    network = from_networkx(graph_of((0, 1, data)))
    along = network.x[network.tail[0]] < network.x[network.head[0]]
    assert network.maxspeed_kmh[0].tolist() == ([30, 20] if along else [20, 30])


def test_pieces_of_a_geometry_add_up_to_the_length_of_the_edge() -> None:
    line = shapely.LineString([(230_000, 580_000), (230_500, 580_400), (231_000, 580_000)])
    network = from_networkx(graph_of((0, 1, {"geometry": line, "length": 1500.0}), (1, 2, {"length": 900.0})))
    assert network.roads == 1
    assert network.length_m[0] == pytest.approx(2400)
    assert len(network.shape_x) == 4
    assert network.lines[0].length == pytest.approx(2280.6, abs=1)


def test_a_geometry_against_the_drive_is_turned() -> None:
    line = shapely.LineString([(231_000, 580_000), (230_900, 580_300), (230_100, 580_300), (230_000, 580_000)])
    network = from_networkx(graph_of((0, 1, {"geometry": line, "both": False}), (1, 0, {"both": False})))
    assert network.lines[0].length == pytest.approx(1000 + 800 + 2 * math.hypot(100, 300), abs=1)


def test_there_and_back_along_one_line_is_one_road_and_other_pairs_are_two() -> None:
    over = shapely.LineString([(230_000, 580_000), (230_500, 580_400), (231_000, 580_000)])
    under = shapely.LineString([(230_000, 580_000), (230_500, 579_600), (231_000, 580_000)])
    same = from_networkx(graph_of((0, 1, {"geometry": over})))
    assert (same.roads, same.backward.sum()) == (1, 1)
    edges = [(0, 1, {"geometry": over, "both": False}), (1, 0, {"geometry": under.reverse(), "both": False})]
    apart = from_networkx(graph_of(*edges))
    assert (apart.roads, apart.backward.sum()) == (1, 0)  # a one-way ring
    for other in ({"length": 1001.0}, {"highway": "service"}, {"built_up": True}):
        unlike = from_networkx(graph_of((0, 1, {"both": False}), (1, 0, {"both": False, **other})))
        assert (unlike.roads, unlike.backward.sum()) == (2, 0)


def test_double_edges_pair_off() -> None:
    edges = [(0, 1, {"length": length}) for length in (1000.0, 1200.0, 1200.0)]
    network = from_networkx(graph_of(*edges))
    assert sorted(network.length_m) == [1000, 1200, 1200]
    assert network.backward.all()


def test_loops_are_kept_where_they_have_a_shape() -> None:
    loop = shapely.LineString([(230_000, 580_000), (230_500, 580_400), (230_000, 580_400), (230_000, 580_000)])
    two_way = from_networkx(graph_of((0, 1, {}), (0, 0, {"geometry": loop, "length": 1540.0})))
    assert sorted(two_way.length_m) == [1000, 1540]
    assert two_way.backward.all()
    one_way = from_networkx(graph_of((0, 1, {}), (0, 0, {"geometry": loop, "length": 1540.0, "both": False})))
    assert sorted(one_way.backward.tolist()) == [False, True]
    assert from_networkx(graph_of((0, 1, {}), (0, 0, {"length": 7.0}))).length_m.tolist() == [1000]


def test_what_a_car_may_not_use_is_left_out() -> None:
    unfit = [{"highway": "footway"}, {"access": "no"}, {"motor_vehicle": "no"}, {"highway": None}, {"area": "yes"}]
    network = from_networkx(graph_of((0, 1, {}), *((1, 2, data) for data in unfit)))
    assert network.length_m.tolist() == [1000]
    private = from_networkx(graph_of((0, 1, {}), (1, 2, {"access": ["private", "destination"]})))
    assert private.length_m.tolist() == [2000]


def test_a_barrier_that_osmnx_kept_stops_the_car() -> None:
    graph = graph_of((0, 1, {}), (1, 2, {}), (2, 3, {}))
    graph.nodes[2]["barrier"] = "bollard"
    network = from_networkx(graph)
    assert network.length_m.tolist() == [2000]
    graph.nodes[2]["motor_vehicle"] = "yes"
    assert from_networkx(graph).length_m.tolist() == [3000]


def test_built_up_is_the_edges_own_or_else_told_by_the_rule() -> None:
    graph = graph_of(
        (0, 1, {"built_up": True}),
        (1, 2, {"built_up": "False"}),
        (2, 3, {"highway": "tertiary"}),
        (3, 4, {"highway": "tertiary", "maxspeed": "NL:urban"}),
    )
    addresses = np.tile([[232_500.0, 580_010.0]], (6, 1))
    network = from_networkx(graph, addresses_m=addresses, rule=BuiltUpRule(min_addresses=5), source={"made": "here"})
    west = np.minimum(network.x[network.tail], network.x[network.head]).round(-3)
    assert dict(zip(west.tolist(), network.built_up.tolist(), strict=True)) == {
        230_000: True,
        231_000: False,
        232_000: True,
        233_000: True,
    }
    assert network.source["made"] == "here"
    assert network.source["built_up_rule"]["min_addresses"] == 5


def test_lengths_that_are_missing_are_measured() -> None:
    graph = graph_of((0, 1, {"length": None}), (1, 2, {"length": math.nan}))
    assert from_networkx(graph).length_m.tolist() == pytest.approx([2000], rel=1e-3)


def test_nodes_may_have_any_names() -> None:
    graph = nx.relabel_nodes(graph_of((0, 1, {}), (1, 2, {"highway": "primary"})), {0: "a", 1: ("b", 2), 2: 3})
    assert from_networkx(graph).nodes == 3


def test_a_plain_directed_graph_will_do() -> None:
    assert from_networkx(nx.DiGraph(graph_of((0, 1, {})))).roads == 1


def test_where_the_graph_is_cut_is_kept() -> None:
    network = from_networkx(graph_of((0, 1, {}), (1, 2, {}), (2, 3, {}), (3, 4, {})))
    assert len(network.cut_x) > 0
    assert len(network.dropped_x) == 0


@pytest.mark.parametrize(
    ("graph", "error", "message"),
    [
        (nx.MultiGraph(crs=CRS), NetworkError, "undirected"),
        (graph_of((0, 1, {}), crs=None), CrsError, "no coordinate reference system"),
        (graph_of((0, 1, {}), crs="nergens"), CrsError, "'nergens' is no coordinate reference system"),
        (nx.MultiDiGraph(crs=CRS), NetworkError, "no edge that a car may use"),
        (graph_of((0, 1, {"highway": "steps"})), NetworkError, "no edge that a car may use"),
        (graph_of((0, 1, {"length": "ver"})), NetworkError, "edge 0-1: length 'ver' is no number"),
        (graph_of((0, 1, {"length": -5.0})), NetworkError, "edge 0-1: length '-5.0'"),
        (graph_of((0, 1, {"length": math.inf})), NetworkError, "edge 0-1: length 'inf'"),
        (graph_of((0, 1, {"geometry": "LINESTRING (0 0, 1 1)"})), NetworkError, "edge 0-1: its geometry is no Line"),
        (graph_of((0, 1, {"both": False})), NetworkError, "come back"),
    ],
)
def test_an_unfit_graph_says_why(graph: nx.MultiDiGraph, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        from_networkx(graph)


def test_a_node_without_a_place_is_named() -> None:
    graph = graph_of((0, 1, {}))
    del graph.nodes[3]["x"]
    with pytest.raises(NetworkError, match="a node of the graph has no coordinates"):
        from_networkx(graph)
    graph.nodes[3]["x"] = math.nan
    with pytest.raises(NetworkError, match="node 3 of the graph has no place"):
        from_networkx(graph)


def test_the_crs_of_the_network_is_the_callers() -> None:
    network = from_networkx(graph_of((0, 1, {})), crs="EPSG:32632")
    assert network.crs == "EPSG:32632"
    assert network.length_m.tolist() == [1000]
    with pytest.raises(NetworkError, match="not projected in metres"):
        from_networkx(graph_of((0, 1, {})), crs="EPSG:4326")
