"""The command ``zorgkaart atlas``."""

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


def atlas(
    project: ProjectArgument = DEFAULT_PROJECT,
    date: DateOption = None,
    future: FutureOption = None,
    soort: Annotated[
        str | None, typer.Option("--soort", help="soort voorziening; zonder deze de eerste met een norm")
    ] = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="sluit steeds twee locaties")] = False,
    further: Annotated[
        float, typer.Option("--further", metavar="MINUTEN", min=0, help="tel wie meer dan zoveel verder moet")
    ] = 5.0,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Sluit elke locatie om de beurt, ook ambulanceposten, en zet de zwaarste gevolgen bovenaan."""
    from zorgkaart.analyses.atlas.compute import LABELS, closure_atlas
    from zorgkaart.analyses.atlas.product import AtlasProduct
    from zorgkaart.analyses.atlas.summary import atlas_summary
    from zorgkaart.outputs.formats import write
    from zorgkaart.study.study import Study
    from zorgkaart.terminal.day_option import project_on

    begin = time.perf_counter()
    with errors(), progress(quiet) as report:
        settings = project_on(project, date, future=future)
        soort = soort or settings.main_kind
        study = Study(settings, k=LABELS, report=report)
        table = closure_atlas(study, soort, pairs=pairs, further_min=further)
        folder = output or settings.output / "atlas" / (f"{soort}-paren" if pairs else soort)
        report("Uitkomsten schrijven")
        write(AtlasProduct(study, soort, table, further_min=further), folder, command=command())
    show(atlas_summary(study, soort, table, further))
    done(folder, begin)
