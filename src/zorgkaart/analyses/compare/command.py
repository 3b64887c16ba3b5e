"""The command ``zorgkaart compare``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from zorgkaart.terminal.console import command, done, errors, progress, show
from zorgkaart.terminal.options import DEFAULT_PROJECT, DateOption, FutureOption, OutputOption, QuietOption


def compare(
    sides: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [C ...]",
            help="nu, de naam van een scenario, een projectbestand of een eerdere uitkomst; met @MOMENT erachter: dan",
        ),
    ],
    project: Annotated[
        Path, typer.Option("--project", metavar="PROJECT", help="projectbestand (.toml)", show_default=True)
    ] = DEFAULT_PROJECT,
    date: DateOption = None,
    future: FutureOption = None,
    threshold: Annotated[
        float,
        typer.Option("--threshold", metavar="MINUTEN", help="vanaf hoeveel minuten een reis langer of korter heet"),
    ] = 0.0,
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="vergelijk ook als instellingen, gebieden of inwoners verschillen, en zeg welke"),
    ] = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Zet twee of meer situaties naast elkaar: nu, scenario's, momenten, projecten en eerdere uitkomsten."""
    from zorgkaart.analyses.compare.compute import compare as put_together
    from zorgkaart.analyses.compare.product import CompareProduct
    from zorgkaart.analyses.compare.sides import of_project, read_sides
    from zorgkaart.analyses.compare.summary import compare_summary
    from zorgkaart.outputs.formats import write
    from zorgkaart.scenarios.names import plain
    from zorgkaart.terminal.day_option import project_on

    begin = time.perf_counter()
    with errors(), progress(quiet) as said:
        settings = project_on(project, date, future=future)
        result = put_together(read_sides(settings, sides, report=said), threshold_min=threshold, anyway=anyway)
        folder = output or settings.output / "vergelijkingen" / plain(" ".join(sides)).replace(" ", "-")[:80]
        for side in result.sides:
            side.study.results  # noqa: B018 -- computed here, so that progress shows in the right order
        said("Uitkomsten schrijven")
        repeatable = all(of_project(settings, text) for text in sides)
        write(CompareProduct(result, sides if repeatable else ()), folder, command=command())
    show(compare_summary(result))
    done(folder, begin)
