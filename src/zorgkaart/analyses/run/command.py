"""The command ``zorgkaart run``."""

from __future__ import annotations

import time

from zorgkaart.terminal.console import command, done, errors, progress, show
from zorgkaart.terminal.options import (
    DEFAULT_PROJECT,
    DateOption,
    OutputOption,
    PicturesOption,
    ProjectArgument,
    QuietOption,
    SchemaOption,
    ToOption,
)

SCHEMA = "zorgkaart"


def run(
    project: ProjectArgument = DEFAULT_PROJECT,
    date: DateOption = None,
    output: OutputOption = None,
    pictures: PicturesOption = False,
    to: ToOption = None,
    schema: SchemaOption = None,
    quiet: QuietOption = False,
) -> None:
    """Bereken reistijden en de norm; maak kaart, GeoPackage, tabellen en rasters."""
    from zorgkaart.analyses.run.product import write_run
    from zorgkaart.analyses.run.summary import run_summary
    from zorgkaart.study.study import Study
    from zorgkaart.terminal.day_option import project_on
    from zorgkaart.terminal.postgis_option import asked_database, say_stored

    begin = time.perf_counter()
    with errors(), progress(quiet) as report:
        settings = project_on(project, date)
        database = asked_database(to, schema, SCHEMA)
        study = Study(settings, report=report)
        folder = output or settings.output
        study.results  # noqa: B018 -- computed here, so that progress shows in the right order
        report("Uitkomsten schrijven")
        write_run(study, folder, command=command(), database=database, pictures=pictures)
    show(run_summary(study))
    say_stored(database)
    done(folder, begin)
