"""The command ``zorgkaart init``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from zorgkaart.terminal.console import errors, say


def init(folder: Annotated[Path, typer.Argument(metavar="MAP", help="nieuwe of lege map")]) -> None:
    """Schrijf een projectbestand waarin elke sleutel wordt uitgelegd."""
    from zorgkaart.project.template import init_project

    with errors():
        path = init_project(folder)
        say(
            f"{escape(str(path))} geschreven. Pas het aan en controleer het met:\n"
            f"  zorgkaart check {escape(shlex.quote(str(path)))}"
        )
