"""The command ``zorgkaart supply``."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from zorgkaart.terminal.console import command, done, errors, progress, show
from zorgkaart.terminal.options import (
    DEFAULT_PROJECT,
    DateOption,
    FutureOption,
    OutputOption,
    ProjectArgument,
    QuietOption,
)


def supply(
    soort: Annotated[str, typer.Argument(metavar="SOORT", help="soort voorziening met [supply] in het projectbestand")],
    project: ProjectArgument = DEFAULT_PROJECT,
    date: DateOption = None,
    future: FutureOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Reken uit hoeveel aanbod er is voor wie er woont, met elke methode, per gebied en per locatie."""
    from zorgkaart.analyses.supply.compute import SupplyOverview
    from zorgkaart.analyses.supply.product import SupplyProduct
    from zorgkaart.analyses.supply.summary import supply_summary
    from zorgkaart.outputs.formats import write
    from zorgkaart.study.study import Study
    from zorgkaart.terminal.day_option import project_on

    begin = time.perf_counter()
    with errors(), progress(quiet) as report:
        settings = project_on(project, date, future=future)
        overview = SupplyOverview(Study(settings, report=report), soort)
        parts = list(supply_summary(overview))
        folder = output or settings.output / "aanbod" / soort
        report("Uitkomsten schrijven")
        write(SupplyProduct(overview), folder, command=command())
    show(parts)
    done(folder, begin, page="aanbod.xlsx")
