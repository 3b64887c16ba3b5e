"""How sure the compared figures are: intervals from draws of the assumptions of the project."""

from __future__ import annotations

from itertools import zip_longest

import numpy as np

from zorgkaart.access.measures import OUTSIDE
from zorgkaart.analyses.uncertainty.compute import BEFORE, CHANGE, Ensemble, run_ensemble
from zorgkaart.analyses.uncertainty.intervals import SHARES
from zorgkaart.analyses.validation.figures import Interval, extra_id
from zorgkaart.analyses.validation.published_figures import EXTRA
from zorgkaart.jobs.task import Report
from zorgkaart.scenarios.changes import Change, Close
from zorgkaart.study.study import Study


def draw_intervals(
    study: Study, *, draws: int | None = None, workers: int | None = None, report: Report | None = None
) -> dict[str, Interval]:
    """Draw the assumptions and compute who is outside each norm, now and after each published closure.

    Closures of different kinds share their draws: what closes for one norm does not touch another.

    Returns
    -------
    dict
        By the names of the headline figures; empty where there is no norm or nothing to draw.
    """
    project = study.project
    if not project.norms or not project.assumptions:
        return {}
    published = study.published[study.published["maat"] == EXTRA]
    closures = {
        kind: [
            ids
            for ids in dict.fromkeys(published.loc[published["soort"] == kind, "gesloten"])
            if ids and set(ids.split()) <= set(study.facilities.table["id"].iloc[study.rows(kind)])
        ]
        for kind in project.norms
    }
    rounds = list(zip_longest(*closures.values())) or [()]
    found: dict[str, Interval] = {}
    for closed in rounds:
        together = {kind: ids for kind, ids in zip(closures, closed, strict=False) if ids}
        changes: list[Change] = [Close(site, (kind,)) for kind, ids in together.items() for site in ids.split()]
        ensemble = run_ensemble(project, changes=changes, draws=draws, workers=workers, report=report)
        for kind in project.norms:
            now = f"{kind}_{OUTSIDE}_{BEFORE}" if changes else f"{kind}_{OUTSIDE}"
            found[f"{kind}_{OUTSIDE}"] = _interval(ensemble, now)
        for kind, ids in together.items():
            found[extra_id(kind, ids)] = _interval(ensemble, f"{kind}_{OUTSIDE}_{CHANGE}")
    return found


def _interval(ensemble: Ensemble, column: str) -> Interval:
    values = ensemble.totals[column].dropna().to_numpy(dtype=float)
    low, high = np.quantile(values, [SHARES["laag"], SHARES["hoog"]]) if len(values) else (np.nan, np.nan)
    return Interval(float(low), float(high), len(values))
