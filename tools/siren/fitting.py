"""The fit as a whole: drives by the speeds of the moment, speeds by those drives, until neither changes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.siren.drives import drives
from tools.siren.fit import Drives, Fit, fit, table_of
from tools.siren.pairs import Pairs
from tools.siren.speeds import PLANNING, groups, speeds_of
from zorgkaart.errors import InputError
from zorgkaart.network.roads import RoadNetwork
from zorgkaart.network.snap import Snapped, snap

log = logging.getLogger(__name__)

ROUNDS = 12
STEADY_KMH = 1.0
# Farther from any road than this a place is left out: nobody knows where it was joined to the roads.
LEG_M = 500.0
FOLDS = 5
SEED = 1


@dataclass(frozen=True)
class Fitted:
    """A fit and the drives that it ended with.

    Attributes
    ----------
    fit : Fit
        The speeds of the groups.
    kmh : (cells,) float64
        The speeds of all cells.
    km : (places, places, cells) float64
        The fastest drives at those speeds, to within one km/h.
    """

    fit: Fit
    kmh: NDArray[np.float64]
    km: NDArray[np.float64]


def joined(network: RoadNetwork, pairs: Pairs) -> tuple[Pairs, Snapped]:
    """The places that lie near a road, and where they join it.

    The way from a place to its road takes no time: places are middles of areas, and the minutes begin at a road.
    """
    snapped = snap(network, pairs.x, pairs.y, limit_m=LEG_M)
    rows = np.flatnonzero(snapped.joined)
    return pairs.take(rows), snapped.take(rows)


def fitted(network: RoadNetwork, pairs: Pairs, places: Snapped) -> Fitted:
    """Fit the speeds, starting from those of the planning studies.

    Parameters
    ----------
    network : RoadNetwork
        The roads around the places.
    pairs : Pairs
        Minutes and kilometres between the places.
    places : Snapped
        Where they join the roads.

    Raises
    ------
    InputError
        If the speeds keep changing, or the drives do not determine them.
    """
    kmh = speeds_of(PLANNING)
    for turn in range(ROUNDS):
        km = drives(network, places, kmh)
        result = fit(Drives.of(pairs.minutes, km, pairs.same_way(km)), groups(), kmh)
        new = table_of(result, groups(), kmh)
        change = float(np.abs(new - kmh).max())
        log.info("round %d: the speeds change by at most %.2f km/h", turn + 1, change)
        kmh = new
        if change < STEADY_KMH:
            return Fitted(result, kmh, km)
    raise InputError(
        f"the speeds still change by {change:.1f} km/h after {ROUNDS} rounds. Join weak groups in groups.csv."
    )


def left_out(network: RoadNetwork, pairs: Pairs, places: Snapped) -> Drives:
    """Drives between places that a fit knew nothing of, with the minutes that it predicts.

    Places are left out, not drives: a fifth at a time, and with them every drive from or to them. What is predicted are
    the drives between two of them, along the roads and at the speeds of the fit without them.

    Returns
    -------
    Drives
        With one column in `km`: the minutes predicted.
    """
    parts = list(folds(len(pairs)))
    predicted = []
    for out in parts:
        rest = np.setdiff1d(np.arange(len(pairs)), out)
        kmh = np.rint(fitted(network, pairs.take(rest), places.take(rest)).kmh)
        there = pairs.take(out)
        km = drives(network, places.take(out), kmh)
        here = Drives.of(there.minutes, km, there.known(km))
        predicted.append(Drives(out[here.start], out[here.end], here.minutes, here.predicted(kmh)[:, None]))
    return Drives(*(np.concatenate([getattr(part, name) for part in predicted]) for name in Drives.__annotations__))


def folds(count: int) -> Iterator[NDArray[np.int64]]:
    """Rows in five parts that are as large as can be, at random but always the same."""
    order = np.random.default_rng(SEED).permutation(count)
    for part in np.array_split(order, FOLDS):
        yield np.sort(part)


def quarters(pairs: Pairs) -> dict[str, NDArray[np.int64]]:
    """The places by the quarter of the region that they lie in, cut at the median x and each half at its median y."""
    west = pairs.x <= np.median(pairs.x)
    parts: dict[str, NDArray[np.int64]] = {}
    for side, half in (("west", west), ("east", ~west)):
        south = pairs.y <= np.median(pairs.y[half])
        parts |= {f"south-{side}": np.flatnonzero(half & south), f"north-{side}": np.flatnonzero(half & ~south)}
    return parts


def transfer(pairs: Pairs, km: NDArray[np.float64], kmh: NDArray[np.float64]) -> dict[str, float]:
    """How much faster each quarter is than a fit on all drives that stay outside it: a factor on all its speeds.

    Parameters
    ----------
    km : (places, places, cells) float64
        The drives of the fit.
    kmh : (cells,) float64
        Speeds of cells that are not fitted.
    """
    factors = {}
    for name, rows in quarters(pairs).items():
        inside = np.zeros(len(pairs), dtype=bool)
        inside[rows] = True
        same = pairs.same_way(km)
        elsewhere = Drives.of(pairs.minutes, km, same & ~inside[:, None] & ~inside[None, :])
        there = Drives.of(pairs.minutes, km, same & inside[:, None] & inside[None, :])
        table = table_of(fit(elsewhere, groups(), kmh), groups(), kmh)
        factors[name] = float(there.predicted(table).sum() / there.minutes.sum())
    return factors
