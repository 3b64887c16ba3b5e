"""pandana's contraction and nearest points. Arguments: working folder, `nodes` or `junctions`."""

from __future__ import annotations

import sys

import numpy as np
import pandana
import pandas as pd
from arrays import GP, SEH, Inputs
from measure import measured

FAR_S = 36_000.0


def main(work: str, which: str) -> None:
    inputs = Inputs(work)
    label = "pandana" if which == "nodes" else "pandana-junctions"
    if which == "nodes":
        x, y = inputs["node_x"], inputs["node_y"]
        tail, head, seconds = inputs["tail"], inputs["head"], inputs["seconds"]
    else:  # what a sweep from the sites sees is reversed, so it is turned back
        count = len(inputs["junction_answer"])
        x, y = inputs["node_x"][:count], inputs["node_y"][:count]
        tail, head, seconds = (inputs[f"junction_{name}"] for name in ("to", "from", "seconds"))
    with measured(f"{label} contraction"):
        network = pandana.Network(
            pd.Series(x), pd.Series(y), pd.Series(tail), pd.Series(head), pd.DataFrame({"s": seconds}), twoway=False
        )
    at = network.get_node_ids(*inputs["addresses"].T).to_numpy()
    with measured(f"{label} nearest"):
        network.set_pois("seh", FAR_S, 3, *(pd.Series(part) for part in inputs[SEH].T))
        nearest = network.nearest_pois(FAR_S, "seh", num_pois=1, include_poi_ids=True).loc[at]
    print(np.mean(nearest[1]) / 60)
    if which == "nodes":
        with measured(f"{label} closures") as facts:
            network.nearest_pois(FAR_S, "seh", num_pois=3, include_poi_ids=True).loc[at]
            facts["note"] = "three nearest: enough for every set of one or two; the choice itself is not in it"
    with measured(f"{label} five"):
        network.set_pois("gp", FAR_S, 5, *(pd.Series(part) for part in inputs[GP].T))
        network.nearest_pois(FAR_S, "gp", num_pois=5, include_poi_ids=True).loc[at]


main(*sys.argv[1:])
