"""How evenly access is spread, now or before and after a change, with an interval over draws of the assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import pandas as pd

from zorgkaart.access.distribution import Distribution
from zorgkaart.access.inequality_curves import concentration_curve, lorenz_curve
from zorgkaart.analyses.equity.figures import Figure, Key, figures
from zorgkaart.analyses.equity.people_groups import LEAST_PEOPLE, ranking_of
from zorgkaart.analyses.equity.quantities import Quantity, quantities_of
from zorgkaart.analyses.uncertainty.draws import draws_of, sample
from zorgkaart.analyses.uncertainty.intervals import quantiles
from zorgkaart.analyses.uncertainty.variants import AFTER, BEFORE, measure_variants
from zorgkaart.errors import ProjectError
from zorgkaart.jobs.task import Report
from zorgkaart.project.model import Project
from zorgkaart.project.moments import Moment
from zorgkaart.scenarios.changes import Change
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import Study

NOW, CHANGE = "nu", "verandering"
LORENZ, CONCENTRATION = "lorenz", "concentratie"
LOW, HIGH = "laag", "hoog"
# The interval of a figure: without a situation in its name where there is only one.
BOUNDS = {NOW: (LOW, HIGH)} | {name: (f"{name}_{LOW}", f"{name}_{HIGH}") for name in (BEFORE, AFTER, CHANGE)}


@dataclass(frozen=True)
class Equity:
    """What an analysis of equity gives.

    Attributes
    ----------
    study : Study
        As it is, without changes.
    scenario : Scenario or None
        The changes, if there are any.
    names : tuple of str
        The norms and kinds that were asked for; empty for all.
    quantities : tuple of Quantity
        What is looked at.
    drawn : tuple of mapping
        Per draw the values by the names of situations and by key; empty without draws.
    seed : int or None
        What the draws began with.
    """

    study: Study
    scenario: Scenario | None
    names: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    drawn: tuple[Mapping[str, Mapping[Key, float]], ...] = ()
    seed: int | None = None

    @property
    def sides(self) -> dict[str, Study]:
        """The studies by the name of their situation: ``nu``, or ``voor`` and ``na``."""
        if self.scenario is None:
            return {NOW: self.study}
        return {BEFORE: self.scenario.before, AFTER: self.scenario.after}

    @cached_property
    def figures(self) -> dict[str, dict[Key, Figure]]:
        """The figures of each side."""
        return {name: figures(side, self.quantities) for name, side in self.sides.items()}

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row per quantity, group and measure.

        Returns
        -------
        DataFrame
            ``gemeten``, ``gemeten_naam``, ``groepsindeling``, ``groep``, ``maatstaf``, ``inwoners_geteld`` and
            ``inwoners_niet_geteld`` (of the last side); ``nu``, or ``voor``, ``na`` and ``verandering`` of a scenario;
            with draws after each its interval (``laag`` and ``hoog``, of a scenario ``voor_laag`` and so on); and
            ``niet_getoond``. NaN where not known or not shown.
        """
        labels = {quantity.name: quantity.label for quantity in self.quantities}
        last = list(self.figures)[-1]
        intervals = self._intervals
        rows = []
        for key, figure in self.figures[last].items():
            values = {name: side[key].value for name, side in self.figures.items()}
            if self.scenario is not None:
                values[CHANGE] = values[AFTER] - values[BEFORE]
            cells: dict[str, object] = {}
            for name, value in values.items():
                cells[name] = value
                cells |= _bounds(name, intervals[name][key], shown=not np.isnan(value)) if intervals else {}
            rows.append(
                {
                    "gemeten": key.quantity,
                    "gemeten_naam": labels[key.quantity],
                    "groepsindeling": key.division,
                    "groep": key.group,
                    "maatstaf": key.measure,
                    "inwoners_geteld": figure.people,
                    "inwoners_niet_geteld": figure.others,
                    **cells,
                    "niet_getoond": next((side[key].why for side in self.figures.values() if side[key].why), ""),
                }
            )
        return pd.DataFrame(rows)

    def interval(self, key: Key) -> tuple[float, float]:
        """The bounds of nine draws in ten of a figure, of the last side; NaN where it is not shown.

        Parameters
        ----------
        key : Key
            Of one of :attr:`figures`.
        """
        last = list(self.figures)[-1]
        return self._intervals[last][key] if not self.figures[last][key].why else (np.nan, np.nan)

    @cached_property
    def _intervals(self) -> dict[str, dict[Key, tuple[float, float]]]:
        """By situation and key the bounds of nine draws in ten; empty without draws."""
        if not self.drawn:
            return {}
        keys = list(next(iter(self.figures.values())))
        values = {
            name: np.array([[draw[name].get(key, np.nan) for key in keys] for draw in self.drawn])
            for name in self.figures
        }
        if self.scenario is not None:
            values[CHANGE] = values[AFTER] - values[BEFORE]
        result = {}
        for name, draws in values.items():
            bounds = quantiles(draws)
            result[name] = dict(zip(keys, zip(bounds[LOW], bounds[HIGH], strict=True), strict=True))
        return result

    @cached_property
    def curves(self) -> pd.DataFrame:
        """Lorenz and concentration curves of everyone, at every percent of the people.

        Returns
        -------
        DataFrame
            ``gemeten``, ``kromme`` (``lorenz`` of minutes and supply; ``concentratie`` where people are ranked),
            ``situatie``, ``aandeel_inwoners`` and ``aandeel_totaal`` (0 to 1). No rows of what too few people have or
            nobody has.
        """
        frames = []
        for situation, side in self.sides.items():
            ranking = ranking_of(side)
            leave_out = side.project.equity.bounded == "leave_out"
            for quantity in self.quantities:
                people = Distribution.of(quantity.values(side), side.residents.weight, bounds=quantity.bounds)
                if people.people < LEAST_PEOPLE:
                    continue
                lines = {} if quantity.outside else {LORENZ: lorenz_curve(people)}
                if ranking is not None and not (quantity.outside and leave_out):
                    lines[CONCENTRATION] = concentration_curve(people, ranking)
                for name, (x, y) in lines.items():
                    frame = pd.DataFrame({"aandeel_inwoners": x, "aandeel_totaal": y}).dropna()
                    frames.append(frame.assign(gemeten=quantity.name, kromme=name, situatie=situation))
        names = ["gemeten", "kromme", "situatie", "aandeel_inwoners", "aandeel_totaal"]
        return pd.concat(frames, ignore_index=True)[names] if frames else pd.DataFrame(columns=names)


def equity(
    project: Project,
    names: Sequence[str] = (),
    *,
    changes: Sequence[Change] = (),
    moment: Moment | None = None,
    title: str = "",
    draws: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    report: Report | None = None,
) -> Equity:
    """Look at how evenly access is spread over the residents of a project.

    Parameters
    ----------
    project : Project
        With ``[equity]`` where people are to be ranked and grouped by characteristics of their areas.
    names : sequence of str
        Norms and kinds to look at; without names all.
    changes : sequence of Change
        A scenario.
    moment : Moment, optional
        Only sites that are open then count for trips.
    title : str
        What the scenario is called, in Dutch.
    draws, seed : int, optional
        How often the assumptions of the project are drawn; without `draws` there are no intervals. See
        :func:`zorgkaart.analyses.uncertainty.draws.sample`.
    workers : int, optional
        Processes of this machine; without it as ``[runs]`` in the project says.
    report : callable, optional
        Called with a Dutch sentence about the progress.

    Returns
    -------
    Equity
        Its figures are computed when they are first asked for.

    Raises
    ------
    InputError
        If a name is unknown, or the table of ``[equity]`` is wrong.
    ProjectError
        If draws are asked for at a moment, or the project has no assumptions.
    ChangeError
        If a change cannot be applied.
    """
    quantities = quantities_of(project, names)
    if draws is not None and moment is not None:
        raise ProjectError(
            f"{project.path.name}: draws are not made at a moment. Leave out --draws or --at, or take a scenario "
            "without a moment."
        )
    study = Study(project, report=report)
    study.area_features  # noqa: B018 -- what is wrong with the table is known before anything is computed
    scenario = run_scenario(study, tuple(changes), moment=moment, title=title) if changes else None
    if scenario is None and moment is not None:
        study = study.variant(moment=moment)
    if draws is None:
        return Equity(study, scenario, tuple(names), quantities)
    rows = measure_variants(
        study,
        draws_of(project, sample(project, draws=draws, seed=seed)),
        partial(_values, names=tuple(names)),
        changes=tuple(changes),
        workers=workers,
        report=report,
    )
    drawn = tuple({suffix.removeprefix("_") or NOW: values for suffix, values in row.items()} for row in rows)
    begin = project.uncertainty.seed if seed is None else seed
    return Equity(study, scenario, tuple(names), quantities, drawn, begin)


def _values(study: Study, names: tuple[str, ...]) -> dict[Key, float]:
    """The values of a draw; its limits are its own, as a norm may be drawn too."""
    return {key: figure.value for key, figure in figures(study, quantities_of(study.project, names)).items()}


def _bounds(name: str, bounds: tuple[float, float], *, shown: bool) -> dict[str, float]:
    low, high = bounds if shown else (np.nan, np.nan)
    return dict(zip(BOUNDS[name], (low, high), strict=True))
