"""How far two rules for built-up roads agree, by road length: ``python -m benchmarks.built_up [PBF]``.

Where the address tables reach, the rule that counts addresses is the one that zorgkaart applies, and the
rule that measures residential streets is what it would fall back on. Over the three northern provinces the
first is taken as true.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.inputs import ROOT
from benchmarks.own import residents
from zorgkaart.network.build import network_from_raw
from zorgkaart.network.built_up import BuiltUpRule, classify
from zorgkaart.network.osm import read_osm
from zorgkaart.network.tags import road_classes

NORTH = ROOT.parent / "shared" / "data" / "network" / "noord-nederland-wegen-20210806.osm.pbf"


def main(pbf: Path) -> None:
    """Print the agreement, in all and per road class."""
    network = network_from_raw(read_osm(pbf), crs="EPSG:28992")
    at = np.ones(len(network.shape_x), dtype=bool)
    at[network.shape_start[1:] - 1] = False
    first = np.flatnonzero(at)
    x, y = network.shape_x, network.shape_y
    ends = np.column_stack([x[first], y[first], x[first + 1], y[first + 1]])
    code = np.repeat(network.code, np.diff(network.shape_start))[first]
    provinces = gpd.read_parquet(ROOT / "data" / "boundaries" / "gemeenten.parquet").union_all()
    shapely.prepare(provinces)
    inside = shapely.contains_xy(provinces, (ends[:, 0] + ends[:, 2]) / 2, (ends[:, 1] + ends[:, 3]) / 2)
    untagged, rule = np.full(len(code), -1, dtype=np.int8), BuiltUpRule()
    by_street = classify(ends, code, untagged, rule=rule, addresses_m=None)[inside]
    # Reach as far as the provinces do: here the addresses are complete, so none near means not built-up.
    everywhere = BuiltUpRule(reach_m=50_000.0)
    by_address = classify(ends[inside], code[inside], untagged[inside], rule=everywhere, addresses_m=residents())
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])[inside]
    code, same = code[inside], by_street == by_address
    print(f"{length.sum() / 1000:,.0f} km in the three provinces")
    print(f"the same for {length[same].sum() / length.sum():.1%} of the length")
    print(
        f"built-up by addresses {length[by_address].sum() / length.sum():.1%}, by streets "
        f"{length[by_street].sum() / length.sum():.1%}"
    )
    for number, name in enumerate(road_classes()):
        of_class = code == number
        if length[of_class].sum() > 0:
            share = length[of_class & same].sum() / length[of_class].sum()
            print(f"{name:15s} {length[of_class].sum() / 1000:8,.0f} km  {share:6.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else NORTH)
