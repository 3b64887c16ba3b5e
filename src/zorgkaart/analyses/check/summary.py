"""What a check says on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from zorgkaart.analyses.check.need import KindNeed
from zorgkaart.errors import Problems
from zorgkaart.terminal.language import spoken_parts
from zorgkaart.terminal.text_table import text_table
from zorgkaart.words.numbers import number, percent


def problem_table(problems: Problems) -> Table:
    """All problems, one row each."""
    table = text_table("Problemen in de invoer", "", "waar", "wat", "wat te doen")
    for item in problems:
        mark = "fout" if item.fatal else "let op"
        table.add_row(mark, *map(escape, spoken_parts(item)))
    return table


def need_table(needs: Sequence[KindNeed]) -> Table:
    """What inhabitants need of each kind by their age."""
    table = text_table(
        "Gebruik naar leeftijd", "soort", "bron", "eenheid", totaal=0, **{"per inwoner": 0, "bekend van": 0}
    )
    for need in needs:
        table.add_row(
            escape(need.kind),
            escape(need.source),
            escape(need.unit),
            number(need.total),
            number(need.per_inhabitant, 3),
            percent(need.known, 1),
        )
    return table
