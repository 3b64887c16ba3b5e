"""Supply shared by E2SFCA over all pairs of addresses and practices, and by pysal's access over some of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from access import Access
from access.weights import step_fn

from benchmarks.inputs import study
from benchmarks.peers.arrays import GP
from benchmarks.peers.measure import repeated, report
from zorgkaart.access.floating_catchments import Catchments, share_supply

# access takes microseconds per pair, and memory: all pairs would take a minute and gigabytes.
SAMPLED_POINTS = 20_000


def main() -> None:
    """Measure both, and the largest difference between them on the pairs that both had."""
    supplied = study().supplied(GP)
    decay, people = supplied.supply.decay, np.nan_to_num(supplied.people)
    catchments, supply = supplied.catchments, supplied.at_places
    everything = len(catchments.point)
    for method in ("e2sfca", "bfca"):
        repeated(
            f"own shares {method}",
            lambda method=method: share_supply(catchments, supply, people, method=method),
            times=3,
            pairs=everything,
        )
    steps = step_fn(dict(decay.steps))
    chosen = np.zeros(len(people), dtype=bool)
    chosen[np.random.default_rng(7).choice(len(people), SAMPLED_POINTS, replace=False)] = True
    kept = chosen[catchments.point] & (people[catchments.point] > 0)
    # A bound in the middle of each step gives the weight of the pair again.
    middle = {weight: bound - 0.01 for bound, weight in decay.steps}
    minutes = np.array([middle[weight] for weight in catchments.weight[kept]])
    point, place = catchments.point[kept], catchments.place[kept]
    asked = Access(
        demand_df=pd.DataFrame({"point": np.arange(len(people)), "people": people}),
        demand_index="point",
        demand_value="people",
        supply_df=pd.DataFrame({"place": np.arange(len(supply)), "sites": supply}),
        supply_index="place",
        supply_value="sites",
        cost_df=pd.DataFrame({"point": point, "place": place, "minutes": minutes}),
        cost_origin="point",
        cost_dest="place",
        cost_name="minutes",
    )
    theirs = (
        repeated(
            "access shares sample",
            lambda: asked.enhanced_two_stage_fca(cost="minutes", max_cost=decay.limit_min, weight_fn=steps),
            times=3,
            pairs=len(point),
            scale=everything / len(point),
        )
        .iloc[:, -1]
        .dropna()
    )
    ones = np.ones(len(supply), dtype=np.int64)
    some = Catchments.of(point, place, minutes, decay, points=len(people), sites=ones)
    mine = share_supply(some, supply, people, method="e2sfca").access[theirs.index]
    report("shares agree", largest=float(np.max(np.abs(mine / theirs.to_numpy() - 1))), points=len(theirs))


if __name__ == "__main__":
    main()
