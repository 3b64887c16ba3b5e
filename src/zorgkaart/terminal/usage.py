"""Help and wrong usage in the language that is asked for; typer itself speaks English."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from zorgkaart.terminal.language import Language, asked, of_environment, speak, spoken

# What typer says in a page of help.
HELP = {
    "Usage:": "Gebruik:",
    "[OPTIONS]": "[OPTIES]",
    "COMMAND [ARGS]...": "OPDRACHT [WOORDEN]...",
    "Arguments:": "Argumenten:",
    "Options:": "Opties:",
    "Commands:": "Opdrachten:",
    "Show this message and exit.": "toon deze uitleg",
    "env var: ": "omgeving: ",
    "default: ": "standaard: ",
    "[required]": "[verplicht]",
}


class SpokenCommand(TyperCommand):
    """A command whose help is in the language that is asked for."""

    def get_help(self, ctx: Any) -> str:
        """The page of help."""
        return _help(super().get_help(ctx))


class SpokenGroup(TyperGroup):
    """The program, whose help and complaints about usage are in the language that is asked for."""

    def get_help(self, ctx: Any) -> str:
        """The page of help."""
        return _help(super().get_help(ctx))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the program and end the process, with 2 as exit code where it was called in a wrong way."""
        speak(of_environment())
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.Abort:
            sys.exit(1)
        except Exception as error:
            # The classes of typer for wrong usage are private; what they share is that they show themselves.
            if not standalone_mode or not hasattr(error, "show"):
                raise
            text = io.StringIO()
            error.show(file=text)
            sys.stderr.write(spoken(text.getvalue()))
            sys.exit(getattr(error, "exit_code", 1))
        if standalone_mode:
            sys.exit(code or 0)
        return code


def _help(text: str) -> str:
    for english, dutch in HELP.items() if asked() is Language.NL else ():
        text = text.replace(english, dutch)
    return text
