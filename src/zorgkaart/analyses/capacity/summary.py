"""What a look at capacity says on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.analyses.capacity.change import Situations
from zorgkaart.analyses.capacity.paragraphs import paragraphs
from zorgkaart.terminal.text_table import SHOWN, text_table
from zorgkaart.words.numbers import number, percent


def capacity_summary(situations: Situations) -> Iterator[RenderableType]:
    """The sentences, and the fullest sites.

    Parameters
    ----------
    situations : Situations
        Now, and after changes if there are any.
    """
    yield from map(escape, paragraphs(situations))
    sites = situations.sites()
    changed = situations.after is not None
    waits = situations.last.outcome().no_wait is None
    before = {"nu": 0} if changed else {}
    away_heads = {"weg": 0} if changed or waits else {}
    heads = {
        "gevraagd": 0,
        "capaciteit": 0,
        **before,
        "bezetting": 0,
        **({"wachten": 0} if waits else {}),
        **away_heads,
    }
    table = text_table("De volste locaties", "locatie", "plaats", **heads)
    full = sites.assign(less=-sites["bezetting"]).sort_values(["less", "id"], na_position="last")
    for row in full.head(SHOWN).to_dict("records"):
        cells = [number(row["gevraagd_per_jaar"]), number(row["capaciteit_per_jaar"])]
        cells += [percent(row["bezetting_voor"], 0)] if changed else []
        cells += [percent(row["bezetting"], 0)] + ([number(row["wachttijd_min"], 1)] if waits else [])
        cells += [number(row["inwoners_weg"] if changed else row["verplaatst"])] if away_heads else []
        table.add_row(escape(row["naam"]), escape(row["plaats"]), *cells)
    told = ["gevraagd en capaciteit per jaar", *(["wachten in minuten"] if waits else [])]
    why = "naar een andere locatie gaan dan nu" if changed else "door het wachten een andere locatie kiezen"
    table.caption = "; ".join([*told, *([f"weg: inwoners die {why}"] if away_heads else [])]) + "."
    yield table
    if len(sites) > SHOWN:
        yield f"… en nog {len(sites) - SHOWN}; alle staan in tabellen/capaciteit_locaties.csv."
