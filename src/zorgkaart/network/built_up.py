"""Which road pieces lie inside a built-up area: by tag, by land use, by addresses, by streets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from zorgkaart.network import tags

STREET_STEP_M = 20.0


@dataclass(frozen=True)
class BuiltUpRule:
    """When a road piece counts as built-up where its tags do not say.

    A piece is built-up with at least `min_addresses` within `radius_m` of its middle. Where the address
    tables do not reach (no address within `reach_m`), it is built-up with at least `min_street_m`
    metres of residential street within the same radius. On the three northern provinces the second
    rule agrees with the first for 88 % of the road length (``benchmarks/built_up.py``).
    """

    min_addresses: int = 20
    radius_m: float = 100.0
    reach_m: float = 500.0
    min_street_m: float = 100.0


def classify(
    ends_m: NDArray[np.float64],
    code: NDArray[np.int8],
    tagged: NDArray[np.int8],
    *,
    rule: BuiltUpRule,
    addresses_m: NDArray[np.float64] | None,
    areas: NDArray[np.object_] | None = None,
) -> NDArray[np.bool_]:
    """Built-up or not, for each road piece.

    Parameters
    ----------
    ends_m : (s, 4) float64
        x and y of both ends, in metres of one projected CRS.
    code, tagged : (s,) int8
        Class codes, and what the tags say: 1, 0, or -1 for nothing.
    addresses_m : (k, 2) float64, optional
        Address points in the same CRS.
    areas : array of polygons, optional
        Residential land use in the same CRS.

    Returns
    -------
    (s,) bool
    """
    middle = np.column_stack([(ends_m[:, 0] + ends_m[:, 2]) / 2, (ends_m[:, 1] + ends_m[:, 3]) / 2])
    result: NDArray[np.bool_] = tagged == 1
    open_ = np.flatnonzero(tagged == -1)
    if areas is not None and len(areas) and len(open_):
        result[open_] = _inside(middle[open_], areas)
        return result
    covered = np.zeros(len(open_), dtype=bool)
    if addresses_m is not None and len(addresses_m) and len(open_):
        tree = cKDTree(addresses_m)
        distance, _ = tree.query(middle[open_], distance_upper_bound=rule.reach_m)
        covered = np.isfinite(distance)
        near = open_[covered]
        counts = tree.query_ball_point(middle[near], rule.radius_m, return_length=True)
        result[near] = counts >= rule.min_addresses
    rest = open_[~covered]
    streets = _street_points(ends_m, code)
    if len(rest) and len(streets):
        counts = cKDTree(streets).query_ball_point(middle[rest], rule.radius_m, return_length=True)
        result[rest] = counts * STREET_STEP_M >= rule.min_street_m
    return result


def _inside(points: NDArray[np.float64], areas: NDArray[np.object_]) -> NDArray[np.bool_]:
    found = np.zeros(len(points), dtype=bool)
    found[shapely.STRtree(areas).query(shapely.points(points), predicate="within")[0]] = True
    return found


def _street_points(ends_m: NDArray[np.float64], code: NDArray[np.int8]) -> NDArray[np.float64]:
    """Points every 20 m along residential streets."""
    codes = tags.class_codes()
    ends = ends_m[np.isin(code, [codes["residential"], codes["living_street"]])]
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    count = np.maximum(1, np.rint(length / STREET_STEP_M)).astype(int)
    row = np.repeat(np.arange(len(ends)), count)
    step = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    share = (step + 0.5) / count[row]
    points: NDArray[np.float64] = ends[row, :2] + (ends[row, 2:] - ends[row, :2]) * share[:, None]
    return points
