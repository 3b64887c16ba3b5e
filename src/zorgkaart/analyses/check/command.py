"""The command ``zorgkaart check``."""

from __future__ import annotations

import typer

from zorgkaart.terminal.console import errors, out
from zorgkaart.terminal.options import DEFAULT_PROJECT, ProjectArgument


def check(project: ProjectArgument = DEFAULT_PROJECT) -> None:
    """Controleer alle invoer en noem alle problemen in een keer."""
    from zorgkaart.analyses.check.compute import check_project
    from zorgkaart.analyses.check.need import needs_of
    from zorgkaart.analyses.check.summary import need_table, problem_table
    from zorgkaart.words.numbers import count

    with errors():
        problems = check_project(project)
        console = out()
        if len(problems):
            console.print(problem_table(problems))
        fatal = len(problems.fatal)
        if not fatal and (needs := needs_of(project)):
            console.print(need_table(needs))
        remarks = count(len(problems) - fatal, "opmerking", "opmerkingen")
        end = f"{count(fatal, 'fout', 'fouten')} en {remarks}" if fatal else f"Geen fouten, {remarks}"
        console.print(f"{end}.", highlight=False)
        if fatal:
            raise typer.Exit(1)
