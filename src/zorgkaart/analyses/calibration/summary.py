"""What a calibration says on the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape

from zorgkaart.analyses.calibration.compute import Calibration
from zorgkaart.terminal.text_table import text_table
from zorgkaart.words.numbers import number, signed
from zorgkaart.words.sentences import listing


def calibration_summary(calibration: Calibration) -> Iterator[RenderableType]:
    """What was fitted, to what, how well, and what the other published figures then become."""
    yield _numbers(calibration)
    if bound := [item.key for item, at in zip(calibration.numbers, calibration.at_bound, strict=True) if at]:
        yield escape(
            f"Let op: {listing(bound)} ligt op een grens van wat het projectbestand toestaat; verder weg past het "
            "misschien beter."
        )
    yield _figures(calibration)
    yield (
        f"Afwijking die overblijft: {number(calibration.misfit, 1)} van de doelen en {number(calibration.penalty, 1)} "
        "van wat vooraf is verwacht (kwadraten, in standaardafwijkingen). De standaardafwijking van een cijfer volgt "
        "uit zijn afronding en uit de inwoners per adres; hoe goed het model een cijfer kan volgen, zit er niet in."
    )
    if not calibration.left_out.empty:
        yield _left_out(calibration)
    yield (
        "Van wat niet is gebruikt, blijven afstanden over de weg gelijk; al het andere rekent 'zorgkaart run' opnieuw "
        "uit met het nieuwe projectbestand."
    )


def _numbers(calibration: Calibration) -> RenderableType:
    table = text_table("Passend gemaakt", "getal", eerst=0, nu=0, **{"vooraf verwacht": None}, bron=None)
    for item, after in zip(calibration.numbers, calibration.after, strict=True):
        thought = f"{number(item.prior.mean, 3)} ± {number(item.prior.sd, 3)}"
        table.add_row(escape(item.key), number(item.own, 3), number(after, 3), thought, escape(item.prior.source))
    return table


def _figures(calibration: Calibration) -> RenderableType:
    several = not calibration.left_out.empty
    without = {"zonder\ndit doel": 0} if several else {}
    table = text_table(
        "Gepubliceerde cijfers over sluitingen",
        "cijfer",
        gebruikt=None,
        gepubliceerd=0,
        eerst=0,
        nu=0,
        verschil=0,
        **{"in standaard-\nafwijkingen": 0},
        **without,
    )
    for row in calibration.figures.to_dict("records"):
        texts = [number(row[name]) for name in ("gepubliceerd", "zorgkaart_voor", "zorgkaart_na")]
        off = [signed(row["zorgkaart_na"] - row["gepubliceerd"]), signed(row["afwijking_sd"], 1)]
        left = row["zonder_dit_doel"]
        last = ["" if math.isnan(left) else number(left)] if several else []
        table.add_row(escape(row["id"]), "doel" if row["doel"] else "nee", *texts, *off, *last)
    return table


def _left_out(calibration: Calibration) -> RenderableType:
    keys = [item.key for item in calibration.numbers]
    table = text_table("Gepast zonder een doel", "zonder", **dict.fromkeys(map(escape, keys), 0))
    for row in calibration.left_out.to_dict("records"):
        table.add_row(escape(row["doel"]), *(number(row[key], 3) for key in keys))
    return table
