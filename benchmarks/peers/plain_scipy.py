"""Plain scipy on nodes and arcs without contraction; points join the nearest node. Argument: working folder."""

from __future__ import annotations

import sys

import numpy as np
from arrays import GP, SEH, Inputs, closures
from measure import measured, repeated, report
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

NEAREST, LIMIT_S = 5, 1800.0


def main(work: str) -> None:
    inputs = Inputs(work)
    nodes = np.column_stack([inputs["node_x"], inputs["node_y"]])
    with measured("scipy graph"):
        order = np.lexsort((inputs["seconds"], inputs["tail"], inputs["head"]))
        head, tail, seconds = inputs["head"][order], inputs["tail"][order], inputs["seconds"][order]
        first = np.ones(len(head), dtype=bool)
        first[1:] = (head[1:] != head[:-1]) | (tail[1:] != tail[:-1])
        # Reversed, as people go to the sites.
        graph = csr_array((seconds[first], (head[first], tail[first])), shape=(len(nodes),) * 2)
    with measured("scipy snap"):
        tree = cKDTree(nodes)
        at = tree.query(inputs["addresses"])[1]
        seh, gp = tree.query(inputs[SEH])[1], tree.query(inputs[GP])[1]
    dijkstra(graph, indices=seh[:1], min_only=True, limit=60)
    with measured("scipy nearest"):
        node_s, _, which = dijkstra(graph, indices=seh, min_only=True, return_predecessors=True)
        nearest_s, _which = node_s[at], which[at]
    report("scipy check", mean_min=float(nearest_s[np.isfinite(nearest_s)].mean() / 60))
    with measured("scipy closures"):
        matrix = dijkstra(graph, indices=seh)[:, at]
        for closed in closures(len(seh)):
            open_ = np.delete(matrix, closed, axis=0)
            np.argmin(open_, axis=0)
    count = len(inputs["junction_answer"])
    arcs = inputs["junction_seconds"], (inputs["junction_from"], inputs["junction_to"])
    junctions, start = csr_array(arcs, shape=(count, count)), np.unique(inputs["seed_node"])
    repeated("scipy junctions", lambda: dijkstra(junctions, indices=start, min_only=True, return_predecessors=True))
    places, count = np.unique(gp, return_counts=True)
    with measured("scipy five") as facts:
        best = np.full((len(at), NEAREST), np.inf)
        for node, repeat in zip(places, count, strict=True):
            reach = dijkstra(graph, indices=node, limit=LIMIT_S)[at]
            near = np.flatnonzero(reach < best[:, -1])
            rows = np.repeat(reach[near, None], min(repeat, NEAREST), axis=1)
            best[near] = np.sort(np.concatenate([best[near], rows], axis=1), axis=1)[:, :NEAREST]
        facts["note"] = f"{len(places)} searches of at most {LIMIT_S / 60:.0f} min; which practice is not kept"


main(*sys.argv[1:])
