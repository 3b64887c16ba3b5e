"""networkx on zorgkaart's contracted junctions, and whether both agree. Argument: working folder."""

from __future__ import annotations

import sys

import networkx as nx
import numpy as np
from arrays import Inputs
from measure import measured, report


def main(work: str) -> None:
    inputs = Inputs(work)
    columns = (inputs[f"junction_{name}"].tolist() for name in ("from", "to", "seconds"))
    with measured("networkx graph"):
        graph = nx.DiGraph()
        graph.add_weighted_edges_from(zip(*columns, strict=True))
    sites = zip(inputs["seed_node"].tolist(), inputs["seed_seconds"].tolist(), strict=True)
    graph.add_weighted_edges_from((-1, node, seconds) for node, seconds in sites)
    with measured("networkx nearest") as facts:
        seconds = nx.single_source_dijkstra_path_length(graph, -1)
        facts["note"] = "contracted junctions, seconds only"
    del seconds[-1]
    theirs = np.full(len(inputs["junction_answer"]), np.inf)
    theirs[list(seconds)] = list(seconds.values())
    ours = inputs["junction_answer"]
    same = (theirs == ours) | (np.isinf(theirs) & np.isinf(ours))
    report("networkx agreement", nodes=len(ours), equal=int(same.sum()))


main(*sys.argv[1:])
