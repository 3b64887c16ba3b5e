"""The command ``zorgkaart run``."""

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
    PerGemeenteOption,
    PicturesOption,
    PrintOption,
    ProjectArgument,
    QuietOption,
    SchemaOption,
    TextsOption,
    ToOption,
)

SCHEMA = "zorgkaart"


def run(
    project: ProjectArgument = DEFAULT_PROJECT,
    date: DateOption = None,
    future: FutureOption = None,
    report: Annotated[
        bool, typer.Option("--report", help="schrijf ook het rapport van de huidige situatie (HTML, PDF en Word)")
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
    """Bereken reistijden en de norm; maak kaart, GeoPackage, tabellen en rasters."""
    from zorgkaart.analyses.documented_product import asked_beside
    from zorgkaart.analyses.run.gemeente_pages import check_gemeenten
    from zorgkaart.analyses.run.product import RunProduct
    from zorgkaart.analyses.run.summary import run_summary
    from zorgkaart.outputs.formats import write
    from zorgkaart.study.study import Study
    from zorgkaart.terminal.day_option import project_on
    from zorgkaart.terminal.postgis_option import asked_database, say_stored

    begin = time.perf_counter()
    with errors(), progress(quiet) as said:
        settings = project_on(project, date, future=future)
        beside = asked_beside(report=report, texts=texts, pictures=pictures, per_gemeente=per_gemeente, papers=print_)
        database = asked_database(to, schema, SCHEMA)
        study = Study(settings, report=said)
        if per_gemeente:
            check_gemeenten(study)
        folder = output or settings.output
        study.results  # noqa: B018 -- computed here, so that progress shows in the right order
        said("Uitkomsten schrijven")
        write(RunProduct(study, beside), folder, command=command(), database=database)
    show(run_summary(study))
    say_stored(database)
    done(folder, begin)
