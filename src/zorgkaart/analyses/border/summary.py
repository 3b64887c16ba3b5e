"""What a look over the border says on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from zorgkaart.analyses.border.compute import BorderDifference
from zorgkaart.terminal.text_table import SHOWN
from zorgkaart.words.numbers import number

NOTHING = "Er zijn geen locaties in het buitenland bekend van een soort die berekend wordt."
CAUTION = (
    "Van locaties in het buitenland is meestal alleen bekend dat zij er zijn: niet of er spoedeisende hulp is en niet "
    "of zij dag en nacht open zijn. Dit is dus het grootste verschil dat er kan zijn. Lees de namen."
)


def border_summary(difference: BorderDifference) -> Iterator[RenderableType]:
    """Per kind the totals, the sites that would be used and the buurten with another verdict."""
    if not difference.kinds:
        yield NOTHING
        return
    yield _totals(difference)
    yield _sites(difference)
    areas = difference.areas()
    table = _table(f"Buurten met een ander oordeel: {len(areas)}", ("buurt", "gemeente", "zonder", "met"), ["inwoners"])
    for row in areas.head(SHOWN).to_dict("records"):
        names = (row["buurtnaam"], row["gemeentenaam"], row["zonder_oordeel"], row["met_oordeel"])
        table.add_row(*map(escape, names), number(row["inwoners"]))
    if len(areas):
        yield table
    yield CAUTION


def _totals(difference: BorderDifference) -> Table:
    heads = {"min zonder": 1, "min met": 1, "inwoners korter": 0, "buiten zonder": 0, "buiten met": 0, "minder": 0}
    names = (
        "zonder_gemiddeld_min",
        "met_gemiddeld_min",
        "inwoners_korter",
        "zonder_buiten_norm",
        "met_buiten_norm",
        "minder_buiten_norm",
    )
    table = _table("Zonder en met locaties in het buitenland", ("soort",), heads)
    for row in difference.totals().to_dict("records"):
        cells = [number(row[name], places) for name, places in zip(names, heads.values(), strict=True)]
        table.add_row(escape(row["voorziening"]), *cells)
    return table


def _sites(difference: BorderDifference) -> Table:
    heads = {"inwoners": 0, "min korter": 1, "minder zonder deze": 0}
    names = ("inwoners_betrokken", "korter_min", "zonder_deze_minder_buiten_norm")
    table = _table("Locaties in het buitenland die gebruikt zouden worden", ("locatie", "status"), heads)
    for row in difference.sites().head(SHOWN).to_dict("records"):
        cells = [number(row[name], places) for name, places in zip(names, heads.values(), strict=True)]
        table.add_row(escape(row["naam"]), escape(row["status"]), *cells)
    return table


def _table(title: str, texts: Iterable[str], numbers: Iterable[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in texts:
        table.add_column(heading)
    for heading in numbers:
        table.add_column(heading, justify="right", no_wrap=True)
    return table
