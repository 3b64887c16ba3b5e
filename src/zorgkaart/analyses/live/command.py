"""The command ``zorgkaart live``."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zorgkaart.terminal.console import command, errors, progress, say
from zorgkaart.terminal.options import DEFAULT_PROJECT, DateOption, ProjectArgument, QuietOption


def live(
    project: ProjectArgument = DEFAULT_PROJECT,
    date: DateOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="BESTAND", help="ander bestand dan wat-als.html")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Maak een kaart waarin u met een klik locaties sluit en opent en meteen ziet wat dat doet."""
    from zorgkaart.analyses.live.product import LIVE_FILE, write_live
    from zorgkaart.study.study import Study
    from zorgkaart.terminal.day_option import project_on
    from zorgkaart.words.numbers import number

    begin = time.perf_counter()
    with errors(), progress(quiet) as report:
        settings = project_on(project, date)
        study = Study(settings, report=report)
        path = write_live(study, output or settings.output / LIVE_FILE, command=command(), report=report)
    seconds = number(time.perf_counter() - begin, 1)
    size = number(path.stat().st_size / 1e6, 1)
    say(f"Klaar in {seconds} s. Open {escape(os.path.relpath(path))} in een browser ({size} MB, ook zonder internet).")
