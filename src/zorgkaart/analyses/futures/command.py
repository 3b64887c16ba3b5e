"""The command ``zorgkaart future``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zorgkaart.errors import ChangeError
from zorgkaart.terminal.console import command, done, errors, progress, show
from zorgkaart.terminal.options import (
    DEFAULT_PROJECT,
    CloseOption,
    DateOption,
    KindsOption,
    NameOption,
    OutputOption,
    PicturesOption,
    QuietOption,
    SchedulerOption,
    SeedOption,
    WorkersOption,
)

if TYPE_CHECKING:
    from zorgkaart.scenarios.changes import Change


def future(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[JAAR ...]", help="namen onder futures; zonder namen alle jaren")
    ] = None,
    project: Annotated[
        Path, typer.Option("--project", metavar="PROJECT", help="projectbestand (.toml)", show_default=True)
    ] = DEFAULT_PROJECT,
    date: DateOption = None,
    close: CloseOption = None,
    soort: KindsOption = None,
    name: NameOption = None,
    draws: Annotated[
        int | None,
        typer.Option("--draws", metavar="AANTAL", min=2, help="trek ook de aannames, voor een marge bij de normen"),
    ] = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    output: OutputOption = None,
    pictures: PicturesOption = False,
    quiet: QuietOption = False,
) -> None:
    """Zet nu en de jaren die nog komen naast elkaar: inwoners, normen, aanbod en praktijkhouders die stoppen."""
    from zorgkaart.analyses.futures.compute import run_years
    from zorgkaart.analyses.futures.product import FutureProduct
    from zorgkaart.analyses.futures.summary import future_summary
    from zorgkaart.outputs.formats import write
    from zorgkaart.scenarios.vocabulary import parse_changes, plan
    from zorgkaart.terminal.day_option import project_on

    begin = time.perf_counter()
    with errors(), progress(quiet) as report:
        settings = project_on(project, date)
        folder = output or settings.output / "toekomst"
        changes: tuple[Change, ...] = ()
        title = ""
        if close or name is not None:
            planned = plan(settings, parse_changes(close=close or (), kinds=tuple(soort or ())), name=name)
            if planned.moment is not None:
                raise ChangeError(
                    f"scenario {name!r} is about a moment, and norms are about day and night. Take another scenario."
                )
            changes, folder, title = planned.changes, output or folder / planned.folder, planned.title
        years = run_years(
            settings,
            names or (),
            changes=changes,
            title=title,
            draws=draws,
            seed=seed,
            workers=workers,
            scheduler=scheduler,
            report=report,
        )
        product = FutureProduct(years, pictures=pictures)
        report("Uitkomsten schrijven")
        write(product, folder, command=command())
    show(future_summary(years))
    done(folder, begin)
