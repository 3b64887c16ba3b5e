"""Roads that nobody behind them can do without, against networkx and by hand."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.study_samples import ROADS, Road, network

from zorgkaart.network.tags import Passage, class_codes
from zorgkaart.quality.cut_edges import cut_tree, dependence


@st.composite
def graphs(draw):
    """A multigraph with loops and parallel edges, in one piece or several."""
    nodes = draw(st.integers(1, 12))
    ends = st.integers(0, nodes - 1)
    edges = draw(st.lists(st.tuples(ends, ends), max_size=20))
    weight = draw(st.lists(st.integers(0, 9), min_size=nodes, max_size=nodes))
    return nodes, edges, np.array(weight, dtype=float)


def arrays(edges):
    pairs = np.array(edges, dtype=np.int32).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


@given(graphs())
def test_the_cut_edges_are_those_of_networkx_and_what_lies_behind_is_what_comes_loose(sample):
    nodes, edges, weight = sample
    tail, head = arrays(edges)
    tree = cut_tree(nodes, tail, head)
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from((a, b, i) for i, (a, b) in enumerate(edges))
    largest = max(len(part) for part in nx.connected_components(graph))
    root = np.flatnonzero(tree.above < 0)
    cut = np.flatnonzero(tree.beyond >= 0)
    together = [part for part in nx.connected_components(graph) if len(part) == largest]
    # networkx.bridges knows no parallel edges: of those, none is a bridge.
    simple = nx.Graph(graph)
    simple.remove_edges_from([(a, a) for a in range(nodes)])
    double = {frozenset(e[:2]) for e in graph.edges if graph.number_of_edges(*e[:2]) > 1}
    bridges = {frozenset(b) for b in nx.bridges(simple)} - double
    mine = {frozenset(edges[i]) for i in cut}
    assert any(mine == {b for b in bridges if b <= part} for part in together)
    inner = np.where(tree.beyond == tail, head, tail)
    behind = tree.behind(weight, inner)
    for edge in cut:
        rest = graph.copy()
        rest.remove_edge(*edges[edge], key=int(edge))
        loose = nx.node_connected_component(rest, int(tree.beyond[edge]))
        assert behind[edge] == weight[list(loose)].sum()
        assert not loose & nx.node_connected_component(rest, int(inner[edge]))
        assert any(node not in loose for node in root)
    first = tree.first(behind >= 10, inner)
    for node in range(nodes):
        cuts = [e for e in cut if behind[e] >= 10 and tree.above[node] >= 0 and _behind(graph, edges, e, tree, node)]
        assert (first[node] >= 0) == bool(cuts)
        if cuts:
            assert behind[first[node]] == max(behind[e] for e in cuts)


def _behind(graph, edges, edge, tree, node):
    rest = graph.copy()
    rest.remove_edge(*edges[edge], key=int(edge))
    return node in nx.node_connected_component(rest, int(tree.beyond[edge]))


def test_a_long_dead_end_needs_no_deep_recursion():
    count = 50_000
    tree = cut_tree(count, np.arange(count - 1, dtype=np.int32), np.arange(1, count, dtype=np.int32))
    assert (tree.beyond >= 0).all()


# Of the sample's roads (study_samples): 0 west, 1 and 2 the ring of one-way roads, 3 and 4 east, 5 north.
@pytest.mark.parametrize(
    ("fewest", "hangs_on"),
    [
        (1, [0, 0, -1, 3, 3]),  # on the west road, on the north road behind it, on the ring, east, and behind east
        (31, [0, 0, -1, 3, 3]),
        (36, [-1, -1, -1, 3, 3]),
        (71, [-1, -1, -1, -1, -1]),
    ],
)
def test_residents_hang_on_the_cut_edge_nearest_to_the_rest_if_enough_of_them_do(fewest, hangs_on):
    roads, people = np.array([0, 5, 1, 3, 4, -1], dtype=np.int32), np.array([5.0, 30, 1000, 30, 40, 7])
    found = dependence(network(), roads, people, fewest=fewest)
    assert found.behind.tolist() == [35, 0, 0, 70, 40, 30]
    assert found.road.tolist() == [*hangs_on, -1]
    assert not found.ferry.any()


def test_a_second_way_out_beyond_the_edge_of_the_file_is_allowed_for():
    west = network().x.min()
    open_ended = replace(network(), cut_x=np.array([network().cut_x[0], west]), cut_y=np.repeat(network().cut_y, 2))
    roads, people = np.array([0, 5, 1, 3, 4], dtype=np.int32), np.array([5.0, 30, 1000, 30, 40])
    found = dependence(open_ended, roads, people, fewest=1)
    assert found.road.tolist() == [-1, 5, -1, -1, -1]


def test_unknown_inhabitants_count_as_none():
    found = dependence(network(), np.array([5], dtype=np.int32), np.array([np.nan]), fewest=0)
    assert found.behind[5] == 0
    assert found.road.tolist() == [-1]


def test_who_lives_beyond_a_ferry_depends_on_it():
    roads = network([*ROADS, Road([(0, 20), (0, 30)])])
    code = roads.code.copy()
    code[5] = class_codes()["ferry"]
    found = dependence(replace(roads, code=code), np.array([0, 6, -1], dtype=np.int32), np.ones(3), fewest=1)
    assert found.ferry.tolist() == [False, True, False]


@pytest.mark.parametrize(("passage", "single"), [(Passage.CLOSED, True), (Passage.OPEN, False)])
def test_a_road_that_only_an_ambulance_may_use_is_no_second_way(passage: Passage, single: bool) -> None:
    roads = replace(network([*ROADS, Road([(20, 0), (20, -2), (30, 0)])]), cut_x=np.empty(0), cut_y=np.empty(0))
    motor = roads.passage("motor")
    motor[-1] = passage
    roads = replace(roads, access={"motor": motor})
    hangs = dependence(roads, np.array([4], dtype=np.int32), np.array([5.0]), fewest=1)
    assert hangs.behind[3] == (5 if single else 0)
