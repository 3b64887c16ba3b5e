"""What the command line prints about a validation, in Dutch for a planner."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from rich import box
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from zorgkaart.analyses.validation.accepted import NEW, SAME, WITHIN, failing
from zorgkaart.analyses.validation.compute import Validation
from zorgkaart.analyses.validation.coverage import COVERED_UNIT
from zorgkaart.analyses.validation.distances import NEAR_KM
from zorgkaart.analyses.validation.figures import provinces_without
from zorgkaart.analyses.validation.gemeente_fits import fit_sentence, gemeente_fits
from zorgkaart.words.numbers import count, number, signed
from zorgkaart.words.sentences import listing

DECIMALS = {"km": 3, "%": 1, "min": 2, "inwoners": 1, "buurten": 0, COVERED_UNIT: 0}


def validation_summary(validation: Validation) -> Iterator[RenderableType]:
    """The fit with CBS, the published figures beside ours, and what drifted."""
    fit = validation.fit
    if fit.buurten:
        yield (
            f"Afstand tot {validation.official.to} over {number(fit.buurten)} buurten: correlatie met het CBS "
            f"{number(fit.correlation, 3)}, gemiddeld verschil {signed(fit.bias_km, 2)} km, "
            f"{number(fit.near_pct)} % binnen {number(NEAR_KM, 1)} km."
        )
    for kind, by_gemeente in gemeente_fits(validation.study, validation.published).items():
        yield fit_sentence(validation.study, kind, by_gemeente)
    if len(validation.published):
        table = _table("Gepubliceerde cijfers", ("onderwerp", "gebied"), ("gepubliceerd", "zorgkaart"))
        for row in validation.published.to_dict("records"):
            places = 0 if row["eenheid"] in ("inwoners", "locaties", "gemeenten") else 1
            high = float(row["gepubliceerd_tot"])
            upper = "" if math.isnan(high) else f"\N{EN DASH}{number(high, places)}"
            cells = [f"{number(row['gepubliceerd'], places)}{upper}", number(row["zorgkaart"], places)]
            table.add_row(escape(row["onderwerp"]), escape(_where(row)), *cells)
        yield table
    yield from map(escape, validation.coverage.sentences())
    if silent := provinces_without(validation.study, validation.published):
        yield escape(f"Over {listing(silent)} zijn geen gepubliceerde cijfers opgenomen.")
    for why, rows in validation.uncompared.groupby("waarom_niet", sort=False):
        number_of = count(len(rows), "gepubliceerd cijfer", "gepubliceerde cijfers")
        yield escape(f"Niet vergeleken: {number_of}, want {why}.")
    yield from drift_summary(validation)


def _where(row: Mapping[Any, Any]) -> str:
    """The area of a figure, and the day whose sites it was computed with."""
    return f"{row['gebied']}; locaties van {row['datum']}" if row["datum"] else str(row["gebied"])


def drift_summary(validation: Validation) -> Iterator[RenderableType]:
    """What drifted from the accepted results, each figure by name."""
    if not validation.has_accepted:
        yield "Er zijn nog geen aanvaarde uitkomsten; leg deze vast met --accept."
        return
    wrong = failing(validation.drift)
    if wrong.empty:
        within = int((validation.drift["uitslag"] == WITHIN).sum())
        same = int((validation.drift["uitslag"] == SAME).sum())
        fresh = int((validation.drift["uitslag"] == NEW).sum())
        never = f"; {number(fresh)} nog nooit aanvaard (vastleggen met --accept)" if fresh else ""
        yield (
            f"Aanvaarde uitkomsten: {number(same)} gelijk, {number(within)} binnen de tolerantie, geen "
            f"afwijkingen{never}."
        )
        return
    yield changes_table("Wijkt af van de aanvaarde uitkomst", wrong)
    yield "Is dit zo bedoeld, leg de nieuwe uitkomsten dan vast met --accept."


def changes_table(title: str, rows: pd.DataFrame) -> Table:
    """Rows of a drift table."""
    table = _table(title, ("cijfer", "onderwerp", "uitslag"), ("aanvaard", "nu", "tolerantie"))
    for row in rows.to_dict("records"):
        places = DECIMALS.get(row["eenheid"], 4)
        names = ("aanvaard", "nu", "tolerantie")
        cells = ["" if math.isnan(row[name]) else number(row[name], places) for name in names]
        table.add_row(escape(row["id"]), escape(row["onderwerp"]), row["uitslag"], *cells)
    return table


def _table(title: str, texts: tuple[str, ...], numbers: tuple[str, ...]) -> Table:
    table = Table(title=escape(title), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in texts:
        table.add_column(name, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table
