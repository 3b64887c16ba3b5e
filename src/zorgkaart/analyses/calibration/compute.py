"""Fitting one number of a project to a published figure, in the open: what, to what, and what else then changes."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar

from zorgkaart.analyses.uncertainty.variants import Variant, nested
from zorgkaart.analyses.validation.areas_by_name import Figure, people_of
from zorgkaart.analyses.validation.published_closures import EXTRA, closing, closure_figures, newly_outside
from zorgkaart.errors import ProjectError
from zorgkaart.files import atomic_path
from zorgkaart.jobs.task import Report
from zorgkaart.project.model import Project
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Study
from zorgkaart.words.dates import short_date
from zorgkaart.words.numbers import number

# The number is found to this part of the range that it may have.
PRECISION = 1e-4


@dataclass(frozen=True)
class Calibration:
    """A fit.

    Attributes
    ----------
    project : Project
        The project as it was.
    key : str
        What was fitted, written with dots.
    before, after : float
        Its value in the project, and the value that fits best.
    misfit_pct : float
        Root mean square of the deviations from the targets that are left, in percent.
    figures : DataFrame
        Every published figure on closures: ``id``, ``gesloten``, ``gebied``, ``gepubliceerd``, ``zorgkaart_voor``,
        ``zorgkaart_na`` and ``doel`` (whether it was fitted to).
    at_bound : bool
        Whether a bound of what the project file allows fits as well as any value: a better one may lie beyond it.
    """

    project: Project
    key: str
    before: float
    after: float
    misfit_pct: float
    figures: pd.DataFrame
    at_bound: bool

    @property
    def fitted(self) -> Project:
        """The project with the fitted number."""
        return _variant(self.key, self.after).project(self.project)


def calibrate(project: Project, *, report: Report | None = None) -> Calibration:
    """Fit the number that ``[calibration]`` allows to the published figures that it names.

    Parameters
    ----------
    project : Project
        With ``[calibration]`` and published figures on closures.
    report : callable, optional
        Called with a Dutch sentence when a stage begins that takes more than a moment, and with each value that is
        tried.

    Returns
    -------
    Calibration
        The value between the bounds that was found to fit best, and every figure before and after.

    Raises
    ------
    ProjectError
        If the project file allows nothing, or the key or a target is not there or cannot be fitted to.
    """
    section = project.calibration
    if section is None:
        raise ProjectError(f"{project.path.name}: nothing may be fitted. Add a [calibration] section that says what.")
    before = _own(project, section.key)
    base = Study(project, report=report)
    base.prepare()
    figures = _closures(base)
    unknown = sorted(set(section.targets) - set(figures["id"]))
    if unknown:
        raise ProjectError(
            f"[calibration] targets: {', '.join(unknown)} is no published figure of {EXTRA} about sites and a norm of "
            "this project. Name the id of one."
        )
    wanted = figures["id"].isin(section.targets)
    published = figures["gepubliceerd"].to_numpy(dtype=float)
    tried: dict[float, np.ndarray[tuple[int], np.dtype[np.float64]]] = {}

    def misfit(value: float) -> float:
        if value not in tried:
            study = _variant(section.key, value).study(base)
            tried[value] = np.array([_effect(study, figure) for figure in figures.to_dict("records")])
            if report is not None:
                report(f"{section.key} = {number(value, 4)}")
        off = (tried[value] / published - 1)[wanted]
        return float(np.sqrt(np.mean(off**2)))

    fit = minimize_scalar(
        misfit,
        bounds=(section.low, section.high),
        method="bounded",
        options={"xatol": PRECISION * (section.high - section.low)},
    )
    best = min([float(fit.x), section.low, section.high], key=misfit)
    misfit(before)
    table = figures.assign(zorgkaart_voor=tried[before], zorgkaart_na=tried[best], doel=wanted)
    left = misfit(best)
    at_bound = left > 0 and min(misfit(section.low), misfit(section.high)) <= left
    return Calibration(project, section.key, before, best, 100 * left, table, at_bound)


def write_calibrated(calibration: Calibration, path: Path) -> Path:
    """Write a project file that takes over the project with the fitted number, and says how it came about.

    Parameters
    ----------
    calibration : Calibration
        What was fitted.
    path : Path
        The file to make or to replace.

    Raises
    ------
    ProjectError
        If the file would replace the project itself.
    OutputError
        If the file cannot be written.
    """
    project = calibration.project
    if path.resolve() == project.path.resolve():
        raise ProjectError(f"{path.name} is the project itself, which stays as it is. Give another name with --output.")
    section, _, key = calibration.key.rpartition(".")
    folder = path.resolve().parent
    base, output = (_relative(item, folder) for item in (project.path, project.output))
    lines = [
        f"# Gekalibreerd op {short_date(date.today())} door zorgkaart calibrate: {calibration.key} is passend gemaakt.",
        f"# Was {calibration.before:g}, werd {calibration.after:.4f}. Afwijking die overblijft: "
        f"{calibration.misfit_pct:.1f} %.",
    ]
    lines += [
        f"# {'Doel' if row['doel'] else 'Niet gebruikt'}: {_one_line(row['id'])}: gepubliceerd "
        f"{row['gepubliceerd']:.0f}, eerst {row['zorgkaart_voor']:.0f}, nu {row['zorgkaart_na']:.0f}"
        for row in calibration.figures.to_dict("records")
    ]
    lines += [
        f"base = {json.dumps(base)}",
        "",
        "[project]",
        f"name = {json.dumps(project.project.name + '-gekalibreerd')}",
        f"title = {json.dumps(project.project.title + ' (gekalibreerd)', ensure_ascii=False)}",
        f"output = {json.dumps(output + '-gekalibreerd')}",
        "",
        f"[{section}]",
        f"{key} = {calibration.after:.6g}",
        "",
    ]
    with atomic_path(path) as temporary:
        temporary.write_text("\n".join(lines), encoding="utf-8")
    return path


def _closures(study: Study) -> pd.DataFrame:
    """The published effects of closures that the study can compute."""
    columns = ["id", "soort", "niveau", "gebied", "gesloten", "waarde", "bron"]
    figures = closure_figures(study, study.project.norms)[columns]
    return figures.rename(columns={"waarde": "gepubliceerd"}).reset_index(drop=True)


def _effect(study: Study, figure: Figure) -> float:
    """Inhabitants of the area who fall outside the norm when the sites close."""
    return newly_outside(run_scenario(study, closing(figure)), figure["soort"], people_of(study, figure))


def _own(project: Project, key: str) -> float:
    value: Any = project.model_dump()
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ProjectError(
            f"[calibration] key: {key!r} is no number of the project file. Write it as speeds.ambulance.factor."
        )
    return float(value)


def _variant(key: str, value: float) -> Variant:
    """The project with another value for the number that is fitted."""
    return Variant(key, nested({tuple(key.split(".")): value}))


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path.resolve(), folder)).as_posix()


def _one_line(text: str) -> str:
    """Text for a comment: nothing that could end the line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
