"""What a comparison says on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.access.measures import Norm
from zorgkaart.analyses.compare.compute import ALL, Comparison
from zorgkaart.analyses.compare.paragraphs import ONE_PERSON, cautions, paragraphs, side_lines
from zorgkaart.analyses.compare.supply_sides import supply_paragraphs
from zorgkaart.terminal.text_table import SHOWN, text_table
from zorgkaart.words.numbers import number, signed


def compare_summary(comparison: Comparison) -> Iterator[RenderableType]:
    """What the sides are, what differs in sentences, the totals and who goes where."""
    yield from map(escape, side_lines(comparison))
    yield from map(escape, [*paragraphs(comparison), *supply_paragraphs(comparison)])
    totals = comparison.totals()
    changed = {(pair.other.name, stem) for pair in comparison.pairs for stem in pair.changed}
    norms = {stem for pair in comparison.pairs for stem, item in pair.measures.items() if isinstance(item, Norm)}
    table = text_table(
        "Inwoners voor wie het langer of korter duurt, en wie nieuw buiten of binnen de norm komt", "wat"
    )
    for heading in ("langer", "korter", "erbuiten", "erbinnen", "saldo"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in totals[totals["leeftijd"] == ALL].to_dict("records"):
        if (row["kant"], row["maat"]) not in changed:
            continue
        outside = [row["nieuw_buiten"], row["nieuw_binnen"], row["buiten_verschil"]]
        known = [*map(number, outside[:2]), signed(outside[2])] if row["maat"] in norms else ["", "", ""]
        cells = [number(row[name]) for name in ("duurt_langer", "duurt_korter")]
        table.add_row(escape(f"{row['kant']} tegen {row['tegen']}: {row['wat']}"), *cells, *known)
    if table.row_count:
        yield table
    moves = comparison.moves()
    moves = moves[moves["inwoners"] >= ONE_PERSON]
    going = text_table("Wie waar heen gaat (met de auto)", "kant", "van", "naar", inwoners=0, verschil=0)
    for row in moves.head(SHOWN).to_dict("records"):
        texts = (
            f"{row['kant']} tegen {row['tegen']}",
            row["locatie_tegen"] or "geen locatie",
            row["locatie_kant"] or "geen locatie",
        )
        going.add_row(*map(escape, texts), number(row["inwoners"]), signed(row["reis_verschil_min"], 1))
    if going.row_count:
        yield going
    if len(moves) > SHOWN:
        yield f"… en nog {len(moves) - SHOWN}; alle staan in tabellen/vergelijking_verschuiving.csv."
    yield from map(escape, cautions(comparison))
