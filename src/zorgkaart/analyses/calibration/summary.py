"""What a calibration says on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.analyses.calibration.compute import Calibration
from zorgkaart.terminal.text_table import text_table
from zorgkaart.words.numbers import number, signed


def calibration_summary(calibration: Calibration) -> Iterator[RenderableType]:
    """What was fitted, to what, and what the other published figures then become."""
    yield escape(
        f"{calibration.key}: was {number(calibration.before, 3)}, past het best met {number(calibration.after, 3)}. "
        f"Afwijking die overblijft: {number(calibration.misfit_pct, 1)} %."
    )
    if calibration.at_bound:
        yield "Let op: dit is een grens van wat het projectbestand toestaat; verder weg past het misschien beter."
    table = text_table(
        "Gepubliceerde cijfers over sluitingen", "cijfer", "gebruikt", gepubliceerd=0, eerst=0, nu=0, **{"verschil": 0}
    )
    for row in calibration.figures.to_dict("records"):
        off = 100 * (row["zorgkaart_na"] / row["gepubliceerd"] - 1)
        texts = [number(row[name]) for name in ("gepubliceerd", "zorgkaart_voor", "zorgkaart_na")]
        table.add_row(escape(row["id"]), "doel" if row["doel"] else "nee", *texts, f"{signed(off)} %")
    yield table
    yield (
        "Van wat niet is gebruikt, blijven afstanden over de weg gelijk; al het andere rekent 'zorgkaart run' opnieuw "
        "uit met het nieuwe projectbestand."
    )
