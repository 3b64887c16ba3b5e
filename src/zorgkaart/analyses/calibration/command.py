"""The command ``zorgkaart calibrate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zorgkaart.terminal.console import errors, progress, say, show
from zorgkaart.terminal.options import DEFAULT_PROJECT, ProjectArgument, QuietOption


def calibrate(
    project: ProjectArgument = DEFAULT_PROJECT,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="BESTAND", help="het gekalibreerde projectbestand")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Maak getallen passend op gepubliceerde cijfers, en laat zien wat er dan nog meer verandert."""
    from zorgkaart.analyses.calibration.calibrated_file import write_calibrated
    from zorgkaart.analyses.calibration.compute import calibrate as fit
    from zorgkaart.analyses.calibration.summary import calibration_summary
    from zorgkaart.project.model import Project

    with errors(), progress(quiet) as report:
        settings = Project.load(project)
        fitted = fit(settings, report=report)
        path = write_calibrated(fitted, output or project.with_name(f"{project.stem}-gekalibreerd.toml"))
    show(calibration_summary(fitted))
    say(f"{escape(str(path))} geschreven.")
