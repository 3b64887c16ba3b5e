"""What a look at supply says on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.access.floating_catchments import Balance
from zorgkaart.access.supply import SITE_SUPPLY, sharing_words
from zorgkaart.analyses.supply.compute import BESIDE, COMPARED, PER_BESIDE, SupplyOverview
from zorgkaart.analyses.supply.paragraph import paragraph
from zorgkaart.terminal.text_table import SHOWN, text_table
from zorgkaart.words.numbers import number, significant

# Beyond it demand or supply got lost on the way, and the figures may not be used.
MOST_LOST = 1e-9


def supply_summary(overview: SupplyOverview) -> Iterator[RenderableType]:
    """The gemeenten by every method, the sites with least for who comes, the check, and a paragraph.

    Parameters
    ----------
    overview : SupplyOverview
        The kind and the study.
    """
    supply, shown = overview.supply, overview.shown
    decimals = max(2, shown.decimals)
    level = "gemeenten" if len(overview.study.areas.gemeenten) else "buurten"
    name = "gemeentenaam" if level == "gemeenten" else "buurtnaam"
    table = text_table(f"{supply.label}: {shown.per}", level, inwoners=0, **dict.fromkeys(COMPARED, 0), rang=0)
    for row in overview.areas(level).head(SHOWN).to_dict("records"):
        values = [number(row[f"aanbod_{method}"], decimals) for method in COMPARED]
        table.add_row(escape(row[name]), number(row["inwoners"]), *values, number(row[supply.rank]))
    yield table
    beside = overview.beside_label
    more = {"ernaast": 0, "per 1.000": 1} if beside else {}
    counts = text_table(
        f"Alleen geteld, waar zij liggen{f'; ernaast: {beside}' if beside else ''}",
        "gemeente",
        inwoners=0,
        locaties=0,
        **{"per 10.000": 1, **more},
    )
    for row in overview.gemeenten().to_dict("records"):
        cells = [number(row["inwoners"]), number(row["locaties"]), number(row["locaties_per_10000"], 1)]
        if beside:
            cells += [number(row[BESIDE]), number(row[PER_BESIDE], 1)]
        counts.add_row(escape(row["gemeentenaam"]), *cells)
    yield counts
    sites = text_table("Minste aanbod voor wie er komt", "locatie", vraag=0, **{"per 1.000": 2})
    for row in overview.sites().head(SHOWN).to_dict("records"):
        sites.add_row(escape(row["naam"]), number(row["vraag"]), number(row[SITE_SUPPLY], 2))
    yield sites
    yield escape(balance_sentence(overview.balances["bfca"]))
    yield escape(paragraph(overview))
    yield escape(sharing_words(shown))


def balance_sentence(balance: Balance) -> str:
    """Whether the balanced method kept what went in, with the largest part that got lost.

    Parameters
    ----------
    balance : Balance
        Of the balanced method.
    """
    lost = max(
        _lost(balance.demand, balance.demand_shared),
        _lost(balance.supply, balance.supply_shared),
        _lost(balance.services, balance.services_shared),
    )
    kept = "blijven vraag en aanbod heel" if lost <= MOST_LOST else "GAAN VRAAG OF AANBOD VERLOREN"
    return (
        f"Controle: met BFCA {kept}. Vraag {number(balance.demand)} erin en {number(balance.demand_shared)} eruit, "
        f"aanbod {number(balance.supply, 1)} erin en {number(balance.supply_shared, 1)} eruit; grootste verschil "
        f"{significant(lost, 2)} als deel."
    )


def _lost(before: float, after: float) -> float:
    return abs(after - before) / before if before > 0 else abs(after)
