"""The command ``zorgkaart capacity``."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from zorgkaart.terminal.console import command, done, errors, progress, show
from zorgkaart.terminal.options import (
    DEFAULT_PROJECT,
    CloseOption,
    DateOption,
    FutureOption,
    HoursOption,
    MoveOption,
    NameOption,
    OpenOption,
    OutputOption,
    ProjectArgument,
    QuietOption,
)


def capacity(
    soort: Annotated[str, typer.Argument(metavar="SOORT", help="soort voorziening met een sectie [capacity.SOORT]")],
    project: ProjectArgument = DEFAULT_PROJECT,
    date: DateOption = None,
    future: FutureOption = None,
    close: CloseOption = None,
    open_: OpenOption = None,
    move: MoveOption = None,
    hours: HoursOption = None,
    name: NameOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken of locaties aankunnen wat er van hen wordt gevraagd, waar men wacht, en of iedereen ergens past."""
    from zorgkaart.analyses.capacity.change import Situations
    from zorgkaart.analyses.capacity.demand import capacity_section
    from zorgkaart.analyses.capacity.product import CapacityProduct
    from zorgkaart.analyses.capacity.summary import capacity_summary
    from zorgkaart.outputs.formats import write
    from zorgkaart.scenarios.scenario import run_scenario
    from zorgkaart.scenarios.vocabulary import parse_changes, plan
    from zorgkaart.study.study import Study
    from zorgkaart.terminal.day_option import project_on

    begin = time.perf_counter()
    with errors(), progress(quiet) as said:
        settings = project_on(project, date, future=future)
        capacity_section(settings, soort)
        typed = parse_changes(
            close=close or (), open_=open_ or (), move=move or (), hours=hours or (), kinds=() if name else (soort,)
        )
        study, scenario = Study(settings, report=said), None
        folder = settings.output / "capaciteit" / soort
        if typed or name is not None:
            planned = plan(settings, typed, name=name)
            scenario = run_scenario(study, planned.changes, moment=planned.moment, title=planned.title)
            folder = folder / planned.folder
        said("Keuzes, wachttijden en de beste verdeling")
        situations = Situations.of(study, soort, scenario)
        product = CapacityProduct(situations)
        product.compared  # noqa: B018 -- computed here, so that progress shows in the right order
        said("Uitkomsten schrijven")
        write(product, output or folder, command=command())
    show(capacity_summary(situations))
    done(output or folder, begin)
