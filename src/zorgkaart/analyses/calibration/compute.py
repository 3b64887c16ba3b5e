"""Fitting numbers of a project to published figures, in the open: what, to what, how well, and what else changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.analyses.calibration.fit import PRECISION, Point, coarse, least
from zorgkaart.analyses.calibration.numbers_to_fit import Fitted, numbers_to_fit, variant_of
from zorgkaart.analyses.calibration.targets import check_targets, effects, published_figures
from zorgkaart.errors import ProjectError
from zorgkaart.jobs.task import Report
from zorgkaart.project.model import Project
from zorgkaart.study.study import Study

Values = tuple[float, ...]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Calibration:
    """A fit.

    Attributes
    ----------
    project : Project
        The project as it was.
    numbers : tuple of Fitted
        What was fitted.
    after : tuple of float
        The value of each that fits best.
    at_bound : tuple of bool
        Whether it lies at a bound of what the project file allows: a better one may lie beyond it.
    figures : DataFrame
        Every published figure on closures: ``id``, ``gesloten``, ``gebied``, ``gepubliceerd``, ``sd`` (how sharply it
        is known, inhabitants), ``zorgkaart_voor``, ``zorgkaart_na``, ``afwijking_sd`` (ours after minus published, in
        `sd`), ``doel`` (whether it was fitted to) and ``zonder_dit_doel`` (what comes out for a target when the fit is
        made without it; NaN where there is one target, or none).
    misfit, penalty : float
        The two parts of what was made least: the sum of the squared ``afwijking_sd`` of the targets, and that of the
        distances of the numbers from what was thought of them before, in their standard deviations.
    left_out : DataFrame
        The fits without a target: ``doel``, and a column per key. No rows where there is one target.
    """

    project: Project
    numbers: tuple[Fitted, ...]
    after: Values
    at_bound: tuple[bool, ...]
    figures: pd.DataFrame
    misfit: float
    penalty: float
    left_out: pd.DataFrame

    @property
    def fitted(self) -> Project:
        """The project with the fitted numbers."""
        return variant_of(self.numbers, self.after).project(self.project)


class _Trials:
    """What came out for the values that were tried, each computed once."""

    def __init__(self, base: Study, numbers: tuple[Fitted, ...], figures: pd.DataFrame, report: Report | None) -> None:
        self.base, self.numbers, self.figures, self.report = base, numbers, figures, report
        self.published = figures["gepubliceerd"].to_numpy(dtype=np.float64)
        self.sd = figures["sd"].to_numpy(dtype=np.float64)
        self.known: dict[Values, NDArray[np.float64]] = {}

    def at(self, values: Values) -> NDArray[np.float64]:
        """Our figure for each published one."""
        if values not in self.known:
            variant = variant_of(self.numbers, values)
            self.known[values] = effects(variant.study(self.base), self.figures)
            if self.report is not None:
                self.report(variant.name)
        return self.known[values]

    def misfit(self, values: Values, targets: Flags) -> float:
        """The squared deviations of the targets, in their standard deviations."""
        return float((((self.at(values) - self.published) / self.sd)[targets] ** 2).sum())

    def penalty(self, values: Values) -> float:
        """The squared distances from what was thought before."""
        return sum(number.penalty(value) for number, value in zip(self.numbers, values, strict=True))

    def values(self, place: Point) -> Values:
        """The values at a place between 0 and 1."""
        return tuple(number.at(float(part)) for number, part in zip(self.numbers, place, strict=True))

    def place(self, values: Values) -> Point:
        """The place of values, at an end of the range where they lie beyond it."""
        return np.array([number.part(value) for number, value in zip(self.numbers, values, strict=True)])

    def objective(self, targets: Flags) -> Callable[[Point], float]:
        """What is made least, as a function of a place."""

        def value(place: Point) -> float:
            values = self.values(place)
            return self.misfit(values, targets) + self.penalty(values)

        return value


def calibrate(project: Project, *, report: Report | None = None) -> Calibration:
    """Fit the numbers that ``[calibration]`` allows to the published figures that it names.

    What is made least is the sum of two parts: the squared deviations from the targets, each in how sharply it is
    known (:func:`~zorgkaart.analyses.calibration.targets.published_figures`), and the squared distances of the numbers
    from what the assumptions say of them, in their standard deviations. So a published 0 is a target as any other, two
    numbers can be fitted to one figure, and where the figures say nothing of a number it stays what it was thought to
    be. How well the model can follow a figure at all is in neither part.

    Parameters
    ----------
    project : Project
        With ``[calibration]`` and published figures on closures.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment, and with the values that are
        tried.

    Returns
    -------
    Calibration
        The values between the bounds that were found to fit best, every figure before and after, and the fits in which
        each target in turn was left out. The same project gives the same values.

    Raises
    ------
    ProjectError
        If the project file allows nothing, or a key or a target is not there or cannot be fitted to.
    """
    section = project.calibration
    if section is None:
        raise ProjectError(f"{project.path.name}: nothing may be fitted. Add a [calibration] section that says what.")
    numbers = tuple(numbers_to_fit(project, section))
    base = Study(project, report=report)
    base.prepare()
    figures = published_figures(base)
    check_targets(figures, section.targets)
    targets = figures["id"].isin(section.targets).to_numpy(dtype=bool)
    trials = _Trials(base, numbers, figures, report)
    before = tuple(number.own for number in numbers)
    thought = tuple(number.prior.mean for number in numbers)
    places = [*coarse(len(numbers)), trials.place(before), trials.place(thought)]
    best = least(trials.objective(targets), places)
    after = trials.values(best)
    if np.isnan(trials.at(after)[targets]).any():
        raise ProjectError(
            "[calibration] targets: for no value between the bounds there is an outcome for all of them. Name targets "
            "of which 'zorgkaart validate' has a figure."
        )
    left_out = {
        row: trials.values(
            least(trials.objective(_without(targets, row)), [trials.place(known) for known in trials.known])
        )
        for row in (np.flatnonzero(targets).tolist() if targets.sum() > 1 else ())
    }
    return Calibration(
        project,
        numbers,
        after,
        tuple(bool(part <= PRECISION or part >= 1 - PRECISION) for part in best),
        _figures(trials, targets, before, after, left_out),
        trials.misfit(after, targets),
        trials.penalty(after),
        pd.DataFrame(
            [
                {"doel": figures["id"].iat[row], **dict(zip((number.key for number in numbers), values, strict=True))}
                for row, values in left_out.items()
            ],
            columns=["doel", *(number.key for number in numbers)],
        ),
    )


def _figures(
    trials: _Trials, targets: Flags, before: Values, after: Values, left_out: dict[int, Values]
) -> pd.DataFrame:
    without = np.full(len(targets), np.nan)
    for row, values in left_out.items():
        without[row] = trials.at(values)[row]
    return trials.figures.assign(
        zorgkaart_voor=trials.at(before),
        zorgkaart_na=trials.at(after),
        afwijking_sd=(trials.at(after) - trials.published) / trials.sd,
        doel=targets,
        zonder_dit_doel=without,
    )


def _without(targets: Flags, row: int) -> Flags:
    rest = targets.copy()
    rest[row] = False
    return rest
