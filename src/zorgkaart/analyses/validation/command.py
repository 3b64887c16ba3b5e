"""The command ``zorgkaart validate``."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from zorgkaart.terminal.console import command, done, errors, out, progress, show
from zorgkaart.terminal.options import DEFAULT_PROJECT, OutputOption, ProjectArgument, QuietOption


def validate(
    project: ProjectArgument = DEFAULT_PROJECT,
    accept: Annotated[bool, typer.Option("--accept", help="leg deze uitkomsten vast als de aanvaarde")] = False,
    draws: Annotated[
        int | None, typer.Option("--draws", metavar="AANTAL", min=2, help="trek de aannames zo vaak voor intervallen")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="AANTAL", min=1, help="processen tegelijk, met --draws")
    ] = None,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Toets de uitkomsten aan officiële cijfers en aan de laatst aanvaarde uitkomsten."""
    from zorgkaart.analyses.validation.accepted import accepted_path, failing, read_accepted
    from zorgkaart.analyses.validation.compute import accept_results
    from zorgkaart.analyses.validation.compute import validate as validated
    from zorgkaart.analyses.validation.drawn_intervals import draw_intervals
    from zorgkaart.analyses.validation.product import PAGE, ValidationProduct
    from zorgkaart.analyses.validation.summary import changes_table, validation_summary
    from zorgkaart.outputs.formats import write
    from zorgkaart.project.model import Project
    from zorgkaart.study.study import Study

    begin = time.perf_counter()
    with errors(), progress(quiet) as report:
        settings = Project.load(project)
        file = accepted_path(settings.path)
        accepted = read_accepted(file)
        study = Study(settings, report=report)
        study.results  # noqa: B018 -- computed here, so that progress shows in the right order
        intervals = {}
        if draws is not None:
            intervals = draw_intervals(study, draws=draws, workers=workers, report=report)
        report("Toetsen")
        validation = validated(study, accepted, intervals=intervals)
        changed = None
        if accept:
            validation, changed = accept_results(validation, file)
        folder = output or settings.output / "validatie"
        report("Uitkomsten schrijven")
        write(ValidationProduct(validation), folder, command=command())
    show(validation_summary(validation))
    if changed is not None:
        out().print(changes_table(f"Vastgelegd in {file.name}: {len(changed)} veranderd", changed))
    done(folder, begin, page=PAGE)
    if len(failing(validation.drift)):
        raise typer.Exit(1)
