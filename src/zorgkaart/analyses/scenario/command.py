"""The command ``zorgkaart scenario``."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from zorgkaart.terminal.console import command, done, errors, progress, show
from zorgkaart.terminal.options import (
    DEFAULT_PROJECT,
    CloseOption,
    DateOption,
    KindsOption,
    NameOption,
    OutputOption,
    PicturesOption,
    ProjectArgument,
    QuietOption,
    SchemaOption,
    ToOption,
)

SCHEMA = "zorgkaart_scenario"


def scenario(
    project: ProjectArgument = DEFAULT_PROJECT,
    date: DateOption = None,
    close: CloseOption = None,
    open_: Annotated[
        list[str] | None,
        typer.Option("--open", metavar="SOORT,LAT,LON,NAAM", help="open een nieuwe locatie; NAAM: een gesloten"),
    ] = None,
    move: Annotated[
        list[str] | None, typer.Option("--move", metavar="ID|NAAM,LAT,LON", help="verplaats een locatie")
    ] = None,
    hours: Annotated[
        list[str] | None,
        typer.Option("--hours", metavar="ID|NAAM=TIJDEN", help="andere tijden, zoals 'hap-leek=Mo-Su 08:00-23:00'"),
    ] = None,
    name: NameOption = None,
    soort: KindsOption = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="MOMENT", help="alleen wat dan open is, zoals 'zo 03:00' of nacht")
    ] = None,
    report: Annotated[bool, typer.Option("--report", help="schrijf ook de bereikbaarheidsanalyse")] = False,
    output: OutputOption = None,
    pictures: PicturesOption = False,
    to: ToOption = None,
    schema: SchemaOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken wat er verandert als locaties sluiten, openen, verhuizen of andere tijden krijgen."""
    from zorgkaart.analyses.scenario.product import ScenarioProduct
    from zorgkaart.analyses.scenario.summary import scenario_summary
    from zorgkaart.outputs.formats import write
    from zorgkaart.scenarios.scenario import run_scenario
    from zorgkaart.scenarios.vocabulary import parse_changes, plan
    from zorgkaart.study.study import Study
    from zorgkaart.terminal.day_option import project_on
    from zorgkaart.terminal.postgis_option import asked_database, say_stored

    begin = time.perf_counter()
    with errors(), progress(quiet) as said:
        settings = project_on(project, date)
        typed = parse_changes(
            close=close or (), open_=open_ or (), move=move or (), hours=hours or (), kinds=tuple(soort or ())
        )
        planned = plan(settings, typed, name=name, at=at)
        database = asked_database(to, schema, SCHEMA)
        study = Study(settings, report=said)
        result = run_scenario(study, planned.changes, moment=planned.moment, title=planned.title)
        folder = output or settings.output / "scenarios" / planned.folder
        result.after.results  # noqa: B018 -- computed here, so that progress shows in the right order
        said("Uitkomsten schrijven")
        product = ScenarioProduct(result, pictures=pictures, report=report)
        write(product, folder, command=command(), database=database)
    show(scenario_summary(result))
    say_stored(database)
    done(folder, begin)
