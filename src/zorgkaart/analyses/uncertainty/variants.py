"""How far figures hang on assumptions: one row per variant of a project, or per project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import trips_of
from zorgkaart.errors import ProjectError
from zorgkaart.jobs.task import Report
from zorgkaart.jobs.workers import run_all
from zorgkaart.project.defaults import AMBULANCE
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Change
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study
from zorgkaart.words.numbers import short


@dataclass(frozen=True)
class Variant:
    """A project with other assumptions: what differs, by section, as :meth:`Project.with_changes` takes it."""

    name: str
    changes: Mapping[str, Any]


def speed_variants(factors: Sequence[float], *, profile: str = AMBULANCE) -> list[Variant]:
    """Variants in which all speeds of a profile are multiplied by a factor, in place of the project's own factor."""
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
    changes : sequence of Change
        Closures, openings and moves, the same in every variant.
    workers, scheduler
        See :func:`zorgkaart.jobs.workers.run_all`; without either, as ``[runs]`` in the project says.
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
    ProjectError
        If two variants have the same name, or one cannot be.
    TaskError
        If a variant cannot be computed; the message names it.
    """
    names = [variant.name for variant in variants]
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        raise ProjectError(f"variants with the same name: {', '.join(double)}. Give each a name of its own.")
    tasks = {variant.name: (project.with_changes(**variant.changes), tuple(changes)) for variant in variants}
    if workers is None and scheduler is None:
        workers, scheduler = project.runs.workers, project.runs.scheduler
    base = Study(project, report=report)
    base.prepare()  # once, and here: what is wrong with it is wrong with no variant in particular
    rows = run_all(tasks, _variant, base, workers=workers or 1, scheduler=scheduler, report=report)
    return pd.DataFrame([{"variant": name, **row} for name, row in zip(names, rows, strict=True)])


def run_projects(
    paths: Sequence[Path], *, workers: int = 1, scheduler: str | None = None, report: Report | None = None
) -> pd.DataFrame:
    """Compute several projects, such as regions: one row each, in the order of `paths`.

    Parameters
    ----------
    paths : sequence of Path
        Project files; on a cluster, every worker must be able to read them and all that they name.
    workers, scheduler, report
        See :func:`zorgkaart.jobs.workers.run_all`.

    Returns
    -------
    DataFrame
        ``project`` (its name) and the figures of :func:`run_variants`; NaN where a project has no such kind.

    Raises
    ------
    TaskError
        If a project cannot be read or computed; the message names its file.
    """
    tasks = {str(path): Path(path).resolve() for path in paths}
    return pd.DataFrame(run_all(tasks, _project, workers=workers, scheduler=scheduler, report=report))


def _variant(base: Study, task: tuple[Project, tuple[Change, ...]]) -> dict[str, float]:
    project, changes = task
    study = base.with_project(project)
    if not changes:
        return _figures(study)
    scenario = run_scenario(study, changes)
    before, after = _figures(scenario.before), _figures(scenario.after)
    row: dict[str, float] = {}
    for name in before:
        row |= {f"{name}_voor": before[name], f"{name}_na": after[name]}
        row[f"{name}_verschil"] = after[name] - before[name]
    return row


def _project(_: None, path: Path) -> dict[str, Any]:
    project = Project.load(path)
    return {"project": project.project.name, **_figures(Study(project))}


def _figures(study: Study) -> dict[str, float]:
    weight = np.nan_to_num(study.residents.weight)
    row = {}
    for chain in study.chains.values():
        row[chain.norm.outside] = float(weight[chain.outside].sum()) if chain.known.any() else np.nan
        row[chain.norm.column] = _mean(chain.minutes, weight)
    for kind, trip in trips_of(study.project).items():
        row[trip.column] = _mean(study.travel[kind].minutes, weight)
    return row


def _mean(minutes: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """Mean over the inhabitants who have a value.

    Sums and no matrix product: that would add up in an order that hangs on the number of threads.
    """
    known = ~np.isnan(minutes)
    people = weight[known].sum()
    return float((weight[known] * minutes[known]).sum() / people) if people else np.nan
