"""What an analysis of equity says on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.analyses.equity.compute import Equity
from zorgkaart.analyses.equity.figures import Key, measure_words
from zorgkaart.analyses.equity.people_groups import EVERYONE
from zorgkaart.analyses.equity.sentences import GINI, about, changed, limits, unchanged
from zorgkaart.scenarios.in_words import describe
from zorgkaart.terminal.text_table import text_table
from zorgkaart.words.numbers import count, number

SHOWN = ("gemiddelde", "gini")
# Of how many quantities the terminal tells in sentences; the page tells of all.
TOLD = 3


def equity_summary(result: Equity) -> Iterator[RenderableType]:
    """What a reader must know, a table of all minutes, and sentences about the first quantities.

    Parameters
    ----------
    result : Equity
        What came out.
    """
    scenario = result.scenario
    if scenario is not None:
        yield "Wat als: " + escape(": ".join(filter(None, (scenario.title, "; ".join(describe(scenario))))))
    yield from map(escape, limits(result))
    told = [quantity for quantity in result.quantities if changed(result, quantity)]
    yield _table(result)
    yield GINI
    for quantity in told[:TOLD]:
        yield escape(f"{quantity.label}. {' '.join(about(result, quantity))}")
    if len(told) > TOLD:
        yield f"Over nog {count(len(told) - TOLD, 'verdeling', 'verdelingen')}, en per groep: zie gelijkheid.html."
    if text := unchanged(result):
        yield escape(text)


def _table(result: Equity) -> RenderableType:
    situations, words = list(result.figures), measure_words()
    headings = {
        (name, situation): words[name].title.lower() + (f" {situation}" if len(situations) > 1 else "")
        for name in SHOWN
        for situation in situations
    }
    table = text_table("Minuten en aanbod van alle inwoners", "verdeling", **dict.fromkeys(headings.values(), 0))
    for quantity in (item for item in result.quantities if not item.outside and changed(result, item)):
        cells = []
        for name, situation in headings:
            figure = result.figures[situation].get(Key(quantity.name, EVERYONE, EVERYONE, name))
            cells.append(
                ""
                if figure is None
                else number(figure.value, quantity.decimals if name == "gemiddelde" else words[name].decimals)
            )
        table.add_row(escape(quantity.label), *cells)
    return table
