"""How distances agree with those that are published per gemeente, for kinds that have none per buurt."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zorgkaart.analyses.validation.distances import Fit
from zorgkaart.analyses.validation.quantities import DISTANCE
from zorgkaart.inputs.published import UPPER
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import number, signed

# Fewer say nothing about a correlation.
LEAST_GEMEENTEN = 5


def gemeente_fits(study: Study, published: pd.DataFrame) -> dict[str, Fit]:
    """The fit over gemeenten, by kind.

    Parameters
    ----------
    study : Study
        With the published figures and the inhabitants of the gemeenten.
    published : DataFrame
        As :func:`~zorgkaart.analyses.validation.figures.compare_figures` gives it.

    Returns
    -------
    dict of str to Fit
        Of the kinds with single figures for at least five gemeenten. The mean difference counts each gemeente by its
        inhabitants.
    """
    given = study.published
    single = given[(given["maat"] == DISTANCE) & (given["niveau"] == "gemeenten") & given[UPPER].isna()]
    ours = published.set_index("cijfer")["zorgkaart"].astype(float)
    people = study.areas.gemeenten.set_index("gemeentenaam")["inwoners"].astype(float)
    fits = {}
    for kind, rows in single.groupby("soort"):
        fit = Fit.of(
            np.asarray(ours.reindex(rows["id"]), dtype=np.float64),
            np.asarray(rows["waarde"], dtype=np.float64),
            np.asarray(people.reindex(rows["gebied"]), dtype=np.float64),
        )
        if fit.buurten >= LEAST_GEMEENTEN and fit.says_something:
            fits[str(kind)] = fit
    return fits


def fit_sentence(study: Study, kind: str, fit: Fit) -> str:
    """What a planner reads of one of :func:`gemeente_fits`."""
    return (
        f"{study.project.kinds[kind].label}, afstand over {number(fit.buurten)} gemeenten: correlatie met de "
        f"gepubliceerde cijfers {number(fit.correlation, 2)}, gemiddeld verschil {signed(fit.bias_km, 2)} km."
    )
