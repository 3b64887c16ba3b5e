"""What a fit says, as the tables that the page on it (docs/siren.md) and the assumptions of the projects go by."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.siren.drives import MINUTES_PER_HOUR, drives
from tools.siren.fit import Drives, fit
from tools.siren.fitting import Fitted, fitted, joined, left_out, transfer
from tools.siren.pairs import Pairs
from tools.siren.speeds import PLANNING, groups, speeds_of
from zorgkaart.network.roads import RoadNetwork

RESULTS = Path(__file__).parent / "results"
# The parts of the chain leave this long for both drives: 45 minutes less 3 of call and turn-out and 5 on scene.
DRIVEN_MIN = 37.0
# RIVM's measured speeds of 2016 made drives one to two minutes longer in most areas than those of 2013 (see the page).
REVISION_MIN = 1.5
ENDS = "ends"
LENGTHS_MIN = (0, 10, 20, 30, 60)
DIGITS = 4


def results(network: RoadNetwork, given: Pairs) -> tuple[NDArray[np.float64], dict[str, pd.DataFrame]]:
    """Fit the speeds and measure the fit.

    Parameters
    ----------
    network : RoadNetwork
        The roads around the places.
    given : Pairs
        All places; those far from a road are left out.

    Returns
    -------
    (cells,) float64
        The speeds in whole km/h.
    dict of DataFrame
        ``speeds``, ``agreement``, ``unexplained``, ``lengths``, ``transfer`` and ``priors``.
    """
    pairs, places = joined(network, given)
    result = fitted(network, pairs, places)
    kmh = np.rint(result.kmh)
    own = Drives.of(pairs.minutes, result.km, pairs.same_way(result.km))
    planned = drives(network, places, speeds_of(PLANNING))
    before = Drives.of(pairs.minutes, planned, pairs.known(planned))
    unseen = left_out(network, pairs, places)
    factors = transfer(pairs, result.km, result.kmh)
    unexplained = constants(own, result.kmh)
    tables = {
        "speeds": speeds(result, own),
        "agreement": agreements(before, Drives.of(pairs.minutes, result.km, pairs.known(result.km)), own, unseen, kmh),
        "unexplained": unexplained,
        "lengths": lengths(own, kmh),
        "transfer": pd.DataFrame({"quarter": list(factors), "factor": list(factors.values())}),
        "priors": priors(result, own, list(factors.values()), unexplained),
    }
    return kmh, {name: table.round(DIGITS) for name, table in tables.items()}


def write(tables: dict[str, pd.DataFrame], folder: Path = RESULTS) -> None:
    """Write the tables as CSV, one file each."""
    folder.mkdir(exist_ok=True)
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def speeds(result: Fitted, own: Drives) -> pd.DataFrame:
    """Per group its speed with its standard error, and how many of the kilometres driven it has."""
    of_group = np.array([[name == group for name in result.fit.names] for group in groups()], dtype=float)
    km = own.km.sum(axis=0) @ of_group
    planning = speeds_of(PLANNING)
    before = [planning[[group == name for group in groups()]] for name in result.fit.names]
    return pd.DataFrame(
        {
            "group": result.fit.names,
            "kmh": result.fit.kmh,
            "se_kmh": result.fit.se_kmh,
            "planning_low_kmh": [values.min() for values in before],
            "planning_high_kmh": [values.max() for values in before],
            "km_share": km / own.km.sum(),
            "inflation": result.fit.inflation,
            "weak": np.where(result.fit.weak, "yes", "no"),
        }
    )


def agreement(minutes: NDArray[np.float64], predicted: NDArray[np.float64]) -> dict[str, float]:
    """How far predicted minutes agree: number, correlation, mean difference (predicted less given) and its RMSE."""
    more = predicted - minutes
    return {
        "drives": len(minutes),
        "r": float(np.corrcoef(minutes, predicted)[0, 1]),
        "bias_min": float(more.mean()),
        "rmse_min": float(np.sqrt((more**2).mean())),
    }


def agreements(before: Drives, every: Drives, own: Drives, unseen: Drives, kmh: NDArray[np.float64]) -> pd.DataFrame:
    """The table of the planning studies, that table with the one factor that fits best, the fit, and places left out.

    Parameters
    ----------
    before, every : Drives
        All pairs that have a drive, the fastest by the planning studies' speeds and by the fit's; also where it is not
        the drive that was timed.
    own : Drives
        Those of `every` that are as long as the drive that was timed.
    unseen : Drives
        Of :func:`tools.siren.fitting.left_out`.
    kmh : (cells,) float64
        The speeds of the fit.
    """
    planning = before.predicted(speeds_of(PLANNING))
    # The fastest drive stays the fastest if all speeds get one factor; weighed as in the fit.
    factor = float((planning**2 / before.minutes).sum() / planning.sum())
    rows = {
        "planning": (before.minutes, planning),
        f"planning times {factor:.2f}": (before.minutes, planning / factor),
        "siren": (every.minutes, every.predicted(kmh)),
        "siren, drives of the same length": (own.minutes, own.predicted(kmh)),
        "siren, places left out": (unseen.minutes, unseen.km[:, 0]),
    }
    return pd.DataFrame([{"table": name} | agreement(*both) for name, both in rows.items()])


def constants(own: Drives, kmh: NDArray[np.float64]) -> pd.DataFrame:
    """Minutes per drive that no kilometre explains, with the ends as in the planning studies and with them free."""
    free = tuple(group or (ENDS if km else "") for group, km in zip(groups(), own.km.sum(axis=0), strict=True))
    rows = []
    for name, of in (("planning", groups()), ("free", free)):
        result = fit(own, of, kmh, constant=True)
        ends = float(result.kmh[result.names.index(ENDS)]) if ENDS in result.names else np.nan
        rows.append(
            {"ends": name, "ends_kmh": ends, "constant_min": result.constant_min, "se_min": result.constant_se_min}
        )
    return pd.DataFrame(rows)


def lengths(own: Drives, kmh: NDArray[np.float64]) -> pd.DataFrame:
    """What is left (given less predicted), by the minutes of a drive; without the lengths that no drive has."""
    left = own.minutes - own.predicted(kmh)
    rows = []
    for low, high in pairwise(LENGTHS_MIN):
        here = left[(own.minutes >= low) & (own.minutes < high)]
        if len(here):
            rows.append(
                {"from_min": low, "to_min": high, "drives": len(here), "mean_min": here.mean(), "sd_min": here.std()}
            )
    return pd.DataFrame(rows)


def priors(result: Fitted, own: Drives, factors: Sequence[float], unexplained: pd.DataFrame) -> pd.DataFrame:
    """The spread of each assumption on speed, as a share of the speed.

    ``transfer`` is what a whole table may be off in another region and year: the root mean square of how far each
    quarter is from a fit on the rest, with what a revision of RIVM's own measured speeds does. The groups have their
    standard errors. ``ends`` has what is left per drive and its standard error, as a share of the minutes driven there.
    """
    quarters = float(np.sqrt(np.mean((np.array(factors) - 1.0) ** 2)))
    revision = REVISION_MIN / DRIVEN_MIN
    at_ends = np.array([not group for group in groups()])
    end_min = float((own.km[:, at_ends] @ (MINUTES_PER_HOUR / result.kmh[at_ends])).mean())
    left = unexplained.set_index("ends").loc["planning"]
    spread = {"quarters": quarters, "revision": revision, "transfer": float(np.hypot(quarters, revision))}
    spread |= dict(zip(result.fit.names, result.fit.se_kmh / result.fit.kmh, strict=True))
    spread[ENDS] = float(np.hypot(left["constant_min"], left["se_min"])) / end_min
    return pd.DataFrame({"what": list(spread), "share": list(spread.values())})
