"""How sure the compared figures are: intervals from draws of the assumptions of the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from zorgkaart.access.catalogue import main_norms
from zorgkaart.access.measures import OUTSIDE
from zorgkaart.analyses.uncertainty.compute import Ensemble, run_ensemble
from zorgkaart.analyses.uncertainty.intervals import SHARES
from zorgkaart.analyses.uncertainty.variants import AFTER, BEFORE, CHANGE
from zorgkaart.analyses.validation.areas_by_name import Figure, areas_of
from zorgkaart.analyses.validation.days import Days
from zorgkaart.analyses.validation.figures import Interval
from zorgkaart.analyses.validation.published_closures import EXTRA, closed_by, count_figures, interval_id
from zorgkaart.analyses.validation.quantities import quantity_of
from zorgkaart.jobs.task import Report
from zorgkaart.scenarios.changes import Change, Close
from zorgkaart.study.study import Study

Closures = Mapping[str, tuple[str, ...]]


def draw_intervals(
    study: Study, *, draws: int | None = None, workers: int | None = None, report: Report | None = None
) -> dict[str, Interval]:
    """Draw the assumptions and compute who is outside each norm, now and for each published number of people.

    Each number is drawn with the sites of its day, its closure and its part of the region. Closures of different kinds
    on one day share their draws: what closes for one norm does not touch another.

    Returns
    -------
    dict
        By the names of the headline figures; empty where there is no norm or nothing to draw.
    """
    project = study.project
    if not project.norms or not project.assumptions:
        return {}
    intervals: dict[str, Interval] = {}
    days = Days(study)
    for situation in _situations(study, days):
        for number, closures in enumerate(situation.rounds()):
            changes: list[Change] = [Close(site, (kind,)) for kind, ids in closures.items() for site in ids]
            ensemble = run_ensemble(
                situation.study.project, changes=changes, draws=draws, workers=workers, report=report
            )
            if situation.study is study:
                for kind in project.norms:
                    intervals[f"{kind}_{OUTSIDE}"] = _interval(ensemble.totals[_column(kind, BEFORE, changes)])
            for figure in situation.figures:
                kind, closed = figure["soort"], tuple(sorted(closed_by(figure)))
                if closures.get(kind, ()) == closed if closed else number == 0:
                    intervals[interval_id(figure, study, days)] = _interval(_drawn(ensemble, figure, changes))
    return intervals


@dataclass
class _Situation:
    """A study, of now or of another day, and the published numbers that are about it."""

    study: Study
    figures: list[Figure] = field(default_factory=list)

    def rounds(self) -> list[Closures]:
        """What closes together, by kind: one closure of each kind at a time, or none."""
        closures: dict[str, list[tuple[str, ...]]] = {kind: [] for kind in main_norms(self.study.project)}
        for figure in self.figures:
            closed = tuple(sorted(closed_by(figure)))
            if closed and closed not in closures[figure["soort"]]:
                closures[figure["soort"]].append(closed)
        rows = zip_longest(*closures.values())
        return [{kind: ids for kind, ids in zip(closures, row, strict=True) if ids} for row in rows] or [{}]


def _situations(study: Study, days: Days) -> list[_Situation]:
    """The study itself, and those of other days that a published number is about."""
    known = {id(study): _Situation(study)}
    for figure in count_figures(study).to_dict("records"):
        then = days.of(figure)
        if quantity_of(figure).value(then, figure) is not None:
            known.setdefault(id(then), _Situation(then)).figures.append(figure)
    return list(known.values())


def _column(kind: str, side: str, changes: list[Change]) -> str:
    return f"{kind}_{OUTSIDE}_{side}" if changes else f"{kind}_{OUTSIDE}"


def _drawn(ensemble: Ensemble, figure: Figure, changes: list[Change]) -> NDArray[np.float64]:
    """(draws,) float64: a published number in every draw, in its part of the region."""
    side = CHANGE if figure["maat"] == EXTRA else AFTER if closed_by(figure) else BEFORE
    column = _column(figure["soort"], side, changes)
    inside = areas_of(ensemble.study, figure)
    if inside.all():
        return ensemble.totals[column].to_numpy(dtype=np.float64)
    values = ensemble.areas["buurten"][column][:, inside]
    return np.where(np.isnan(values).all(axis=1), np.nan, np.nansum(values, axis=1))


def _interval(values: object) -> Interval:
    drawn = np.asarray(values, dtype=np.float64)
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.quantile(drawn, [SHARES["laag"], SHARES["hoog"]]) if len(drawn) else (np.nan, np.nan)
    return Interval(float(low), float(high), len(drawn))
