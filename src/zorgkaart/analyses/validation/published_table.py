"""Published figures beside ours on the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.terminal.text_table import text_table
from zorgkaart.words.numbers import number, signed


def comparison_summary(frame: pd.DataFrame) -> Iterator[RenderableType]:
    """Published figures beside ours, if there are any."""
    if frame.empty:
        return
    table = text_table(
        "Naast gepubliceerde cijfers", "onderwerp", "gebied", gepubliceerd=0, zorgkaart=0, verschil=0, bron=None
    )
    for row in frame.to_dict("records"):
        decimals = 1 if row["eenheid"] == "km" else 0
        values = [f"{number(row[name], decimals)} {row['eenheid']}" for name in ("gepubliceerd", "zorgkaart")]
        more = "" if math.isnan(row["verschil_pct"]) else f"{signed(row['verschil_pct'])} %"
        table.add_row(
            escape(row["onderwerp"]),
            escape(row["gebied"]),
            *map(escape, values),
            more,
            escape(f"{row['bron']}, {row['jaar']}"),
        )
    yield table
