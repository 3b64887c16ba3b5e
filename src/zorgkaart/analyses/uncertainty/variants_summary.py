"""What variants say on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.access.catalogue import norms_of
from zorgkaart.access.norm_words import heading
from zorgkaart.project.model import Project
from zorgkaart.terminal.text_table import text_table
from zorgkaart.words.numbers import number


def variants_summary(project: Project, table: pd.DataFrame) -> Iterator[RenderableType]:
    """How many inhabitants are outside each norm in every variant, and the range of what was found."""
    shown: dict[tuple[object, ...], str] = {}
    for norm in norms_of(project).values():
        label = escape(norm.title or norm.label)
        outside, chain = norm.outside, norm.column
        if outside in table:
            headings = {outside: "buiten de norm", chain: heading(norm)}
            inhabitants, more = table[outside], ""
        else:
            headings = {f"{outside}_voor": "buiten voor", f"{outside}_na": "buiten na", f"{outside}_verschil": "erbij"}
            headings[f"{chain}_na"] = heading(norm)
            inhabitants, more = table[f"{outside}_verschil"], " erbij"
        figures = tuple(table[list(headings)].fillna(-1.0).itertuples(index=False, name=None))
        if figures in shown:
            yield f"{label}: dezelfde aantallen als bij de {shown[figures]}."
            continue
        shown[figures] = label
        title = f"{label}: hoeveel hangt van de snelheid van de ambulance af"
        result = text_table(title, "variant", **dict.fromkeys(headings.values(), 0))
        for row in table.to_dict("records"):
            cells = [number(row[name], 1 if name.startswith(chain) else 0) for name in headings]
            result.add_row(escape(row["variant"]), *cells)
        yield result
        if inhabitants.notna().all():
            yield f"Tussen {number(inhabitants.min())} en {number(inhabitants.max())} inwoners{more} buiten de norm."
