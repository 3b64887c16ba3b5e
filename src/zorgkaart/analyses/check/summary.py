"""What a check says on the terminal."""

from __future__ import annotations

from rich.markup import escape
from rich.table import Table

from zorgkaart.errors import Problems
from zorgkaart.terminal.language import spoken_parts
from zorgkaart.terminal.text_table import text_table


def problem_table(problems: Problems) -> Table:
    """All problems, one row each."""
    table = text_table("Problemen in de invoer", "", "waar", "wat", "wat te doen")
    for item in problems:
        mark = "fout" if item.fatal else "let op"
        table.add_row(mark, *map(escape, spoken_parts(item)))
    return table
