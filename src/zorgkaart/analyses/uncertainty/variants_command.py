"""The command ``zorgkaart variants``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zorgkaart.errors import ProjectError
from zorgkaart.terminal.console import command, errors, progress, show
from zorgkaart.terminal.options import (
    DEFAULT_PROJECT,
    CloseOption,
    DateOption,
    KindsOption,
    ProjectArgument,
    QuietOption,
    SchedulerOption,
    WorkersOption,
)


def variants(
    factor: Annotated[
        list[float], typer.Option("--factor", metavar="GETAL", help="factor op de snelheid (vaker te gebruiken)")
    ],
    project: ProjectArgument = DEFAULT_PROJECT,
    date: DateOption = None,
    close: CloseOption = None,
    soort: KindsOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="BESTAND", help="ook als CSV")] = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken hoeveel er van de snelheid van de ambulance afhangt."""
    from zorgkaart.analyses.uncertainty.variants import run_variants, speed_variants
    from zorgkaart.analyses.uncertainty.variants_product import write_variants
    from zorgkaart.analyses.uncertainty.variants_summary import variants_summary
    from zorgkaart.scenarios.vocabulary import parse_changes
    from zorgkaart.terminal.day_option import project_on

    with errors(), progress(quiet) as report:
        settings = project_on(project, date)
        if not settings.norms:
            raise ProjectError(f"{project.name}: nothing hangs on the ambulance's speed. Add a norm ([norms.NAME]).")
        changes = parse_changes(close=close or (), open_=(), move=(), kinds=tuple(soort or ()))
        table = run_variants(
            settings, speed_variants(factor), changes=changes, workers=workers, scheduler=scheduler, report=report
        )
        if output is not None:
            write_variants(settings, table, output, factors=factor, changes=changes, command=command())
    show(variants_summary(settings, table))
