"""What years beside each other say on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.measures import OUTSIDE, OUTSIDE_AGED
from zorgkaart.analyses.futures.compute import NOW, Years
from zorgkaart.analyses.futures.sentences import cautions, sentences
from zorgkaart.analyses.futures.tables import norm_table, people_table, supply_table
from zorgkaart.inputs.schema import AGED
from zorgkaart.terminal.text_table import text_table
from zorgkaart.words.numbers import number, signed

INTERVAL = ("laag", "midden", "hoog")


def future_summary(years: Years) -> Iterator[RenderableType]:
    """People, norms and supply per year, and what follows from it in words.

    Parameters
    ----------
    years : Years
        All years.
    """
    words = {year.name: year.words for year in years.years}
    people = people_table(years)
    aged = {f"{age}+": name for age, name in AGED.items() if name in people}
    table = text_table("Inwoners per jaar", "jaar", **dict.fromkeys(["inwoners", *aged], 0))
    for row in people.to_dict("records"):
        table.add_row(words[row["toekomst"]], *(number(row[name]) for name in ("inwoners", *aged.values())))
    yield table
    norms = norms_of(years.present.study.project)
    outside = norm_table(years)
    if len(outside):
        more = [name for name in INTERVAL if name in outside]
        table = text_table("Inwoners buiten de norm", "norm", "jaar", **dict.fromkeys(["inwoners", *more, "75+"], 0))
        for row in outside.to_dict("records"):
            values = [
                row[OUTSIDE],
                *(row[name] for name in more),
                row.get(OUTSIDE_AGED[75], float("nan")),
            ]
            table.add_row(escape(norms[row["norm"]].caption), words[row["toekomst"]], *map(number, values))
        yield table
    supply = supply_table(years)
    if len(supply):
        kinds = years.present.study.project.kinds
        table = text_table("Aanbod en behoefte", "soort", "jaar", **{"aanbod": 0, "per": 0, "behoefte sinds nu": 0})
        for row in supply.to_dict("records"):
            label, growth = escape(kinds[row["soort"]].label), row["behoefte_groei_pct"]
            grown = "" if row["toekomst"] == NOW else f"{signed(growth, 1)} %"
            table.add_row(label, words[row["toekomst"]], number(row["aanbod"], 3), number(row["per"]), grown)
        yield table
    yield from map(escape, [*sentences(years), *cautions(years)])
