"""Many draws of a project, each computed in full, and what they give together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.chain import Chain
from zorgkaart.access.groups import Groups
from zorgkaart.access.measures import NORM_MIN, OUTSIDE, OUTSIDE_65
from zorgkaart.access.norms import share_outside, verdict
from zorgkaart.analyses.uncertainty.draws import Draw, draws_of, sample
from zorgkaart.errors import ProjectError
from zorgkaart.jobs.task import Report
from zorgkaart.jobs.workers import run_all
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Change
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import LEVELS, Study

BEFORE, AFTER, CHANGE = "voor", "na", "verschil"
MEASURES = (NORM_MIN, OUTSIDE, OUTSIDE_65, "gemarkeerd")
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Ensemble:
    """What a set of draws gives.

    Attributes
    ----------
    study : Study
        The project as it is, without any draw.
    changes : tuple of Change
        Of the scenario that is drawn too; empty without one.
    drawn : DataFrame
        The drawn assumptions, one row per draw.
    totals : DataFrame
        One row per draw; a column for every kind with a norm, moment and measure, such as
        ``seh_inwoners_buiten_norm`` and, of a scenario, ``seh_inwoners_buiten_norm_voor``, ``_na`` and
        ``_verschil`` (of the same draw).
    areas : mapping
        By level and column (as in `totals`): (draws, areas) float64. NaN where nothing is known.
    central : mapping
        The totals of the project as it is.
    judged : mapping
        By level, and by kind and moment (``seh``, ``seh_voor``): the verdicts of the project as it is.
    seed : int
        What the draws began with.
    """

    study: Study
    changes: tuple[Change, ...]
    drawn: pd.DataFrame
    totals: pd.DataFrame
    areas: Mapping[str, Mapping[str, Values]]
    central: Mapping[str, float]
    judged: Mapping[str, Mapping[str, NDArray[np.object_]]]
    seed: int

    @property
    def moments(self) -> tuple[str, ...]:
        """What stands behind the name of a measure: nothing, or before, after and difference."""
        return (f"_{BEFORE}", f"_{AFTER}", f"_{CHANGE}") if self.changes else ("",)


def run_ensemble(
    project: Project,
    *,
    changes: Sequence[Change] = (),
    draws: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    report: Report | None = None,
) -> Ensemble:
    """Draw the assumptions of a project and compute its norms in every draw.

    Parameters
    ----------
    changes : sequence of Change
        A scenario; before and after are computed with the same draw, so that their difference is that of
        the change alone.
    draws, seed : int, optional
        See :func:`zorgkaart.analyses.uncertainty.draws.sample`.
    workers, scheduler, report
        See :func:`zorgkaart.jobs.workers.run_all`; without the first two, as ``[runs]`` in the project says. Where it
        runs changes nothing about the results.

    Raises
    ------
    ProjectError
        If the project has no norm or no assumptions, or they are wrong.
    TaskError
        If a draw cannot be computed.
    """
    if not project.norms:
        raise ProjectError(f"{project.path.name}: there is no norm to be sure of. Add [norms.NAME].")
    drawn = sample(project, draws=draws, seed=seed)
    if workers is None and scheduler is None:
        workers, scheduler = project.runs.workers, project.runs.scheduler
    base = Study(project, report=report)
    base.prepare()  # once, and here: what is wrong with it is wrong with no draw in particular
    tasks = {f"trekking {draw.number + 1}": (draw, tuple(changes)) for draw in draws_of(drawn)}
    found = run_all(tasks, _compute, base, workers=workers or 1, scheduler=scheduler, report=report)
    levels = {
        level: {name: np.stack([areas[level][name] for _, areas in found]) for name in found[0][1][level]}
        for level in found[0][1]
    }
    central, _ = _measures(base, tuple(changes))
    return Ensemble(
        base,
        tuple(changes),
        drawn,
        pd.DataFrame([totals for totals, _ in found]),
        levels,
        central,
        _judged(base, tuple(changes)),
        project.uncertainty.seed if seed is None else seed,
    )


def _compute(
    base: Study, task: tuple[Draw, tuple[Change, ...]]
) -> tuple[dict[str, float], dict[str, dict[str, Values]]]:
    """The totals and the areas of one draw."""
    draw, changes = task
    study = base.with_project(draw.project(base.project))
    facilities = draw.facilities(base.project, study.facilities)
    if facilities is not study.facilities:
        study = study.variant(facilities=facilities)
    return _measures(study, changes)


def _sides(study: Study, changes: tuple[Change, ...]) -> dict[str, Study]:
    """The studies to measure, by what stands behind the names of their measures."""
    if not changes:
        return {"": study}
    scenario = run_scenario(study, changes)
    return {f"_{BEFORE}": scenario.before, f"_{AFTER}": scenario.after}


def _judged(study: Study, changes: tuple[Change, ...]) -> dict[str, dict[str, NDArray[np.object_]]]:
    return {
        level: {
            f"{kind}{suffix}": side.level(level)[norm.verdict].to_numpy(dtype=object)
            for suffix, side in _sides(study, changes).items()
            for kind, norm in norms_of(study.project).items()
        }
        for level in levels_of(study)
    }


def _measures(study: Study, changes: tuple[Change, ...]) -> tuple[dict[str, float], dict[str, dict[str, Values]]]:
    """The totals and the areas of a study, and of a scenario in it."""
    sides = _sides(study, changes)
    totals: dict[str, float] = {}
    areas: dict[str, dict[str, Values]] = {level: {} for level in levels_of(study)}
    for kind in study.project.norms:
        for suffix, side in sides.items():
            chain = side.chains[kind]
            totals |= {f"{kind}_{name}{suffix}": value for name, value in _total(side, chain).items()}
            for level in areas:
                found = _areas(side.groups(level), chain, side.elderly)
                areas[level] |= {f"{kind}_{name}{suffix}": value for name, value in found.items()}
    if changes:
        names = [name.removesuffix(f"_{BEFORE}") for name in totals if name.endswith(f"_{BEFORE}")]
        for name in names:
            totals[f"{name}_{CHANGE}"] = totals[f"{name}_{AFTER}"] - totals[f"{name}_{BEFORE}"]
            for found in areas.values():
                found[f"{name}_{CHANGE}"] = found[f"{name}_{AFTER}"] - found[f"{name}_{BEFORE}"]
    return totals, areas


def _total(study: Study, chain: Chain) -> dict[str, float]:
    """The measures of all areas together; ``gemarkeerd`` is the number of flagged buurten."""
    everyone = Groups(np.zeros(len(study.residents.area), dtype=np.int32), 1, study.residents.weight)
    found = {name: float(value[0]) for name, value in _areas(everyone, chain, study.elderly).items()}
    flagged = _areas(study.groups("buurten"), chain, study.elderly)["gemarkeerd"]
    return found | {"gemarkeerd": float(np.nansum(flagged))}


def _areas(groups: Groups, chain: Chain, elderly: Values) -> dict[str, Values]:
    """The measures per area; ``gemarkeerd`` is 1 where an area is partly or wholly outside the norm, else 0."""
    share = share_outside(chain, groups)
    known = groups.has_known & ~np.isnan(share)
    judged = verdict(share, known, flag_share=chain.norm.flag_share)
    flagged = np.where(known, np.isin(judged, ("deels buiten", "buiten")).astype(float), np.nan)
    old = np.bincount(groups.area, np.nan_to_num(elderly) * chain.outside, groups.count)
    return {
        NORM_MIN: groups.mean(chain.minutes),
        OUTSIDE: np.where(known, groups.total(chain.outside), np.nan),
        OUTSIDE_65: np.where(known, old, np.nan),
        "gemarkeerd": flagged,
    }


def levels_of(study: Study) -> tuple[str, ...]:
    """The levels that have areas."""
    return tuple(level for level in LEVELS if len(getattr(study.areas, level)))
