"""The command ``zorgkaart uncertainty``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from zorgkaart.errors import ChangeError
from zorgkaart.terminal.console import command, done, errors, progress, show
from zorgkaart.terminal.options import (
    DEFAULT_PROJECT,
    CloseOption,
    DateOption,
    FutureOption,
    KindsOption,
    NameOption,
    OutputOption,
    ProjectArgument,
    QuietOption,
    SchedulerOption,
    SeedOption,
    WorkersOption,
)

if TYPE_CHECKING:
    from zorgkaart.scenarios.changes import Change


def uncertainty(
    project: ProjectArgument = DEFAULT_PROJECT,
    date: DateOption = None,
    future: FutureOption = None,
    close: CloseOption = None,
    soort: KindsOption = None,
    name: NameOption = None,
    draws: Annotated[int | None, typer.Option("--draws", metavar="AANTAL", min=2, help="trekkingen")] = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken hoe zeker de cijfers over de norm zijn, met de aannames van het projectbestand."""
    from zorgkaart.analyses.uncertainty.compute import run_ensemble
    from zorgkaart.analyses.uncertainty.product import write_uncertainty
    from zorgkaart.analyses.uncertainty.summary import uncertainty_summary
    from zorgkaart.scenarios.vocabulary import parse_changes, plan
    from zorgkaart.terminal.day_option import project_on

    begin = time.perf_counter()
    with errors(), progress(quiet) as report:
        settings = project_on(project, date, future=future)
        folder = output or settings.output / "onzekerheid"
        changes: tuple[Change, ...] = ()
        title = ""
        if close or name is not None:
            planned = plan(settings, parse_changes(close=close or (), kinds=tuple(soort or ())), name=name)
            if planned.moment is not None:
                raise ChangeError(
                    f"scenario {name!r} is about a moment, and norms are about day and night. Take another scenario."
                )
            changes, folder, title = planned.changes, output or folder / planned.folder, planned.title
        ensemble = run_ensemble(
            settings,
            changes=changes,
            title=title,
            draws=draws,
            seed=seed,
            workers=workers,
            scheduler=scheduler,
            report=report,
        )
        report("Uitkomsten schrijven")
        write_uncertainty(ensemble, folder, command=command())
    show(uncertainty_summary(ensemble))
    done(folder, begin)
