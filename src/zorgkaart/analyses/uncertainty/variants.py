"""Variants of a project, each computed in full: other keys or sites, and in each of them a scenario if asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import trips_of
from zorgkaart.errors import ProjectError
from zorgkaart.inputs.facilities import Facilities
from zorgkaart.jobs.task import Report
from zorgkaart.jobs.workers import run_all
from zorgkaart.project.defaults import AMBULANCE
from zorgkaart.project.model import Project
from zorgkaart.project.plans import ALWAYS
from zorgkaart.scenarios.changes import Change
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import short

# The situations that a figure is about; they stand behind its name.
BEFORE, AFTER, CHANGE = "voor", "na", "verschil"
FIGURES = TypeVar("FIGURES")
VALUE = TypeVar("VALUE", float, NDArray[np.float64])


@dataclass(frozen=True)
class VariantSites:
    """Sites that count day and night in a variant, or that do not.

    Attributes
    ----------
    ids : tuple of str
        Of the facility table.
    always : bool
        Open day and night, whatever their status was; otherwise not open at night.
    where : str
        The section of the project file that says so, for errors.
    """

    ids: tuple[str, ...]
    always: bool
    where: str


@dataclass(frozen=True)
class Variant:
    """A project with other assumptions.

    Attributes
    ----------
    name : str
        What progress, errors and tables call it.
    changes : mapping
        The keys that differ, by section, as :meth:`Project.with_changes` takes them.
    sites : tuple of VariantSites
        The sites that differ.
    """

    name: str
    changes: Mapping[str, Any]
    sites: tuple[VariantSites, ...] = ()

    def project(self, project: Project) -> Project:
        """Return the project with the keys of the variant.

        Parameters
        ----------
        project : Project
            The project as it is.

        Returns
        -------
        Project
            A copy, validated anew.

        Raises
        ------
        ProjectError
            If a key or its value cannot be.
        """
        return project.with_changes(**self.changes)

    def facilities(self, facilities: Facilities) -> Facilities:
        """Return the sites as the variant has them; the same object if it changes none.

        Parameters
        ----------
        facilities : Facilities
            The sites of the project as it is.

        Returns
        -------
        Facilities
            With the same rows.

        Raises
        ------
        ProjectError
            If there is no such site.
        """
        if not self.sites:
            return facilities
        table = facilities.table.copy()
        ids = table["id"].to_numpy()
        for sites in self.sites:
            rows = np.flatnonzero(np.isin(ids, sites.ids))
            if absent := ", ".join(sorted(set(sites.ids) - set(ids))):
                raise ProjectError(f"{sites.where}: there is no site {absent}. Correct the id behind 'sites.'.")
            if sites.always:
                table.loc[rows, ["status", "volcontinu", "openingstijden"]] = ["open", "ja", ALWAYS]
            else:
                table.loc[rows, "volcontinu"] = "nee"
        return replace(facilities, table=table)

    def study(self, base: Study) -> Study:
        """Return the study of the variant.

        Parameters
        ----------
        base : Study
            That of the project as it is.

        Returns
        -------
        Study
            What the variant does not change is shared with `base`.

        Raises
        ------
        ProjectError
            If a key, its value or a site of the variant cannot be.
        """
        study = base.with_project(self.project(base.project))
        facilities = self.facilities(study.facilities)
        return study if facilities is study.facilities else study.variant(facilities=facilities)


def nested(values: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    """Values by the path of their key, as :meth:`Project.with_changes` takes them.

    Parameters
    ----------
    values : mapping
        By the path of the key: ``("speeds", "ambulance", "factor")``.

    Returns
    -------
    dict
        Sections within sections, such as ``{"speeds": {"ambulance": {"factor": 0.9}}}``.
    """
    changes: dict[str, Any] = {}
    for path, value in values.items():
        table = changes
        for part in path[:-1]:
            table = table.setdefault(part, {})
        table[path[-1]] = value
    return changes


def scenario_sides(study: Study, changes: Sequence[Change]) -> dict[str, Study]:
    """The studies to measure: a study itself, or before and after where something changes.

    Parameters
    ----------
    study : Study
        As it is without the changes.
    changes : sequence of Change
        A scenario; empty for none.

    Returns
    -------
    dict of str to Study
        By what stands behind the names of figures: nothing, or ``_voor`` and ``_na``.

    Raises
    ------
    ChangeError
        If a change cannot be applied.
    """
    if not changes:
        return {"": study}
    scenario = run_scenario(study, changes)
    return {f"_{BEFORE}": scenario.before, f"_{AFTER}": scenario.after}


def with_differences(sides: Mapping[str, Mapping[str, VALUE]]) -> dict[str, VALUE]:
    """The figures of :func:`scenario_sides` in one row: of a scenario each before, after and the difference.

    Parameters
    ----------
    sides : mapping
        The figures by their names, of each side that :func:`scenario_sides` gives.

    Returns
    -------
    dict
        Without a scenario the figures as they are; with one each as ``NAME_voor``, ``NAME_na`` and ``NAME_verschil``
        (after minus before).
    """
    if len(sides) == 1:
        return dict(sides[""])
    row: dict[str, VALUE] = {}
    for name, before in sides[f"_{BEFORE}"].items():
        after = sides[f"_{AFTER}"][name]
        row |= {f"{name}_{BEFORE}": before, f"{name}_{AFTER}": after, f"{name}_{CHANGE}": after - before}
    return row


@dataclass(frozen=True)
class _Task(Generic[FIGURES]):
    variant: Variant
    compute: Callable[[Study, Variant], FIGURES]


def compute_variants(
    base: Study,
    variants: Sequence[Variant],
    compute: Callable[[Study, Variant], FIGURES],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    report: Report | None = None,
) -> list[FIGURES]:
    """Compute something of each variant of a study.

    Parameters
    ----------
    base : Study
        What the variants do not change is taken from it, so that it is read and joined to the roads once.
    variants : sequence of Variant
        Each with a name of its own.
    compute : callable
        Of the study as it is and a variant, what to know; a function of a module or a partial of one, as it may be
        called in another process.
    workers : int, optional
        Processes of this machine; without it and `scheduler`, as ``[runs]`` in the project says.
    scheduler : str, optional
        Address of a dask scheduler, in place of `workers`; see :func:`zorgkaart.jobs.workers.run_all`.
    report : callable, optional
        Called with a Dutch sentence about the progress.

    Returns
    -------
    list
        What `compute` gave, in the order of the variants.

    Raises
    ------
    TaskError
        If a variant cannot be computed; the message names it.
    ProjectError
        If `workers` or `scheduler` is impossible, or both are given.
    SchedulerError
        If the scheduler cannot be reached or is lost.
    MissingExtraError
        If a scheduler is named and dask is not installed.
    """
    if workers is None and scheduler is None:
        workers, scheduler = base.project.runs.workers, base.project.runs.scheduler
    base.prepare()  # once, and here: what is wrong with it is wrong with no variant in particular
    tasks = {variant.name: _Task(variant, compute) for variant in variants}
    return run_all(tasks, _computed, base, workers=workers or 1, scheduler=scheduler, report=report)


def _computed(base: Study, task: _Task[FIGURES]) -> FIGURES:
    return task.compute(base, task.variant)


def measure_variants(
    base: Study,
    variants: Sequence[Variant],
    measure: Callable[[Study], FIGURES],
    *,
    changes: Sequence[Change] = (),
    workers: int | None = None,
    scheduler: str | None = None,
    report: Report | None = None,
) -> list[dict[str, FIGURES]]:
    """Compute variants of a study, and in each of them a scenario if there are changes, and measure each side.

    Parameters
    ----------
    base : Study
        What the variants do not change is taken from it, so that it is read and joined to the roads once.
    variants : sequence of Variant
        Each with a name of its own.
    measure : callable
        What to know of a study; a function of a module, as it may be called in another process.
    changes : sequence of Change
        A scenario, the same in every variant; empty for none.
    workers : int, optional
        Processes of this machine; without it and `scheduler`, as ``[runs]`` in the project says.
    scheduler : str, optional
        Address of a dask scheduler, in place of `workers`; see :func:`zorgkaart.jobs.workers.run_all`.
    report : callable, optional
        Called with a Dutch sentence about the progress.

    Returns
    -------
    list
        Per variant, in their order: what `measure` gave, by the names of :func:`scenario_sides`.

    Raises
    ------
    TaskError
        If a variant cannot be computed; the message names it.
    ProjectError
        If `workers` or `scheduler` is impossible, or both are given.
    SchedulerError
        If the scheduler cannot be reached or is lost.
    MissingExtraError
        If a scheduler is named and dask is not installed.
    """
    compute = partial(_measured, changes=tuple(changes), measure=measure)
    return compute_variants(base, variants, compute, workers=workers, scheduler=scheduler, report=report)


def _measured(
    base: Study, variant: Variant, *, changes: tuple[Change, ...], measure: Callable[[Study], FIGURES]
) -> dict[str, FIGURES]:
    return {suffix: measure(side) for suffix, side in scenario_sides(variant.study(base), changes).items()}


def speed_variants(factors: Sequence[float], *, profile: str = AMBULANCE) -> list[Variant]:
    """Variants in which all speeds of a profile are multiplied by a factor, in place of the project's own factor.

    Parameters
    ----------
    factors : sequence of float
        One variant each; a factor that occurs twice counts once.
    profile : str
        A name in ``[speeds]``.

    Returns
    -------
    list of Variant
        In the order of the factors.
    """
    return [
        Variant(f"{profile} × {short(factor)}", {"speeds": {profile: {"factor": factor}}})  # noqa: RUF001
        for factor in dict.fromkeys(factors)
    ]


def run_variants(
    project: Project,
    variants: Sequence[Variant],
    *,
    changes: Sequence[Change] = (),
    workers: int | None = None,
    scheduler: str | None = None,
    report: Report | None = None,
) -> pd.DataFrame:
    """Compute variants of a project, and in each of them a scenario if there are changes.

    What the variants do not change is read and joined to the roads once.

    Parameters
    ----------
    project : Project
        The project as it is.
    variants : sequence of Variant
        Each with a name of its own.
    changes : sequence of Change
        Closures, openings and moves, the same in every variant.
    workers : int, optional
        Processes of this machine; without it and `scheduler`, as ``[runs]`` in the project says.
    scheduler : str, optional
        Address of a dask scheduler, in place of `workers`; see :func:`zorgkaart.jobs.workers.run_all`.
    report : callable, optional
        Called with a Dutch sentence about the progress.

    Returns
    -------
    DataFrame
        One row per variant, in their order: ``variant``; for each norm ``K_inwoners_buiten_norm`` and
        ``K_norm_min`` (mean of the whole chain); for each kind ``K_min`` (mean by car). With changes, each
        figure three times: ``_voor``, ``_na`` and ``_verschil``. NaN where there is nothing to average or count.

    Raises
    ------
    TaskError
        If a variant cannot be computed; the message names it.
    ProjectError
        If two variants have the same name, one cannot be, or `workers` or `scheduler` is impossible.
    SchedulerError
        If the scheduler cannot be reached or is lost.
    MissingExtraError
        If a scheduler is named and dask is not installed.
    """
    names = [variant.name for variant in variants]
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        raise ProjectError(f"variants with the same name: {', '.join(double)}. Give each a name of its own.")
    for variant in variants:
        variant.project(project)  # so that what cannot be is known before anything is computed
    base = Study(project, report=report)
    rows = measure_variants(
        base, variants, _figures, changes=changes, workers=workers, scheduler=scheduler, report=report
    )
    return pd.DataFrame([{"variant": name, **with_differences(row)} for name, row in zip(names, rows, strict=True)])


def run_projects(
    paths: Sequence[Path], *, workers: int = 1, scheduler: str | None = None, report: Report | None = None
) -> pd.DataFrame:
    """Compute several projects, such as regions: one row each, in the order of `paths`.

    Parameters
    ----------
    paths : sequence of Path
        Project files; on a cluster, every worker must be able to read them and all that they name.
    workers : int
        Processes of this machine.
    scheduler : str, optional
        Address of a dask scheduler, in place of `workers`; see :func:`zorgkaart.jobs.workers.run_all`.
    report : callable, optional
        Called with a Dutch sentence about the progress.

    Returns
    -------
    DataFrame
        ``project`` (its name) and the figures of :func:`run_variants`; NaN where a project has no such kind.

    Raises
    ------
    TaskError
        If a project cannot be read or computed; the message names its file.
    ProjectError
        If `workers` or `scheduler` is impossible, or both are given.
    SchedulerError
        If the scheduler cannot be reached or is lost.
    MissingExtraError
        If a scheduler is named and dask is not installed.
    """
    tasks = {str(path): Path(path).resolve() for path in paths}
    return pd.DataFrame(run_all(tasks, _project, workers=workers, scheduler=scheduler, report=report))


def _project(_: None, path: Path) -> dict[str, Any]:
    project = Project.load(path)
    return {"project": project.project.name, **_figures(Study(project))}


def _figures(study: Study) -> dict[str, float]:
    weight = np.nan_to_num(study.residents.weight)
    row = {}
    for chain in study.chains.values():
        row[chain.norm.outside] = float(weight[chain.outside].sum()) if chain.known.any() else np.nan
        row[chain.norm.column] = _mean(chain.minutes, weight)
    for name, trip in trips_of(study.project).items():
        row[trip.column] = _mean(study.trips[name].minutes, weight)
    return row


def _mean(minutes: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """Mean over the inhabitants who have a value.

    Sums and no matrix product: that would add up in an order that hangs on the number of threads.
    """
    known = ~np.isnan(minutes)
    people = weight[known].sum()
    return float((weight[known] * minutes[known]).sum() / people) if people else np.nan
