"""The command ``zorgkaart rerun``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zorgkaart.terminal.console import command, errors, progress, show
from zorgkaart.terminal.options import OutputOption, QuietOption


def rerun(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="provenance.json of een andere uitkomst")],
    project: Annotated[
        Path | None, typer.Option("--project", metavar="PROJECT", help="het projectbestand, als het elders staat")
    ] = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Herhaal een berekening en vergelijk de uitkomsten tot op het laatste cijfer."""
    from zorgkaart.analyses.rerun.compute import rerun as repeat
    from zorgkaart.analyses.rerun.summary import file_summary, rerun_summary

    with errors(), progress(quiet) as report:
        result = repeat(
            file,
            project=project,
            output=output,
            command=command(),
            report=report,
            checked=lambda files: show(file_summary(files)),
        )
    show(rerun_summary(result))
    if not result.same:
        raise typer.Exit(1)
