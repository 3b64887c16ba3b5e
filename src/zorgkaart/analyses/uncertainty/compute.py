"""Many draws of a project, each computed in full, and what they give together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.groups import Groups
from zorgkaart.access.measures import NORM_MIN, OUTSIDE, OUTSIDE_AGED
from zorgkaart.access.norms import Ages, Judged, aged_outside, has_verdict, people_outside, share_outside, verdict
from zorgkaart.analyses.uncertainty.drawn_supply import mean_supplies, supply_measures
from zorgkaart.analyses.uncertainty.draws import draws_of, sample
from zorgkaart.analyses.uncertainty.variants import (
    AFTER,
    BEFORE,
    CHANGE,
    VALUE,
    measure_variants,
    scenario_sides,
    with_differences,
)
from zorgkaart.errors import ProjectError
from zorgkaart.jobs.task import Report
from zorgkaart.project.model import Project
from zorgkaart.scenarios.changes import Change
from zorgkaart.scenarios.scenario import Scenario, run_scenario
from zorgkaart.study.study import LEVELS, Study

FLAGGED = "gemarkeerd"
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
        ``seh_inwoners_buiten_norm``, and for the mean of every supply that hangs on what is drawn
        (``huisarts_aanbod_per_1000``); of a scenario each with ``_voor``, ``_na`` and
        ``_verschil`` (of the same draw).
    areas : mapping
        By level and column (as in `totals`): (draws, areas) float64. NaN where nothing is known.
    central : mapping
        The totals of the project as it is.
    judged : mapping
        By level, and by kind and moment (``seh``, ``seh_voor``): the verdicts of the project as it is, (areas,) object.
    seed : int
        What the draws began with.
    title : str
        What the scenario is called; empty if it has no name of its own.
    """

    study: Study
    changes: tuple[Change, ...]
    drawn: pd.DataFrame
    totals: pd.DataFrame
    areas: Mapping[str, Mapping[str, Values]]
    central: Mapping[str, float]
    judged: Mapping[str, Mapping[str, NDArray[np.object_]]]
    seed: int
    title: str = ""

    @cached_property
    def scenario(self) -> Scenario | None:
        """The scenario of the project as it is, which the draws are about too; None without changes."""
        return run_scenario(self.study, self.changes, title=self.title) if self.changes else None

    @property
    def measures(self) -> tuple[str, ...]:
        """What is drawn of each norm: minutes, people outside, those of them of each age, and flagged areas."""
        return (NORM_MIN, OUTSIDE, *(OUTSIDE_AGED[age] for age in self.study.ages), FLAGGED)

    @property
    def moments(self) -> tuple[str, ...]:
        """What stands behind the name of a measure: nothing, or before, after and difference."""
        return (f"_{BEFORE}", f"_{AFTER}", f"_{CHANGE}") if self.changes else ("",)


def run_ensemble(
    project: Project,
    *,
    changes: Sequence[Change] = (),
    title: str = "",
    draws: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    report: Report | None = None,
) -> Ensemble:
    """Draw the assumptions of a project and compute its norms in every draw.

    Parameters
    ----------
    project : Project
        With ``[norms]`` and ``[assumptions]``.
    changes : sequence of Change
        A scenario; before and after are computed with the same draw, so that their difference is that of
        the change alone.
    title : str
        What the scenario is called, in Dutch.
    draws, seed : int, optional
        See :func:`zorgkaart.analyses.uncertainty.draws.sample`.
    workers : int, optional
        Processes of this machine; without it and `scheduler`, as ``[runs]`` in the project says. Where it runs changes
        nothing about the results.
    scheduler : str, optional
        Address of a dask scheduler, in place of `workers`; see :func:`zorgkaart.jobs.workers.run_all`.
    report : callable, optional
        Called with a Dutch sentence about the progress.

    Returns
    -------
    Ensemble
        Every draw, and the project as it is.

    Raises
    ------
    TaskError
        If a draw cannot be computed.
    ProjectError
        If the project has no norm or no assumptions, they are wrong, or `workers` or `scheduler` is impossible.
    SchedulerError
        If the scheduler cannot be reached or is lost.
    MissingExtraError
        If a scheduler is named and dask is not installed.
    """
    if not project.norms:
        raise ProjectError(f"{project.path.name}: there is no norm to be sure of. Add [norms.NAME].")
    drawn = sample(project, draws=draws, seed=seed)
    base = Study(project, report=report)
    rows = measure_variants(
        base,
        draws_of(project, drawn),
        _measures,
        changes=changes,
        workers=workers,
        scheduler=scheduler,
        report=report,
    )
    totals = pd.DataFrame([with_differences({side: measures.totals for side, measures in row.items()}) for row in rows])
    sides = scenario_sides(base, changes)
    return Ensemble(
        base,
        tuple(changes),
        drawn,
        totals[sorted(totals, key=lambda name: str(name).endswith(f"_{CHANGE}"))],  # differences last
        {level: _stacked(level, rows) for level in levels_of(base)},
        with_differences({suffix: _measures(side).totals for suffix, side in sides.items()}),
        {level: _judged(level, sides) for level in levels_of(base)},
        project.uncertainty.seed if seed is None else seed,
        title,
    )


@dataclass(frozen=True)
class _Measures:
    """The measures of a study: of all areas together, and by level of each area; by names such as ``seh_norm_min``."""

    totals: Mapping[str, float]
    areas: Mapping[str, Mapping[str, Values]]


def _stacked(level: str, rows: Sequence[Mapping[str, _Measures]]) -> dict[str, Values]:
    """The measures of the areas of a level in all draws: (draws, areas)."""
    draws = [with_differences({side: measures.areas[level] for side, measures in row.items()}) for row in rows]
    return {name: np.stack([draw[name] for draw in draws]) for name in draws[0]}


def _judged(level: str, sides: Mapping[str, Study]) -> dict[str, NDArray[np.object_]]:
    """The verdicts on the areas of a level."""
    verdicts = {}
    for suffix, side in sides.items():
        for kind, norm in norms_of(side.project).items():
            verdicts[f"{kind}{suffix}"] = side.norm_columns(level, kind)[norm.verdict]
    return verdicts


def _measures(study: Study) -> _Measures:
    totals: dict[str, float] = {}
    areas: dict[str, dict[str, Values]] = {level: {} for level in levels_of(study)}
    for kind, chain in study.chains.items():
        for level, measures in areas.items():
            measures |= _named(kind, _areas(study.groups(level), chain, study.ages))
        totals |= _named(kind, _total(study, chain))
    totals |= dict(mean_supplies(study))
    for level, measures in areas.items():
        measures |= supply_measures(study, level)
    return _Measures(totals, areas)


def _named(kind: str, measures: Mapping[str, VALUE]) -> dict[str, VALUE]:
    return {f"{kind}_{name}": value for name, value in measures.items()}


def _total(study: Study, chain: Judged) -> dict[str, float]:
    """The measures of all areas together; ``gemarkeerd`` is the number of flagged buurten."""
    everyone = Groups(np.zeros(len(study.residents.area), dtype=np.int32), 1, study.residents.weight)
    measures = {name: float(value[0]) for name, value in _areas(everyone, chain, study.ages).items()}
    flagged = _areas(study.groups("buurten"), chain, {})[FLAGGED]
    return measures | {FLAGGED: float(np.nansum(flagged))}


def _areas(groups: Groups, chain: Judged, ages: Ages) -> dict[str, Values]:
    """The measures per area; ``gemarkeerd`` is 1 where an area is partly or wholly outside the norm, else 0."""
    share = share_outside(chain, groups)
    known = has_verdict(share, groups)
    judged = verdict(share, known, flag_share=chain.norm.flag_share)
    flagged = np.where(known, np.isin(judged, ("deels buiten", "buiten")).astype(float), np.nan)
    return {
        NORM_MIN: groups.mean(chain.minutes),
        OUTSIDE: people_outside(chain, groups, share=share),
        **{OUTSIDE_AGED[age]: aged_outside(people, chain, groups, share=share) for age, people in ages.items()},
        FLAGGED: flagged,
    }


def levels_of(study: Study) -> tuple[str, ...]:
    """The levels that have areas.

    Parameters
    ----------
    study : Study
        Whose areas to look at.
    """
    return tuple(level for level in LEVELS if len(getattr(study.areas, level)))
