"""zorgkaart's own side. Arguments: ``build`` PBF [NPZ], ``questions``, or ``sites``."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from support.routing_oracle import nearest_by_scipy

from benchmarks.inputs import ROOT, study
from benchmarks.peers.arrays import GP, SEH, closures
from benchmarks.peers.measure import measured, repeated, report
from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.chain import Chain
from zorgkaart.network.build import build_network
from zorgkaart.network.built_up import has_near
from zorgkaart.network.store import read_points
from zorgkaart.routing.nearest import nearest, rank
from zorgkaart.routing.routing_graph import Direction

TO, FROM = Direction.TO_SITE, Direction.FROM_SITE


def residents() -> np.ndarray:
    """Addresses of the three provinces, for built-up roads."""
    points = read_points(tuple(sorted((ROOT / "data" / "residents").glob("*.parquet"))))
    assert points is not None
    return points


def build(task: str, pbf: Path, saved: Path | None = None) -> None:
    """Read and build once, with all attributes; only what numba compiled is warm."""
    has_near(np.zeros((1, 2)), np.zeros((1, 2)), radius_m=1.0, at_least=1)
    with measured(task) as facts:
        network = build_network(pbf, addresses_m=residents())
        facts.update(nodes=network.nodes, roads=network.roads)
    if saved is not None:
        network.save(saved)


def questions() -> None:
    """What is asked after loading, for all addresses of the province."""
    made = study()
    with measured("own load"):
        network = made.network
        graphs = {name: made.graph(name) for name in ("auto", "ambulance")}
        for graph in graphs.values():
            graph.sparse(TO), graph.sparse(FROM)
    with measured("own snap"):
        points = made.points
    count = len(points)
    seh, gp, stations = (
        made.site_places.take(made.rows(kind, only_24_7=always))
        for kind, always in ((SEH, True), (GP, False), ("ambulancepost", True))
    )
    norm = norms_of(made.project)[SEH]
    fast, car = graphs["ambulance"], graphs["auto"]

    def chain() -> np.ndarray:
        with ThreadPoolExecutor(2) as threads:
            approach = threads.submit(nearest, fast, stations, points, direction=FROM)
            transport = threads.submit(nearest, fast, seh, points, direction=TO)
        return Chain(norm, (approach.result(), transport.result())).minutes

    sets = closures(len(seh))
    repeated("own nearest", lambda: nearest(car, seh, points, direction=TO), points=count, sites=len(seh))
    repeated("own by scipy", lambda: nearest_by_scipy(car, seh, points, direction=TO), points=count)
    repeated("own chain", chain, points=count, stations=len(stations))
    repeated("own five", lambda: rank(car, gp, points, direction=TO, k=5), points=count, sites=len(gp))
    three = repeated("own three", lambda: rank(car, seh, points, direction=TO, k=3))
    masks = [np.isin(np.arange(len(seh)), closed) for closed in sets]
    repeated("own closure", lambda: three.without(masks[0]))

    def all_closures() -> list[np.ndarray]:
        ranking = rank(car, seh, points, direction=TO, k=3)
        with ThreadPoolExecutor(2) as threads:
            return [times.minutes for times in threads.map(ranking.without, masks)]

    answers = repeated("own closures", all_closures, times=3, sets=len(sets))
    open_rows = [np.flatnonzero(~mask) for mask in masks]
    again = (nearest(car, seh.take(rows), points, direction=TO).minutes for rows in open_rows)
    exact = sum(np.array_equal(a, b, equal_nan=True) for a, b in zip(answers, again, strict=True))
    report("own exact", sets=len(sets), exact=exact, nodes=network.nodes, points=count)


def sites() -> None:
    """Growth with the number of sites, and with the number of labels per point."""
    made = study()
    graph, points = made.graph("auto"), made.points
    gp = made.site_places.take(made.rows(GP))
    for count in (1, 12, 48, 147, 294, len(gp)):
        some = gp.take(np.linspace(0, len(gp) - 1, count).astype(np.int64))
        repeated("own sites", lambda some=some: rank(graph, some, points, direction=TO), times=3, sites=count, k=1)
    for k in (1, 2, 3, 5, 10):
        repeated("own labels", lambda k=k: rank(graph, gp, points, direction=TO, k=k), times=3, sites=len(gp), k=k)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["build", task, pbf, *saved]:
            build(task, Path(pbf), *map(Path, saved))
        case ["questions"]:
            questions()
        case ["sites"]:
            sites()
