"""The command ``zorgkaart scenario``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

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
    PerGemeenteOption,
    PicturesOption,
    PrintOption,
    ProjectArgument,
    QuietOption,
    SchemaOption,
    TextsOption,
    ToOption,
)

SCHEMA = "zorgkaart_scenario"


def scenario(
    project: ProjectArgument = DEFAULT_PROJECT,
    date: DateOption = None,
    future: FutureOption = None,
    close: CloseOption = None,
    open_: OpenOption = None,
    move: MoveOption = None,
    hours: HoursOption = None,
    name: NameOption = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="BESTAND", help="een scenario dat de live kaart opsloeg (scenario.toml)"),
    ] = None,
    soort: KindsOption = None,
    at: AtOption = None,
    report: Annotated[
        bool, typer.Option("--report", help="schrijf ook de bereikbaarheidsanalyse (HTML, PDF en Word)")
    ] = False,
    texts: TextsOption = None,
    output: OutputOption = None,
    pictures: PicturesOption = False,
    per_gemeente: PerGemeenteOption = False,
    print_: PrintOption = None,
    to: ToOption = None,
    schema: SchemaOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken wat er verandert als locaties sluiten, openen, verhuizen of andere tijden krijgen."""
    from zorgkaart.analyses.documented_product import asked_beside
    from zorgkaart.analyses.run.gemeente_pages import check_gemeenten
    from zorgkaart.analyses.scenario.product import ScenarioProduct
    from zorgkaart.analyses.scenario.scenario_file import read_scenario_file
    from zorgkaart.analyses.scenario.summary import scenario_summary
    from zorgkaart.outputs.formats import write
    from zorgkaart.scenarios.scenario import run_scenario
    from zorgkaart.scenarios.vocabulary import parse_changes, plan
    from zorgkaart.study.study import Study
    from zorgkaart.terminal.day_option import project_on
    from zorgkaart.terminal.postgis_option import asked_database, say_stored

    begin = time.perf_counter()
    with errors(), progress(quiet) as said:
        settings = project_on(project, date, future=future)
        typed = parse_changes(
            close=close or (), open_=open_ or (), move=move or (), hours=hours or (), kinds=tuple(soort or ())
        )
        beside = asked_beside(report=report, texts=texts, pictures=pictures, per_gemeente=per_gemeente, papers=print_)
        planned = plan(settings, typed, name=name, at=at, file=read_scenario_file(file) if file else None)
        database = asked_database(to, schema, SCHEMA)
        study = Study(settings, report=said)
        if per_gemeente:
            check_gemeenten(study)
        result = run_scenario(study, planned.changes, moment=planned.moment, title=planned.title)
        folder = output or settings.output / "scenarios" / planned.folder
        result.after.results  # noqa: B018 -- computed here, so that progress shows in the right order
        said("Uitkomsten schrijven")
        write(ScenarioProduct(result, beside), folder, command=command(), database=database)
    show(scenario_summary(result))
    say_stored(database)
    done(folder, begin)
