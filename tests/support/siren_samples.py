"""A town and its surroundings in which every drive goes at known speeds, for the fit of siren speeds."""

from __future__ import annotations

from functools import cache

import numpy as np

from support.network_samples import Way, build
from tools.siren.drives import MINUTES_PER_HOUR, drives
from tools.siren.fitting import LEG_M
from tools.siren.pairs import Pairs
from tools.siren.speeds import PLANNING, groups, speeds_of
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import Snapped, snap

SIZE, STEP = 14, 12  # junctions per side, and hundreds of metres between them
TRUE_KMH = {
    "motorway": 112.0,
    "link": 90.0,
    "trunk": 92.0,
    "primary_outside": 84.0,
    "primary_inside": 52.0,
    "secondary_outside": 71.0,
    "secondary_inside": 56.0,
    "tertiary_outside": 66.0,
    "street_inside": 47.0,
    "unclassified_outside": 58.0,
}
CLASSES = ("motorway", "motorway_link", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential")


def true_table() -> np.ndarray:
    """The speeds of all cells, km/h."""
    return np.array([TRUE_KMH.get(group, own) for group, own in zip(groups(), speeds_of(PLANNING), strict=True)])


@cache
def town(places: int = 40, seed: int = 1) -> tuple[RoadNetwork, Pairs, Snapped]:
    """A grid of roads of all classes at random, places beside it, and minutes and kilometres at the true speeds."""
    random = np.random.default_rng(seed)
    spots = [(STEP * (i % SIZE), STEP * (i // SIZE)) for i in range(SIZE * SIZE)]
    ways = []
    for node in range(SIZE * SIZE):
        for other in (node + 1 if (node + 1) % SIZE else None, node + SIZE if node + SIZE < SIZE * SIZE else None):
            if other is not None:
                ways.append(Way([node, other], str(random.choice(CLASSES)), built_up=int(random.random() < 0.5)))
    network = build(spots, ways)
    west, south, east, north = network.bounds
    x, y = random.uniform(west, east, places), random.uniform(south, north, places)
    snapped = snap(network, x, y, limit_m=LEG_M)
    rows = np.flatnonzero(snapped.joined)
    snapped, x, y = snapped.take(rows), x[rows], y[rows]
    km = drives(network, snapped, true_table())
    minutes = km @ (MINUTES_PER_HOUR / true_table())
    same_road = np.isnan(minutes)
    length = np.where(same_road, 1.0, km.sum(axis=2))
    return network, Pairs(np.arange(len(x)), x, y, np.where(same_road, 1.0, minutes), length), snapped
