"""Computing a task that was recorded: its tables, and how to write all its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from zorgkaart.analyses.atlas.compute import closure_atlas
from zorgkaart.analyses.atlas.product import atlas_tables, write_atlas
from zorgkaart.analyses.border.compute import border_difference
from zorgkaart.analyses.border.product import border_tables, own_side, write_border
from zorgkaart.analyses.run.product import run_tables, write_run
from zorgkaart.analyses.scenario.product import scenario_tables, write_scenario
from zorgkaart.analyses.shared import compared
from zorgkaart.analyses.tasks import AtlasTask, BorderTask, RunTask, ScenarioTask, Task, VariantsTask
from zorgkaart.analyses.uncertainty.compute import run_ensemble
from zorgkaart.analyses.uncertainty.product import uncertainty_tables, write_uncertainty
from zorgkaart.analyses.uncertainty.variants import run_variants, speed_variants
from zorgkaart.analyses.uncertainty.variants_product import NAME as VARIANTS
from zorgkaart.analyses.uncertainty.variants_product import write_variants
from zorgkaart.project.model import Project
from zorgkaart.scenarios.scenario import run_scenario
from zorgkaart.study.study import Report, Study

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Computed:
    """The tables of a task, and how to write all its files."""

    tables: Tables
    write: Callable[[Path, str], list[Path]]


def compute(task: Task, project: Project, *, report: Report | None = None) -> Computed:
    """Compute a task: its tables, as :func:`zorgkaart.analyses.shared.compared` gives them.

    Raises
    ------
    ZorgkaartError
        If the project or the task cannot be computed.
    """
    if isinstance(task, RunTask):
        study = Study(project, k=task.buren, report=report)
        if task.moment is not None:
            study = study.variant(moment=task.moment.moment)
        return Computed(
            compared(study, run_tables(study), study.surfaces.named()),
            lambda folder, command: write_run(study, folder, command=command),
        )
    if isinstance(task, ScenarioTask):
        moment = task.moment.moment if task.moment is not None else None
        base = Study(project, k=task.buren, report=report)
        scenario = run_scenario(base, task.wijzigingen, moment=moment, title=task.titel)
        return Computed(
            compared(scenario.after, scenario_tables(scenario), scenario.surfaces()),
            lambda folder, command: write_scenario(scenario, folder, command=command),
        )
    if isinstance(task, AtlasTask):
        study = Study(project, k=task.buren, report=report)
        table = closure_atlas(study, task.soort, pairs=task.paren, further_min=task.verder_min)
        return Computed(
            compared(study, atlas_tables(study, task.soort, table)),
            lambda folder, command: write_atlas(
                study, task.soort, table, folder, command=command, further_min=task.verder_min
            ),
        )
    if isinstance(task, BorderTask):
        found = border_difference(Study(project, k=task.buren, report=report))
        return Computed(
            compared(own_side(found), border_tables(found)),
            lambda folder, command: write_border(found, folder, command=command),
        )
    if isinstance(task, VariantsTask):
        table = run_variants(project, speed_variants(task.factoren), changes=task.wijzigingen, report=report)
        return Computed(
            compared(Study(project), {VARIANTS: table}),
            lambda folder, command: write_variants(
                project,
                table,
                folder / f"{VARIANTS}.csv",
                factors=task.factoren,
                changes=task.wijzigingen,
                command=command,
            ),
        )
    ensemble = run_ensemble(project, changes=task.wijzigingen, draws=task.trekkingen, seed=task.begin, report=report)
    return Computed(
        compared(ensemble.study, uncertainty_tables(ensemble)),
        lambda folder, command: write_uncertainty(ensemble, folder, command=command),
    )
