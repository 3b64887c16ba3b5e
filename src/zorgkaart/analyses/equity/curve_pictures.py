"""Pictures of the Lorenz and the concentration curve of a quantity."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.figure import Figure

from zorgkaart.analyses.equity.compute import CONCENTRATION, LORENZ, NOW, Equity
from zorgkaart.analyses.equity.quantities import Quantity
from zorgkaart.analyses.equity.sentences import CAUTION
from zorgkaart.analyses.uncertainty.variants import AFTER, BEFORE
from zorgkaart.outputs.pictures.shares import ShareLine, SharePanel, shares_picture

LINES = {NOW: "nu", BEFORE: "voor de wijziging", AFTER: "na de wijziging"}


def curve_figure(equity: Equity, quantity: Quantity) -> Figure | None:
    """The curves of a quantity, of each side; None where it has none.

    Parameters
    ----------
    equity : Equity
        What came out.
    quantity : Quantity
        One of its quantities.
    """
    panels = list(_panels(equity, quantity))
    return shares_picture(panels, note=f"{quantity.label}. {CAUTION}") if panels else None


def curve_figures(equity: Equity) -> Iterator[tuple[str, Figure]]:
    """The curves of all quantities that have any, by the names of their files.

    Parameters
    ----------
    equity : Equity
        What came out.
    """
    for quantity in equity.quantities:
        figure = curve_figure(equity, quantity)
        if figure is not None:
            yield f"gelijkheid-{quantity.name.replace('_', '-')}", figure


def _panels(equity: Equity, quantity: Quantity) -> Iterator[SharePanel]:
    section = equity.study.project.equity
    least = "van het minste aanbod naar het meeste" if quantity.is_supply else "van de minste minuten naar de meeste"
    words = {
        LORENZ: ("Lorenzkromme", f"deel van de inwoners, {least}"),
        CONCENTRATION: (
            "Concentratiekromme",
            f"deel van de inwoners, van een lage naar een hoge {section.label(section.rank)}",
        ),
    }
    curves = equity.curves
    for name, (title, x_label) in words.items():
        mine = curves[(curves["gemeten"] == quantity.name) & (curves["kromme"] == name)]
        lines = tuple(
            ShareLine(
                LINES[str(situation)],
                rows["aandeel_inwoners"].to_numpy(dtype=np.float64),
                rows["aandeel_totaal"].to_numpy(dtype=np.float64),
            )
            for situation, rows in mine.groupby("situatie", sort=False)
        )
        if lines:
            yield SharePanel(title, x_label, f"deel van {quantity.whole}", lines)
