"""The present and years to come beside each other: the same study with the inhabitants of each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zorgkaart.analyses.futures.retirement import Retirement, draw_retirement
from zorgkaart.analyses.uncertainty.compute import Ensemble, run_ensemble
from zorgkaart.errors import ProjectError
from zorgkaart.jobs.task import Report
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Change
from zorgkaart.scenarios.scenario import changed
from zorgkaart.study.study import Study

NOW = "nu"
# Of each resident the nearest site and the next one are kept: what the loss of a single practice asks for.
NEIGHBOURS = 2


@dataclass(frozen=True)
class Year:
    """The present, or a year to come.

    Attributes
    ----------
    name : str
        ``nu``, or that of ``[futures.NAME]``.
    year : int or None
        Which year; None for the present.
    before, study : Study
        The year without and with the changes that all years are computed with; one study without any.
    ensemble : Ensemble or None
        Draws of the assumptions of the project, if they were asked for.
    retirements : tuple of Retirement
        Per kind with ``[retirement.KIND]`` the draws of owners who stop; none at present.
    """

    name: str
    year: int | None
    before: Study
    study: Study
    ensemble: Ensemble | None
    retirements: tuple[Retirement, ...]

    @property
    def words(self) -> str:
        """In Dutch: ``nu`` or the year, with its name where that is another word."""
        if self.year is None:
            return NOW
        return str(self.year) if self.name == str(self.year) else f"{self.year} ({self.name})"

    @property
    def suffix(self) -> str:
        """What stands behind the names of its columns."""
        return self.name.replace("-", "_")


@dataclass(frozen=True)
class Years:
    """All years.

    Attributes
    ----------
    years : tuple of Year
        The present first, then in the order that was asked for.
    changes : tuple of Change
        With which all years are computed; may be empty.
    title : str
        What the changes are called; empty if they have no name.
    draws : int or None
        How often the assumptions were drawn; None if they were not.
    seed : int
        What all draws began with.
    """

    years: tuple[Year, ...]
    changes: tuple[Change, ...]
    title: str
    draws: int | None
    seed: int

    @property
    def present(self) -> Year:
        """The first of all."""
        return self.years[0]

    @property
    def to_come(self) -> tuple[Year, ...]:
        """All but the present."""
        return self.years[1:]


def future_study(study: Study, name: str) -> Study:
    """Return the same study in a year to come: norms, need, supply and scenarios are about the inhabitants of then.

    They live at the addresses of now; who lives where within a buurt, roads and speeds are those of now.

    Parameters
    ----------
    study : Study
        Of the present.
    name : str
        Of ``[futures.NAME]``.

    Returns
    -------
    Study
        All that does not hang on inhabitants is shared.

    Raises
    ------
    ProjectError
        If there is no such future.

    Examples
    --------
    >>> future_study(study, "2040").results["gemeenten"]["inwoners"]  # doctest: +SKIP
    """
    return study.with_project(study.project.in_future(name))


def run_years(
    project: Project,
    names: Sequence[str] = (),
    *,
    changes: Sequence[Change] = (),
    title: str = "",
    draws: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    report: Report | None = None,
) -> Years:
    """Compute the present and years to come.

    Parameters
    ----------
    project : Project
        With ``[futures]``.
    names : sequence of str
        Which; without any all of them, in the order of their years.
    changes : sequence of Change
        Of a scenario, that holds in all years.
    title : str
        What the scenario is called, in Dutch.
    draws : int, optional
        Draw the assumptions of the project so often in each year, for intervals around who is outside a norm; owners
        are drawn as often too. Without it owners alone are drawn, as often as ``[uncertainty]`` says.
    seed : int, optional
        In place of that in ``[uncertainty]``; the same in all years, so that these can be compared.
    workers : int, optional
        Processes of this machine; where it runs changes nothing about the results.
    scheduler : str, optional
        Address of a dask scheduler, in place of `workers`.
    report : callable, optional
        Called with a Dutch sentence about the progress.

    Returns
    -------
    Years
        The present first.

    Raises
    ------
    ProjectError
        If there is no such future, or none at all.
    """
    if not project.futures:
        raise ProjectError(
            f"{project.path.name}: there are no years to come. Add [futures.NAME] with a year and a table."
        )
    told = report or (lambda _: None)
    start = project.uncertainty.seed if seed is None else seed
    base = Study(project.with_changes(project={"future": None}), k=NEIGHBOURS, report=report)
    asked = list(names) or sorted(project.futures, key=lambda name: project.futures[name].year)
    years = []
    for name in (NOW, *asked):
        study = base if name == NOW else future_study(base, name)
        future = study.project.future
        told(f"Jaar: {name}")
        ensemble = None
        if draws is not None and project.assumptions and project.norms:
            ensemble = run_ensemble(
                study.project,
                changes=changes,
                title=title,
                draws=draws,
                seed=start,
                workers=workers,
                scheduler=scheduler,
                report=report,
            )
        after = changed(study, changes, title=title).after if changes else study
        retirements: list[Retirement] = []
        for kind in project.retirement:
            if future is None:
                break
            retirements.append(
                draw_retirement(
                    after,
                    kind,
                    year=future.year,
                    draws=draws,
                    seed=start,
                    workers=workers,
                    scheduler=scheduler,
                    report=report,
                )
            )
        years.append(Year(name, None if future is None else future.year, study, after, ensemble, tuple(retirements)))
    return Years(tuple(years), tuple(changes), title, draws, start)
