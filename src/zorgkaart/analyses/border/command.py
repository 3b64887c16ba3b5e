"""The command ``zorgkaart border``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zorgkaart.terminal.console import command, errors, progress, show
from zorgkaart.terminal.options import DEFAULT_PROJECT, DateOption, ProjectArgument, QuietOption


def border(
    project: ProjectArgument = DEFAULT_PROJECT,
    date: DateOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="MAP", help="ook als CSV")] = None,
    quiet: QuietOption = False,
) -> None:
    """Vergelijk de uitkomsten zonder en met locaties in het buitenland."""
    from zorgkaart.analyses.border.compute import border_difference
    from zorgkaart.analyses.border.product import BorderProduct
    from zorgkaart.analyses.border.summary import border_summary
    from zorgkaart.outputs.formats import write
    from zorgkaart.study.study import Study
    from zorgkaart.terminal.day_option import project_on

    with errors(), progress(quiet) as report:
        difference = border_difference(Study(project_on(project, date), report=report))
        parts = list(border_summary(difference))
        if output is not None:
            write(BorderProduct(difference), output, command=command())
    show(parts)
