"""The rule for dispensing GPs, held against CBS's distance to the pharmacy per gemeente.

``python -m tools.pharmacy_rule SOURCE_DIR`` reads the roads of the whole country (some five minutes) and
prints, for several limits, how the mean distances agree. Practices outside the north are those of OpenStreetMap, which
lacks most of them: there a rule can only show that it helps, not which limit is right. Flevoland has no roads here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.importers.pharmacies import (
    DISPENSES,
    FORMER_LIST,
    KNOWN,
    PRACTICES,
    REGISTER,
    farther_than,
    metres,
    no_counter,
)
from tools.importers.sources import source_file
from zorgkaart.network.build import build_network
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import snap
from zorgkaart.network.speeds import ShortestWay
from zorgkaart.project.defaults import CRS
from zorgkaart.routing.nearest import nearest
from zorgkaart.routing.routing_graph import Direction, Places, RoutingGraph

ROADS = "network/nederland-plus-wegen-20210806.osm.pbf"
RASTER = "adressen/adresraster_nl_100m.parquet"
BUURTEN = "grenzen_nl/buurten_nl_2024.parquet"
OFFICIAL = "validatie/cbs_afstand_apotheek_gemeente_2022.csv"
OSM_SITES = "voorzieningen_nl/osm_zorg_poi_nl_20210806.csv"
NORTH = "boundaries/cbs_noord_nederland_2024.gpkg"
WITHOUT_ROADS = ("GM0034", "GM0050", "GM0171", "GM0184", "GM0303", "GM0995")
LIMITS_M = (2500.0, 3500.0, 4500.0, 5500.0, 6500.0)
LEG_M = 500.0
# At this speed a minute of a weight in metres is sixty metres.
METRE_PER_SECOND_KMH = 3.6
Points = NDArray[np.float64]


def mean_km(values_km: Points, people: Points, gemeente: pd.Series[str]) -> pd.Series[float]:
    """Mean per gemeente over the inhabitants of the (n,) points that have a value."""
    rows = pd.DataFrame({"gm": gemeente.to_numpy(), "km": values_km * people, "people": people})
    rows = rows[np.isfinite(values_km)]
    sums = rows.groupby("gm")[["km", "people"]].sum()
    return sums["km"] / sums["people"]


def agreement(ours: pd.Series[float], theirs: pd.Series[float]) -> str:
    """Number, correlation, mean difference and mean size of the difference, each gemeente counting the same."""
    both = pd.concat([ours, theirs], axis=1, keys=["ours", "theirs"]).dropna()
    more = both["ours"] - both["theirs"]
    r = both["ours"].corr(both["theirs"])
    return f"{len(both):4d} gemeenten, r {r:.2f}, bias {more.mean():+.2f} km, mean size {more.abs().mean():.2f} km"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the agreement without a rule and for each limit."""
    source = Path((arguments or sys.argv[1:])[0])
    register = pd.read_csv(source_file(source, REGISTER), dtype=str, keep_default_na=False)
    register = register[(register["lat"] != "") & (register["naam"].map(no_counter) == "")]
    former = pd.read_csv(source_file(source, FORMER_LIST), dtype=str, keep_default_na=False)
    known = former[(former["opmerking"] == KNOWN) | former["naam"].str.startswith(DISPENSES)]
    osm = pd.read_csv(source_file(source, OSM_SITES))
    practices = np.vstack(
        [metres(pd.read_csv(source_file(source, PRACTICES))), metres(osm[osm["subclass"] == "doctors"])]
    )
    shops, dispensing = metres(register), metres(known)
    raster = pd.read_parquet(source_file(source, RASTER))
    buurten = pd.read_parquet(source_file(source, BUURTEN), columns=["buurtcode", "gemeentecode"])
    raster = raster.astype({"buurtcode": str}).merge(buurten, on="buurtcode")
    raster = raster[~raster["gemeentecode"].isin(WITHOUT_ROADS)]
    theirs = pd.read_csv(source_file(source, OFFICIAL), index_col=0).iloc[:, 0]
    north = gpd.read_file(source_file(source, NORTH), layer="gemeenten", ignore_geometry=True)["gemeentecode"]
    network = build_network(source_file(source, ROADS), crs=CRS)
    graph = RoutingGraph.of(network, ShortestWay())
    homes = _places(network, raster[["x", "y"]].to_numpy(dtype=float))
    tries: list[tuple[str, Points]] = [("register alone", shops)]
    for limit in LIMITS_M:
        far = practices[farther_than(practices, shops, limit)]
        tries.append((f"{limit / 1000:.1f} km", np.vstack([shops, dispensing, far])))
    for words, sites in tries:
        there = nearest(graph, _places(network, sites), homes, direction=Direction.TO_SITE)
        people = raster["inwoners_geschat"].fillna(0).to_numpy(dtype=float)
        ours = mean_km(there.metres / 1000, people, raster["gemeentecode"])
        here = theirs.index.isin(north)
        print(f"{words:15s} north {agreement(ours, theirs[here])} | elsewhere {agreement(ours, theirs[~here])}")
    return 0


def _places(network: RoadNetwork, points: Points) -> Places:
    return Places.of(snap(network, points[:, 0], points[:, 1], limit_m=LEG_M), leg_kmh=METRE_PER_SECOND_KMH)


if __name__ == "__main__":
    sys.exit(main())
