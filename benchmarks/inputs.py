"""What all sides are given: addresses, sites, and one network without contraction. Argument: working folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pyproj

from benchmarks.peers.arrays import GP, SEH, closures
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import snap
from zorgkaart.network.speeds import SpeedProfile
from zorgkaart.project.model import Project
from zorgkaart.routing.nearest import nearest, rank
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph
from zorgkaart.routing.seeds import seeds
from zorgkaart.study.study import Study

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "projects" / "groningen.toml"
DESTINATIONS, ORIGINS = 50, 20


def study() -> Study:
    """The default project, which all measurements are made on."""
    return Study(Project.load(PROJECT))


def expanded(network: RoadNetwork, road_s: np.ndarray) -> dict[str, np.ndarray]:
    """The network as a tool without contraction has it: every place along a road is a node of its own."""
    first, last = network.shape_start[:-1], network.shape_start[1:] - 1
    node = np.empty(len(network.shape_x), dtype=np.int64)
    inner = np.ones(len(node), dtype=bool)
    inner[first] = inner[last] = False
    node[first], node[last] = network.tail, network.head
    node[inner] = network.nodes + np.arange(inner.sum())
    starts = np.ones(len(node), dtype=bool)
    starts[last] = False
    at = np.flatnonzero(starts)
    road = np.repeat(np.arange(network.roads), np.diff(network.shape_start))[at]
    step = np.hypot(np.diff(network.shape_x)[at], np.diff(network.shape_y)[at])
    total = np.bincount(road, weights=step, minlength=network.roads)
    pieces = np.bincount(road, minlength=network.roads)
    # Places are kept to a decimetre: a road that shrinks to nothing gives all its pieces the same share.
    share = np.where(total[road] > 0, step / np.where(total > 0, total, 1)[road], 1 / pieces[road])
    there, back = np.isfinite(road_s[road, 0]), np.isfinite(road_s[road, 1])
    u, v = node[at], node[at + 1]
    return {
        "node_x": np.concatenate([network.x, network.shape_x[inner]]),
        "node_y": np.concatenate([network.y, network.shape_y[inner]]),
        "tail": np.concatenate([u[there], v[back]]),
        "head": np.concatenate([v[there], u[back]]),
        "seconds": np.concatenate([(road_s[road, 0] * share)[there], (road_s[road, 1] * share)[back]]),
    }


def pair_minutes(network: RoadNetwork, profile: SpeedProfile, pairs: np.ndarray) -> np.ndarray:
    """Minutes from road to road (no legs) at one speed per class: (pairs,)."""
    flat = SpeedProfile("flat", profile.outside_kmh, profile.outside_kmh, maxspeed=False)
    graph = RoutingGraph.of(network, flat)
    origin, destination = (Places.of(snap(network, *pairs[:, i : i + 2].T, limit_m=2000), leg_kmh=1e9) for i in (0, 2))
    minutes = np.empty(len(pairs))
    for begin in range(0, len(pairs), ORIGINS):
        rows = np.arange(begin, begin + ORIGINS)
        times = nearest(graph, destination.take(rows[:1]), origin.take(rows), direction=Direction.TO_SITE)
        minutes[rows] = times.minutes
    return minutes


def main(work: Path) -> None:
    """Write ``inputs.npz`` and zorgkaart's own answers for the comparisons."""
    made = study()
    table = made.facilities.table
    degrees = pyproj.Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)
    arrays = expanded(made.network, made.profiles["auto"].road_seconds(made.network))
    places = {"addresses": np.column_stack([made.residents.x, made.residents.y])}
    for kind in (SEH, GP):
        points = table.geometry.iloc[made.rows(kind)]
        places[kind] = np.column_stack([points.x, points.y])
    random = np.random.default_rng(45)
    addresses = places["addresses"]
    goal = np.repeat(addresses[random.integers(len(addresses), size=DESTINATIONS)], ORIGINS, axis=0)
    pairs = np.column_stack([addresses[random.integers(len(addresses), size=len(goal))], goal])
    for name, xy in places.items():
        arrays[name] = xy
        arrays[f"{name}_degrees"] = np.column_stack(degrees.transform(*xy.T))
    arrays["pairs_degrees"] = np.column_stack(
        [*degrees.transform(*pairs[:, :2].T), *degrees.transform(*pairs[:, 2:].T)]
    )
    graph, sites = made.graph("auto"), made.site_places.take(made.rows(SEH))
    arcs = graph.sparse(Direction.TO_SITE)
    start = seeds(graph, sites, direction=Direction.TO_SITE)
    arrays["junction_from"] = np.repeat(np.arange(graph.states), np.diff(arcs.indptr))
    arrays["junction_to"], arrays["junction_seconds"] = arcs.indices, arcs.seconds
    arrays["seed_node"], arrays["seed_seconds"] = start.node, start.seconds
    ranking = rank(graph, sites, made.points.take(np.arange(1)), direction=Direction.TO_SITE)
    arrays["junction_answer"] = ranking.nodes.seconds[:, 0]
    np.savez(work / "inputs.npz", **arrays)
    np.save(work / "pairs_own.npy", pair_minutes(made.network, made.profiles["auto"], pairs) * 60)
    (work / "closures.json").write_text(json.dumps(closures(len(places[SEH]))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
