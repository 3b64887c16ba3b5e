"""The command ``zorgkaart equity``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zorgkaart.terminal.console import command, done, errors, progress, show
from zorgkaart.terminal.options import (
    DEFAULT_PROJECT,
    AtOption,
    CloseOption,
    DateOption,
    FutureOption,
    HoursOption,
    KindsOption,
    MoveOption,
    NameOption,
    OpenOption,
    OutputOption,
    QuietOption,
    SeedOption,
    WorkersOption,
)

if TYPE_CHECKING:
    from zorgkaart.scenarios.vocabulary import Plan


def equity(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOORT|NORM ...]", help="soorten en normen van het projectbestand; leeg: alle"),
    ] = None,
    project: Annotated[
        Path, typer.Option("--project", metavar="PROJECT", help="projectbestand (.toml)", show_default=True)
    ] = DEFAULT_PROJECT,
    date: DateOption = None,
    future: FutureOption = None,
    close: CloseOption = None,
    open_: OpenOption = None,
    move: MoveOption = None,
    hours: HoursOption = None,
    name: NameOption = None,
    soort: KindsOption = None,
    at: AtOption = None,
    draws: Annotated[
        int | None, typer.Option("--draws", metavar="AANTAL", min=2, help="marges uit zoveel trekkingen")
    ] = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken hoe gelijk de bereikbaarheid over inwoners verdeeld is, en wie er slechter aan toe is."""
    from zorgkaart.analyses.equity.compute import equity as measured
    from zorgkaart.analyses.equity.product import EquityProduct
    from zorgkaart.analyses.equity.summary import equity_summary
    from zorgkaart.outputs.formats import write
    from zorgkaart.scenarios.vocabulary import parse_changes, plan
    from zorgkaart.terminal.day_option import project_on

    begin = time.perf_counter()
    with errors(), progress(quiet) as said:
        settings = project_on(project, date, future=future)
        folder = settings.output / "gelijkheid"
        typed = parse_changes(
            close=close or (), open_=open_ or (), move=move or (), hours=hours or (), kinds=tuple(soort or ())
        )
        planned: Plan | None = None
        if typed or name is not None or at is not None:
            planned = plan(settings, typed, name=name, at=at)
            folder /= planned.folder
        result = measured(
            settings,
            names or (),
            changes=planned.changes if planned is not None else (),
            moment=planned.moment if planned is not None else None,
            title=planned.title if planned is not None else "",
            draws=draws,
            seed=seed,
            workers=workers,
            report=said,
        )
        said("Verdelingen meten")
        result.table  # noqa: B018 -- computed here, so that progress shows in the right order
        said("Uitkomsten schrijven")
        write(EquityProduct(result), output or folder, command=command())
    show(equity_summary(result))
    done(output or folder, begin, page="gelijkheid.html")
