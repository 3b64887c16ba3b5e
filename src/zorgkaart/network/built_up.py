"""Which road pieces lie inside a built-up area: by tag, by land use, by addresses, by streets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
import shapely
from numpy.typing import NDArray

from zorgkaart.network import tags

STREET_STEP_M = 20.0


@dataclass(frozen=True)
class BuiltUpRule:
    """When a road piece counts as built-up where its tags do not say.

    A piece is built-up with at least `min_addresses` within `radius_m` of its middle. Where the address
    tables do not reach (no address within `reach_m`), it is built-up with at least `min_street_m`
    metres of residential street within the same radius. On the three northern provinces the second
    rule agrees with the first for 88 % of the road length (``benchmarks/built_up.py``).

    Attributes
    ----------
    min_addresses : int
        Addresses from which on a piece is built-up.
    radius_m : float
        How far from the middle of the piece addresses and streets are counted, in metres.
    reach_m : float
        Without an address so near, in metres, the address tables are taken not to reach the piece.
    min_street_m : float
        Metres of residential street from which on a piece beyond the address tables is built-up.
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
    if addresses_m is not None and len(addresses_m):
        covered = has_near(addresses_m, middle[open_], radius_m=rule.reach_m, at_least=1)
        near = open_[covered]
        result[near] = has_near(addresses_m, middle[near], radius_m=rule.radius_m, at_least=rule.min_addresses)
    rest = open_[~covered]
    streets = _street_points(ends_m, code)
    at_least = int(np.ceil(rule.min_street_m / STREET_STEP_M))
    result[rest] = has_near(streets, middle[rest], radius_m=rule.radius_m, at_least=at_least)
    return result


def has_near(
    points: NDArray[np.float64], places: NDArray[np.float64], *, radius_m: float, at_least: int
) -> NDArray[np.bool_]:
    """Whether each place has at least so many points within a radius.

    A search ends as soon as it has found enough, which in a town is at once; counting them all in a
    k-d tree takes some 3.5 times as long.

    Parameters
    ----------
    points, places : (n, 2) and (m, 2) float64
        Metres.

    Returns
    -------
    (m,) bool
    """
    if len(points) == 0 or len(places) == 0:
        return np.full(len(places), at_least <= 0)
    origin = points.min(axis=0)
    cell = np.floor((points - origin) / radius_m).astype(np.int64)
    columns = int(cell[:, 0].max()) + 1
    key = cell[:, 1] * columns + cell[:, 0]
    order = np.argsort(key, kind="stable")
    enough = np.zeros(len(places), dtype=np.bool_)
    _search(key[order], points[order], places, origin, columns, radius_m, at_least, enough)
    return enough


@numba.njit(cache=True, nogil=True)
def _search(
    key: Any, points: Any, places: Any, origin: Any, columns: int, radius_m: float, at_least: int, enough: Any
) -> None:
    """Look through the cells around each place; points are ordered by cell, row after row of cells."""
    for i in range(len(places)):
        x, y = places[i]
        column: Any = np.int64(np.floor((x - origin[0]) / radius_m))
        row: Any = np.int64(np.floor((y - origin[1]) / radius_m))
        if column < -1 or column > columns:
            continue
        west, east = max(column - 1, 0), min(column + 1, columns - 1)
        count = 0
        for turn in range(3):
            line = row + (0, -1, 1)[turn]
            at = np.searchsorted(key, line * columns + west)
            last = line * columns + east
            while count < at_least and at < len(key) and key[at] <= last:
                if (points[at, 0] - x) ** 2 + (points[at, 1] - y) ** 2 <= radius_m**2:
                    count += 1
                at += 1
        enough[i] = count >= at_least


def _inside(points: NDArray[np.float64], areas: NDArray[np.object_]) -> NDArray[np.bool_]:
    inside = np.zeros(len(points), dtype=bool)
    inside[shapely.STRtree(areas).query(shapely.points(points), predicate="within")[0]] = True
    return inside


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
