"""Which assumption moves a result most: first-order effects, from the draws that are there."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.measures import OUTSIDE
from zorgkaart.analyses.uncertainty.compute import Ensemble

DRAWS_PER_CLASS = 20
MOST_CLASSES = 10


def first_order(inputs: NDArray[np.float64], outcome: NDArray[np.float64]) -> float:
    """The part of the variance of `outcome` that one assumption explains by itself (first-order Sobol index).

    The draws are put in classes of the assumption; the index is the variance between the means of the
    classes, less what chance alone would give (Saltelli et al. 2008, *Global Sensitivity Analysis*, section
    1.2.6; the correction is Kelley's epsilon squared).

    Parameters
    ----------
    inputs, outcome : (draws,) float64
        The drawn values of the assumption, and what came out; draws whose outcome is NaN are left out.

    Returns
    -------
    float
        From 0 to 1; NaN where `outcome` does not vary or there are too few draws.
    """
    known = ~np.isnan(outcome)
    inputs, outcome = inputs[known], outcome[known]
    total = float(((outcome - outcome.mean()) ** 2).sum()) if len(outcome) else 0.0
    classes = _classes(inputs)
    count = len(np.unique(classes))
    if total == 0 or len(outcome) <= 2 * count:
        return float("nan")
    if count < 2:
        return 0.0
    number = np.bincount(classes)
    used = number > 0
    means = np.bincount(classes, outcome)[used] / number[used]
    within = total - float(number[used] @ (means - outcome.mean()) ** 2)
    explained = 1 - (within / (len(outcome) - count)) / (total / (len(outcome) - 1))
    return max(0.0, float(explained))


def _classes(inputs: NDArray[np.float64]) -> NDArray[np.int64]:
    """The class of each draw: its value where there are few values, else one of equally many draws each."""
    values, number = np.unique(inputs, return_inverse=True)
    if len(values) <= MOST_CLASSES:
        return number.astype(np.int64)
    classes = min(MOST_CLASSES, max(2, len(inputs) // DRAWS_PER_CLASS))
    rank = np.argsort(np.argsort(inputs, kind="stable"), kind="stable")
    return (rank * classes // len(inputs)).astype(np.int64)


def effects(ensemble: Ensemble) -> pd.DataFrame:
    """How much of the variance of each total an assumption explains, the largest first.

    Parameters
    ----------
    ensemble : Ensemble
        The draws.

    Returns
    -------
    DataFrame
        ``soort``, ``situatie``, ``aanname``, ``aandeel`` (first-order index, 0 to 1), ``richting`` (Spearman's rank
        correlation with the outcome), for the inhabitants outside the norm.
    """
    rows = []
    for kind in ensemble.study.project.norms:
        for suffix in ensemble.moments:
            outcome = ensemble.totals[f"{kind}_{OUTSIDE}{suffix}"]
            for name in ensemble.drawn.columns:
                rows.append(
                    {
                        "soort": kind,
                        "situatie": suffix.removeprefix("_") or "nu",
                        "aanname": name,
                        "aandeel": first_order(ensemble.drawn[name].to_numpy(), outcome.to_numpy(dtype=float)),
                        "richting": _rank_correlation(ensemble.drawn[name], outcome),
                    }
                )
    table = pd.DataFrame(rows)
    order = table.groupby(["soort", "situatie"], sort=False).ngroup()
    by = pd.DataFrame({"group": order, "less": -table["aandeel"].fillna(-1.0), "name": table["aanname"]})
    return table.loc[by.sort_values(["group", "less", "name"]).index].reset_index(drop=True)


def _rank_correlation(inputs: pd.Series[float], outcome: pd.Series[float]) -> float:
    known = outcome.notna()
    if inputs[known].nunique() < 2 or outcome[known].nunique() < 2:
        return float("nan")
    return float(inputs[known].corr(outcome[known], method="spearman"))
