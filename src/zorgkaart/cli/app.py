"""The command line: the command of every analysis, and those that are none. What planners read is Dutch."""

from __future__ import annotations

from typing import Annotated

import typer

from zorgkaart.analyses.registry import ANALYSES
from zorgkaart.cli.init import init
from zorgkaart.fetch.command import fetch
from zorgkaart.terminal.language import VARIABLE, Language, speak
from zorgkaart.terminal.usage import SpokenCommand, SpokenGroup
from zorgkaart.version import __version__

app = typer.Typer(
    cls=SpokenGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Reistijden naar zorg per buurt, de 45-minutennorm, en wat er verandert als een locatie sluit.",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"zorgkaart {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="toon de versie")
    ] = False,
    language: Annotated[
        Language, typer.Option("--lang", envvar=VARIABLE, metavar="nl|en", help="taal van fouten en waarschuwingen")
    ] = Language.NL,
) -> None:
    speak(language)


# A module of a command is a page of options; what it computes with is imported when the command runs.
app.command(cls=SpokenCommand)(init)
app.command(cls=SpokenCommand)(fetch)
for analysis in ANALYSES:
    app.command(analysis.name, cls=SpokenCommand)(analysis.command)
